"""The pages for those who write apps, and the explorer."""

from tests.views.address import SIGNED_IN, Address

FILES = ("/developers/schema.graphql", "/developers/bruno.zip", "/llms.txt")
"""What asks nothing of the database."""


def developers() -> list[Address]:
    """How to call, what was looked for, a chapter, what changed; files; and the editors, empty and with an example."""
    chapter = "/developers/{concept}"
    return [
        Address("/developers", "/developers"),
        Address("/developers", "/developers?search=demand"),
        Address("/developers", "/developers?search=%E6%B2%A1%E6%9C%89"),
        Address("/developers/changes", "/developers/changes"),
        Address(chapter, "/developers/matching"),
        Address(chapter, "/developers/common"),
        Address(chapter, "/developers/nowhere", frozenset()),
        *(Address(path, path, part=True) for path in FILES),
        Address("/explorer", "/explorer", SIGNED_IN),
        Address("/explorer", "/explorer?example=register", SIGNED_IN),
    ]
