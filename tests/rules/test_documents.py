"""Documents are told by what is in them: their names and what a client says of them count nothing."""

import io
import zipfile

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from schema.attachments.documents import document_type
from tests.schema.files import EXCEL, OFD, PDF, WORD, package

TAKEN = {
    "pdf": (PDF, "application/pdf"),
    "docx": (WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (EXCEL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ofd": (OFD, "application/ofd"),
}
REFUSED = {
    "nothing": b"",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "xml": b"<?xml version='1.0'?><a/>",
    "text": "一行字".encode(),
    "program": b"\x7fELF" + bytes(100),
    "windows program": b"MZ" + bytes(100),
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "html that begins like a pdf": b"%PDF-1.7 <script>alert(1)</script>",
    "half a pdf": PDF[:20],
    "plain zip": package("readme.txt"),
    "half a zip": WORD[:60],
    "word with macros": package("word/document.xml", "word/vbaProject.bin"),
    "zip bomb": package("word/document.xml", filler=300 << 20),
    "many parts": package("word/document.xml", *(f"word/{number}.xml" for number in range(5_001))),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_document_is_recognised(kind: str) -> None:
    data, media_type = TAKEN[kind]
    assert document_type(data) == media_type


@pytest.mark.parametrize("kind", REFUSED)
def test_everything_else_is_not_taken(kind: str) -> None:
    assert document_type(REFUSED[kind]) is None


def test_a_workbook_as_programs_write_it_is_taken() -> None:
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet().write(0, 0, "物资清单")

    assert document_type(out.getvalue()) == TAKEN["xlsx"][1]


def test_an_encrypted_part_is_not_taken() -> None:
    data = bytearray(WORD)
    with zipfile.ZipFile(io.BytesIO(WORD)) as made:
        central = data.rindex(b"PK\x01\x02")
        assert made.infolist()
    data[central + 8] |= 1

    assert document_type(bytes(data)) is None
