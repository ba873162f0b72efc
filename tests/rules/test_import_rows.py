from datetime import date
from typing import Any

import pytest

from schema.engine.refusals import MESSAGES
from schema.imports.places import KnownArea
from schema.imports.rows import CheckedRow
from schema.organisations.columns import COLUMNS
from schema.organisations.import_rows import KnownOrganisation, Registry, check_rows
from schema.spreadsheets.cells import as_date
from schema.spreadsheets.columns import guess_mapping
from schema.spreadsheets.reading import Sheet, SheetRow

CODE, OTHER_CODE = "91350100M000100Y43", "91110105MA0000007L"
D, A, B = "110105/", "110105/110105001/", "110105/110105002/"
AREAS = (
    KnownArea(1, "110105", "朝阳区", "朝阳区", "DISTRICT", D),
    KnownArea(2, "110105001", "左街街道", "左街街道", "SUBDISTRICT", A),
    KnownArea(3, "110105002", "右街地区", "右街地区", "SUBDISTRICT", B),
    KnownArea(4, "110105001001", "幸福社区居委会", "幸福社区", "COMMUNITY", A + "110105001001/"),
    KnownArea(5, "110105002001", "幸福社区居委会", "幸福社区", "COMMUNITY", B + "110105002001/"),
    KnownArea(6, "110105001002", "光明北里社区居民委员会", "光明北里社区", "COMMUNITY", A + "110105001002/"),
    KnownArea(7, "110105002201", "光明村委会", "光明村", "COMMUNITY", B + "110105002201/"),
)


def check(*rows: dict[str, str], organisations: tuple[KnownOrganisation, ...] = ()) -> list[CheckedRow]:
    """Check rows given as {heading: cell}, numbered from 2."""
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row))
    cells = [SheetRow(number, tuple(row.get(heading, "") for heading in headings)) for number, row in enumerate(rows, 2)]
    return check_rows(Sheet("", headings, tuple(cells)), guess_mapping(headings, COLUMNS), Registry(AREAS, organisations, 1))


def codes(row: CheckedRow) -> list[tuple[str, str]]:
    """What is wrong with a row; each sentence is filled on the way."""
    for error in row.errors:
        assert "{" not in MESSAGES[error.code].format(**error.parameters)
    return [(error.heading, error.code) for error in row.errors]


def known(number: int, values: dict[str, Any]) -> KnownOrganisation:
    return KnownOrganisation(number, values["name"], values.get("uscc"), values["area"], values)


FULL = {
    "单位名称": "晨光物业管理有限公司",
    "简称": "晨光物业",
    "统一社会信用代码": CODE.lower(),
    "单位类别": "物业",
    "所属街道": "左街街道",
    "所属社区": "幸福社区",
    "地址": "示例路 1 号",
    "联系人": "王示例",
    "联系电话": "138 0000 0000",
    "职务": "经理",
    "核实日期": "2026年1月5日",
    "上级单位": "晨光集团",
    "服务区域": "光明北里、光明村",
    "标签": "物业 志愿服务、物业",
    "备注": "一\n二",
}
PARENT = {"单位名称": "晨光集团", "单位类别": "企业"}


def test_a_full_row_becomes_values_as_they_are_stored() -> None:
    row = check(FULL, PARENT)[0]

    assert row.outcome == "CREATE"
    assert row.values == {
        "name": "晨光物业管理有限公司",
        "short_name": "晨光物业",
        "uscc": CODE,
        "kind": "PROPERTY_COMPANY",
        "area": 4,
        "address": "示例路 1 号",
        "contact_name": "王示例",
        "contact_phone": "13800000000",
        "contact_duty": "经理",
        "confirmed_on": "2026-01-05",
        "parent_row": 3,
        "service_areas": [6, 7],
        "tags": ["物业", "志愿服务"],
        "description": "一\n二",
    }


def test_the_same_table_again_changes_nothing() -> None:
    first = check(FULL, PARENT)
    child, parent = first[0].values, first[1].values
    registered = (known(10, {**child, "parent": 11}), known(11, parent))

    again = check(FULL, PARENT, organisations=registered)

    assert [(row.outcome, row.known) for row in again] == [("UNCHANGED", 10), ("UNCHANGED", 11)]


def test_a_row_with_a_known_code_is_an_update_that_names_what_changes_and_an_empty_cell_changes_nothing() -> None:
    unit = known(10, {"name": "晨光物业", "uscc": CODE, "area": 4, "kind": "ENTERPRISE", "address": "示例路 1 号"})

    row = check({"名称": "晨光物业", "信用代码": CODE, "地址": "示例路 2 号", "简称": ""}, organisations=(unit,))[0]

    assert (row.outcome, row.known, row.changed) == ("UPDATE", 10, ["address"])


def test_a_row_without_a_code_is_the_unit_of_its_name_in_its_area() -> None:
    units = (known(10, {"name": "社区服务队", "area": 4}), known(11, {"name": "社区服务队", "area": 5}))

    rows = check(
        {"名称": "社区服务队", "街道": "右街", "社区": "幸福"},
        {"名称": "社区 服务队", "街道": "左街街道", "社区": "幸福社区"},
        {"名称": "社区服务队", "街道": "左街街道", "社区": "光明北里"},
        organisations=units,
    )

    assert [row.known for row in rows] == [11, 10, None]


@pytest.mark.parametrize(
    ("area", "subdistrict", "expected"),
    [
        ("", "", 1),
        ("", "左街", 2),
        ("", "右街地区办事处", 3),
        ("幸福社区居委会", "左街街道", 4),
        ("幸福", "右街地区", 5),
        ("左街街道幸福社区", "", 4),
        ("北京市朝阳区右街地区幸福社区居民委员会", "", 5),
        ("光明北里", "", 6),
        ("光明村", "", 7),
        ("110105001002", "", 6),
        ("110105001000", "", 2),
        ("左街街道", "", 2),
    ],
)
def test_an_area_is_found_by_any_of_its_names(area: str, subdistrict: str, expected: int) -> None:
    row = check({"名称": "晨光商会", "社区": area, "街道": subdistrict})[0]

    assert codes(row) == []
    assert row.values["area"] == expected


def test_a_community_of_two_subdistricts_asks_for_the_subdistrict() -> None:
    row = check({"名称": "晨光商会", "社区": "幸福社区"})[0]

    assert codes(row) == [("社区", "ROW_AREA_AMBIGUOUS")]
    assert row.errors[0].parameters["choices"] == "右街地区幸福社区居委会、左街街道幸福社区居委会"


def test_an_unknown_area_names_near_ones() -> None:
    near, strange, street = check(
        {"名称": "甲单位", "社区": "光明北社区"},
        {"名称": "乙单位", "社区": "远方"},
        {"名称": "丙单位", "社区": "幸福", "街道": "左街头街道"},
    )

    assert codes(near) == [("社区", "ROW_AREA_NEAR")]
    assert str(near.errors[0].parameters["near"]).startswith("光明北里社区居民委员会")
    assert codes(strange) == [("社区", "ROW_AREA_UNKNOWN")]
    assert codes(street) == [("街道", "ROW_AREA_NEAR")]


def test_each_wrong_cell_is_named_with_its_column() -> None:
    row = check(
        {
            "单位名称": "物",
            "信用代码": CODE[:-1] + "4",
            "类别": "甲类",
            "联系人": "",
            "手机": "1380000",
            "核实日期": "去年",
            "地址": "路" * 201,
            "上级": "无此单位",
            "标签": "长" * 21,
        }
    )[0]

    assert codes(row) == [
        ("单位名称", "ROW_NAME_LENGTH"),
        ("信用代码", "USCC_CHECK"),
        ("类别", "ROW_KIND_UNKNOWN"),
        ("地址", "ROW_TOO_LONG"),
        ("标签", "ROW_TAGS"),
        ("核实日期", "ROW_DATE"),
        ("联系人", "ROW_CONTACT_NAME"),
        ("手机", "PHONE_MOBILE"),
        ("上级", "ROW_PARENT_UNKNOWN"),
    ]
    assert row.outcome == "ERROR"


def test_a_code_that_excel_rounded_is_explained() -> None:
    assert codes(check({"名称": "晨光商会", "信用代码": "121101050000000000"[:15] + "000"})[0]) == [
        ("信用代码", "ROW_USCC_NUMBER")
    ]


def test_no_code_may_be_said_in_words() -> None:
    assert check({"名称": "晨光商会", "信用代码": "无"})[0].outcome == "CREATE"


def test_a_row_that_comes_twice_names_the_first() -> None:
    rows = check({"名称": "甲单位", "信用代码": CODE}, {"名称": "乙单位", "信用代码": CODE}, {"名称": "甲 单位", "信用代码": ""})

    assert [codes(row) for row in rows] == [[], [("信用代码", "ROW_USCC_REPEATED")], [("名称", "ROW_NAME_REPEATED")]]
    assert rows[1].errors[0].parameters == {"row": 2}


def test_a_code_and_a_name_of_two_units_are_refused() -> None:
    units = (known(10, {"name": "甲单位", "uscc": CODE, "area": 1}), known(11, {"name": "乙单位", "uscc": OTHER_CODE, "area": 1}))

    assert codes(check({"名称": "乙单位", "信用代码": CODE}, organisations=units)[0]) == [("信用代码", "ROW_TWO_UNITS")]
    assert codes(check({"名称": "乙单位", "信用代码": CODE}, organisations=units[1:])[0]) == [("信用代码", "ROW_USCC_DIFFERS")]


def test_a_parent_is_a_unit_of_the_registry_or_a_sound_row_and_never_the_unit_itself() -> None:
    units = (known(10, {"name": "总公司", "area": 1}), known(11, {"name": "子公司", "area": 1, "parent": 10}))

    rows = check(
        {"名称": "分公司", "上级单位": "总公司"},
        {"名称": "自己", "上级单位": "自己"},
        {"名称": "甲单位", "上级单位": "乙单位"},
        {"名称": "乙单位", "上级单位": "甲单位"},
        {"名称": "丙单位", "上级单位": "坏单位"},
        {"名称": "坏单位", "上级单位": "不存在"},
        {"名称": "总公司", "上级单位": "子公司"},
        organisations=units,
    )

    assert rows[0].values["parent"] == 10
    assert [[code for _, code in codes(row)] for row in rows[1:]] == [
        ["ROW_PARENT_ITSELF"],
        ["ROW_PARENT_ITSELF"],
        ["ROW_PARENT_WRONG"],
        ["ROW_PARENT_WRONG"],
        ["ROW_PARENT_UNKNOWN"],
        ["ROW_PARENT_ITSELF"],
    ]


@pytest.mark.parametrize("text", ["2024-3-1", "2024/03/01", "2024.3.1", "2024年3月1日", "20240301", "45352", "2024-03-01 08:30"])
def test_dates_are_understood_as_they_are_written(text: str) -> None:
    assert as_date(text) == date(2024, 3, 1)


def test_what_is_no_date_is_none() -> None:
    assert as_date("2024-02-30") is as_date("明天") is as_date("99999") is None


def test_a_column_that_is_not_mapped_is_not_imported() -> None:
    sheet = Sheet("", ("甲", "乙"), (SheetRow(2, ("晨光商会", "示例路")),))

    row = check_rows(sheet, {"甲": "name"}, Registry(AREAS, (), 1))[0]

    assert row.values == {"name": "晨光商会", "kind": "SOCIAL_ORGANIZATION", "area": 1}


def test_every_column_has_a_place_in_the_check() -> None:
    assert len({column.field for column in COLUMNS}) == len(COLUMNS) == 15
