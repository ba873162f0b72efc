"""What can be discussed: the interface that such types share."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.comments.kinds import CommentOrder
from schema.engine.mapping import column, described, pages
from schema.engine.relay import Connection, Node

if TYPE_CHECKING:
    from schema.comments.types import Comment


def comments_of(column_: str) -> Any:
    """The field ``comments`` of a type, by the column in which a comment names its rows."""
    return pages(f"{{row}}.{column_} = {{self}}.id", order=CommentOrder)


def takes_part(insiders: str) -> Any:
    """The field ``viewer_takes_part`` of a type, by the predicate that says who does."""
    return column(f"coalesce({insiders}, false)", public="false")


def watched(type_: str) -> Any:
    """The field ``viewer_watches`` of a type."""
    own = f"w$.account_id = {{viewer.account}} and w$.item_type = '{type_}' and w$.item_id = {{row}}.id"
    return column(f"exists (select from watch w$ where {own} and w$.stopped_at is null)", public="false")


@described
@strawberry.interface(description="What people take part in, discuss and watch: a resource, a demand, a match, a project.")
class Item(Node):
    """What people take part in, discuss and watch: a resource, a demand, a match, a project."""

    viewer_takes_part: bool = takes_part("false")
    """Whether the viewer takes part in it, and so reads and writes its comments: those whose it is, their committee,
    administrators."""
    viewer_watches: bool = watched("")
    """Whether the viewer is told of what happens to it."""
    comments: Connection[Annotated["Comment", strawberry.lazy("schema.comments.types")]] = pages("false", order=CommentOrder)
    """What those who take part in it say about it; for nobody else."""
