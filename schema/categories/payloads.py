"""What mutations of classes give back."""

from schema.categories.types import Category
from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class CategoryPayload(Payload):
    """The class as it is now."""

    category: Category | None = to_one("{result.category:bigint}")
    """The class; after a conflict, its present state."""
