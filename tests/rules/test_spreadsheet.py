import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from schema.organisations.columns import COLUMNS, recognise_kind
from schema.spreadsheets import columns, reading
from schema.spreadsheets.reading import Sheet, SpreadsheetProblem, cleaned


def read_sheet(data: bytes, name: str) -> Sheet:
    return reading.read_sheet(data, name, COLUMNS)


def guess_mapping(headings: tuple[str, ...]) -> dict[str, str]:
    return columns.guess_mapping(headings, COLUMNS)


def xlsx(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook with one sheet, which `fill` writes."""
    data = io.BytesIO()
    with Workbook(data) as book:
        fill(book, book.add_worksheet("名单"))
    return data.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    def fill(_: Any, sheet: Any) -> None:
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)

    return xlsx(fill)


def problem_of(data: bytes, name: str = "名单.xlsx") -> str:
    with pytest.raises(SpreadsheetProblem) as raised:
        read_sheet(data, name)
    assert "{" not in reading.MESSAGES[raised.value.code].format(**raised.value.parameters)
    return raised.value.code


def test_rows_that_are_hidden_are_read_and_counted() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_column(0, 0, ("单位名称", "晨光物业", "晨光商会", "晨光书店", ""))
        sheet.write_column(0, 1, ("联系电话", "1", "2", "3", ""))
        sheet.autofilter(0, 0, 3, 1)
        for place in (2, 3, 4):
            sheet.set_row(place, options={"hidden": True})

    sheet = read_sheet(xlsx(fill), "a.xlsx")

    assert [row.number for row in sheet.rows] == [2, 3, 4]
    # The fifth is hidden and empty.
    assert sheet.hidden == 2
    assert read_sheet(table(("单位名称",), ("晨光物业",)), "a.xlsx").hidden == 0


def test_a_plain_table_is_read_with_the_numbers_of_its_rows() -> None:
    sheet = read_sheet(table(("单位名称", "联系电话"), ("晨光物业", 13800000000), (), ("晨光商会", "010-64000000")), "a.xlsx")

    assert sheet.name == "名单"
    assert sheet.headings == ("单位名称", "联系电话")
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, ("晨光物业", "13800000000")),
        (4, ("晨光商会", "010-64000000")),
    ]


def test_titles_above_and_remarks_below_are_not_data() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "三里屯街道成员单位一览表", book.add_format())
        sheet.write("A2", "填报单位：示例街道")
        sheet.write_row("A3", ("序号", "单位名称", "联系人"))
        sheet.write_row("A4", (1, "晨光物业", "王示例"))
        sheet.write("A6", "注：请于月底前报送")

    sheet = read_sheet(xlsx(fill), "a.xlsx")

    assert sheet.headings == ("序号", "单位名称", "联系人")
    assert [row.cells for row in sheet.rows] == [("1", "晨光物业", "王示例")]


def test_a_value_merged_over_rows_stands_in_each_and_headings_may_take_two_rows() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A2", "所属街道", book.add_format())
        sheet.merge_range("B1:B2", "单位名称", book.add_format())
        sheet.merge_range("C1:D1", "联系方式", book.add_format())
        sheet.write_row("C2", ("联系人", "电话"))
        sheet.merge_range("A3:A4", "示例街道", book.add_format())
        sheet.write_row("B3", ("晨光物业", "王示例", "13800000000"))
        sheet.write_row("B4", ("晨光商会", "李示例", "13900000000"))

    sheet = read_sheet(xlsx(fill), "a.xlsx")

    assert sheet.headings == ("所属街道", "单位名称", "联系人", "电话")
    assert [row.cells[:2] for row in sheet.rows] == [("示例街道", "晨光物业"), ("示例街道", "晨光商会")]


def test_dates_numbers_and_results_of_formulas_are_text_as_people_see_it() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("单位名称", "核实日期", "电话", "人数"))
        sheet.write_formula("A2", '="晨光"&"物业"', None, "晨光物业")
        sheet.write_datetime("B2", date(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number("C2", 13800000000)
        sheet.write_number("D2", 2.5)

    assert read_sheet(xlsx(fill), "a.xlsx").rows[0].cells == ("晨光物业", "2026-03-01", "13800000000", "2.5")


def test_repeated_and_empty_headings_get_names_of_their_own() -> None:
    sheet = read_sheet(table(("单位名称", "电话", "电话", ""), ("晨光物业", "1", "2", "3")), "a.xlsx")

    assert sheet.headings == ("单位名称", "电话", "电话 (2)", "第4列")


def test_the_sheet_with_the_headings_is_taken_and_hidden_ones_are_not() -> None:
    data = io.BytesIO()
    with Workbook(data) as book:
        book.add_worksheet("说明").write_row(0, 0, ("请阅读", "填表说明"))
        book.get_worksheet_by_name("说明").write_row(1, 0, ("一", "二"))
        hidden = book.add_worksheet("旧表")
        hidden.write_row(0, 0, ("单位名称", "统一社会信用代码", "地址"))
        hidden.write_row(1, 0, ("旧单位", "无", "无"))
        hidden.hide()
        shown = book.add_worksheet("名单")
        shown.write_row(0, 0, ("单位名称", "地址"))
        shown.write_row(1, 0, ("晨光物业", "示例路 1 号"))

    assert read_sheet(data.getvalue(), "a.xlsx").name == "名单"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_that_offices_use(encoding: str, delimiter: str) -> None:
    text = f'单位名称{delimiter}地址\r\n晨光物业{delimiter}"示例路{delimiter}1 号"\r\n\r\n'

    sheet = read_sheet(text.encode(encoding), "名单.csv")

    assert sheet.headings == ("单位名称", "地址")
    assert sheet.rows[0].cells == ("晨光物业", f"示例路{' ' if delimiter == chr(9) else delimiter}1 号")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("　晨光\u00a0\u00a0物业 ", "晨光 物业"),
        ("９１１１０１０５ＭＡ", "91110105MA"),
        ("'13800000000", "13800000000"),
        ('="010"', "010"),
        ("\ufeff晨光\u200b物业\u202e", "晨光物业"),
        ("一行\r\n\r\n二行", "一行\n二行"),
        ("物业（北京）", "物业（北京）"),
    ],
)
def test_cells_are_cleaned_of_what_nobody_sees(cell: str, text: str) -> None:
    assert cleaned(cell) == text


def test_what_is_no_table_is_refused_with_the_reason() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("word/document.xml", "<a/>")

    assert problem_of(b"") == problem_of(b" \n ") == "FILE_EMPTY"
    assert problem_of(archive.getvalue(), "文件.docx") == "FILE_NOT_A_SPREADSHEET"
    assert problem_of(b"%PDF-1.7 \n") == "FILE_NOT_A_SPREADSHEET"
    assert problem_of(b"\x89PNG\r\n\x1a\n\0\0\0") == "FILE_NOT_A_SPREADSHEET"
    assert problem_of(b"<html><table><tr><td>1</td></tr></table>", "导出.xls") == "FILE_WEB_PAGE"
    assert problem_of(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) == "FILE_ENCRYPTED"
    assert problem_of(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")) == "FILE_NOT_A_SPREADSHEET"
    assert problem_of(b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "名单.xls") == "FILE_BROKEN"
    assert problem_of(b"\x81 \xff\xff", "名单.csv") == "FILE_ENCODING"
    assert problem_of(table(("单位名称",))) == "FILE_NO_ROWS"


def test_bounds_hold() -> None:
    assert problem_of(b"a" * (reading.FILE_BYTES + 1)) == "FILE_TOO_LARGE"
    rows = "单位名称\n" + "晨光物业\n" * (reading.ROWS + 1)
    assert problem_of(rows.encode()) == "FILE_TOO_MANY_ROWS"
    assert problem_of(("单位名称," * 101 + "\n" + "a," * 101).encode()) == "FILE_TOO_MANY_COLUMNS"


def packed(sheet: bytes) -> bytes:
    """A workbook whose sheet is replaced by these bytes of XML."""
    source, data = zipfile.ZipFile(io.BytesIO(table(("单位名称",), ("晨光物业",)))), io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return data.getvalue()


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_read() -> None:
    assert problem_of(packed(b" " * (reading.UNPACKED_BYTES + 1))) == "FILE_BROKEN"


def test_a_workbook_that_lies_about_its_size_ends_the_reader_and_nothing_else() -> None:
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>' % (row, row, b"x" * 2000) for row in range(1, 60_000)
    )
    data = bytearray(packed(b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"))
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<I", data, entry + 24, 100)

    assert problem_of(bytes(data)) == "FILE_BROKEN"


def test_a_cell_in_the_last_row_and_column_does_not_take_the_memory_of_all() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("单位名称", "地址"))
        sheet.write("XFD1048576", "x")

    assert problem_of(xlsx(fill)) == "FILE_BROKEN"


def test_headings_are_matched_to_fields_and_each_field_is_taken_once() -> None:
    headings = (
        "序号",
        "单位全称*",
        "信用代码（18位）",
        "单位性质",
        "所在社区",
        "负责人",
        "联系人",
        "联系人手机",
        "通讯地址",
        "备 注",
    )

    assert guess_mapping(headings) == {
        "单位全称*": "name",
        "信用代码（18位）": "uscc",
        "单位性质": "kind",
        "所在社区": "area",
        "联系人": "contact_name",
        "联系人手机": "contact_phone",
        "通讯地址": "address",
        "备 注": "description",
    }


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("机关", "DEPARTMENT"),
        ("委办局", "DEPARTMENT"),
        ("党组织", "PARTY_ORGANIZATION"),
        ("企业党支部", "PARTY_ORGANIZATION"),
        ("民非", "SOCIAL_ORGANIZATION"),
        ("民办非企业", "SOCIAL_ORGANIZATION"),
        ("国有企业", "ENTERPRISE"),
        ("学校", "PUBLIC_INSTITUTION"),
        ("事业单位", "PUBLIC_INSTITUTION"),
        ("物业公司", "PROPERTY_COMPANY"),
        ("业主委员会", "SELF_GOVERNING_BODY"),
        ("居委会", "SELF_GOVERNING_BODY"),
        ("enterprise", "ENTERPRISE"),
        ("其他", "OTHER"),
        ("甲类", None),
    ],
)
def test_kinds_are_recognised_by_the_words_that_tables_use(label: str, kind: str | None) -> None:
    assert recognise_kind(label) == kind


def test_without_a_label_the_name_suggests_the_kind() -> None:
    assert recognise_kind("", "晨光物业管理有限公司党支部") == "PARTY_ORGANIZATION"
    assert recognise_kind("", "学院路示例餐饮有限公司") == "ENTERPRISE"
    assert recognise_kind("", "晨光物业管理有限公司") == "PROPERTY_COMPANY"
    assert recognise_kind("", "示例") == "OTHER"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_problem(data: bytes) -> None:
    with suppress(SpreadsheetProblem):
        sheet = read_sheet(data, "x.csv")
        assert len(set(sheet.headings)) == len(sheet.headings)
        assert all(len(row.cells) == len(sheet.headings) and any(row.cells) for row in sheet.rows)
