"""Making a failing document small: selections, arguments and directives are taken out for as long as it still fails."""

from collections.abc import Awaitable, Callable
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    parse,
    print_ast,
    visit,
)
from graphql.language import REMOVE, SKIP, Visitor

Fails = Callable[[str, dict[str, Any]], Awaitable[bool]]
PARTS = ("field", "inline_fragment", "fragment_spread", "argument", "directive", "object_field")


async def reduced(text: str, variables: dict[str, Any], fails: Fails, tries: int = 3_000) -> tuple[str, dict[str, Any]]:
    """The smallest document found, with the variables that it declares."""
    document, place, changed = parse(text), 0, False
    for _ in range(tries):
        smaller = _without(document, place)
        if smaller is None:
            if not changed:
                break
            place, changed = 0, False
        elif await fails(print_ast(smaller), _declared(smaller, variables)):
            document, changed = smaller, True
        else:
            place += 1
    return print_ast(document), _declared(document, variables)


class _Remover(Visitor):
    def __init__(self, place: int) -> None:
        super().__init__()
        self.left = place
        self.done = False

    def enter(self, node: Node, *_: Any) -> Any:
        if self.done or node.kind not in PARTS:
            return None
        self.left -= 1
        if self.left >= 0:
            return None
        self.done = True
        return REMOVE


def _without(document: DocumentNode, place: int) -> DocumentNode | None:
    """The document without the part at this place and what only that used; None when it has no such place."""
    remover = _Remover(place)
    found = visit(document, remover)
    return _swept(found) if remover.done else None


class _Names(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self.used.add(node.name.value)

    def enter_variable_definition(self, node: Node, *_: Any) -> Any:
        return SKIP

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.used.add(f"${node.name.value}")


def _swept(document: DocumentNode) -> DocumentNode:
    """Without fragments and variables that nothing uses."""
    names = _Names()
    visit(document, names)

    def used(node: Node) -> bool:
        if isinstance(node, VariableDefinitionNode):
            return f"${node.variable.name.value}" in names.used
        return not isinstance(node, FragmentDefinitionNode) or node.name.value in names.used

    class Sweeper(Visitor):
        def enter(self, node: Node, *_: Any) -> Any:
            return None if used(node) else REMOVE

    swept: DocumentNode = visit(document, Sweeper())
    return swept if swept == document else _swept(swept)


def _declared(document: DocumentNode, variables: dict[str, Any]) -> dict[str, Any]:
    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    names = {one.variable.name.value for one in operation.variable_definitions or ()}
    return {name: value for name, value in variables.items() if name in names}
