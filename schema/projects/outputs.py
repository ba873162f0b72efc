"""What the projects of a brand or programme have brought, by half-year (mission row B9)."""

from decimal import Decimal

from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity
from schema.projects.kinds import FINISHED, RATING

_COLUMNS = (
    "b$.category_id, j$.half_year, count(*)::integer as projects,"
    " least(coalesce(sum(j$.beneficiaries), 0), 2147483647)::integer as beneficiaries,"
    f" sum(project_spent(j$.id)) as spent, round(avg({RATING.replace('{row}', 'j$')}), 2) as rating"
)
_OUTPUTS = (
    f"(select {_COLUMNS} from project_brand b$ join project j$ on j$.id = b$.project_id"
    f" where {FINISHED.replace('{row}', 'j$')} group by b$.category_id, j$.half_year)"
)


@entity(_OUTPUTS, visible=EVERYONE, public=EVERYONE, reads="projects")
class BrandOutput:
    """What the finished projects of a brand have brought in a half-year; the same for everybody, as those are public."""

    half_year: str
    """In which half-year, such as 2026-H2."""
    projects: int
    """How many projects were finished."""
    beneficiaries: int
    """How many people benefited, as the projects say."""
    spent: Decimal = column("trim_scale({row}.spent)")
    """How much was spent, in yuan."""
    rating: Decimal | None = column("trim_scale({row}.rating)")
    """The mean of their ratings, 1 to 5."""
