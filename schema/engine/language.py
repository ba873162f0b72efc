"""The three languages. Message ids are the Simplified Chinese texts, so that language needs no catalogue.

Catalogues are gettext files under ``locale/``, compiled in memory when first used.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"}
"""Language codes with their own names; the first is the default."""

LOCALES = Path(__file__).parents[2] / "locale"


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a text for translation where it is declared; it is translated where it is shown."""
    return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into a language; texts themselves for the default and for what is unknown."""
    source = LOCALES / language / "LC_MESSAGES" / "gongzhi.po"
    if language not in LANGUAGES or not source.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(language: str, text: str) -> str:
    """``text`` in a language."""
    return catalogue(language).gettext(text) if text else text
