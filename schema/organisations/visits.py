"""Visits of liaison teams to units."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates
from schema.engine.mapping import entity, to_one
from schema.engine.ordering import by
from schema.engine.relay import Node

if TYPE_CHECKING:
    from schema.organisations.types import Organisation

_CONCERNED = any_of(
    belongs("{row}.team_id"),
    belongs("{row}.organisation_id"),
    ADMINISTRATOR,
    f"exists (select from organisation o$ where o$.id = {{row}}.organisation_id and {coordinates('o$.area_path')})",
)


@strawberry.enum(description="The orders of a list of visits.")
class VisitOrder(Enum):
    """The orders of a list of visits."""

    RECENT = by("{row}.visited_on", "date", descending=True)


@entity("visit", prefix="visit", visible=_CONCERNED, reads="organisations")
class Visit(Node):
    """A liaison team's visit to a unit; never to a resident or a household (mission row A12)."""

    id: strawberry.ID
    """Opaque and stable."""
    team: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one("{self}.team_id")
    """The liaison team."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The unit visited."""
    visited_on: date
    """The day."""
    note: str
    """What was talked about."""
    created_at: datetime
    """When it was recorded."""
    version: int
    """Rises with every change."""
