"""What attachments can belong to: one entry for each kind of item, from which visibility and rights follow."""

from dataclasses import dataclass

from schema.comments.rules import COORDINATOR as ANSWERING_TALK
from schema.comments.types import Comment
from schema.demands.types import Demand
from schema.engine.access import NOBODY, any_of, coordinates
from schema.engine.mapping import TYPES
from schema.matching.rules import ANSWERING
from schema.matching.types import Delivery
from schema.projects.parts import ProjectNote
from schema.projects.rules import of_project
from schema.projects.types import Project
from schema.resources.types import Resource


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A type whose rows have attachments; its workflow has the step ``attach``."""

    type: type
    column: str
    """Of an attachment: the number of its item."""
    committee: str = coordinates()
    """SQL over the item's row: the viewer is of its committee."""

    def holds(self, predicate: str) -> str:
        """SQL: it holds for the item of an attachment."""
        # Not "exists": of that PostgreSQL makes a hash of all items, where a page has a few attachments.
        table = TYPES[self.type.__name__].table
        return f"coalesce((select {predicate.replace('{row}', 'h$')} from {table} h$ where h$.id = {{row}}.{self.column}), false)"


ITEMS = {
    str(TYPES[one.type.__name__].prefix): one
    for one in (
        ItemKind(Resource, "resource_id"),
        ItemKind(Demand, "demand_id"),
        ItemKind(Project, "project_id"),
        ItemKind(ProjectNote, "note_id", of_project(coordinates())),
        ItemKind(Delivery, "delivery_id", ANSWERING.predicate),
        ItemKind(Comment, "comment_id", ANSWERING_TALK.predicate),
    )
}
"""By the prefix of its ids."""

SEEN = any_of(*(one.holds(TYPES[one.type.__name__].visible) for one in ITEMS.values()))
"""SQL: the viewer may see the item."""
PUBLIC = any_of(
    *(one.holds(TYPES[one.type.__name__].public) for one in ITEMS.values() if TYPES[one.type.__name__].public != NOBODY)
)
"""SQL: the public may see the item."""
ATTACHES = any_of(*(one.holds(one.type.workflow.can("attach")) for one in ITEMS.values()))  # type: ignore[attr-defined]
"""SQL: the viewer may attach something to the item now."""
COMMITTEE = any_of(*(one.holds(one.committee) for one in ITEMS.values()))
"""SQL: the viewer is of the committee of the item."""
ITEM_TYPE = (
    "case " + " ".join(f"when {{row}}.{one.column} is not null then '{one.type.__name__}'" for one in ITEMS.values()) + " end"
)
ITEM_NUMBER = f"coalesce({', '.join(f'{{row}}.{one.column}' for one in ITEMS.values())})"
"""SQL: which type the item is of, and its number."""
