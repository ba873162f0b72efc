"""The schema: one contract for pages, apps, imports and jobs. This file is its table of contents."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type

from schema.accounts import accounts, emails, opening, passwords, signing, tokens
from schema.accounts.queries import AccountQueries
from schema.areas import actions as area_actions
from schema.areas import imports as area_imports
from schema.areas.queries import AreaQueries
from schema.attachments import attaching, receiving
from schema.attachments.queries import AttachmentQueries
from schema.balances.queries import BalanceQueries
from schema.capacity import correcting, waiting
from schema.capacity.queries import CapacityQueries
from schema.categories import actions as category_actions
from schema.categories.queries import CategoryQueries
from schema.comments import withdrawing, writing
from schema.comments.queries import CommentQueries
from schema.committees import actions as committee_actions
from schema.committees import seats
from schema.committees.queries import CommitteeQueries
from schema.demands import claims, filing
from schema.demands import decisions as demand_decisions
from schema.demands import editing as demand_editing
from schema.demands.filing import FilingQueries
from schema.demands.queries import DemandQueries
from schema.engine.access import EVERYONE
from schema.engine.actions import gather
from schema.engine.interpreter import prepare
from schema.engine.mapping import entity, node_lookup
from schema.engine.relay import Node
from schema.events.queries import EventQueries
from schema.events.subscriptions import Subscription
from schema.imports import actions as import_actions
from schema.imports.queries import ImportQueries
from schema.mail.undelivered import MailQueries
from schema.matching import answering, delivering, portfolio_proposing, proposing, transferring, weights
from schema.matching.queries import MatchingQueries
from schema.matching.ranking import RankingQueries
from schema.notifications import digests, reading, watching
from schema.notifications.queries import NotificationQueries
from schema.organisations import (
    contact_book,
    decisions,
    distinction,
    editing,
    liaison,
    merging,
    registration,
    tagging,
    unmerging,
)
from schema.organisations.pairs import DuplicateQueries
from schema.organisations.queries import OrganisationQueries
from schema.organisations.registration import RegistrationQueries
from schema.people import actions as person_actions
from schema.people import memberships
from schema.people.queries import PersonQueries
from schema.plans import accepting as plan_accepting
from schema.plans import asking as plan_asking
from schema.plans import editing as plan_editing
from schema.plans import explaining as plan_explaining
from schema.plans import weighing as plan_weighing
from schema.plans.queries import PlanQueries
from schema.plenaries.queries import PlenaryQueries
from schema.projects import carrying, evaluating, money, partners, planning
from schema.projects import decisions as project_decisions
from schema.projects import proposing as project_proposing
from schema.projects.queries import ProjectQueries
from schema.records import contesting
from schema.records.queries import RecordQueries
from schema.resources import decisions as resource_decisions
from schema.resources import editing as resource_editing
from schema.resources import links as resource_links
from schema.resources import registration as resource_registration
from schema.resources.hours import HOUR, Hour
from schema.resources.links import ConfirmationQueries
from schema.resources.queries import ResourceQueries
from schema.search.queries import SearchQueries
from schema.zones import actions as zone_actions
from schema.zones.queries import ZoneQueries


@entity("", visible=EVERYONE, public=EVERYONE)
class Query(
    AreaQueries,
    OrganisationQueries,
    RegistrationQueries,
    DuplicateQueries,
    ImportQueries,
    CommitteeQueries,
    ZoneQueries,
    CategoryQueries,
    ResourceQueries,
    ConfirmationQueries,
    DemandQueries,
    FilingQueries,
    MatchingQueries,
    RankingQueries,
    PlanQueries,
    CapacityQueries,
    ProjectQueries,
    RecordQueries,
    CommentQueries,
    PlenaryQueries,
    BalanceQueries,
    AttachmentQueries,
    NotificationQueries,
    PersonQueries,
    AccountQueries,
    MailQueries,
    EventQueries,
    SearchQueries,
):
    """Everything that can be seen."""

    node: Node | None = node_lookup()
    """Any object by its global id; null when there is none or the viewer may not see it."""
    nodes: list[Node | None] = node_lookup(many=True)
    """Objects by their global ids, in the order asked for, null in place of what is not there or not visible."""


_ACTIONS = gather(
    *(signing, passwords, opening, accounts, emails, tokens),
    *(person_actions, memberships),
    *(area_actions, area_imports, committee_actions, seats, zone_actions),
    *(registration, editing, decisions, tagging, merging, unmerging, distinction, contact_book, liaison),
    *(import_actions,),
    *(category_actions, resource_registration, resource_editing, resource_decisions, resource_links, correcting),
    *(filing, demand_editing, demand_decisions, claims),
    *(proposing, portfolio_proposing, answering, transferring, delivering, weights, waiting),
    *(plan_asking, plan_editing, plan_explaining, plan_accepting, plan_weighing),
    *(project_proposing, partners, planning, money, project_decisions, evaluating, carrying),
    *(contesting,),
    *(writing, withdrawing, watching, reading, digests),
    *(receiving, attaching),
)
Mutation = create_type("Mutation", _ACTIONS, description="Everything that can be done: one action, one transaction, one event.")

schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(disable_field_suggestions=True, scalar_map={Hour: HOUR}),
)
contract: GraphQLSchema = schema._schema  # noqa: SLF001 - Strawberry has no other name for it
"""The same schema as graphql-core knows it."""

prepare(contract)
