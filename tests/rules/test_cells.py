"""What people write into cells, and that a table comes back as it was written."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from schema.engine.amounts import plainly
from schema.spreadsheets.cells import as_amount, as_date, is_fault
from schema.spreadsheets.columns import column
from schema.spreadsheets.reading import cleaned, read_sheet
from schema.spreadsheets.workbook import Cell, csv_file, workbook

COLUMNS = (column("title", "名称"), column("quantity", "数量"), column("day", "期限"), column("text", "说明"))
HEADINGS = [one.heading for one in COLUMNS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20", (Decimal(20), "")),
        ("20人", (Decimal(20), "人")),
        ("约 1,234.50 平方米", (Decimal("1234.50"), "平方米")),
        ("1，200", (Decimal(1200), "")),
        ("共3场", (Decimal(3), "场")),
        ("-3", (Decimal(-3), "")),
        ("1.5e3", (Decimal(1500), "")),
        ("", None),
        ("若干", None),
        ("20-30人", None),
        ("80㎡", (Decimal(80), "㎡")),
        ("1.2.3", None),
        (",", None),
    ],
)
def test_amounts_are_read_with_their_units(text: str, found: tuple[Decimal, str] | None) -> None:
    assert as_amount(text) == found


@pytest.mark.parametrize(
    "text", ["2026年3月5日", "2026/3/5", "2026.03.05", "20260305", "2026-03-05 00:00:00", "46086", "2026 年 3 月 5 日"]
)
def test_days_are_read_in_the_forms_of_offices(text: str) -> None:
    assert as_date(cleaned(text)) == date(2026, 3, 5)


def test_full_width_digits_are_digits() -> None:
    assert as_date(cleaned("２０２６年３月５日")) == date(2026, 3, 5)
    assert as_amount(cleaned("１２００人")) == (Decimal(1200), "人")


def test_results_of_formulas_are_read_and_their_errors_are_seen() -> None:
    data = io.BytesIO()
    with Workbook(data) as book:
        sheet = book.add_worksheet("A & B <清单>")
        sheet.write_row("B3", HEADINGS)
        sheet.write_formula("B4", '="晨光"&"物业"', None, "晨光物业")
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D4", "=A9", None, "#N/A")
        sheet.write("E4", "#REF! 是什么")
    (row,) = read_sheet(data.getvalue(), "a.xlsx", COLUMNS).rows
    assert row.cells == ("晨光物业", "#DIV/0!", "#N/A", "#REF! 是什么")
    assert [is_fault(cell) for cell in row.cells] == [False, True, True, False]


def test_rows_of_totals_hidden_columns_and_doubled_headings_are_what_they_seem() -> None:
    data = io.BytesIO()
    with Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["某街道资源清单"])
        sheet.write_row("A2", ["名称", "数量", "数量"])
        sheet.write_row("A3", ["会议室", 1, 2])
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write_row("A4", ["藏起来的一行", 3, 4])
        sheet.write_row("A6", ["合 计", 4, 6])
    found = read_sheet(data.getvalue(), "a.xlsx", COLUMNS)
    assert found.headings == ("名称", "数量", "数量 (2)")
    assert [row.cells for row in found.rows] == [("会议室", "1", "2"), ("藏起来的一行", "3", "4")]


texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf"), include_characters="\n\t"), min_size=1, max_size=60)
rows = st.lists(
    st.tuples(
        st.one_of(texts, st.sampled_from(["=1+1", "+1", "-1", "@a", "007", "'x", '="1"', "_x000D_", "#REF!", "2026-01-01"])),
        st.decimals(Decimal("0.01"), Decimal("9999999999.99"), places=2),
        st.dates(date(1900, 3, 1), date(2200, 1, 1)),
        texts,
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@given(given_rows=rows)
@settings(max_examples=25, deadline=None)
def test_a_table_is_read_as_it_was_written(kind: str, given_rows: list[tuple[Cell, ...]]) -> None:
    marked = [(f"行{place}", *row) for place, row in enumerate(given_rows)]
    headings = ["序", *HEADINGS]
    data = workbook("清单", headings, marked) if kind == "xlsx" else csv_file(headings, marked)
    found = read_sheet(data, f"a.{kind}", (column("place", "序"), *COLUMNS))
    told = [[cleaned(as_text(cell, kind)) for cell in row] for row in marked]
    expected = {heading: [row[place] for row in told] for place, heading in enumerate(headings)}
    read = {heading: [row.cells[place] for row in found.rows] for place, heading in enumerate(found.headings)}
    assert {heading: cells for heading, cells in expected.items() if any(cells)} == {
        heading: [float_free(cell, heading) for cell in cells] for heading, cells in read.items() if any(cells)
    }


def as_text(cell: Cell, kind: str) -> str:
    """A cell as it is in the file; in a CSV a formula's sign has an apostrophe before it."""
    text = plainly(cell) if isinstance(cell, Decimal) else str(cell)
    return f"'{text}" if kind == "csv" and text.startswith("=") else text


def float_free(cell: str, heading: str) -> str:
    return plainly(Decimal(cell)) if heading == "数量" else cell
