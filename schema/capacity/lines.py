"""Who stands in line for an offer and at which place, as SQL. That a hold or a demand is over is seen, not stored."""

from schema.engine.access import any_of, belongs, coordinates

_NEEDED = "(select d$.needed_by from demand d$ where d$.id = {row}.demand_id) >= current_date"
STANDING = (
    "(case when {row}.status = 'ASKED' and {row}.hold_until <= now() then 'EXPIRED'"
    f" when {{row}}.status = 'WAITING' and not {_NEEDED} then 'ENDED' else {{row}}.status end)"
)
"""SQL: how a place on a waiting list stands, as people see it."""
HOLDS = "({row}.status = 'ASKED' and {row}.hold_until > now())"
"""SQL: it is asked, and what it is asked for is held for it."""
IN_LINE = f"({{row}}.status in ('WAITING', 'ASKED') and {STANDING} in ('WAITING', 'ASKED'))"
"""SQL: it stands in line. What is stored is compared too, although it follows: only that has an index."""
_OPENING = "(w$.day, w$.opens) is not distinct from ({row}.day, {row}.opens)"
_SAME = f"w$.resource_id = {{row}}.resource_id and {_OPENING} and w$.id <= {{row}}.id"
PLACE = f"(case when {IN_LINE} then (select count(*) from wait w$ where {_SAME} and {IN_LINE.replace('{row}', 'w$')}) end)"
"""SQL: the how-manieth it is in its line; null for what stands in none."""
WAITING_FOR = f"(select count(*) from wait w$ where w$.resource_id = {{row}}.id and {IN_LINE.replace('{row}', 'w$')})"
"""SQL: how many stand in line for an offer."""

COORDINATES = f"coalesce((select {coordinates('d$.area_path')} from demand d$ where d$.id = {{row}}.demand_id), false)"
"""SQL: the viewer coordinates the area of the demand that waits."""
_SIDE = any_of(coordinates("d$.area_path"), belongs("d$.organisation_id"), "d$.account_id = {viewer.account}")
WAITING_SIDE = f"coalesce((select {_SIDE} from demand d$ where d$.id = {{row}}.demand_id), false)"
"""SQL: the viewer is of the side that waits: files the demand, is of the unit that does, or of its committee."""

ASKED = (
    "wait p$ join demand o$ on o$.id = p$.demand_id where cardinality({viewer.areas}) > 0 and p$.status = 'ASKED'"
    f" and p$.hold_until > now() and {coordinates('o$.area_path')}"
)
"""SQL: FROM and WHERE of the places whose turn it is and that the viewer answers for, each with its demand."""
