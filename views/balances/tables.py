"""The board as a workbook: its tables one below the other, each with what it counts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from schema.engine.language import N_, translate
from views.files import XLSX, file
from views.formats import format_datetime, format_period
from views.labels import label
from views.page import NotThere
from views.workbook import Cell, Column, Heading, Table, workbook

Row = Mapping[str, Any]
Columns = Sequence[tuple[str, str, str]]
"""A heading, a form, and the field."""

_NEEDS: Columns = (
    (N_("需求"), "sum", "count"),
    (N_("已满足"), "sum", "met"),
    (N_("已承诺"), "sum", "promised"),
    (N_("未满足"), "sum", "unmet"),
    (N_("其中部分对接"), "sum", "partly"),
    (N_("其中已过期"), "sum", "expired"),
)
_SUPPLIES: Columns = (
    (N_("资源"), "sum", "count"),
    (N_("已对接"), "sum", "engaged"),
    (N_("闲置"), "sum", "idle"),
    (N_("待确认"), "sum", "lapsed"),
    (N_("已过期"), "sum", "expired"),
)
_NEED_AMOUNTS: Columns = (
    (N_("需求数量"), "number", "quantity"),
    (N_("已交付"), "number", "delivered"),
    (N_("已承诺"), "number", "agreed"),
    (N_("缺口"), "number", "missing"),
)
_SUPPLY_AMOUNTS: Columns = ((N_("资源总量"), "number", "quantity"), (N_("已承诺或已用"), "number", "used"))
_MONTHS: Columns = (
    (N_("新列入需求"), "sum", "needs"),
    (N_("已满足"), "sum", "met"),
    (N_("已承诺"), "sum", "promised"),
    (N_("未满足"), "sum", "unmet"),
    (N_("新列入资源"), "sum", "supplies"),
)
_CUTS: Sequence[tuple[str, str]] = (
    ("CLASS", N_("类别")),
    ("AREA", N_("区域")),
    ("MONTH", N_("列入月份")),
    ("AGE", N_("天数")),
)
_SIDES = {"needs": (N_("需求（分{cut}）"), _NEEDS), "supplies": (N_("资源（分{cut}）"), _SUPPLIES)}


def there(data: Row) -> Row:
    """The board of an answer. Raises NotThere where the viewer has none."""
    found: Row | None = data["balance"]
    if found is None:
        raise NotThere
    return found


def file_of(language: str, balance: Row) -> Response:
    """The workbook."""
    period = format_period(language, balance["period"])
    title = translate(language, N_("供需平衡"))
    moment = format_datetime(language, datetime.now(UTC).isoformat())
    heading = Heading(balance["area"]["name"], period, moment)
    content = workbook(
        language, heading, [*_cuts(language, balance), *_amounts(language, balance), *_later(language, balance)], []
    )
    return file(f"{balance['area']['name']} {period} {title}.xlsx", content, XLSX)


def _cuts(language: str, balance: Row) -> list[Table]:
    """Both sides by class, area, month and age."""
    found = []
    for by, cut in _CUTS:
        for side, (title, columns) in _SIDES.items():
            rows = [one for one in balance[side] if one["by"] == by]
            named = translate(language, cut)
            cells = [[_name(language, balance, one), *(one[field] for _, _, field in columns)] for one in rows]
            if rows:
                titled = translate(language, title).format(cut=named)
                found.append(Table(titled, _basis(balance, side, by), _columns(language, named, columns), cells))
    return found


def _amounts(language: str, balance: Row) -> list[Table]:
    """Quantities by class and unit, which cannot be added up over units."""
    found = []
    for side, title, columns in (
        ("needs", N_("需求数量（分计量单位）"), _NEED_AMOUNTS),
        ("supplies", N_("资源数量（分计量单位）"), _SUPPLY_AMOUNTS),
    ):
        rows = [one for one in balance[side] if one["by"] == "UNIT" and (side == "needs" or one["stocks"])]
        cells = [[one["category"]["name"], one["unit"], *(_number(one[field]) for _, _, field in columns)] for one in rows]
        if rows:
            headed = [*_columns(language, translate(language, N_("类别")), ((N_("计量单位"), "", ""), *columns))]
            found.append(Table(translate(language, title), _defined(balance, "QUANTITY"), headed, cells, totalled=False))
    return found


def _later(language: str, balance: Row) -> list[Table]:
    """What came month by month, and apart from it what is to be expected."""
    named = translate(language, N_("月份"))
    cells: list[list[Cell]] = [[_month(language, one), *(one[field] for _, _, field in _MONTHS)] for one in balance["months"]]
    expected: list[list[Cell]] = [
        [
            one["category"]["name"] if one["category"] else translate(language, N_("合计")),
            format_period(language, one["month"]),
            translate(language, N_("历史不足，不作预测")) if one["expected"] is None else one["expected"],
            _number(one["error"]),
        ]
        for one in balance["forecasts"]
    ]
    columns = ((N_("月份"), "", ""), (N_("预测新列入需求"), "number", ""), (N_("以往偏差（±项）"), "number", ""))
    titled = translate(language, N_("预测（不是实际数）"))
    headed = _columns(language, translate(language, N_("类别")), columns)
    found = [Table(translate(language, N_("分月")), _defined(balance, "MONTH"), _columns(language, named, _MONTHS), cells)]
    return [*found, Table(titled, _defined(balance, "FORECAST"), headed, expected, totalled=False)] if expected else found


def _month(language: str, row: Row) -> str:
    """A month by name; the present one says that it is not over."""
    named = format_period(language, row["month"])
    return f"{named}{translate(language, N_('（至今）'))}" if row["underway"] else named


def _columns(language: str, first: str, columns: Columns) -> list[Column]:
    return [Column(first, 22), *(Column(translate(language, heading), 12, form) for heading, form, _ in columns)]


def _name(language: str, balance: Row, row: Row) -> str:
    """What a row of sums is of."""
    match row["by"]:
        case "CLASS":
            return str(row["category"]["name"])
        case "MONTH":
            return format_period(language, row["month"]) if row["month"] else translate(language, N_("此前列入"))
        case "AGE":
            return label(language, "Age", row["age"])
    if row["area"] is None:
        return translate(language, N_("其他区域"))
    own = row["area"]["id"] == balance["area"]["id"]
    return f"{row['area']['name']}{translate(language, N_('（本级）')) if own else ''}"


def _basis(balance: Row, side: str, by: str) -> str:
    """What counts, in the words of the definitions."""
    if by == "AGE":
        return _defined(balance, "AGE")
    return " ".join(_defined(balance, one) for one in (("NEEDED", "UNMET") if side == "needs" else ("OFFERED", "IDLE")))


def _defined(balance: Row, measure: str) -> str:
    return next(str(one["words"]) for one in balance["definitions"] if one["measure"] == measure)


def _number(value: str | None) -> Cell:
    return None if value is None else float(Decimal(value))
