"""Where what lies idle in one area could meet what is missing in the next: the areas directly below, or those beside a community.

An area keeps as many idle offers of a class as it has pending demands of its own that the class serves; the rest is to spare.
Both are counted in items, as quantities of different units cannot be compared.
"""

from schema.balances.fitting import FIT
from schema.balances.present import idle, pending
from schema.balances.sums import OWN, PERIODS

SHOWN = 20
"""The most pairs that are shown, those that could help most first (our default)."""
_BEST = 3
"""Of each pair of classes so many areas with most to spare are compared with so many that lack most (our default)."""

_STREET, _COMMUNITY = "substring(a$.path from '^[^/]+/[^/]+/')", "substring(a$.path from '^[^/]+/[^/]+/[^/]+/')"


_FITS = (
    f"select f$.demand_category_id as need_id, f$.resource_category_id as supply_id, f$.percent from category_affinity f$"
    f" where f$.percent >= {FIT} and (c$.id in (0, f$.demand_category_id, f$.resource_category_id))"
)
# Each area with each pair of classes: what lies idle there, and what is missing there.
_SIDES = (
    "select f$.*, p$.part, coalesce(i$.count, 0) as idle, coalesce(u$.count, 0) as pending"
    " from fits f$ cross join (select part from idle union select part from pending) p$"
    " left join idle i$ on i$.part = p$.part and i$.category_id = f$.supply_id"
    " left join pending u$ on u$.part = p$.part and u$.category_id = f$.need_id where p$.part <> ''"
)
_RANKED = (
    "select s$.*, row_number() over"
    " (partition by s$.need_id, s$.supply_id order by s$.part = b$.own desc, {0} desc, s$.part) as place"
    " from sides s$ where {0} > 0"
)
_PAIRS = (
    "select distinct on (y$.part, y$.need_id) x$.need_id, x$.supply_id, x$.percent, x$.part as surplus, y$.part as shortage,"
    " x$.idle, x$.pending as kept, y$.pending, y$.idle as own, least(x$.idle - x$.pending, y$.pending - y$.idle) as movable"
    " from spare x$ join lacking y$ on y$.need_id = x$.need_id and y$.supply_id = x$.supply_id and y$.part <> x$.part"
    f" where x$.place <= {_BEST} and y$.place <= {_BEST} and (b$.own is null or b$.own in (x$.part, y$.part))"
    " order by y$.part, y$.need_id, movable desc, x$.percent desc, x$.supply_id, x$.part"
)
_BASE = (
    f"select (case when {_COMMUNITY} is null then a$.path else {_STREET} end) as path,"
    f" split_part(substring({_COMMUNITY} from length({_STREET}) + 1), '/', 1) as own"
)
NEIGHBOURS = (
    f"(select {OWN}, b$.path as base, x$.* from {PERIODS} cross join lateral ({_BASE} offset 0) b$ cross join lateral ("
    f"with fits as materialized ({_FITS}), idle as materialized ({idle('b$.path')}),"
    f" pending as materialized ({pending('b$.path')}), sides as materialized ({_SIDES}),"
    f" spare as ({_RANKED.format('(s$.idle - s$.pending)')}), lacking as ({_RANKED.format('(s$.pending - s$.idle)')})"
    f" {_PAIRS}) x$)"
)
"""SQL: for each board the pairs of areas of which one could help the other, each area and class of demands once."""
AT = "{row}.path = {self}.base || {self}.%s || '/'"
"""SQL: the area that a pair names, by the column of its code."""
