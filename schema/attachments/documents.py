"""Documents are recognised by what is in them, never by their name, and kept as they are."""

import io
import zipfile
from collections.abc import Iterable

PDF = "application/pdf"
_BY_PART = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}
"""The part that makes a ZIP a document of its kind (ECMA-376; for OFD, GB/T 33190-2016)."""
_PARTS = 5_000
_UNPACKED = 200 << 20
_RATIO = 200
"""What a ZIP may claim to hold: parts, bytes in all, and how many times its own length (our defaults). Nothing is unpacked here;
whoever opens the document should not be harmed by it."""
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    PDF: (".pdf",),
    _BY_PART["word/document.xml"]: (".docx",),
    _BY_PART["xl/workbook.xml"]: (".xlsx",),
    _BY_PART["OFD.xml"]: (".ofd",),
}
"""By media type: how a file's name ends, the usual ending first."""


def document_type(data: bytes) -> str | None:
    """The media type of a document that is taken; None for everything else."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return PDF
    return _packed_type(data) if data.startswith(b"PK\x03\x04") else None


def _packed_type(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    unpacked = sum(one.file_size for one in parts)
    if len(parts) > _PARTS or unpacked > min(_UNPACKED, max(len(data) * _RATIO, 1 << 20)) or _runs_something(parts):
        return None
    names = {one.filename for one in parts}
    return next((media for part, media in _BY_PART.items() if part in names), None)


def _runs_something(parts: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether a document brings macros along, or hides what it holds."""
    return any(one.filename.lower().endswith(_MACROS) or one.flag_bits & 1 for one in parts)


def named(name: str, media_type: str) -> str:
    """The name of a file with the ending of what it is.

    >>> named("现场.html", "image/jpeg"), named("现场.JPG", "image/jpeg"), named("report", "application/pdf")
    ('现场.html.jpg', '现场.JPG', 'report.pdf')
    """
    suffixes = _SUFFIXES[media_type]
    return name if name.lower().endswith(suffixes) else name[: 200 - len(suffixes[0])] + suffixes[0]
