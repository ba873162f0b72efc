"""What tests say about the contract's names."""

from graphql import GraphQLObjectType, GraphQLSchema

ACTS = ("signIn", "signOut")
"""Verbs that stand alone, as everybody says them."""
ASPECTS = ("password", "language", "liaison", "capacity")
"""Nouns that are not types of their own."""


def nouns_of(contract: GraphQLSchema) -> set[str]:
    """The nouns with which a mutation may begin: the types, first letter small, and a few aspects of them."""
    types = {name[0].lower() + name[1:] for name, one in contract.type_map.items() if isinstance(one, GraphQLObjectType)}
    return types | set(ASPECTS) | {act[:4] for act in ACTS}
