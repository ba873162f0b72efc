"""Who stands on which side of a match, and for whom one waits, as SQL."""

from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates, manages
from schema.resources.kinds import LISTED


def of_demand(predicate: str) -> str:
    """SQL: it holds for the demand of a match."""
    # Not "exists": of that PostgreSQL makes a hash of all demands, where a list has a few matches.
    return f"coalesce((select {predicate} from demand d$ where d$.id = {{row}}.demand_id), false)"


COORDINATES = of_demand(coordinates("d$.area_path"))
"""SQL: the viewer coordinates the area of a match's demand."""
PROVIDES = f"coalesce((select {manages('r$.organisation_id')} from resource r$ where r$.id = {{row}}.resource_id), false)"
"""SQL: the viewer acts for the unit that a match's resource is of."""
PROVIDED = f"{{row}}.resource_id = any(array(select r$.id from resource r$ where {manages('r$.organisation_id')}))"
"""The same for lists: found from the few offers of the viewer's units. As an array they are looked up in the index, whatever the
planner thinks of their number."""
NEEDED = any_of(
    manages("d$.organisation_id"),
    "d$.account_id = {viewer.account}",
    f"(d$.organisation_id is null and d$.account_id is null and {coordinates('d$.area_path')})",
)
"""SQL: the viewer is the side that filed the demand d$; for whoever has no account that is the committee."""
NEEDS = of_demand(NEEDED)
"""SQL: the viewer is the side that needs what is promised."""

_OF_RESOURCE = any_of(coordinates("r$.area_path"), belongs("r$.organisation_id"))
_OF_FILER = any_of(belongs("d$.organisation_id"), "coalesce(d$.account_id = {viewer.account}, false)")
INSIDERS = any_of(
    of_demand(any_of(coordinates("d$.area_path"), f"(not d$.anonymous and coalesce({_OF_FILER}, false))")),
    f"coalesce((select {_OF_RESOURCE} from resource r$ where r$.id = {{row}}.resource_id), false)",
    ADMINISTRATOR,
)
"""SQL: the viewer is of the committee or the unit of one of a match's sides, or administers. Whoever files anonymously talks with
the committee at the demand: at the match, the unit would learn who it is."""

OFFERED = f"coalesce((select {LISTED.replace('{row}', 'r$')} from resource r$ where r$.id = {{row}}.resource_id), false)"
"""SQL: the resource of a match is on the list today."""
CONFIRMED = "(select count(*) from delivery y$ where y$.match_id = {row}.id and y$.status = 'CONFIRMED') > 0"
"""SQL: a delivery of a match is confirmed."""
REPORTED = (
    "({row}.status = 'AGREED' and (select count(*) from delivery y$ where y$.match_id = {row}.id and y$.status = 'REPORTED') > 0)"
)
"""SQL: a delivery of a match is reported, and waits to be confirmed or disputed; of one that was cancelled, nothing waits."""
_HELD = "{row}.hold_until > now()"
_HELD_P, _REPORTED = _HELD.replace("{row}", "p$"), REPORTED.replace("{row}", "p$")
_OWN_UNIT = manages("o$.organisation_id")
_OF_COMMITTEE = "match p$ where cardinality({viewer.areas}) > 0 and p$.status = "
_OF_NOBODY = of_demand(f"d$.organisation_id is null and d$.account_id is null and {coordinates('d$.area_path')}")
_OF_DEMANDS = f"demand o$ join match p$ on p$.demand_id = o$.id where p$.status = 'AGREED' and {_REPORTED} and "
_SINCE = "p$.updated_at"
_REPORTED_AT = "(select min(y$.created_at) from delivery y$ where y$.match_id = p$.id and y$.status = 'REPORTED')"
WAITS = (
    (
        "ANSWER_PROPOSAL",
        f"resource o$ join match p$ on p$.resource_id = o$.id where {_OWN_UNIT} and p$.status = 'PROPOSED' and {_HELD_P}",
        _SINCE,
    ),
    ("ANSWER_UNIT", f"{_OF_COMMITTEE}'COUNTERED' and {_HELD_P} and {COORDINATES.replace('{row}', 'p$')}", _SINCE),
    ("CONFIRM_DELIVERY", f"{_OF_DEMANDS}{_OWN_UNIT}", _REPORTED_AT),
    (
        "CONFIRM_DELIVERY",
        f"{_OF_DEMANDS}o$.account_id = {{viewer.account}} and (o$.organisation_id is null or not {_OWN_UNIT})",
        _REPORTED_AT,
    ),
    ("CONFIRM_DELIVERY", f"{_OF_COMMITTEE}'AGREED' and {_REPORTED} and {_OF_NOBODY.replace('{row}', 'p$')}", _REPORTED_AT),
)
"""What matches wait for the viewer for: the kind, FROM and WHERE of the matches ``p$``, and since when each waits. Each is found
from the smaller side, as every page asks."""
WAITING = "{row}.id = any(array(" + " union all ".join(f"select p$.id from {rows}" for _, rows, _ in WAITS) + "))"
"""SQL: a match waits for the viewer: a proposal for its unit's answer, a unit's for the committee's, a delivery for whoever
needed it."""
