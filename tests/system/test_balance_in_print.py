"""The board of need and supply on paper: A4, its tables open, without the controls of the page."""

import io
import re
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from api.sample.places import STREET
from tests.story import Story
from tests.system.windows import Windows

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Points."""


@pytest.mark.parametrize(
    ("page_", "told"),
    [("", ("概况", "分区域", "按列入的月份", "计量单位", "口径")), ("/outlook", ("分月", "邻近调剂", "预测", "口径"))],
)
async def test_a_sheet_has_the_tables_and_what_they_count(
    windows: Windows, story: Story, page_: str, told: tuple[str, ...]
) -> None:
    page = await windows.open("chaowai")
    await page.goto(f"/balance/{story.area(STREET)}{page_}")

    sheets = PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True))).pages

    # Fonts may write 月 with the sign of the radical.
    whole = re.sub(r"\s+", "", normalize("NFKC", " ".join(sheet.extract_text() for sheet in sheets)))
    assert {tuple(round(float(one)) for one in sheet.mediabox[2:]) for sheet in sheets} == {A4}
    assert [words for words in told if words not in whole] == []
    assert "Excel" not in whole
    assert "快捷键" not in whole
