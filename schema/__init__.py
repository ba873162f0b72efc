"""The schema: one contract for pages, apps, imports and jobs. This file is its table of contents."""

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type

from schema.accounts.queries import AccountQueries
from schema.areas.queries import AreaQueries
from schema.committees.queries import CommitteeQueries
from schema.engine.access import EVERYONE
from schema.engine.actions import gather
from schema.engine.interpreter import prepare
from schema.engine.mapping import entity, node_lookup
from schema.engine.relay import Node
from schema.events.queries import EventQueries
from schema.organisations import decisions
from schema.organisations.queries import OrganisationQueries
from schema.people.queries import PersonQueries
from schema.search.queries import SearchQueries
from schema.zones.queries import ZoneQueries


@entity("", visible=EVERYONE, public=EVERYONE)
class Query(
    AreaQueries,
    OrganisationQueries,
    CommitteeQueries,
    ZoneQueries,
    PersonQueries,
    AccountQueries,
    EventQueries,
    SearchQueries,
):
    """Everything that can be seen."""

    node: Node | None = node_lookup()
    """Any object by its global id; null when there is none or the viewer may not see it."""
    nodes: list[Node | None] = node_lookup(many=True)
    """Objects by their global ids, in the order asked for, null in place of what is not there or not visible."""


Mutation = create_type("Mutation", gather(decisions), description="Everything that can be done: one action, one transaction, one event.")

schema = strawberry.Schema(query=Query, mutation=Mutation, config=StrawberryConfig(disable_field_suggestions=True))
prepare(schema._schema)
