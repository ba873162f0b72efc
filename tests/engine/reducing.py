"""Making a failing document small: selections, arguments and directives are taken out for as long as it still fails."""

from collections.abc import Awaitable, Callable
from typing import Any

from graphql import DocumentNode, Node, OperationDefinitionNode, parse, print_ast, visit
from graphql.language import REMOVE, Visitor

Fails = Callable[[str, dict[str, Any]], Awaitable[bool]]
PARTS = ("field", "inline_fragment", "fragment_spread", "fragment_definition", "argument", "directive", "variable_definition", "object_field")


async def reduced(text: str, variables: dict[str, Any], fails: Fails, tries: int = 3_000) -> tuple[str, dict[str, Any]]:
    """The smallest document found, with the variables that it declares."""
    document = parse(text)
    place = 0
    for _ in range(tries):
        smaller = _without(document, place)
        if smaller is None:
            return print_ast(document), _declared(document, variables)
        if await fails(print_ast(smaller), _declared(smaller, variables)):
            document = smaller
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
    """The document without the part at this place; None when it has no such place."""
    remover = _Remover(place)
    found = visit(document, remover)
    return found if remover.done else None


def _declared(document: DocumentNode, variables: dict[str, Any]) -> dict[str, Any]:
    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    names = {one.variable.name.value for one in operation.variable_definitions or ()}
    return {name: value for name, value in variables.items() if name in names}
