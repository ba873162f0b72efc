"""What offers and demands have in common as they are stored: by their words they are found and compared with one another."""

from typing import Any, Self

import asyncpg

from schema.engine.terms import match_terms
from schema.engine.text import index_words, name_key


class Entry:
    """What people say about an item of a list; a dataclass of its columns."""

    title: str
    description: str

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        """The entry in a row."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})  # type: ignore[attr-defined]

    def stored(self) -> dict[str, Any]:
        """The columns, with those derived from the title and the description."""
        terms = match_terms(self.title, self.description)
        return vars(self) | {"title_key": name_key(self.title), "words": index_words(self.title), "terms": terms}

    def changes_to(self, other: Self) -> dict[str, list[Any]]:
        """Before and after of what differs, by the contract's names, as the ledger keeps it."""
        before, after = self.as_told(), other.as_told()
        return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def as_told(self) -> dict[str, Any]:
        """The values by the contract's names, with global ids."""
        raise NotImplementedError
