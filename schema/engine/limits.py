"""How much one document may be: refused by size before it is parsed, and by the parser while it reads.

What the parsed document would cost is weighed in :mod:`schema.engine.weight` and :mod:`schema.engine.cost`, before it is
validated: some of the validation rules compare every field with every other.
"""

from dataclasses import dataclass

from graphql import DocumentNode, GraphQLError, GraphQLSchema, GraphQLSyntaxError, Node, parse, validate

from schema.engine.allowance import Allowance


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may hold. All figures are our defaults; SECURITY.md states them."""

    characters: int = 20_000
    """Length of the text, comments and string literals included."""
    tokens: int = 2_000
    """Lexical tokens without comments."""
    comments: int = 200
    depth: int = 15
    """Fields inside one another; the introspection query of common tools needs all of them."""
    nesting: int = 40
    """Selection sets, fragments and value literals inside one another, which the depth does not see."""
    fields: int = 600
    """Fields and fragments selected, each fragment counted wherever it is spread, over the whole document."""
    aliases: int = 30
    """Renamed fields, counted likewise."""
    same_key: int = 30
    """Selections that share a response key at one place of the response: what validation compares pair by pair."""
    root_fields: int = 20
    """Fields at the top of one operation."""
    operations: int = 10
    variables: int = 50
    """Variables of one operation."""
    directives: int = 40
    directives_at_one_place: int = 4
    digits: int = 40
    """Length of a number literal; longer ones are nobody's, and Python refuses to convert the longest."""
    rows: int = 20_000
    """Rows that an operation may ask for by an estimate from its page sizes."""
    errors: int = 20
    """Validation errors told at once."""


LIMITS = Limits()


class TooMuch(GraphQLError):
    """The document is refused before anything runs; ``code`` is one of those in :mod:`schema.engine.errors`."""

    def __init__(self, code: str, message: str, node: Node | None = None) -> None:
        super().__init__(message, node, extensions={"code": code})
        self.code = code


def parse_bounded(text: str, limits: Limits = LIMITS) -> DocumentNode:
    """Parse a document of bounded size.

    Raises TooMuch when it is too large or holds characters that cannot be stored, GraphQLSyntaxError when it is not GraphQL.
    """
    if len(text) > limits.characters:
        raise too_complex(f"The document has more than {limits.characters:,} characters.")
    if "\x00" in text or (not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)):
        raise TooMuch("BAD_REQUEST", "The document holds characters that are not text.")
    try:
        return parse(
            text,
            max_lexical_tokens=limits.tokens,
            max_comments=limits.comments,
            allow_empty_selection_sets=False,
        )
    except GraphQLSyntaxError as error:
        if error.message.endswith("Parsing aborted."):
            raise too_complex(error.message.removeprefix("Syntax Error: ").removesuffix(" Parsing aborted.")) from None
        raise


def validate_bounded(schema: GraphQLSchema, document: DocumentNode, limits: Limits = LIMITS) -> list[GraphQLError]:
    """The ways in which a weighed document does not fit the schema; none of them suggests a name that exists."""
    return validate(schema, document, max_errors=limits.errors, hide_suggestions=True, allow_empty_selection_sets=False)


def check_allowance(allowance: Allowance) -> Allowance:
    """The same, where a client's budget is enough for the request; raises TooMuch with code TOO_MANY_REQUESTS where it is not."""
    if not allowance.granted:
        raise TooMuch(
            "TOO_MANY_REQUESTS",
            f"The request takes {allowance.cost:,} points; {allowance.remaining:,} of {allowance.limit:,} are left"
            f" until {allowance.resets_at:%H:%M:%S} UTC.",
        )
    return allowance


def too_complex(message: str, node: Node | None = None) -> TooMuch:
    """A refusal of something that is well-formed, but more than one request may ask for."""
    return TooMuch("QUERY_TOO_COMPLEX", message, node)
