"""Which fields of a selection set apply to a concrete type, merged by response key as the specification's CollectFields does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)
from graphql.language import BooleanValueNode

from schema.engine.values import FromVariable, Probe, look_up

Selected = dict[str, list[FieldNode]]
"""By response key, in order, the field nodes that ask for it."""


@dataclass
class Collector:
    """Collects fields for one operation; what it learns of variables goes into ``probes``."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]
    probes: dict[Probe, None]

    def collect(self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode | None]) -> Selected:
        """The fields of these selection sets for a concrete type."""
        found: Selected = {}
        visited: set[str] = set()
        for one in sets:
            if one is not None:
                self._walk(type_, one, found, visited)
        return found

    def sub(self, type_: GraphQLObjectType, nodes: list[FieldNode]) -> Selected:
        """The sub-fields that nodes with one response key ask of their (object) type."""
        return self.collect(type_, (node.selection_set for node in nodes))

    def _walk(self, type_: GraphQLObjectType, selections: SelectionSetNode, found: Selected, visited: set[str]) -> None:
        for node in selections.selections:
            if not self._included(node.directives):
                continue
            if isinstance(node, FieldNode):
                found.setdefault((node.alias or node.name).value, []).append(node)
                continue
            if isinstance(node, FragmentSpreadNode):
                if node.name.value in visited:
                    continue
                visited.add(node.name.value)
                fragment = self.fragments[node.name.value]
                condition, inner = fragment.type_condition.name.value, fragment.selection_set
            else:
                assert isinstance(node, InlineFragmentNode)
                condition, inner = node.type_condition.name.value if node.type_condition else type_.name, node.selection_set
            if self._applies(type_, condition):
                self._walk(type_, inner, found, visited)

    def _applies(self, type_: GraphQLObjectType, condition: str) -> bool:
        named = self.schema.type_map[condition]
        return named is type_ or (is_abstract_type(named) and self.schema.is_sub_type(named, type_))

    def _included(self, directives: Iterable[DirectiveNode] | None) -> bool:
        for directive in directives or ():
            name = directive.name.value
            if name in ("skip", "include") and self._condition(directive) is (name == "skip"):
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        assert directive.arguments, "validated: both directives have one argument"
        value = directive.arguments[0].value
        if isinstance(value, VariableNode):
            path = FromVariable((value.name.value,)).path
            self.probes[Probe(path, "itself")] = None
            return look_up(self.variables, path) is True
        return isinstance(value, BooleanValueNode) and value.value
