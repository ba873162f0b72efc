"""The catalogues have what the code says, all of it, and say it in their language."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from schema import schema
from schema.engine.access import Viewer
from schema.engine.language import LANGUAGES, catalogue, translate
from schema.engine.refusals import MESSAGES, Reason
from schema.events.verbs import VERBS, summary
from views.documents import FOLDER, PageDocuments
from views.labels import LABELS, labels
from views.page import Site

pytestmark = pytest.mark.check

IDEOGRAPH = "\u4e00-\u9fff"
CHINESE_COLUMN = re.compile(f"“[{IDEOGRAPH}]+”")
"""A heading of the import table, which is in Chinese whatever the language."""
CHINESE = re.compile(f"[{IDEOGRAPH}\u3000-\u303f\uff00-\uffef]")


def _tool() -> Any:
    # A folder called locale cannot be imported: the standard library has that name.
    spec = importlib.util.spec_from_file_location("update", Path(__file__).parents[1] / "locale" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
EVERY_CATALOGUE = pytest.mark.parametrize("language", TOOL.LANGUAGES)
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def keys(found: Catalog) -> set[tuple[Any, str | None]]:
    return {(one.id, one.context) for one in found if one.id}


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Text and translation; of a plural, each form with the text for one."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((message.id[0], string) for string in message.string)


def translations(language: str) -> list[tuple[str, str]]:
    return [pair for message in TOOL.read(language) if message.id for pair in pairs(message)]


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_but_that_of_the_texts_has_a_catalogue() -> None:
    assert {"zh_Hans", *TOOL.LANGUAGES} == set(LANGUAGES)


@EVERY_CATALOGUE
def test_every_text_of_the_code_has_a_translation(language: str) -> None:
    found = TOOL.read(language)
    assert keys(TOOL.used()) - keys(found) == set(), "run: python locale/update.py"
    assert TOOL.missing(found) == []


@EVERY_CATALOGUE
def test_no_translation_is_unused(language: str) -> None:
    assert keys(TOOL.read(language)) - keys(TOOL.used()) == set(), "run: python locale/update.py"


@EVERY_CATALOGUE
def test_a_catalogue_is_as_the_tool_writes_it(language: str) -> None:
    assert TOOL.path(language).read_bytes() == TOOL.written(language, TOOL.brought_up_to_date(language)), "run: python locale/update.py"


@EVERY_CATALOGUE
def test_a_translation_has_the_parameters_of_its_text(language: str) -> None:
    assert [text for text, translation in translations(language) if parameters(text) != parameters(translation)] == []


def test_english_has_no_chinese_but_headings_of_the_chinese_table() -> None:
    assert [text for _, text in translations("en") if CHINESE.search(CHINESE_COLUMN.sub("", text))] == []


def test_traditional_chinese_has_no_simplified_characters() -> None:
    def simplified(text: str) -> str:
        return "".join(one for one in text if not one.encode("big5", "ignore"))

    assert [(text, simplified(text)) for _, text in translations("zh_Hant") if simplified(text)] == []


def test_templates_have_no_chinese_outside_what_is_translated() -> None:
    marked = re.compile(r"\{#.*?#\}|\b_\(\".*?\"\)|\bngettext\(\".*?\", \".*?\"|<button[^>]* lang=.*?</button>", re.DOTALL)
    left = {path.relative_to(FOLDER): marked.sub("", path.read_text(encoding="utf-8")) for path in FOLDER.rglob("*.html")}
    assert {str(path): re.findall(f"[{IDEOGRAPH}]+", text) for path, text in left.items() if re.search(f"[{IDEOGRAPH}]", text)} == {}


def test_templates_translate_nothing_that_is_not_written_there() -> None:
    found = [(path.name, call) for path in FOLDER.rglob("*.html") for call in re.findall(r"\b_\([^\"].{0,20}", path.read_text("utf-8"))]
    assert found == []


@EVERY_LANGUAGE
def test_refusals_and_events_can_be_said_in_every_language(language: str) -> None:
    for code, text in MESSAGES.items():
        told = Reason(code, "", dict.fromkeys(parameters(text), "甲")).told(language)
        assert told["message"], code
    for verb in VERBS:
        assert summary(Viewer(language=language), verb, {}), verb


@EVERY_LANGUAGE
def test_every_value_of_an_enum_has_words_in_every_language(language: str) -> None:
    for enum, words in LABELS.items():
        assert list(labels(language, enum)) == list(words)
        assert all(labels(language, enum).values())


@EVERY_LANGUAGE
def test_a_page_renders_in_every_language(language: str) -> None:
    site = Site(PageDocuments(schema._schema), str)
    text = site.render("layout/error.html", language, status=404, message=translate(language, "没有找到这个页面"))
    said = {"zh_Hans": "没有找到这个页面", "zh_Hant": "沒有找到這個頁面", "en": "Page not found"}
    assert said[language] in text


def test_plural_forms_follow_the_language() -> None:
    text = "有 {n} 处需要改正"
    assert [catalogue("en").ngettext(text, text, n) for n in (1, 2)] == ["{n} thing needs correcting", "{n} things need correcting"]
    assert catalogue("zh_Hant").ngettext(text, text, 2) == "有 {n} 處需要改正"
    assert catalogue("zh_Hans").ngettext(text, text, 2) == text
