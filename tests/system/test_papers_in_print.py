"""The papers of a plenary on paper: sheets of A4 with their numbers, without the controls of the page."""

import io
import re

import pytest
from pypdf import PdfReader

from api.sample.places import DISTRICT
from tests.story import Story
from tests.system.windows import Windows

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Points."""


@pytest.mark.parametrize(("language", "numbered"), [("zh-Hans", r"第 (\d+) .，共 (\d+) ."), ("en", r"Page (\d+) of (\d+)")])
async def test_each_sheet_says_its_number_and_how_many_there_are(
    windows: Windows, story: Story, language: str, numbered: str
) -> None:
    page = await windows.open("district")
    await page.goto(f"/plenaries/{story.area(DISTRICT)}/2026-H2")
    await page.evaluate("language => { document.documentElement.lang = language }", language)

    sheets = PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True))).pages

    # Fonts may write 页 with the sign of the radical.
    texts = [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in sheets]
    found = [re.findall(numbered, text) for text in texts]
    assert len(sheets) > 1
    assert found == [[(str(number), str(len(sheets)))] for number in range(1, len(sheets) + 1)]
    assert {tuple(round(float(one)) for one in sheet.mediabox[2:]) for sheet in sheets} == {A4}
    whole = " ".join(texts)
    assert "Excel" not in whole and "2026" in texts[0]
