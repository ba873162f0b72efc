"""The Relay types: Node, PageInfo, Edge, Connection."""

from typing import Generic, TypeVar

import strawberry

from schema.engine.mapping import described

T = TypeVar("T")


@described
@strawberry.interface(description="Anything with a global id.")
class Node:
    """Anything with a global id."""

    id: strawberry.ID
    """Opaque and stable; ``node(id)`` finds the same object again."""


@described
@strawberry.type(description="Where a page stands in its connection.")
class PageInfo:
    """Where a page stands in its connection."""

    has_next_page: bool
    """Whether elements follow the page."""
    has_previous_page: bool
    """Whether elements precede the page."""
    start_cursor: str | None
    """The cursor of the page's first element."""
    end_cursor: str | None
    """The cursor of the page's last element."""


@described
@strawberry.type(description="An element of a connection with its place in it.")
class Edge(Generic[T]):
    """An element of a connection with its place in it."""

    cursor: str
    """Where the element stands in this order; give it to ``after`` or ``before``."""
    node: T
    """The element."""


@described
@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """A page of a list."""

    nodes: list[T]
    """The elements of this page."""
    edges: list[Edge[T]]
    """The elements of this page with their cursors."""
    page_info: PageInfo
    """Where the page stands."""
    total_count: int
    """How many elements the whole list has, counted up to 10,000."""
    total_count_capped: bool
    """True when there are more than the 10,000 that were counted."""
