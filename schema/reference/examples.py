"""The examples of ``docs/api/examples``: documents that work one after the other, used by pages, collection and tests alike.

A file begins with comments: what it does in Chinese, in English, ``as:`` whose token it needs, ``keep:`` what of the answer
later examples need, by a path (``area = areaByCode.id``, ``care = categories.nodes[code=CARE].id``). Its variables stand beside
it as JSON, with ``{{area}}`` for what was kept before.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, OperationDefinitionNode, TypeInfo, TypeInfoVisitor, parse, visit
from graphql.language import Visitor

from schema.engine.directives import Requires
from schema.engine.mapping import TYPES

FOLDER = Path(__file__).parents[2] / "docs" / "api" / "examples"
_HELD = re.compile(r"\{\{(\w+)\}\}")
_STEP = re.compile(r"(\w+)(?:\[(\w+)=(\w+)\])?")


@dataclass(frozen=True, slots=True)
class Example:
    """A document with its variables."""

    name: str
    """The file's, without its number, such as ``candidates``."""
    title: str
    english: str
    persona: str
    """public, committee, provider or neighbour."""
    keeps: Mapping[str, str]
    """By name: where in the data what later examples need is found."""
    document: str
    variables: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Query or mutation."""
        return next(one for one in parse(self.document).definitions if isinstance(one, OperationDefinitionNode)).operation.value


def examples(folder: Path = FOLDER) -> list[Example]:
    """All examples, in the order in which they work."""
    return [_read(path) for path in sorted(folder.glob("*.graphql"))]


def _read(path: Path) -> Example:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line[2:] for line in lines if line.startswith("# ")]
    values = dict(line.split(": ", 1) for line in head[2:] if not line.startswith("keep: "))
    keeps = dict(line.removeprefix("keep: ").split(" = ", 1) for line in head[2:] if line.startswith("keep: "))
    beside = path.with_suffix(".json")
    variables = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    document = "\n".join(line for line in lines if not line.startswith("# ")) + "\n"
    return Example(path.stem.partition("-")[2], head[0], head[1], values["as"], keeps, document, variables)


def filled(value: Any, kept: Mapping[str, Any]) -> Any:
    """Variables with what was kept in place of ``{{name}}``; alone it stays what it is, such as a number."""
    if isinstance(value, Mapping):
        return {name: filled(one, kept) for name, one in value.items()}
    if isinstance(value, str):
        whole = _HELD.fullmatch(value)
        return kept[whole[1]] if whole else _HELD.sub(lambda found: str(kept[found[1]]), value)
    return value


def steps(path: str) -> Sequence[tuple[str, str, str]]:
    """The steps of a path: each a key, and which element of the list there is meant, if any, by a field and its value."""
    return [(found[1], found[2] or "", found[3] or "") for found in map(_STEP.fullmatch, path.split(".")) if found]


def found_at(path: str, data: Any) -> Any:
    """What stands at a path in an answer's data."""
    for key, name, value in steps(path):
        data = data[int(key)] if isinstance(data, list) else data[key]
        data = next(one for one in data if one[name] == value) if name else data
    return data


def scopes_of(document: str, contract: GraphQLSchema) -> list[str]:
    """The scopes that a token needs for a document, in the order of the alphabet."""
    needed: set[str] = set()
    info = TypeInfo(contract)

    class Needed(Visitor):
        def enter_field(self, *_: Any) -> None:
            one = info.get_field_def()
            declared = one.extensions.get("strawberry-definition") if one else None
            needed.update(told.scope for told in getattr(declared, "directives", ()) if isinstance(told, Requires))

        def enter_selection_set(self, *_: Any) -> None:
            mapped = TYPES.get(getattr(info.get_parent_type(), "name", ""))
            needed.update({mapped.reads} if mapped and mapped.reads else ())

    visit(parse(document), TypeInfoVisitor(info, Needed()))
    return sorted(needed)
