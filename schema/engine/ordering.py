"""The orders in which a connection may be read; each is a keyset, so a page starts where a cursor points."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """Sort keys over ``{row}``, all in one direction and never null; the row's id is appended to make them unique.

    ``types`` are the keys' SQL types, with which a cursor's values are read back.
    """

    keys: tuple[str, ...]
    types: tuple[str, ...]
    descending: bool = False
    rows: str = "true"
    """Which rows stand in this order, as SQL over ``{row}``; the others come later."""

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The keys with the tie-breaking id."""
        return (*self.keys, "{row}.id")

    @property
    def all_types(self) -> tuple[str, ...]:
        """The types with the id's."""
        return (*self.types, "bigint")


def by(key: str, type_: str = "text", *, descending: bool = False) -> Keys:
    """An order by one key."""
    return Keys((key,), (type_,), descending)
