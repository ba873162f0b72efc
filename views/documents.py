"""Gathers the pages' ``*.graphql``, joins each operation with the fragments it needs, and checks them against the schema.

A mistake in a document fails the start and the tests, never a visitor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLInputObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)
from graphql.language import FragmentSpreadNode, Visitor

FOLDER = Path(__file__).parent


class WrongDocument(Exception):
    """A page's document does not fit the schema."""


@dataclass(frozen=True, slots=True)
class PageDocument:
    """One operation with its fragments, as text for the engine."""

    text: str
    variables: frozenset[str]
    field: str
    """The response key of the first root field: for a mutation, its payload."""
    input: GraphQLInputObjectType | None
    """The type of ``$input``, for a mutation."""


class PageDocuments:
    """All documents: pages by their file (``organisations/show``), mutations by their operation's name."""

    def __init__(self, schema: GraphQLSchema, folder: Path = FOLDER) -> None:
        self.schema = schema
        self._fragments: dict[str, FragmentDefinitionNode] = {}
        found: list[tuple[str, OperationDefinitionNode]] = []
        for path in sorted(folder.rglob("*.graphql")):
            stem = path.relative_to(folder).with_suffix("").as_posix()
            for definition in parse(path.read_text(encoding="utf-8")).definitions:
                if isinstance(definition, FragmentDefinitionNode):
                    self._fragments[definition.name.value] = definition
                elif isinstance(definition, OperationDefinitionNode):
                    found.append((stem, definition))
        self._documents = {_key(stem, one): self._joined(stem, one) for stem, one in found}

    def __getitem__(self, name: str) -> PageDocument:
        return self._documents[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def _joined(self, stem: str, operation: OperationDefinitionNode) -> PageDocument:
        names = sorted(self._needed(operation, set()))
        definitions: list[DefinitionNode] = [operation, *(self._fragments[name] for name in names)]
        document = DocumentNode(definitions=tuple(definitions))
        if errors := validate(self.schema, document):
            raise WrongDocument(f"{stem}.graphql: " + "; ".join(error.message for error in errors))
        variables = {one.variable.name.value: one for one in operation.variable_definitions or ()}
        first = operation.selection_set.selections
        field = next((node for node in first if node.kind == "field"), None)
        key = (field.alias or field.name).value if field is not None else ""  # type: ignore[attr-defined]
        return PageDocument(print_ast(document), frozenset(variables), key, self._input(operation))

    def _input(self, operation: OperationDefinitionNode) -> GraphQLInputObjectType | None:
        if operation.operation is not OperationType.MUTATION:
            return None
        root = self.schema.mutation_type
        assert root is not None
        field = operation.selection_set.selections[0]
        named = get_named_type(root.fields[field.name.value].args["input"].type)  # type: ignore[attr-defined]
        assert isinstance(named, GraphQLInputObjectType)
        return named

    def _needed(self, node: DefinitionNode, found: set[str]) -> set[str]:
        """The names of the fragments that a definition spreads, directly or through others."""
        spreads: list[str] = []

        class Spreads(Visitor):
            def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
                spreads.append(node.name.value)

        visit(node, Spreads())
        for name in spreads:
            if name not in found:
                if name not in self._fragments:
                    raise WrongDocument(f"no fragment {name}")
                found.add(name)
                self._needed(self._fragments[name], found)
        return found


def _key(stem: str, operation: OperationDefinitionNode) -> str:
    """A query goes by its file; a mutation by its own name, first letter small."""
    if operation.operation is OperationType.MUTATION:
        name = operation.name.value if operation.name else stem
        return name[0].lower() + name[1:]
    return stem
