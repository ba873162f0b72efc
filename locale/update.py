"""Bring the catalogues up to date with the texts in the code: ``python locale/update.py``; ``--check`` only tells.

New texts come in with an empty translation, texts that are gone go out, nothing is guessed. A file comes out the same
whoever writes it, and moving a text within its file changes nothing. The end status is 1 if anything is missing.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
LANGUAGES = ("en", "zh_Hant")
"""The languages that have a catalogue; the texts themselves are in Simplified Chinese."""

METHODS = [("schema/**.py", "python"), ("views/**.py", "python"), ("api/**.py", "python"), ("views/**.html", "jinja2")]
OPTIONS = {"views/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
HEADERS = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
"""What a catalogue's head says; dates and the version of the tool would make every run a change."""


def path(language: str) -> Path:
    """Where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / "gongzhi.po"


def read(language: str) -> Catalog:
    """A language's catalogue; an empty one if it has none yet."""
    if not path(language).exists():
        return Catalog(locale=language)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def used() -> Catalog:
    """The texts that the code marks for translation, by file and then by text."""
    found = Catalog()
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    for name, _line, text, _comments, context in sorted(
        extract_from_dir(ROOT, METHODS, OPTIONS, keywords), key=lambda one: (one[0], one[2] if isinstance(one[2], str) else one[2][0])
    ):
        found.add(text, locations=[(name, 0)], context=context)
    for message in found:
        message.locations = sorted(set(message.locations))
    return found


def written(language: str, catalogue: Catalog) -> bytes:
    """A catalogue as its file should be."""
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, ignore_obsolete=True, include_lineno=False, sort_by_file=True, width=0)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in Catalog(locale=language).mime_headers if name in HEADERS)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def brought_up_to_date(language: str) -> Catalog:
    """A language's catalogue with the texts that the code has now."""
    catalogue = read(language)
    catalogue.update(used(), no_fuzzy_matching=True)
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The texts without a translation, as they stand in the code."""
    without = [one for one in catalogue if one.id and (one.fuzzy or not all([one.string] if isinstance(one.id, str) else one.string))]
    return [one.id if isinstance(one.id, str) else one.id[0] for one in without]


def main(check: bool) -> int:
    """Update the catalogues, or only see whether they are."""
    status = 0
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language)
        text = written(language, catalogue)
        stale = not path(language).exists() or path(language).read_bytes() != text
        if stale and not check:
            path(language).parent.mkdir(parents=True, exist_ok=True)
            path(language).write_bytes(text)
        lacking = missing(catalogue)
        status |= bool(lacking) or (check and stale)
        print(f"{language}: {len(catalogue)} texts, {len(lacking)} without translation, {len(catalogue.obsolete)} no longer used")
        print("".join(f"  missing: {text}\n" for text in lacking), end="")
        print("".join(f"  gone: {one.id} — {one.string}\n" for one in catalogue.obsolete.values()), end="")
    return status


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
