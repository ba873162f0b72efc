"""How tests of the resource list act: an offer of 朝外示范科技有限公司 in any state, and what each party is told about it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from schema.engine.access import Viewer
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, done, number
from tests.schema.registry import UNIT
from tests.story import Story, ask

TITLE = "吉庆里共享会议室"
STATES = ("DRAFT", "SUBMITTED", "RETURNED", "LISTED", "WITHDRAWN")
PATHS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "DRAFT": (),
    "SUBMITTED": (),
    "RETURNED": (("coordinator", "resourceReturn", "请写明可容纳人数"),),
    "LISTED": (("coordinator", "resourceList", ""),),
    "WITHDRAWN": (("manager", "resourceWithdraw", "本季度装修"),),
}
"""By state: who brings a registered offer there, and how."""


async def category(engine: Engine, code: str, list_: str = "RESOURCE") -> str:
    """The global id of a class."""
    found = await engine.services.pool.fetchval("select id from category where list = $1 and code = $2", list_, code)
    return f"category_{found}"


async def new_offer(engine: Engine, story: Story, code: str = "VOLUNTEER", **more: Any) -> dict[str, Any]:
    """The input of an offer of the unit."""
    given = {"organisation": story.organisation(UNIT), "category": await category(engine, code), "title": TITLE, "quantity": "12"}
    return given | more


async def offered(engine: Engine, story: Story, state: str = "LISTED", **more: Any) -> str:
    """The global id of an offer that its manager has registered and that came to this state step by step."""
    given = await new_offer(engine, story, **more) | {"draft": state == "DRAFT"}
    payload = await done(engine, story.manager, "resourceRegister", given, "resource { id }")
    id_: str = payload["resource"]["id"]
    for who, mutation, reason in PATHS[state]:
        viewer: Viewer = getattr(story, who)
        await done(engine, viewer, mutation, {"id": id_} | ({"reason": reason} if reason else {}))
    assert (await offer_row(engine, id_))["status"] == state
    return id_


async def offer_row(engine: Engine, id_: str) -> Any:
    """The row of an offer."""
    return await engine.services.pool.fetchrow("select * from resource where id = $1", number(id_))


async def seen(engine: Engine, viewer: Viewer, id_: str, select: str = "id") -> Any:
    """What the viewer gets of an offer; None when it is not there for them."""
    return (await ask(engine, f"query($id: ID!) {{ resource(id: $id) {{ {select} }} }}", {"id": id_}, viewer))["resource"]


async def listed(engine: Engine, viewer: Viewer, **filter_: Any) -> set[str]:
    """The ids of the offers on the viewer's list."""
    document = "query($filter: ResourceFilter) { resources(first: 100, filter: $filter) { nodes { id } } }"
    found = await ask(engine, document, {"filter": filter_}, viewer)
    return {one["id"] for one in found["resources"]["nodes"]}


async def age(engine: Engine, id_: str, *, left: int = 30, unconfirmed: int = 0) -> None:
    """Let time pass: so many days are left to an offer, and so many are gone since it was confirmed."""
    await engine.services.pool.execute(
        "update resource set valid_until = current_date + $2::int, confirmed_on = current_date - $3::int where id = $1",
        *(number(id_), left, unconfirmed),
    )


async def told(engine: Engine, viewer: Viewer, mutation: str, given: Mapping[str, Any]) -> list[str]:
    """The codes of a mutation's refusals; none: it was done."""
    payload = await act(engine, viewer, mutation, given)
    return [one["code"] for one in payload["refusals"]]


def day(after: int = 0) -> str:
    """The day so many days from today, as clients write it."""
    return str(today() + timedelta(days=after))


def next_monday() -> date:
    """The first Monday after today."""
    return today() + timedelta(days=8 - today().isoweekday())
