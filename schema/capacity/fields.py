"""What an offer says of its book of capacity and of its waiting list, and a demand of the lists on which it stands."""

from datetime import date, datetime
from typing import Any

from schema.capacity.kinds import CapacityOrder, WaitFilter, WaitOrder
from schema.engine.mapping import Argument, column, pages
from schema.resources.hours import Hour
from schema.resources.rules import INSIDERS


def ledger() -> Any:
    """The entries of an offer."""
    return pages("{row}.resource_id = {self}.id", order=CapacityOrder)


def balance_at() -> Any:
    """What was left at a moment; for those who read the book."""
    book = "capacity_left({row}.id, {arg.at}, 9223372036854775807, {arg.day}, {arg.opens}::time)"
    opening = f"{{row}}.measure = 'PER_WINDOW' and {{arg.day}} is not null and {{arg.opens}} is not null then greatest(0, {book})"
    whole = "resource_balance({row}.id, {arg.at})"
    return column(
        f"trim_scale(case when not {INSIDERS} then null when {opening} else {whole} end)",
        at=Argument(datetime, "timestamptz", description="At which moment"),
        day=Argument(date | None, "date", default=None, description="Of an offer by openings: of the one on this day"),
        opens=Argument(Hour | None, "text", default=None, description="And the hour at which that opening begins"),
    )


def waits(column_: str) -> Any:
    """Places on waiting lists, by the column that names the item."""
    return pages(f"{{row}}.{column_} = {{self}}.id", order=WaitOrder, filter=WaitFilter)
