"""What random documents ask for: ids, codes, words and cursors that exist, and some that do not."""

import base64
import json
from typing import Any

import orjson
from graphql import GraphQLEnumType

from schema.engine.mapping import TYPES
from schema.engine.reader import Engine
from tests.engine.crowd_plenaries import HALF_YEARS
from tests.story import Story, ask

WORDS = ["朝外", "cw", "js", "jiqingli", "", "91", "党", "林", "样例", "zzz", "'; drop table area; --", "%", "一 区", "🙂"]
DAYS = ["2026-01-01", "1949-10-01", "2024-02-29", "2027-06-30"]
MOMENTS = ["2026-01-01T00:00:00+08:00", "2030-01-01T00:00:00Z", "2024-05-06T07:08:09.123456+00:00"]
HOURS = ["09:00", "13:30:00", "00:00"]
NO_IDS = ["", "org_0", "org_01", "nothing_7", "ORG_1", "area_99999999999999999999", "area_999999999999999999", "org_1 ", "'", 5]
LISTS = {"AreaOrder": "areas", "OrganisationOrder": "organisations", "CommitteeOrder": "committees", "ZoneOrder": "zones"}
LISTS |= {"PersonOrder": "people", "AccountOrder": "accounts", "EventOrder": "events", "DuplicateOrder": "organisationDuplicates"}
LISTS |= {"CategoryOrder": "categories", "ResourceOrder": "resources", "DemandOrder": "demands", "MatchOrder": "matches"}
LISTS |= {"ProjectOrder": "projects", "PlanOrder": "plans"}
NESTED = {
    "SeatOrder": "committees(first: 20) { nodes { list: seats(%s) { edges { cursor } } } }",
    "MembershipOrder": "people(first: 20) { nodes { list: memberships(%s) { edges { cursor } } } }",
    "VisitOrder": "organisations(first: 60) { nodes { list: visits(%s) { edges { cursor } } } }",
    "ProjectNoteOrder": "projects(first: 60) { nodes { list: notes(%s) { edges { cursor } } } }",
    "ProjectSpendingOrder": "projects(first: 60) { nodes { list: spendings(%s) { edges { cursor } } } }",
    "PlanNeedOrder": "plans(first: 60) { nodes { list: needs(%s) { edges { cursor } } } }",
    "PlanLineOrder": "plans(first: 60) { nodes { list: lines(%s) { edges { cursor } } } }",
    "CapacityOrder": "resources(first: 60) { nodes { list: ledger(%s) { edges { cursor } } } }",
    "WaitOrder": "demands(first: 100) { nodes { list: waits(%s) { edges { cursor } } } }",
    "CommentOrder": "demands(first: 60) { nodes { list: comments(%s) { edges { cursor } } } }",
    "NotificationOrder": "viewer { list: notifications(%s) { edges { cursor } } }",
    "WaitingOrder": "viewer { list: waiting(%s) { edges { cursor } } }",
    "WatchOrder": "viewer { list: watches(%s) { edges { cursor } } }",
    "ZoneUnitOrder": "zones { nodes { list: units(%s) { edges { cursor } } } }",
}


class Facts:
    """Values to pick from."""

    def __init__(self) -> None:
        self.ids: dict[str, list[Any]] = {}
        """By prefix."""
        self.texts: list[str] = []
        self.cursors: dict[tuple[str, str], list[str]] = {}
        """By the order's type and name."""
        self.odd_cursors = ["", "x", "W10", _cursor(["CODE"]), _cursor(["NAME", 1, 1]), _cursor(["RECENT", "x", 1]), "é"]

    def scalars(self, type_: str, name: str, target: str) -> list[Any]:
        """Values of a scalar for an argument or filter field of this name on a field of this type."""
        match type_:
            case "ID":
                return self._ids(name, target)
            case "Boolean":
                return [True, False]
            case "Date":
                return DAYS
            case "DateTime":
                return MOMENTS
            case "Time":
                return HOURS
            case "Int":
                return [1, 2, 3]
            case _:
                words = WORDS if name in ("search", "text") else self.texts
                return HALF_YEARS if name in ("halfYear", "listedIn", "period") else words

    def _ids(self, name: str, target: str) -> list[Any]:
        everything = [one for ids in self.ids.values() for one in ids[:6]]
        mapped = TYPES.get(target.removesuffix("Connection"))
        prefix = (
            mapped.prefix if mapped and name == "id" else "area" if name in ("within", "serves", "eq", "in", "area") else None
        )
        fitting = self.ids.get(str(prefix), []) or everything
        return [*fitting, *everything, *fitting[:8], *NO_IDS]

    def literal(self, value: Any) -> str:
        """A scalar as it is written in a document."""
        return json.dumps(value, ensure_ascii=False)


async def gather(engine: Engine, story: Story) -> Facts:
    """The facts of a database, seen by an administrator."""
    facts = Facts()
    for one in TYPES.values():
        if one.prefix:
            rows = await engine.services.pool.fetch(f"select id from {one.table} order by id desc limit 40")
            facts.ids[one.prefix] = [f"{one.prefix}_{row['id']}" for row in rows]
    codes = await engine.services.pool.fetch(
        "(select code from area order by id desc limit 30) union all select uscc from organisation"
    )
    facts.texts = [
        *(row["code"] for row in codes if row["code"]),
        *HALF_YEARS,
        HALF_YEARS[0][:4],
        "智慧社区",
        "organisation.approved",
        "OLD",
        "",
        "'",
        'a"b\\c\n',
        "無",
    ]
    for name, enum in engine.schema._schema.type_map.items():
        if isinstance(enum, GraphQLEnumType) and name.endswith("Order"):
            for order in enum.values:
                facts.cursors[name, order] = await _cursors(engine, story, name, order)
    return facts


async def _cursors(engine: Engine, story: Story, name: str, order: str) -> list[str]:
    page = f"first: 40, orderBy: {order}"
    if name not in LISTS and name not in NESTED:
        return [_cursor([order, 1, 1])]
    document = f"list: {LISTS[name]}({page}) {{ edges {{ cursor }} }}" if name in LISTS else NESTED[name] % page
    data = await ask(engine, f"{{ {document} }}", None, story.administrator)
    return sorted(_edges(data)) or [_cursor([order, "x", 1])]


def _edges(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["cursor"]} if "cursor" in value else set()
        return own.union(*(_edges(one) for one in value.values()))
    return set().union(*(_edges(one) for one in value)) if isinstance(value, list) else set()


def _cursor(content: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")
