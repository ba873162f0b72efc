import csv
import io
import re
import zipfile
from datetime import date

import pytest

from schema.organisations import uscc
from schema.organisations.columns import COLUMNS, recognise_kind
from schema.spreadsheets import reading
from schema.spreadsheets import template as templates
from schema.spreadsheets.columns import guess_mapping
from schema.spreadsheets.reading import Sheet, cleaned
from schema.spreadsheets.workbook import csv_file, workbook

DANGEROUS = ["=1+1", "+86 10", "-1", "@SUM(A1)", "\t=1", "http://example.com/", "{=A1}"]


def read_sheet(data: bytes, name: str) -> Sheet:
    return reading.read_sheet(data, name, COLUMNS)


def template() -> bytes:
    return templates.template("单位", COLUMNS)


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_a_workbook_says_what_was_put_in_and_no_cell_is_a_formula_or_link() -> None:
    data = workbook("单位/名单", ("单位名称", "电话"), [(text, "01012345678901234567") for text in DANGEROUS])

    assert [row.cells[0] for row in read_sheet(data, "a.xlsx").rows] == [cleaned(text) for text in DANGEROUS]
    assert read_sheet(data, "a.xlsx").rows[0].cells[1] == "01012345678901234567"
    assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(data, "xl/worksheets/sheet1.xml")


def test_a_workbook_is_ready_to_print_with_headings_on_each_page() -> None:
    data = workbook("单位名单", ("单位名称", "日期"), [("晨光物业", date(2026, 1, 5)), ("晨光商会", None)])
    sheet = part(data, "xl/worksheets/sheet1.xml")

    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'state="frozen"' in sheet
    assert "&amp;P" in sheet
    assert "$1:$1" in part(data, "xl/workbook.xml")
    assert read_sheet(data, "a.xlsx").rows[0].cells == ("晨光物业", "2026-01-05")


def test_columns_are_as_wide_as_their_content() -> None:
    sheet = part(workbook("名单", ("甲", "乙"), [("晨光物业管理有限公司", "1")]), "xl/worksheets/sheet1.xml")
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]

    assert widths[0] > 20 > 10 > widths[1]


def test_the_template_is_a_table_that_the_import_understands() -> None:
    sheet = read_sheet(template(), "模板.xlsx")
    example = dict(zip(sheet.headings, sheet.rows[0].cells, strict=True))

    assert guess_mapping(sheet.headings, COLUMNS) == {column.heading: column.field for column in COLUMNS}
    assert uscc.problem(example["统一社会信用代码"]) is None
    assert recognise_kind(example["单位类型"]) == "PROPERTY_COMPANY"
    assert "<dataValidation " in part(template(), "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", DANGEROUS[:5])
def test_a_csv_has_nothing_that_excel_runs_and_comes_back_as_it_was(text: str) -> None:
    data = csv_file(("单位名称", "数"), [(text, 5), ("晨光, 物业\n二", None)])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))

    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[1] == ["'" + text, "5"]
    assert rows[2] == ["晨光, 物业\n二", ""]
    assert read_sheet(data, "名单.csv").rows[0].cells[0] == cleaned(text)
