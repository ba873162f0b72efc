"""What is missing most: by class, the demands of an area for which something can still be found."""

from schema.balances.present import pending
from schema.categories.types import Category
from schema.engine.access import coordinates
from schema.engine.mapping import entity, to_one

_GAPS = (
    "(select a$.id as area_id, a$.path as area_path, x$.* from area a$ cross join lateral ("
    f"select g$.category_id, sum(g$.count)::integer as pending from ({pending('a$.path')}) g$ group by 1"
    " having sum(g$.count) > 0 offset 0) x$)"
)


@entity(_GAPS, visible=coordinates(), reads="balances")
class BalanceGap:
    """A class of which something is missing in an area, now; for those who coordinate there."""

    category: Category = to_one("{self}.category_id")
    """The class of the demands."""
    pending: int
    """How many of them are pending: unmet, and not past their day."""
