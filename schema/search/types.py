"""Search over everything that has a name."""

from typing import Annotated

import strawberry

from schema.areas.types import Area
from schema.demands.types import Demand
from schema.engine.access import EVERYONE
from schema.engine.mapping import TYPES, entity, polymorphic
from schema.organisations.types import Organisation
from schema.people.types import Person
from schema.projects.types import Project
from schema.resources.types import Resource

SearchSubject = Annotated[
    Area | Organisation | Person | Resource | Demand | Project,
    strawberry.union("SearchSubject", description="What a search may find."),
]
"""What a search may find."""

_NAMED = {"Area": "name_key", "Organisation": "name_key", "Person": "name_key"}
_NAMED |= {"Resource": "title_key", "Demand": "title_key", "Project": "title_key"}
"""By type: the column by which its names are sorted."""


def _branch(name: str) -> str:
    """The rows of one type that the viewer may see, with their words."""
    mapped = TYPES[name]
    columns = f"'{name}'::text as subject_type, hit$.id as subject_id, hit$.{_NAMED[name]} as name_key, hit$.words"
    rows = f"select {columns} from {mapped.table} hit$"
    return f"{rows} where {mapped.visible.replace('{row}', 'hit$')}"


@entity(f"({' union all '.join(_branch(name) for name in _NAMED)})", visible=EVERYONE, reads="organisations")
class SearchHit:
    """Something found."""

    subject: SearchSubject | None = polymorphic("{row}.subject_type", "{row}.subject_id")
    """What was found."""
