"""The openings of an offer: on which day, between which hours, and what each has left."""

from datetime import date
from decimal import Decimal

from schema.engine.access import SIGNED_IN
from schema.engine.mapping import column, entity
from schema.resources.hours import Hour

NEXT = 20
"""How many openings are shown (our default: some weeks of most venues)."""
# Only as many days of a window are looked at as are shown: what is left of an opening is asked of its promises.
OPENINGS = (
    "(select o$.day, o$.opens, o$.closes,"
    " greatest(0, {self}.quantity - resource_used({self}.id, o$.day, o$.opens)) as free from ("
    "select x$.day, w$.opens, max(w$.closes) as closes from resource_window w$ cross join lateral ("
    "select g$.day::date as day from generate_series("
    "greatest(w$.first_day, current_date)::timestamp, least(w$.last_day, {self}.valid_until)::timestamp, '1 day') g$ (day)"
    " where extract(isodow from g$.day)::smallint = any (w$.weekdays) order by 1"
    f" limit {NEXT}) x$ where w$.resource_id = {{self}}.id and {{self}}.measure = 'PER_WINDOW'"
    f" group by x$.day, w$.opens order by x$.day, w$.opens limit {NEXT}) o$)"
)
"""SQL: the next openings of the resource ``{self}``, each once."""


@entity(
    "(select null::date as day, null::time as opens, null::time as closes, null::numeric as free)",
    visible=SIGNED_IN,
    reads="resources",
)
class Opening:
    """One opening of an offer by openings."""

    day: date
    """On which day."""
    opens: Hour
    """From this hour."""
    closes: Hour
    """To this hour."""
    free: Decimal = column("trim_scale({row}.free)")
    """How much of it is neither used nor promised nor held, in the offer's unit; 0: it is full."""
