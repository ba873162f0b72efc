"""When a project is late, and for whom one waits, as SQL."""

from schema.engine.access import any_of, coordinates, manages
from schema.projects.rules import OPEN, PROJECT_STEPS

DUE_DAYS = 7
"""So many days before its last one a stage waits for the lead (our default)."""

_HALF_YEAR = "to_char(current_date, 'YYYY') || case when extract(month from current_date) <= 6 then '-H1' else '-H2' end"


def _in(*states: str) -> str:
    return f"{{row}}.status in ({', '.join(map(repr, states))})"


def _stage(days: int) -> str:
    """SQL: a stage that is not done has had its last day, or has it within so many days."""
    undone = "g$.project_id = {row}.id and g$.done_on is null"
    return f"exists (select from project_stage g$ where {undone} and g$.ends_on < current_date + {days} offset 0)"


_OPEN, _OVER = _in(*OPEN), f"({_in(*OPEN[1:])} and {{row}}.half_year < {_HALF_YEAR})"
LATE = f"({_OVER} or ({_OPEN} and {_stage(0)}))"
"""SQL: its half-year is over, or the last day of one of its stages, and that is not done."""

_TO_DECIDE = f"({coordinates()} and {any_of(_in('PROPOSED', 'EVALUATED'), _OVER)})"
_DUE = f"({manages('{row}.lead_id')} and {_in('SIGNED', 'IN_PROGRESS')} and {_stage(DUE_DAYS + 1)})"
_TO_RATE = PROJECT_STEPS.can("rate")
_PARTNER = "{row}.id in (select p$.project_id from project_partner p$ where p$.status = "
_TO_CONFIRM = f"({coordinates()} and {_OPEN} and {_PARTNER}'CLAIMED'))"
_TO_ANSWER = f"({_OPEN} and {_PARTNER}'INVITED' and {manages('p$.organisation_id')}))"
# What is done with is left out first, by an index: that is most of the list after some years.
WAITING = (
    f"({_in(*OPEN, 'DELIVERED', 'EVALUATED')} and coalesce({any_of(_TO_DECIDE, _TO_CONFIRM, _TO_ANSWER, _DUE, _TO_RATE)}, false))"
)
"""SQL: it waits for the viewer. The committee publishes, confirms claims, writes off, and carries over what its half-year did not
see done; a unit answers an invitation; the lead does a stage that is due; those who needed it rate it."""

_COORDINATES = "cardinality({viewer.areas}) > 0"
_ASKING = "project_partner p$ join project o$ on o$.id = p$.project_id"


def _rows(rows: str, *where: str) -> str:
    """SQL: FROM and WHERE of some rows."""
    return f"{rows} where {' and '.join(where).replace('{row}', 'o$')}"


_LAST_DAYS = "(select min(g$.ends_on) from project_stage g$ where g$.project_id = o$.id and g$.done_on is null)"
WAITS = (
    ("DECIDE_PROJECT", _rows("project o$", _COORDINATES, _TO_DECIDE), "o$.id", "o$.updated_at"),
    ("CONFIRM_CLAIM", _rows(_ASKING, _COORDINATES, "p$.status = 'CLAIMED'", _OPEN, coordinates()), "p$.id", "p$.created_at"),
    (
        "ANSWER_INVITATION",
        _rows(_ASKING, "p$.status = 'INVITED'", manages("p$.organisation_id"), _OPEN),
        "p$.id",
        "p$.created_at",
    ),
    ("FINISH_STAGE", _rows("project o$", _DUE), "o$.id", f"({_LAST_DAYS} - {DUE_DAYS})::timestamptz"),
    (
        "RATE_PROJECT",
        _rows("project o$", "{viewer.account} is not null", _TO_RATE),
        "o$.id",
        "coalesce(o$.delivered_on::timestamptz, o$.updated_at)",
    ),
)
"""What of the project list ``o$`` waits for the viewer: the kind, FROM and WHERE, by what each is told apart, and since when it
waits. Each kind is found from the smaller side, as every page asks."""
