"""Bring the catalogues up to date with the texts in the code: ``make texts``.

New texts come in with an empty translation, texts that are gone go out, nothing is guessed. A file comes out the same
whoever writes it, and moving a text within its file changes nothing. The end status is 1 if anything is missing.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
LANGUAGES = ("en", "zh_Hant")
"""The languages that have a catalogue; the texts themselves are in Simplified Chinese."""

METHODS = [("schema/**.py", "python"), ("views/**.py", "python"), ("api/**.py", "python"), ("views/**.html", "jinja2")]
OPTIONS = {"views/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
HEADERS = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
"""What the head of a catalogue says; dates and the version of the tool would make every run a change."""


def path(language: str) -> Path:
    """Where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / "gongzhi.po"


def read(language: str) -> Catalog:
    """A language's catalogue; an empty one if it has none yet."""
    if not path(language).exists():
        return Catalog(locale=language)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """A text with its translation; of a plural, each form with the text for one."""
    if isinstance(message.id, str):
        yield message.id, str(message.string or "")
    else:
        yield from ((message.id[0], str(form)) for form in message.string or ("",))


def used() -> Catalog:
    """The texts that the code marks for translation, each with its files."""
    texts = Catalog()
    for name, _, text, _, context in sorted(extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS), key=lambda one: str(one[2])):
        texts.add(text, locations=[(name, 0)], context=context)
    for message in texts:
        message.locations = sorted(set(message.locations))
    return texts


def updated(language: str, texts: Catalog) -> Catalog:
    """A language's catalogue with these texts and no others; those that are gone are its ``obsolete``."""
    catalogue = read(language)
    catalogue.update(texts, no_fuzzy_matching=True)
    return catalogue


def written(language: str, catalogue: Catalog) -> bytes:
    """A catalogue as its file should be: by file, then by text."""
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in Catalog(locale=language).mime_headers if name in HEADERS)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def missing(catalogue: Catalog) -> list[str]:
    """The texts without a translation that counts."""
    return [text for one in catalogue if one.id for text, said in pairs(one) if one.fuzzy or not said]


def main() -> int:
    """Update every catalogue and tell what is missing and what has gone."""
    texts = used()
    lacking = False
    for language in LANGUAGES:
        catalogue = updated(language, texts)
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(written(language, catalogue))
        without = missing(catalogue)
        lacking |= bool(without)
        gone = [f"{text} — {said}" for one in catalogue.obsolete.values() for text, said in pairs(one)]
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {len(without)} without translation, {len(gone)} gone\n")
        sys.stdout.writelines([f"  missing: {text}\n" for text in without] + [f"  gone: {text}\n" for text in gone])
    return int(lacking)


if __name__ == "__main__":
    sys.exit(main())
