"""Weighing a parsed document before it is validated.

Two walks, each of bounded cost. The first sees every node of the text once. The second follows fragments to where they are
spread, as an executor would, and stops as soon as it has met more selections than a document may have, so that fragments that
multiply one another cost no more than the limit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
)

from schema.engine.limits import LIMITS, Limits, TooMuch, too_complex

INTROSPECTION = ("__schema", "__type")


@dataclass(slots=True)
class Weight:
    """What a document holds."""

    fields: int = 0
    """Fields and fragments selected, fragments counted wherever they are spread."""
    aliases: int = 0
    directives: int = 0
    depth: int = 0
    introspects: bool = False
    """Whether any part asks for the schema itself: not for everybody (see :func:`check_introspection`)."""
    visited: int = 0
    """Nodes looked at while weighing."""


def measure(document: DocumentNode, limits: Limits = LIMITS, weight: Weight | None = None) -> Weight:
    """Weigh a document. Raises TooMuch at the first limit that it passes; a ``weight`` given shows how far the walk came."""
    weight = weight or Weight()
    operations, fragments = _definitions(document, limits)
    text = _Text(weight, limits)
    for definition in document.definitions:
        text.definition(definition)
    _refuse_cycles(text.spreads, limits)
    spread = _Spread(weight, limits, fragments)
    for operation in operations:
        spread.root(operation.selection_set, operation)
    for name, fragment in fragments.items():
        if name not in spread.met:
            spread.unused(fragment)
    return weight


def check_introspection(weight: Weight, allowed: bool) -> None:
    """Refuse a document that asks for the schema when the caller may not; TooMuch with code FORBIDDEN."""
    if weight.introspects and not allowed:
        raise TooMuch("FORBIDDEN", "The schema is shown to those who are signed in or have a token.")


def _definitions(
    document: DocumentNode, limits: Limits
) -> tuple[list[OperationDefinitionNode], dict[str, FragmentDefinitionNode]]:
    operations: list[OperationDefinitionNode] = []
    fragments: dict[str, FragmentDefinitionNode] = {}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            operations.append(definition)
        elif isinstance(definition, FragmentDefinitionNode):
            if definition.name.value in fragments:
                raise _invalid(f"There is more than one fragment named '{definition.name.value}'.", definition)
            fragments[definition.name.value] = definition
        else:
            raise _invalid("A document may hold operations and fragments only.", definition)
    if len(operations) > limits.operations:
        raise too_complex(f"The document has more than {limits.operations} operations.", operations[limits.operations])
    return operations, fragments


def _refuse_cycles(spreads: Mapping[str, Sequence[FragmentSpreadNode]], limits: Limits) -> None:
    """Refuse fragments that spread themselves, directly or through others; each is followed once."""
    inside: set[str] = set()
    followed: set[str] = set()

    def follow(name: str) -> None:
        if name in followed:
            return
        if len(inside) >= limits.nesting:
            raise too_complex(f"Fragments are nested more than {limits.nesting} deep.", spreads[name][0])
        inside.add(name)
        for node in spreads.get(name, ()):
            if node.name.value in inside:
                raise _invalid(f"The fragment '{node.name.value}' spreads itself.", node)
            follow(node.name.value)
        inside.discard(name)
        followed.add(name)

    for name in spreads:
        follow(name)


def _invalid(message: str, node: Node) -> TooMuch:
    return TooMuch("GRAPHQL_VALIDATION_FAILED", message, node)


class _Text:
    """The first walk: what stands in the text, each node once."""

    def __init__(self, weight: Weight, limits: Limits) -> None:
        self.weight, self.limits = weight, limits
        self.spreads: dict[str, list[FragmentSpreadNode]] = {}
        self.spread_here: list[FragmentSpreadNode] = []

    def definition(self, node: Node) -> None:
        assert isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
        self.spread_here = []
        if isinstance(node, FragmentDefinitionNode):
            self.spreads[node.name.value] = self.spread_here
        self.directives(node.directives)
        variables = node.variable_definitions or ()
        if len(variables) > self.limits.variables:
            raise too_complex(f"An operation has more than {self.limits.variables} variables.", node)
        for variable in variables:
            self.weight.visited += 1
            self.directives(variable.directives)
            if variable.default_value:
                self.value(variable.default_value, 1)
        self.selections(node.selection_set, 1)

    def selections(self, set_: SelectionSetNode, level: int) -> None:
        self.level(level, set_)
        for node in set_.selections:
            self.weight.visited += 1
            self.directives(node.directives)
            if isinstance(node, FragmentSpreadNode):
                self.spread_here.append(node)
                continue
            if isinstance(node, FieldNode):
                self.arguments(node)
            if isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set:
                self.selections(node.selection_set, level + 1)

    def directives(self, nodes: Sequence[DirectiveNode] | None) -> None:
        if not nodes:
            return
        self.weight.directives += len(nodes)
        if len(nodes) > self.limits.directives_at_one_place:
            raise too_complex(f"There are more than {self.limits.directives_at_one_place} directives at one place.", nodes[0])
        if self.weight.directives > self.limits.directives:
            raise too_complex(f"The document has more than {self.limits.directives} directives.", nodes[0])
        for node in nodes:
            self.weight.visited += 1
            self.arguments(node)

    def arguments(self, node: FieldNode | DirectiveNode) -> None:
        for argument in node.arguments or ():
            self.weight.visited += 1
            self.value(argument.value, 1)

    def value(self, node: ValueNode, level: int) -> None:
        self.weight.visited += 1
        self.level(level, node)
        match node:
            case ListValueNode():
                for one in node.values:
                    self.value(one, level + 1)
            case ObjectValueNode():
                for field in node.fields:
                    self.value(field.value, level + 1)
            case StringValueNode() if "\x00" in node.value:
                raise TooMuch("BAD_USER_INPUT", "A string holds the character U+0000.", node)
            case IntValueNode() | FloatValueNode() if len(node.value) > self.limits.digits:
                raise TooMuch("BAD_USER_INPUT", f"A number has more than {self.limits.digits} digits.", node)

    def level(self, level: int, node: Node) -> None:
        if level > self.limits.nesting:
            raise too_complex(f"The document is nested more than {self.limits.nesting} deep.", node)


class _Spread:
    """The second walk: what an executor would meet, selections with one response key taken together."""

    def __init__(self, weight: Weight, limits: Limits, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.weight, self.limits, self.fragments = weight, limits, fragments
        self.met: set[str] = set()

    def root(self, set_: SelectionSetNode, operation: OperationDefinitionNode) -> None:
        fields: dict[str, list[FieldNode]] = {}
        self.collect(set_, fields, 1)
        if sum(len(nodes) for nodes in fields.values()) > self.limits.root_fields:
            raise too_complex(f"An operation has more than {self.limits.root_fields} fields at its top.", operation)
        self.below(fields, 1)

    def unused(self, fragment: FragmentDefinitionNode) -> None:
        """A fragment that no operation spreads is an error, but finding that out must not cost more than a used one."""
        fields: dict[str, list[FieldNode]] = {}
        self.collect(fragment.selection_set, fields, 1)
        self.below(fields, 1)

    def below(self, fields: dict[str, list[FieldNode]], depth: int) -> None:
        if fields and depth > self.limits.depth:
            raise too_complex(f"The document is more than {self.limits.depth} fields deep.", next(iter(fields.values()))[0])
        self.weight.depth = max(self.weight.depth, depth)
        for nodes in fields.values():
            if len(nodes) > self.limits.same_key:
                raise too_complex(f"More than {self.limits.same_key} selections share a response key.", nodes[0])
            inner: dict[str, list[FieldNode]] = {}
            for node in nodes:
                if node.selection_set:
                    self.collect(node.selection_set, inner, 1)
            if inner:
                self.below(inner, depth + 1)

    def collect(self, set_: SelectionSetNode, fields: dict[str, list[FieldNode]], level: int) -> None:
        """Add the fields of one selection set to ``fields`` by response key, those of its fragments included."""
        if level > self.limits.nesting:
            raise too_complex(f"Fragments are nested more than {self.limits.nesting} deep.", set_)
        for node in self.counted(set_.selections):
            if isinstance(node, FieldNode):
                self.field(node, fields)
            elif isinstance(node, InlineFragmentNode):
                self.collect(node.selection_set, fields, level + 1)
            elif isinstance(node, FragmentSpreadNode) and node.name.value in self.fragments:
                self.met.add(node.name.value)
                self.collect(self.fragments[node.name.value].selection_set, fields, level + 1)

    def counted(self, nodes: Iterable[SelectionNode]) -> Iterable[SelectionNode]:
        for node in nodes:
            self.weight.visited += 1
            self.weight.fields += 1
            if self.weight.fields > self.limits.fields:
                raise too_complex(f"The document selects more than {self.limits.fields} fields, fragments included.", node)
            yield node

    def field(self, node: FieldNode, fields: dict[str, list[FieldNode]]) -> None:
        if node.alias:
            self.weight.aliases += 1
            if self.weight.aliases > self.limits.aliases:
                raise too_complex(f"The document has more than {self.limits.aliases} aliases.", node)
        if node.name.value in INTROSPECTION:
            self.weight.introspects = True
        fields.setdefault((node.alias or node.name).value, []).append(node)
