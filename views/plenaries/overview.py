"""The sums of the workbook's first sheet: in all, and of each list by class, by area, and of projects by status and brand."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from schema.engine.language import N_, translate
from views.labels import label
from views.workbook import Cell, Column, Table

Row = Mapping[str, Any]
Sums = Sequence[tuple[str, str, str]]
"""A heading, a form, and the field of a number."""

_RESOURCES: Sums = (
    (N_("项数"), "sum", "count"),
    (N_("提供单位（家）"), "number", "units"),
    (N_("本期新列入"), "sum", "new"),
    (N_("可提供"), "sum", "listed"),
    (N_("已无余量"), "sum", "exhausted"),
    (N_("待确认"), "sum", "lapsed"),
    (N_("已过期"), "sum", "expired"),
    (N_("闲置"), "sum", "idle"),
)
_DEMANDS: Sums = (
    (N_("项数"), "sum", "count"),
    (N_("本期新列入"), "sum", "new"),
    (N_("待对接"), "sum", "listed"),
    (N_("部分对接"), "sum", "partlyMatched"),
    (N_("已对接"), "sum", "matched"),
    (N_("已完成"), "sum", "fulfilled"),
    (N_("已销号"), "sum", "closed"),
    (N_("已过期"), "sum", "expired"),
    (N_("未满足"), "sum", "unmet"),
    (N_("受益人数"), "sum", "beneficiaries"),
)
_PROJECTS: Sums = (
    (N_("项数"), "sum", "count"),
    (N_("推进中"), "sum", "underWay"),
    (N_("已评议"), "sum", "finished"),
    (N_("已结转"), "sum", "carriedOver"),
    (N_("已终止"), "sum", "terminated"),
    (N_("核定经费（元）"), "money", "award"),
    (N_("已支出（元）"), "money", "spent"),
    (N_("受益人数"), "sum", "beneficiaries"),
    (N_("评分"), "number", "rating"),
)
_BASES = {
    "resourceCounts": N_(
        "可提供、已无余量、待确认、已过期四项之和为项数；闲置指可提供而没有任何对接。同一单位在各类中都计，不能相加。"
    ),
    "demandCounts": N_(
        "待对接至已过期六项之和为项数；未满足指尚未全部达成对接，即待对接、部分对接、已过期之和。受益人数只加总填写了的。"
    ),
    "projectCounts": N_(
        "推进中、已评议、已结转、已终止四项之和为项数；类别取所满足的第一项需求的类别。评分为需求方评分的平均值，每个项目计一次。"
    ),
}
_BRANDED = N_("一个项目可属几个品牌，分品牌不能相加。")
_LISTS: Sequence[tuple[str, str, Sums, str]] = (
    ("CLASS", "resourceCounts", _RESOURCES, N_("资源清单（分类别）")),
    ("AREA", "resourceCounts", _RESOURCES, N_("资源清单（分区域）")),
    ("CLASS", "demandCounts", _DEMANDS, N_("需求清单（分类别）")),
    ("AREA", "demandCounts", _DEMANDS, N_("需求清单（分区域）")),
    ("CLASS", "projectCounts", _PROJECTS, N_("项目清单（分类别）")),
    ("STATUS", "projectCounts", _PROJECTS, N_("项目清单（分状态）")),
    ("BRAND", "projectCounts", _PROJECTS, N_("项目清单（分品牌）")),
    ("AREA", "projectCounts", _PROJECTS, N_("项目清单（分区域）")),
)


def overview(language: str, papers: Mapping[str, Any]) -> list[Table]:
    """The tables, those without rows left out."""
    found = [_in_all(language, papers)]
    for group, field, sums, title in _LISTS:
        rows = [one for one in papers[field] if one["by"] == group]
        if rows:
            columns = [Column(translate(language, heading), 12, form) for heading, form, _ in sums]
            cells = [[_name(language, papers, one), *(_value(one[key]) for _, _, key in sums)] for one in rows]
            basis = translate(language, _BRANDED if group == "BRAND" else _BASES[field])
            titled = translate(language, title)
            found.append(Table(titled, basis, [Column(_said(language, group), 22), *columns], cells, group != "BRAND"))
    return found


def _in_all(language: str, papers: Mapping[str, Any]) -> Table:
    """One line for each list, and one for the projects before."""
    last = papers["previous"]["projectCounts"][0] if papers["previous"] else None
    lines: list[tuple[str, Row | None, Callable[[Row], list[Cell]]]] = [
        (
            N_("资源清单"),
            papers["resourceCounts"][0],
            lambda one: [one["count"], one["new"], None, one["idle"], None, None, None],
        ),
        (
            N_("需求清单"),
            papers["demandCounts"][0],
            lambda one: [one["count"], one["new"], one["fulfilled"] + one["closed"], None, one["unmet"], None, None],
        ),
        (N_("项目清单"), papers["projectCounts"][0], _of_projects),
        (N_("上期项目"), last, _of_projects),
    ]
    headings = (N_("清单"), N_("项数"), N_("本期新列入"), N_("已完成"), N_("闲置"), N_("未完成"), N_("已支出（元）"), N_("评分"))
    forms = ("", "number", "number", "number", "number", "number", "money", "number")
    columns = [Column(translate(language, heading), 12, form) for heading, form in zip(headings, forms, strict=True)]
    rows = [[translate(language, title), *read(one)] for title, one, read in lines if one is not None]
    basis = translate(language, N_("含下级区域，每项只计一次。已合并、不予受理、撤回的不计；状态为截至上述时间的状态。"))
    return Table(translate(language, N_("总数")), basis, columns, rows, totalled=False)


def _of_projects(one: Row) -> list[Cell]:
    return [
        one["count"],
        None,
        one["finished"],
        None,
        one["count"] - one["finished"],
        _value(one["spent"]),
        _value(one["rating"]),
    ]


def _value(value: Any) -> Cell:
    return float(Decimal(value)) if isinstance(value, str) else value


def _said(language: str, group: str) -> str:
    names = {"CLASS": N_("类别"), "AREA": N_("区域"), "STATUS": N_("状态"), "BRAND": N_("品牌")}
    return translate(language, names[group])


def _name(language: str, papers: Mapping[str, Any], row: Row) -> str:
    """What a row of sums is of."""
    if row["by"] == "STATUS":
        return label(language, "ProjectStatus", row["status"])
    if row["by"] != "AREA":
        return row["category"]["name"] if row["category"] else translate(language, N_("未关联需求"))
    if row["area"] is None:
        return translate(language, N_("其他区域"))
    own = row["area"]["id"] == papers["area"]["id"]
    return f"{row['area']['name']}{translate(language, N_('（本级）')) if own else ''}"
