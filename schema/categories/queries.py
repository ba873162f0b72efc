"""Root fields about classes."""

import strawberry

from schema.categories.kinds import CategoryFilter, CategoryOrder
from schema.categories.types import Category
from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id


@strawberry.type
class CategoryQueries:
    """Root fields about classes."""

    category: Category | None = by_id("category")
    """A class."""
    categories: Connection[Category] = pages(order=CategoryOrder, filter=CategoryFilter)
    """Classes of resources and demands."""
