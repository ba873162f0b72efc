"""How a unit is reached: sealed, masked for most, revealed to few and never silently."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.engine.access import belongs, coordinates
from schema.engine.mapping import entity, to_one
from schema.engine.relay import Node

if TYPE_CHECKING:
    from schema.organisations.types import Organisation

_REACHED = (
    "exists (select from organisation o$ where o$.id = {row}.organisation_id"
    f" and ({coordinates('o$.area_path')} or {belongs('o$.id')}))"
)


@entity("contact", prefix="contact", visible=_REACHED, reads="contacts")
class Contact(Node):
    """Somebody through whom a unit is reached. Name, number and address are sealed; ``contactReveal`` opens them, on record."""

    id: strawberry.ID
    """Opaque and stable."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The unit."""
    name_mask: str
    """The name with all but the surname hidden."""
    phone_mask: str
    """The number with its middle hidden."""
    email_mask: str
    """The electronic address with all but its first character and its domain hidden; empty for none."""
    duty: str
    """What the person does in the unit."""
    liaison: bool
    """Whether this is the unit's liaison officer to the committee."""
    confirmed_on: date
    """When the entry was last confirmed to be right."""
    version: int
    """Rises with every change."""
