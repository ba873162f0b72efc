"""The catalogues have what the code says, all of it, and say it in their language."""

import importlib.util
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from schema import contract
from schema.engine.access import Viewer
from schema.engine.language import LANGUAGES, catalogue, translate
from schema.engine.refusals import MESSAGES, Reason
from schema.events.verbs import VERBS, summary
from views.documents import FOLDER, PageDocuments
from views.labels import LABELS, labels
from views.templates import Site

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


@pytest.fixture(scope="module")
def used() -> Catalog:
    found: Catalog = TOOL.used()
    return found


def keys(found: Catalog) -> set[tuple[Any, str | None]]:
    return {(one.id, one.context) for one in found if one.id}


def translations(language: str) -> list[tuple[str, str]]:
    return [pair for message in TOOL.read(language) if message.id for pair in TOOL.pairs(message)]


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_but_that_of_the_texts_has_a_catalogue() -> None:
    assert {"zh_Hans", *TOOL.LANGUAGES} == set(LANGUAGES)


@EVERY_CATALOGUE
def test_every_text_of_the_code_has_a_translation(language: str, used: Catalog) -> None:
    found = TOOL.read(language)
    assert keys(used) - keys(found) == set(), "run: make texts"
    assert TOOL.missing(found) == []


@EVERY_CATALOGUE
def test_no_translation_is_unused(language: str, used: Catalog) -> None:
    assert keys(TOOL.read(language)) - keys(used) == set(), "run: make texts"


@EVERY_CATALOGUE
def test_a_catalogue_is_as_the_tool_writes_it(language: str, used: Catalog) -> None:
    assert TOOL.path(language).read_bytes() == TOOL.written(language, TOOL.updated(language, used)), "run: make texts"


@EVERY_CATALOGUE
def test_a_translation_has_the_parameters_of_its_text(language: str) -> None:
    assert [text for text, said in translations(language) if parameters(text) != parameters(said)] == []


def test_english_has_no_chinese_but_headings_of_the_chinese_table() -> None:
    assert [said for _, said in translations("en") if CHINESE.search(CHINESE_COLUMN.sub("", said))] == []


def test_traditional_chinese_has_no_simplified_characters() -> None:
    # Big5 has the traditional characters only.
    simplified = {
        text: "".join(one for one in said if not one.encode("big5", "ignore")) for text, said in translations("zh_Hant")
    }
    assert {text: characters for text, characters in simplified.items() if characters} == {}


def test_templates_have_no_chinese_outside_what_is_translated() -> None:
    marked = re.compile(r"\{#.*?#\}|\b_\(\".*?\"\)|\bngettext\(\".*?\", \".*?\"|<button[^>]* lang=.*?</button>", re.DOTALL)
    left = {path.stem: marked.sub("", path.read_text(encoding="utf-8")) for path in FOLDER.rglob("*.html")}
    assert [(name, words) for name, text in left.items() for words in re.findall(f"[{IDEOGRAPH}]+", text)] == []


def test_templates_translate_only_what_is_written_there() -> None:
    calls = {path.stem: re.findall(r"\b_\([^\"].{0,20}", path.read_text(encoding="utf-8")) for path in FOLDER.rglob("*.html")}
    assert {name: found for name, found in calls.items() if found} == {}


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
    site = Site(PageDocuments(contract), str)
    text = site.render("layout/error.html", language, status=404, message=translate(language, "没有找到这个页面"))
    said = {"zh_Hans": "没有找到这个页面", "zh_Hant": "沒有找到這個頁面", "en": "Page not found"}
    assert said[language] in text


def test_plural_forms_follow_the_language() -> None:
    text = "有 {n} 处需要改正"
    assert catalogue("en").ngettext(text, text, 1) == "{n} thing needs correcting"
    assert catalogue("en").ngettext(text, text, 2) == "{n} things need correcting"
    assert catalogue("zh_Hant").ngettext(text, text, 2) == "有 {n} 處需要改正"
    assert catalogue("zh_Hans").ngettext(text, text, 2) == text
