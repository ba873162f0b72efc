"""What clients are told when something goes wrong: a sentence, where in their document, and a code from one table.

A client's own mistake keeps its text. A fault of ours becomes one sentence that says nothing about how the product is built; the
log has the rest.
"""

from graphql import GraphQLError, GraphQLFormattedError, GraphQLSyntaxError

CODES: dict[str, str] = {
    "BAD_REQUEST": "The request is not a GraphQL request.",
    "GRAPHQL_PARSE_FAILED": "The document is not GraphQL.",
    "GRAPHQL_VALIDATION_FAILED": "The document does not fit the schema.",
    "BAD_USER_INPUT": "A value is not what its type or field takes: a variable, an id, a cursor, a page size.",
    "QUERY_TOO_COMPLEX": "The document is larger, deeper or asks for more than one request may.",
    "PERSISTED_QUERY_NOT_FOUND": "No document is known by this hash: send it once together with the hash.",
    "OPERATION_NOT_FOUND": "The document has several operations and none of the name given, or no name was given.",
    "METHOD_NOT_ALLOWED": "The HTTP method does not fit the operation.",
    "NOT_ACCEPTABLE": "None of the media types that the request accepts can be given.",
    "UNSUPPORTED_MEDIA_TYPE": "The body is not JSON in UTF-8, or it is packed.",
    "PAYLOAD_TOO_LARGE": "The body is larger than one request may be.",
    "REQUEST_TIMEOUT": "The body took too long to arrive.",
    "UNAUTHENTICATED": "The token or session is not valid, or has ended.",
    "FORBIDDEN": "The caller may not do this.",
    "TOO_MANY_REQUESTS": "The caller asks too often; Retry-After says when to ask again.",
    "SERVICE_UNAVAILABLE": "The product cannot answer just now; the same request may be sent again.",
    "INTERNAL_SERVER_ERROR": "A fault of ours.",
}
"""Every code that a top-level error can have, and what it means. Refusals in payloads have codes of their own."""

FAULT = "The server could not answer. The fault is ours and has been recorded."
READING = ", but encountered error "
"""How graphql-core tells, before anything is executed, that a scalar could not read a value: that is the client's mistake."""
LONGEST_MESSAGE = 500
MOST_LOCATIONS = 10


def formatted(error: BaseException, code: str = "BAD_USER_INPUT") -> GraphQLFormattedError:
    """An error as clients get it; ``code`` is for one that has none, and says which stage found it."""
    if fault_of(error) is not None or not isinstance(error, GraphQLError):
        told: GraphQLFormattedError = {"message": FAULT, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
    else:
        told = {"message": _message(error), "extensions": {"code": _code(error, code)}}
    if isinstance(error, GraphQLError):
        if error.locations:
            told["locations"] = [location.formatted for location in error.locations[:MOST_LOCATIONS]]
        if error.path:
            told["path"] = error.path
    return told


def fault_of(error: BaseException) -> BaseException | None:
    """What to log: the exception behind an error that is a fault of ours, None when it is the client's mistake."""
    if not isinstance(error, GraphQLError):
        return error
    cause = _cause(error)
    return None if READING in error.message and not error.path else cause


def _cause(error: GraphQLError) -> BaseException | None:
    """The exception of another kind that an error was made from, if any."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _code(error: GraphQLError, otherwise: str) -> str:
    own = (error.extensions or {}).get("code")
    if own in CODES:
        return str(own)
    return "GRAPHQL_PARSE_FAILED" if isinstance(error, GraphQLSyntaxError) else otherwise


def _message(error: GraphQLError) -> str:
    """The message without what Python said about a value, and not longer than it need be."""
    message, reading, _ = error.message.partition(READING)
    message += "." if reading else ""
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"
