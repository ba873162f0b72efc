"""Search over everything that has a name."""

from typing import Annotated

import strawberry

from schema.areas.types import Area
from schema.engine.access import EVERYONE
from schema.engine.mapping import TYPES, entity, polymorphic
from schema.organisations.types import Organisation
from schema.people.types import Person

SearchSubject = Annotated[Area | Organisation | Person, strawberry.union("SearchSubject", description="What a search may find.")]
"""What a search may find."""

_NAMED = ("Area", "Organisation", "Person")


def _branch(name: str) -> str:
    """The rows of one type that the viewer may see, with their words."""
    mapped = TYPES[name]
    rows = f"select '{name}'::text as subject_type, hit$.id as subject_id, hit$.name_key, hit$.words from {mapped.table} hit$"
    return f"{rows} where {mapped.visible.replace('{row}', 'hit$')}"


@entity(f"({' union all '.join(_branch(name) for name in _NAMED)})", visible=EVERYONE, reads="organisations")
class SearchHit:
    """Something found."""

    subject: SearchSubject | None = polymorphic("{row}.subject_type", "{row}.subject_id")
    """What was found."""
