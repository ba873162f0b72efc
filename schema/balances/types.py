"""The balance board: what an area needs and what is offered there, by class, by area, by month."""

from datetime import date
from decimal import Decimal

from schema.areas.types import Area
from schema.balances.ageing import Age
from schema.balances.definitions import DEFINITIONS, BalanceMeasure, words_of
from schema.balances.fitting import FIT
from schema.balances.months import AHEAD, BY_MONTH, FORECASTS, MONTHS
from schema.balances.needs import NEEDS
from schema.balances.neighbours import AT, NEIGHBOURS, SHOWN
from schema.balances.sums import OWN, PERIODS, BalanceGroup
from schema.balances.supplies import SUPPLIES
from schema.categories.types import Category
from schema.engine.access import ADMINISTRATOR, SIGNED_IN, any_of, coordinates
from schema.engine.mapping import Argument, column, computed, entity, to_many, to_one

ROWS = 400
"""The most rows of one side: classes, areas directly below, months, ages, and units of quantity last (our default)."""
CLASSES = 100
"""The most classes of which something is told (our default)."""

_HERE = "select from organisation o$ where o$.id = any({viewer.organisations}) and o$.area_path ^@ {row}.area_path"
_SEES = any_of(coordinates(), f"(select count(*) from ({_HERE}) o$) > 0", ADMINISTRATOR)
_SAME = "{row}.area_id = {self}.area_id and {row}.period = {self}.period and {row}.chosen = {self}.chosen"
_BY = Argument(list[BalanceGroup] | None, "text[]", default=None, description="Only by these; by everything unless given")
_ASKED = "({arg.by} is null or {row}.by = any({arg.by}))"
_PART = "{self}.by = 'AREA' and {row}.code = coalesce(nullif({self}.part, ''), substring({self}.area_path from '([^/]+)/$'))"
_MONTH = "to_char({row}.month, 'YYYY-MM')"


def _names(enum: type) -> str:
    return ",".join(one.name for one in enum)  # type: ignore[attr-defined]


_ORDER = (
    f"array_position('{{{_names(BalanceGroup)}}}'::text[], {{row}}.by),"
    " (select c$.place from category c$ where c$.id = {row}.category_id), {row}.category_id, {row}.part,"
    f" {{row}}.month nulls first, array_position('{{{_names(Age)}}}'::text[], {{row}}.age), {{row}}.count desc, {{row}}.unit"
)
_BY_CLASS = "(select c$.place from category c$ where c$.id = {row}.category_id) nulls first, {row}.category_id nulls first"


def _amount(name: str) -> Decimal:
    found: Decimal = column(f"(case when {{row}}.by = 'UNIT' then trim_scale({{row}}.{name}) end)")
    return found


@entity(NEEDS.boards(), visible=SIGNED_IN, reads="balances")
class BalanceNeeds:
    """How many demands count, and how they stand today: met, promised and unmet are all of them."""

    by: BalanceGroup
    """By what it sums up."""
    category: Category | None = to_one("{self}.category_id")
    """By class and by unit: the class."""
    area: Area | None = to_one(on=_PART)
    """By area: the one directly below, or the area itself for what lies in none below."""
    month: str | None = column(_MONTH)
    """By month: in which of the period they came onto the list; null: before it."""
    age: Age | None
    """By age: how long they have waited; only of those that are unmet."""
    unit: str | None
    """By unit: what is counted."""
    count: int
    """How many demands."""
    met: int
    """Of how many all is delivered and confirmed, or that are written off."""
    promised: int
    """For how many all is agreed upon, but not all delivered and confirmed."""
    unmet: int
    """For how many not all is agreed upon."""
    partly: int
    """Of those unmet: for how many something is agreed upon, and their day is not over."""
    expired: int
    """Of those unmet: how many are past their day."""
    quantity: Decimal | None = _amount("quantity")
    """By unit: how much they need in all; what is delivered, agreed and missing add up to it."""
    delivered: Decimal | None = _amount("delivered")
    """By unit: how much of it has been delivered and confirmed."""
    agreed: Decimal | None = _amount("agreed")
    """By unit: how much of it is agreed upon, but not delivered and confirmed."""
    missing: Decimal | None = _amount("missing")
    """By unit: how much of it is not agreed upon."""


@entity(SUPPLIES.boards(), visible=SIGNED_IN, reads="balances")
class BalanceSupplies:
    """How many offers count, and how they stand today: engaged, idle, lapsed and expired are all of them."""

    by: BalanceGroup
    """By what it sums up."""
    category: Category | None = to_one("{self}.category_id")
    """By class and by unit: the class."""
    area: Area | None = to_one(on=_PART)
    """By area: the one directly below, or the area itself for what lies in none below."""
    month: str | None = column(_MONTH)
    """By month: in which of the period they first came onto the list; null: before it."""
    age: Age | None
    """By age: how long they have lain idle; only of those that are idle."""
    unit: str | None
    """By unit: what is counted."""
    count: int
    """How many offers."""
    engaged: int
    """Of how many on the list today something is promised, held or used."""
    idle: int
    """Of how many on the list today nothing is promised, held or used."""
    lapsed: int
    """How many nobody has confirmed for half a year."""
    expired: int
    """How many are past their last day."""
    stocks: int
    """How many on the list today are stocks (Measure.TOTAL), whose quantities can be added up."""
    quantity: Decimal | None = _amount("quantity")
    """By unit: how much the stocks are in all."""
    used: Decimal | None = _amount("used")
    """By unit: how much of them is promised, held or used."""


@entity(BY_MONTH, visible=SIGNED_IN, reads="balances")
class BalanceMonth:
    """What came onto the lists in one month, and how it stands today."""

    month: str
    """The month, such as 2026-11."""
    underway: bool
    """Whether it is not over yet: what came until now, not to be compared with whole months."""
    needs: int
    """How many demands came onto the list and still are there or were written off; met, promised and unmet are all of them."""
    met: int
    """Of how many all is delivered and confirmed, or that are written off."""
    promised: int
    """For how many all is agreed upon, but not all delivered and confirmed."""
    unmet: int
    """For how many not all is agreed upon."""
    supplies: int
    """How many offers first came onto the resource list and still are there."""


@entity(FORECASTS, visible=SIGNED_IN, reads="balances")
class BalanceForecast:
    """How many new demands one of the next months may bring: a forecast by a plain rule, never part of what was counted."""

    category: Category | None = to_one("{self}.category_id")
    """Of which class; null: of all together, told from all together."""
    month: str
    """The month, such as 2027-01."""
    expected: int | None
    """How many: the mean of the last three whole months' mean and the same month last year; null: too little to go by."""
    error: Decimal | None = column("trim_scale({row}.error)")
    """How far off the same rule was in the last six months, as many months ahead: the mean of the absolute differences."""


@entity(NEIGHBOURS, visible=SIGNED_IN, reads="balances")
class BalanceNeighbour:
    """Where something lies idle in one area that is missing in another one; counted in items, as of now."""

    need: Category = to_one("{self}.need_id")
    """What is missing: the class of the demands."""
    supply: Category = to_one("{self}.supply_id")
    """What lies idle: the class of the offers."""
    percent: int
    """How well the class of the offers serves that of the demands."""
    surplus: Area = to_one(on=AT % "surplus")
    """Where there is something to spare."""
    shortage: Area = to_one(on=AT % "shortage")
    """Where something is missing."""
    idle: int
    """Idle offers where there is something to spare."""
    kept: int
    """Of which so many may be needed there: its own pending demands."""
    pending: int
    """Pending demands where something is missing: unmet, and not past their day."""
    own: int
    """For which it has so many idle offers of its own."""
    movable: int
    """How many demands could be met: what is to spare, at most what is missing."""


@entity(DEFINITIONS, visible=SIGNED_IN, reads="balances")
class BalanceDefinition:
    """What a number of the board counts."""

    measure: BalanceMeasure
    """The number."""
    version: int
    """Rises when something else is counted."""
    since: date
    """Since when this version holds."""
    words: str = computed(words_of, measure="{row}.measure")
    """What counts, in the viewer's language."""


_FITS = "(select f$.*, f$.demand_category_id as need_id, f$.resource_category_id as supply_id from category_affinity f$)"


@entity(_FITS, visible=SIGNED_IN, reads="balances")
class BalanceFit:
    """Which class of offers serves which class of demands: how both sides of the board meet."""

    need: Category = to_one("{self}.need_id")
    """The class of demands."""
    supply: Category = to_one("{self}.supply_id")
    """The class of offers."""
    percent: int
    """How well."""


@entity(
    f"(select {OWN}, p$.first_day, p$.next_day from {PERIODS})",
    visible=_SEES,
    reads="balances",
)
class Balance:
    """Need and supply of an area (mission rows B17, B18), from the lists that everybody works with; each number can be followed.

    The period decides what counts; how it stands is told as of now. For those who coordinate there, members of units and
    committees within the area, and administrators; nothing of it is about a person.
    """

    area: Area = to_one("{self}.area_id")
    """The area; what lies below it counts too, each item once."""
    period: str
    """The half-year or month, such as 2026-H2 or 2026-11."""
    first_day: date
    """Its first day."""
    last_day: date = column("{row}.next_day - 1")
    """Its last day."""
    as_of: date = column("current_date")
    """The day on which it was counted: that of the request, from the rows as they were then."""
    category: Category | None = to_one(on="{row}.id = {self}.chosen")
    """The class that is looked at, with those of the other side that fit it; null: all."""
    needs: list[BalanceNeeds] = to_many(f"{_SAME} and {_ASKED}", _ORDER, limit=ROWS, by=_BY)
    """The demands: in all, by class, by area, by month, by age, by unit."""
    supplies: list[BalanceSupplies] = to_many(f"{_SAME} and {_ASKED}", _ORDER, limit=ROWS, by=_BY)
    """The offers: in all, by class, by area, by month, by age, by unit."""
    fits: list[BalanceFit] = to_many(
        f"{{row}}.percent >= {FIT} and {{self}}.chosen in (0, {{row}}.need_id, {{row}}.supply_id)",
        "{row}.need_id, {row}.percent desc, {row}.supply_id",
        limit=ROWS,
    )
    """Which classes of offers serve which of demands, from 60 % on. An offer may serve several, so such sums do not add up."""
    months: list[BalanceMonth] = to_many(_SAME, "{row}.month", limit=MONTHS)
    """What came onto the lists in the twelve months up to the period's last one, or the present one."""
    forecasts: list[BalanceForecast] = to_many(_SAME, f"{_BY_CLASS}, {{row}}.month", limit=CLASSES * AHEAD)
    """What is to be expected of the three months after the present one: in all, then by class."""
    neighbours: list[BalanceNeighbour] = to_many(
        _SAME, "{row}.movable desc, {row}.percent desc, {row}.shortage, {row}.need_id", limit=SHOWN
    )
    """Where idle offers of one area could meet pending demands of the next, what could help most first."""
    definitions: list[BalanceDefinition] = to_many("true", "{row}.place")
    """What each number counts."""
