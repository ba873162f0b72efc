"""The templates, in each language."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import _escape_inner  # type: ignore[attr-defined]

from schema.engine.language import LANGUAGES, catalogue
from schema.notifications.places import place_of
from views.comments.pieces import pieces
from views.documents import FOLDER, PageDocuments
from views.formats import (
    format_age,
    format_bytes,
    format_date,
    format_datetime,
    format_days,
    format_half_year,
    format_number,
    format_period,
    format_weekdays,
)
from views.labels import label, labels


class Site:
    """The templates in each language, and the documents."""

    def __init__(self, documents: PageDocuments, static_url: Callable[[str], str], folder: Path = FOLDER) -> None:
        self.documents = documents
        self._environments = {language: _environment(language, static_url, folder) for language in LANGUAGES}

    def render(self, template: str, language: str, *, part: bool = False, **context: Any) -> str:
        """A template, or the part of it that changes: its block ``rows`` or ``record``, whole where it has neither."""
        found = self._environments[language].get_template(template)
        block = next((found.blocks[name] for name in ("rows", "record") if name in found.blocks), None) if part else None
        return "".join(block(found.new_context(context))) if block else found.render(context)


class _Writer(CodeGenerator):
    """Writes out escaped text as it is: Jinja makes an object of each piece first, which takes a fifth of a page of rows."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getitem(self, node: nodes.Getitem, frame: Any) -> None:  # noqa: N802 - as Jinja calls it
        """A subscript as Python has it."""
        if isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
        else:
            self.visit(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")


class _Templates(Environment):
    """In an answer's objects a dot means a field, even one that is called as a method of dict is, such as ``update``."""

    code_generator_class = _Writer
    known: dict[str, Callable[[str], str]]
    """Functions of a constant whose result never changes: called once, when a template is compiled."""
    formats: Collection[str]
    """Names of functions of a value that write it in the language of the page."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj and attribute not in ("get", "items"):
            return obj[attribute]
        return super().getattr(obj, attribute)

    @staticmethod
    def escaped(value: object) -> str:
        """A value as a piece of HTML; what is HTML already stays.

        For a string this is what ``markupsafe.escape`` does before it makes a ``Markup`` of it, at a tenth of the cost.
        """
        return _escape_inner(value) if type(value) is str else markupsafe.escape(value)

    def _generate(self, source: nodes.Template, *arguments: Any, **named: Any) -> str:
        return super()._generate(_Known(self.known, self.formats).visit(source), *arguments, **named)


class _Known(NodeTransformer):
    """Puts texts in their language, and addresses of files, in the place of the calls that ask for them.

    A page asks some ninety times. Jinja gives each call of a function a context of its own, which it does not give a filter: so
    formats are written as calls and compiled as filters.
    """

    def __init__(self, known: dict[str, Callable[[str], str]], formats: Collection[str]) -> None:
        self._known, self._formats = known, formats

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja finds it by the name of the class
        """A call of a known function with one constant becomes its result, one of a format becomes a filter."""
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name=name), args=[nodes.Const(value=str(text))], kwargs=[]) if name in self._known:
                return nodes.Const(self._known[name](text), lineno=node.lineno)
            case nodes.Call(node=nodes.Name(name=name), args=[value, *more], kwargs=[]) if name in self._formats:
                return nodes.Filter(value, name, more, [], None, None, lineno=node.lineno)
        return node


def _environment(language: str, static_url: Callable[[str], str], folder: Path) -> Environment:
    environment = _Templates(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    texts = catalogue(language)
    environment.install_gettext_translations(texts, newstyle=False)  # type: ignore[attr-defined]
    environment.known = {"_": texts.gettext, "static": static_url}
    formats: dict[str, Callable[..., Any]] = {
        "label": partial(label, language),
        "labels": partial(labels, language),
        "age": partial(format_age, language),
        "date": partial(format_date, language),
        "datetime": partial(format_datetime, language),
        "days": partial(format_days, language),
        "half_year": partial(format_half_year, language),
        "period": partial(format_period, language),
        "weekdays": partial(format_weekdays, language),
        "number": format_number,
        "bytes": format_bytes,
    }
    environment.formats = formats
    environment.filters |= formats
    environment.globals |= formats | {"static": static_url, "pieces": pieces, "place_of": place_of}
    return environment
