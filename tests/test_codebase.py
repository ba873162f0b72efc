"""The house rules, read from the code itself: who imports whom, how large things are, that nothing lies about unused."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiosql
import pytest
from graphql import (
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    parse,
    visit,
)
from graphql.language import FragmentSpreadNode, Visitor

import schema
from schema.engine.mapping import TYPES
from schema.engine.refusals import CONSTRAINTS, MESSAGES
from schema.events.verbs import VERBS
from tests.contract import nouns_of
from views.documents import PageDocuments

pytestmark = pytest.mark.check

HOUSE = Path(__file__).resolve().parent.parent
PRODUCT = ("api", "schema", "views")
FORBIDDEN = {
    "schema": ("api", "views", "tests", "starlette", "jinja2", "arq"),
    "views": ("api", "tests"),
    "api": ("tests",),
}
"""What a package never imports."""


def python_files(*packages: str) -> list[Path]:
    return [file for package in packages for file in sorted((HOUSE / package).rglob("*.py"))]


def files(package: str, *endings: str) -> list[Path]:
    return [file for file in sorted((HOUSE / package).rglob("*")) if file.suffix in endings and "vendor" not in file.parts]


def shown(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def imports(file: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(file)} imports relatively"
            yield from (f"{node.module}.{one.name}" for one in node.names)


def functions(*packages: str) -> Iterator[tuple[str, int]]:
    """Each function with its number of lines."""
    for file in python_files(*packages):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                yield f"{shown(file)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_schema_is_ours() -> None:
    assert Path(str(schema.__file__)).parent == HOUSE / "schema"


@pytest.mark.parametrize("package", PRODUCT)
def test_imports_run_one_way(package: str) -> None:
    wrong = [
        f"{shown(file)} imports {name}"
        for file in python_files(package)
        for name in imports(file)
        if name.split(".")[0] in FORBIDDEN[package]
    ]
    assert not wrong


def test_the_engine_knows_no_concept() -> None:
    wrong = [
        f"{shown(file)} imports {name}"
        for file in python_files("schema/engine")
        for name in imports(file)
        if name.startswith("schema.") and not name.startswith("schema.engine.")
    ]
    assert not wrong


def test_pages_import_no_type_of_the_schema() -> None:
    wrong = []
    for file in python_files("views"):
        for name in imports(file):
            module, _, thing = name.rpartition(".")
            found = getattr(import_module(module), thing, None) if module.startswith("schema") else None
            if name.startswith("strawberry") or hasattr(found, "__strawberry_definition__"):
                wrong.append(f"{shown(file)} imports {name}")
    assert wrong == []


def test_nothing_is_called_utils() -> None:
    assert [
        shown(file) for file in python_files(*PRODUCT, "tests") if re.fullmatch(r"_?(utils?|helpers?|common|misc)", file.stem)
    ] == []


def test_python_files_are_small() -> None:
    sizes = {shown(file): lines(file) for file in python_files(*PRODUCT, "tests")}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert median(size for name, size in sizes.items() if not name.startswith("tests")) <= 80


def test_functions_are_short() -> None:
    sizes = dict(functions(*PRODUCT))
    assert {name: size for name, size in sizes.items() if size > 60} == {}
    assert quantiles(sizes.values(), n=10)[-1] <= 25


def test_templates_styles_and_scripts_are_small() -> None:
    sizes = {shown(file): lines(file) for file in [*files("views", ".html"), *files("static", ".css", ".js")]}
    assert {name: size for name, size in sizes.items() if size > 150} == {}


def test_no_named_statement_is_unused() -> None:
    unused = []
    for file in files("schema", ".sql"):
        names = aiosql.from_path(file, "asyncpg", mandatory_parameters=False).available_queries
        code = "\n".join(one.read_text() for one in file.parent.glob("*.py"))
        alive = set(re.findall(r"\b\w+\.(\w+)\b", code))
        unused += [f"{shown(file)}: {name}" for name in names if name.removesuffix("_cursor") not in alive]
    assert unused == []


def test_no_document_of_a_page_is_unused() -> None:
    code = "\n".join(file.read_text() for file in [*python_files("views", "api"), *files("views", ".html")])
    unused = [name for name in PageDocuments(schema.contract) if not re.search(rf"""["']{re.escape(name)}["']""", code)]
    assert unused == []


def test_no_fragment_is_unused() -> None:
    declared, spread = set[str](), set[str]()

    class Names(Visitor):
        def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: Any) -> None:
            declared.add(node.name.value)

        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            spread.add(node.name.value)

    for file in files("views", ".graphql"):
        visit(parse(file.read_text()), Names())
    assert declared - spread == set()


def test_no_template_is_unused() -> None:
    code = "\n".join(file.read_text() for file in [*python_files("views", "api"), *files("views", ".html")])
    unused = []
    for file in files("views", ".html"):
        name = file.relative_to(HOUSE / "views").with_suffix("").as_posix()
        if not re.search(rf"""["']{re.escape(name)}(\.html)?["']""", code):
            unused.append(name)
    assert unused == []


def test_the_committed_contract_is_the_printed_one() -> None:
    assert (HOUSE / "schema/schema.graphql").read_text().rstrip() == schema.schema.as_str().rstrip(), "run: make dump"


def described() -> Iterator[tuple[str, Any]]:
    for name, type_ in schema.contract.type_map.items():
        if name.startswith("__") or name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        yield name, type_
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            yield from ((f"{name}.{field}", one) for field, one in type_.fields.items())
        if isinstance(type_, GraphQLObjectType):
            for field, one in type_.fields.items():
                yield from ((f"{name}.{field}({argument})", given) for argument, given in one.args.items())


def test_everything_in_the_contract_is_described() -> None:
    silent = [name for name, one in described() if not (one.description or "").strip() and not name.endswith("(input)")]
    assert silent == []


def test_a_mutation_is_named_by_a_noun_of_the_contract_and_a_verb() -> None:
    assert schema.contract.mutation_type
    nouns = nouns_of(schema.contract)
    wrong = [
        name for name in schema.contract.mutation_type.fields if not any(name.startswith(noun) and name != noun for noun in nouns)
    ]
    assert wrong == []


def test_every_refusal_that_is_raised_has_its_words() -> None:
    raised = re.compile(r"""(?:refuse|Reason|wrong)\(\s*["']([A-Z_]+)["']""")
    told = {code for file in python_files("schema") for code in raised.findall(file.read_text())}
    told |= {code for code, _ in CONSTRAINTS.values()}
    assert told - MESSAGES.keys() == set()


def test_every_verb_that_is_appended_is_declared_and_none_is_in_vain() -> None:
    code = "\n".join(file.read_text() for file in python_files("schema", "api") if file.name != "verbs.py")
    appended = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", code))
    assert {verb for verb in VERBS if verb not in appended} == set()
    nouns = {verb.split(".")[0] for verb in VERBS}
    calls = set(re.findall(r"""\.event\(\s*["']([a-z_]+\.[a-z_]+)["']""", code))
    assert calls and calls <= VERBS.keys() and {one.split(".")[0] for one in calls} <= nouns


def test_every_constraint_that_becomes_a_refusal_exists() -> None:
    shape = (HOUSE / "migrations/schema.sql").read_text()
    assert [name for name in CONSTRAINTS if not re.search(rf"\b{name}\b", shape)] == []


def test_every_type_with_an_id_is_a_node() -> None:
    for name, one in TYPES.items():
        type_ = schema.contract.type_map.get(name)
        if isinstance(type_, GraphQLObjectType) and one.prefix:
            assert "Node" in [face.name for face in type_.interfaces], name


def test_enums_are_written_in_capitals() -> None:
    enums = [
        one for one in schema.contract.type_map.values() if isinstance(one, GraphQLEnumType) and not one.name.startswith("__")
    ]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*", value) for one in enums for value in one.values)
