"""What came of a unit's offers in a half-year or a year: the same numbers for the unit and for its committee (mission row N12).

Nothing is stored: each number is counted from the rows of the lists when it is read. None is about a person, none ranks units.
"""

from decimal import Decimal

from schema.engine.access import any_of, belongs, coordinates
from schema.engine.mapping import column, entity
from schema.matching.kinds import STANDING

_PERIODS = (
    "(select code as period, first_day, next_day from half_year"
    " union all select left(code, 4), min(first_day), max(next_day) from half_year group by 1)"
)
"""SQL: every half-year and every year."""
_ASKED = (
    "from resource r$ join match m$ on m$.resource_id = r$.id where r$.organisation_id = o$.id"
    " and m$.created_at >= p$.first_day and m$.created_at < p$.next_day"
)
_BROUGHT = (
    "from resource r$ join match m$ on m$.resource_id = r$.id join delivery y$ on y$.match_id = m$.id"
    " where r$.organisation_id = o$.id and y$.delivered_on >= p$.first_day and y$.delivered_on < p$.next_day"
)
_CONFIRMED = f"{_BROUGHT} and y$.status = 'CONFIRMED'"


def _matches(*statuses: str) -> str:
    """SQL: how many of the proposals of the period stand so today."""
    return f"(select count(*) {_ASKED} and {STANDING.replace('{row}', 'm$')} in ({', '.join(map(repr, statuses))}))"


_RECORD = (
    "(select o$.id as organisation_id, o$.area_path, p$.period,"
    " (select count(*) from resource r$ where r$.organisation_id = o$.id and r$.status = 'LISTED'"
    " and r$.listed_at < p$.next_day and r$.valid_until >= p$.first_day) as offers,"
    f" (select count(*) {_ASKED}) as asked, {_matches('AGREED', 'DONE')} as promised, {_matches('DECLINED')} as declined,"
    f" {_matches('EXPIRED')} as unanswered, (select count(*) {_BROUGHT}) as delivered,"
    f" (select count(*) {_CONFIRMED}) as confirmed, (select round(avg(y$.rating), 1) {_CONFIRMED}) as rating,"
    f" (select coalesce(sum(d$.beneficiaries), 0) from demand d$ where d$.id in (select m$.demand_id {_CONFIRMED})) as served,"
    " (select count(*) from project_partner q$ join project j$ on j$.id = q$.project_id where q$.organisation_id = o$.id"
    " and q$.status = 'AGREED' and j$.status not in ('PROPOSED', 'PUBLISHED', 'TERMINATED')"
    " and starts_with(j$.half_year, p$.period)) as projects"
    f" from organisation o$ cross join {_PERIODS} p$)"
)


@entity(_RECORD, visible=any_of(coordinates(), belongs("{row}.organisation_id")), reads="organisations")
class OrganisationRecord:
    """What came of a unit's offers in a period; for its own people and its area's coordinators, the same for both."""

    period: str
    """A half-year such as 2026-H2, or a year such as 2026."""
    offers: int
    """Offers on the list today that came onto it before the period ended and could be had in it, as in plenary papers."""
    asked: int
    """Proposals and answers to demands that began in the period."""
    promised: int
    """Of those: agreed on, whether delivered by now or not."""
    declined: int
    """Of those: declined by the unit."""
    unanswered: int
    """Of those: nobody answered while the hold lasted."""
    delivered: int
    """Deliveries of the period that the unit has reported."""
    confirmed: int
    """Of those: confirmed by the side that needed them."""
    rating: Decimal | None = column("trim_scale({row}.rating)")
    """The mean of what that side gave, 1 to 5, to one decimal; null without any."""
    served: int
    """How many people the demands behind the confirmed deliveries were for, as these say; each demand once."""
    projects: int
    """Projects of the period in which the unit takes part, once they were claimed."""
