"""What the types say about their tables is true of the live database."""

import re
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from graphql import GraphQLEnumType, GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type
from strawberry.utils.str_converters import to_camel_case

from schema import schema
from schema.engine import mapping as m
from schema.engine.access import Viewer
from schema.engine.ordering import Keys
from schema.engine.parameters import Parameters, Request
from schema.engine.reader import Engine
from tests.story import Story, answer_of

pytestmark = pytest.mark.check

TYPES = {name: one for name, one in m.TYPES.items() if name in schema._schema.type_map}


def leaves(name: str) -> list[str]:
    """The fields of a type that need neither arguments nor a selection."""
    type_ = schema._schema.type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    plain = [field for field, one in type_.fields.items() if is_leaf_type(get_named_type(one.type)) and not one.args]
    return plain or ["__typename"]


WAYS = {
    "Area": "areas(first: 100) { nodes",
    "AreaClass": "areaClasses",
    "BalanceGap": "areas(first: 100) { nodes { gaps",
    "AreaParentage": "areas(first: 100) { nodes { parentages",
    "Organisation": "organisations(first: 100) { nodes",
    "Contact": "organisations(first: 100) { nodes { contacts",
    "Visit": "organisations(first: 100) { nodes { visits { nodes",
    "RecordMark": "organisations(first: 100) { nodes { recordMark",
    "RecordEntry": "organisations(first: 100) { nodes { recordMark { entries { nodes",
    "Membership": "people(first: 100) { nodes { memberships { nodes",
    "Person": "people(first: 100) { nodes",
    "Committee": "committees(first: 100) { nodes",
    "Seat": "committees(first: 100) { nodes { seats(first: 100) { nodes",
    "Zone": "zones { nodes",
    "ZoneUnit": "zones { nodes { units { nodes",
    "Account": "accounts { nodes",
    "Session": "accounts { nodes { sessions",
    "Token": "accounts { nodes { tokens",
    "Category": "categories(first: 100) { nodes",
    "Resource": "resources(first: 100) { nodes",
    "ResourceWindow": "resources(first: 100) { nodes { windows",
    "Opening": "resources(first: 100) { nodes { openings",
    "Wait": "demands(first: 100) { nodes { waits { nodes",
    "CapacityEntry": "resources(first: 100) { nodes { ledger { nodes",
    "Demand": "demands(first: 100) { nodes",
    "Claim": "demands(first: 100) { nodes { claims",
    "Match": "matches(first: 100) { nodes",
    "Delivery": "matches(first: 100) { nodes { deliveries",
    "Candidate": "demands(first: 60) { nodes { candidates",
    "Portfolios": "demands(first: 60) { nodes { portfolios",
    "Portfolio": "demands(first: 40) { nodes { portfolios { choices",
    "PortfolioPart": "demands(first: 40) { nodes { portfolios { choices { parts",
    "PortfolioExclusion": "demands(first: 60) { nodes { portfolios { excluded",
    "MatchWeights": "matchWeights",
    "Plan": "plans(first: 100) { nodes",
    "PlanNeed": "plans(first: 100) { nodes { needs(first: 60) { nodes",
    "PlanLine": "plans(first: 100) { nodes { lines(first: 60) { nodes",
    "PlanRule": "plans(first: 100) { nodes { rules",
    "PlanAlternative": "plans(first: 60) { nodes { needs(first: 20) { nodes { alternatives",
    "PlanEffect": "plans(first: 40) { nodes { needs(first: 20) { nodes { alternatives { effects",
    "PlanCommunity": "plans(first: 100) { nodes { communities",
    "PlanWeights": "planWeights",
    "Project": "projects(first: 100) { nodes",
    "ProjectPartner": "projects(first: 100) { nodes { partners",
    "ProjectCriterion": "projects(first: 100) { nodes { criteria",
    "ProjectStage": "projects(first: 100) { nodes { stages",
    "ProjectNote": "projects(first: 100) { nodes { notes { nodes",
    "ProjectSpending": "projects(first: 100) { nodes { spendings { nodes",
    "ProjectRating": "projects(first: 100) { nodes { ratings",
    "Comment": "demands(first: 100) { nodes { comments { nodes",
    "Mention": "demands(first: 100) { nodes { comments { nodes { mentions",
    "Attachment": "resources(first: 100) { nodes { attachments",
    "Upload": "viewer { uploads",
    "Waiting": "viewer { waiting(first: 100) { nodes",
    "Digest": "viewer { digests",
    "Watch": "viewer { watches(first: 100) { nodes",
    "Notification": "viewer { notifications(first: 100) { nodes",
    "Event": "events(first: 100) { nodes",
    "Viewer": "viewer",
    "UndeliveredLetters": "undeliveredLetters",
    "SearchHit": 'search(text: "朝")',
    "OrganisationDuplicate": "organisationDuplicates { nodes",
}
"""How a document gets to rows of each type."""


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("login", ["public", "member", "chaowai", "admin"])
async def test_every_value_of_a_type_can_be_read_and_is_null_only_where_the_contract_allows(
    wide_engine: Engine, story: Story, name: str, login: str
) -> None:
    way = WAYS[name]
    document = f"{{ {way} {{ {' '.join(leaves(name))} }} {'}' * way.count('{')} }}"
    answer = await answer_of(wide_engine, document, None, story.everyone[login])
    assert "errors" not in answer, answer
    type_ = schema._schema.type_map[name]
    for row in rows(answer["data"]):
        wrong = [key for key, value in row.items() if value is None and isinstance(type_.fields[key].type, GraphQLNonNull)]  # type: ignore[attr-defined]
        assert not wrong, f"{name}: {wrong} in {row}"


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """The innermost objects of an answer."""
    if isinstance(value, list):
        for one in value:
            yield from rows(one)
    elif isinstance(value, dict):
        inner = [
            one for one in value.values() if isinstance(one, dict) or (isinstance(one, list) and one and isinstance(one[0], dict))
        ]
        if inner and len(value) == 1:
            yield from rows(inner[0])
        elif not (len(value) == 1 and isinstance(next(iter(value.values())), list | None)):
            yield value


async def test_every_type_that_the_public_may_see_is_readable_for_the_role_of_the_public(wide_engine: Engine) -> None:
    for name, one in TYPES.items():
        if one.public != "false" and name in WAYS:
            answer = await answer_of(
                wide_engine, f"{{ {WAYS[name]} {{ {' '.join(leaves(name))} }} {'}' * WAYS[name].count('{')} }}"
            )
            assert "errors" not in answer, (name, answer)


async def test_the_role_of_the_public_cannot_select_what_is_hidden(wide_engine: Engine) -> None:
    hidden = (
        "contact",
        "person",
        "membership",
        "account",
        "session",
        "token",
        "event",
        "visit",
        "answer",
        "list_import",
        "plan",
        "plan_line",
        "plan_input",
        "upload",
        "stored_file",
    )
    for table in hidden:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await wide_engine.services.public_pool.fetch(f"select * from {table} limit 1")


def test_each_relation_leads_to_a_mapped_type() -> None:
    for name, one in TYPES.items():
        type_ = schema._schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        for field in type_.fields.values():
            declared = field.extensions["strawberry-definition"]
            source = one.fields[declared.python_name].source
            target = get_named_type(field.type).name.removesuffix("Connection")
            if isinstance(source, m.ToOne | m.ToMany | m.Pages):
                assert target in m.TYPES, f"{name}.{declared.python_name}"


async def test_the_members_of_an_enum_are_what_the_constraints_allow(reading_engine: Engine) -> None:
    checks = await reading_engine.services.pool.fetch(
        "select conname, conrelid::regclass::text as table_name, pg_get_constraintdef(oid) as definition"
        " from pg_constraint where contype = 'c' and conname ~ '_known$'"
    )
    allowed = {
        (row["table_name"], match[1]): set(re.findall(r"'(\w+)'::text", row["definition"]))
        for row in checks
        if (match := re.search(r"\(+(\w+) = ANY", row["definition"]))
    }
    compared = 0
    for name, one in TYPES.items():
        type_ = schema._schema.type_map[name]
        for field in type_.fields.values():  # type: ignore[attr-defined]
            declared, enum = field.extensions["strawberry-definition"], get_named_type(field.type)
            source = one.fields[declared.python_name].source
            if (
                isinstance(enum, GraphQLEnumType)
                and isinstance(source, m.Column)
                and (one.table, declared.python_name) in allowed
            ):
                # What is derived may be more than what is stored.
                derived = set(enum.values) - allowed[one.table, declared.python_name] if "case" in source.sql else set()
                stored = set(enum.values) - derived
                assert stored == allowed[one.table, declared.python_name], f"{name}.{declared.python_name}"
                compared += 1
    assert compared >= 10


def orders() -> list[Any]:
    """Every order of every connection, once for each table."""
    found = {}
    for one in TYPES.values():
        for python_name, mapped in one.fields.items():
            if isinstance(mapped.source, m.Pages):
                type_: Any = schema._schema.type_map[one.name]
                declared = type_.fields[to_camel_case(python_name)]
                target = TYPES[get_named_type(declared.type).name.removesuffix("Connection")]
                for order in mapped.source.order:
                    found[target.name, order.name] = (target, order.value)
    return [pytest.param(*case, id="-".join(key)) for key, case in found.items()]


@pytest.mark.parametrize(("target", "order"), orders())
async def test_the_keys_of_an_order_are_never_null_and_of_the_types_said(
    wide_engine: Engine, target: m.TypeMapping, order: Keys
) -> None:
    keys = [key.replace("{row}", "r") for key in order.all_keys]
    types = ", ".join(f"pg_typeof({key})::text" for key in keys)
    somebody = Request(Viewer(account=1, person=1, areas=("110105/",), managed=tuple(range(100))), {})
    parameters = Parameters()
    rows = f"{parameters.expand_viewer(target.table)} r"
    row = await wide_engine.services.pool.fetchrow(f"select {types} from {rows} limit 1", *parameters.bind(somebody))
    if row is not None:
        named = {"timestamp with time zone": "timestamptz"}
        compatible = {("smallint", "integer"), ("bigint", "integer"), ("integer", "bigint"), ("smallint", "bigint")}
        for found, said in zip(row, order.all_types, strict=True):
            assert named.get(found, found) == said or (found, said) in compatible
    nulls = await wide_engine.services.pool.fetchval(
        f"select count(*) from {rows} where {' or '.join(f'{key} is null' for key in keys)}", *parameters.bind(somebody)
    )
    assert nulls == 0


def test_everything_reachable_is_tried_here() -> None:
    for name, one in TYPES.items():
        if one.prefix and name not in WAYS:
            assert name == "ListImport", f"say in WAYS how a document gets to rows of {name}"
