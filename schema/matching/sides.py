"""Who stands on which side of a match, and for whom one waits, as SQL."""

from schema.engine.access import any_of, coordinates, manages


def of_demand(predicate: str) -> str:
    """SQL: it holds for the demand of a match."""
    return f"exists (select from demand d$ where d$.id = {{row}}.demand_id and {predicate})"


COORDINATES = of_demand(coordinates("d$.area_path"))
"""SQL: the viewer coordinates the area of a match's demand."""
PROVIDES = f"exists (select from resource r$ where r$.id = {{row}}.resource_id and {manages('r$.organisation_id')})"
"""SQL: the viewer acts for the unit that a match's resource is of."""
NEEDED = any_of(
    manages("d$.organisation_id"),
    "d$.account_id = {viewer.account}",
    f"(d$.organisation_id is null and d$.account_id is null and {coordinates('d$.area_path')})",
)
"""SQL: the viewer is the side that filed the demand d$; for whoever has no account that is the committee."""
NEEDS = of_demand(NEEDED)
"""SQL: the viewer is the side that needs what is promised."""

REPORTED = "exists (select from delivery y$ where y$.match_id = {row}.id and y$.status = 'REPORTED')"
"""SQL: a delivery of a match is reported, and not yet confirmed or disputed."""
_HELD = "{row}.hold_until > now()"
WAITING = (
    "({row}.status in ('PROPOSED', 'COUNTERED', 'AGREED') and "
    + any_of(
        f"({{row}}.status = 'PROPOSED' and {_HELD} and {PROVIDES})",
        f"({{row}}.status = 'COUNTERED' and {_HELD} and {COORDINATES})",
        f"({{row}}.status = 'AGREED' and {REPORTED} and {NEEDS})",
    )
    + ")"
)
"""SQL: a match waits for the viewer: a proposal for its unit's answer, a unit's for the committee's, a delivery for whoever
needed it."""

_TO_ANSWER = (
    f"(select count(*) from resource o$ join match p$ on p$.resource_id = o$.id where {manages('o$.organisation_id')}"
    f" and p$.status = 'PROPOSED' and {_HELD.replace('{row}', 'p$')})"
)
_TO_AGREE = (
    "(select count(*) from match p$ join demand o$ on o$.id = p$.demand_id where cardinality({viewer.areas}) > 0"
    f" and p$.status = 'COUNTERED' and {_HELD.replace('{row}', 'p$')} and {coordinates('o$.area_path')})"
)
_REPORTED = REPORTED.replace("{row}", "p$")
_TO_CONFIRM = (
    "(select count(*) from demand o$ join match p$ on p$.demand_id = o$.id where o$.status = 'LISTED'"
    f" and ({manages('o$.organisation_id')} or o$.account_id = {{viewer.account}}) and p$.status = 'AGREED' and {_REPORTED})"
)
_TO_CONFIRM_FOR_THE_PUBLIC = (
    "(select count(*) from match p$ join demand o$ on o$.id = p$.demand_id where cardinality({viewer.areas}) > 0"
    " and p$.status = 'AGREED' and o$.organisation_id is null and o$.account_id is null"
    f" and {coordinates('o$.area_path')} and {_REPORTED})"
)
COUNTED = f"{_TO_ANSWER} + {_TO_AGREE} + {_TO_CONFIRM} + {_TO_CONFIRM_FOR_THE_PUBLIC}"
"""SQL: how many matches wait for the viewer; each kind is found from the smaller side, as every page asks."""
