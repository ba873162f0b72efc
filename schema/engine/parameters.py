"""The parameters of a statement: what is bound to each ``$n`` when it runs. No value ever becomes SQL text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from schema.engine.access import VIEWER_VALUES, Viewer
from schema.engine.values import Value, realise

_VIEWER = re.compile(r"\{viewer\.(\w+)\}")

PAGE = 20
"""How many elements a page has when the document does not say (our default)."""
PAGE_LIMIT = 100
EXPORT_LIMIT = 1_000
"""The largest page, and the largest with the scope ``export`` (the brief's figures)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a statement is run for: a viewer, coerced variables, and after a mutation what its action returned."""

    viewer: Viewer
    variables: Mapping[str, Any]
    result: Mapping[str, Any] = field(default_factory=dict)


def bad_input(message: str) -> GraphQLError:
    """A client's error about a value."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


class Parameters:
    """Collects parameters while a statement is compiled, and fetches them for a request."""

    def __init__(self) -> None:
        self._fetch: list[Callable[[Request], Any]] = []
        self._sql: list[str] = []
        self._seen: dict[object, str] = {}
        self._largest_page = 0

    def add(self, cast: str, fetch: Callable[[Request], Any], key: object = None) -> str:
        """A new parameter as SQL; one asked for under the same ``key`` is shared."""
        if key is not None and (key, cast) in self._seen:
            return self._seen[key, cast]
        self._fetch.append(fetch)
        sql = f"${len(self._fetch)}::{cast}"
        self._sql.append(sql)
        if key is not None:
            self._seen[key, cast] = sql
        return sql

    def viewer(self, name: str) -> str:
        """One of the viewer's values, in a form that PostgreSQL does not look into while planning.

        Were it to, then a plan for just these values would seem cheaper than one for any, and it would plan anew at every run.
        """
        cast = VIEWER_VALUES[name]
        return f"(select {self.add(cast, lambda request: getattr(request.viewer, name), ('viewer', name))})::{cast}"

    def expand_viewer(self, sql: str) -> str:
        """Replace the viewer's values in a snippet."""
        return _VIEWER.sub(lambda match: self.viewer(match[1]), sql)

    def result(self, name: str, cast: str) -> str:
        """One of the values that an action returned; null when it did not."""
        return self.add(cast, lambda request: request.result.get(name), ("result", name))

    def value(self, value: Value, cast: str, transform: Callable[[Any], Any]) -> str:
        """A value of the document or of its variables."""

        def fetch(request: Request) -> Any:
            plain = realise(value, request.variables)
            if isinstance(plain, list) and len(plain) > PAGE_LIMIT:
                raise bad_input(f"A list of values may have at most {PAGE_LIMIT} elements.")
            return None if plain is None else transform(plain)

        return self.add(cast, fetch)

    def page_size(self, value: Value | None, variables: Mapping[str, Any]) -> str:
        """The number of elements asked for, written out: how many rows are read decides how best to read them.

        Whether the viewer may ask for so many is checked at every run.
        """
        size = PAGE if value is None else int(realise(value, variables))
        self._largest_page = max(self._largest_page, size if size >= 0 else EXPORT_LIMIT + 1)
        return str(min(max(size, 0), EXPORT_LIMIT))

    def unused(self, statement: str) -> list[str]:
        """The parameters, as SQL, that a statement does not mention: a cursor's where only the count is asked for."""
        return [sql for number, sql in enumerate(self._sql, 1) if f"${number}::" not in statement]

    def bind(self, request: Request) -> list[Any]:
        """The values of all parameters, in order; a client's error for a page that is too large for the viewer."""
        limit = EXPORT_LIMIT if request.viewer.scopes and "export" in request.viewer.scopes else PAGE_LIMIT
        if self._largest_page > limit:
            raise bad_input(f"A page has between 0 and {limit} elements.")
        return [fetch(request) for fetch in self._fetch]
