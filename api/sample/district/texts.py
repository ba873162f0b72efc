"""What is stored beside a title: the product's own functions make it, once for each text."""

from functools import cache

from schema.engine.terms import match_terms
from schema.engine.text import index_words, name_key


@cache
def key(title: str) -> str:
    """What lists sort by."""
    return name_key(title)


@cache
def words(*texts: str) -> list[str]:
    """The words under which it is found."""
    return index_words(*texts)


@cache
def terms(title: str, text: str) -> list[str]:
    """The words by which offers and needs are compared."""
    return match_terms(title, text)
