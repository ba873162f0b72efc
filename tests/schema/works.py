"""How tests of the project list act: a project of 朝外街道 in any state, and who stands on which side of it."""

from collections.abc import Mapping
from typing import Any

from api.sample.places import JIQINGLI
from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema import needs, promises
from tests.schema.acting import done, number
from tests.schema.registry import OTHER, UNIT
from tests.story import Story

STATES = ("PROPOSED", "PUBLISHED", "CLAIMED", "SIGNED", "IN_PROGRESS", "DELIVERED", "EVALUATED", "WRITTEN_OFF")
CRITERIA = ["服务满 40 小时", "居民满意度不低于九成"]
_PATHS: Mapping[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "PUBLISHED": (("coordinator", "projectPublish", {}),),
    "CLAIMED": (),
    "SIGNED": (("coordinator", "projectSign", {}),),
    "IN_PROGRESS": (
        ("coordinator", "projectCriteria", {"criteria": CRITERIA}),
        ("manager", "projectStart", {}),
    ),
    "DELIVERED": (("manager", "projectDeliver", {"outcome": "陪伴就医 40 小时", "beneficiaries": 25}),),
    "EVALUATED": (("member", "projectRate", {"rating": 4, "words": "很及时"}),),
    "WRITTEN_OFF": (("coordinator", "projectWriteOff", {}),),
}
"""By state: who brings a project there from the one before, and how."""


async def proposed(engine: Engine, story: Story, viewer: Viewer | None = None, **more: Any) -> str:
    """The id of a project that waits for the committee."""
    given = {"title": "吉庆里陪伴就医", "area": story.area(JIQINGLI), "halfYear": "2026-H2"} | more
    payload = await done(engine, viewer or story.coordinator, "projectPropose", given, "project { id }")
    found: str = payload["project"]["id"]
    return found


async def project(engine: Engine, story: Story, state: str = "PROPOSED", **more: Any) -> str:
    """The id of a project that came to a state step by step; it fulfils a demand that a stranger to its doers has filed."""
    demand = more.pop("demand", None) or await filed_by_stranger(engine, story)
    id_ = await proposed(engine, story, demands=[demand], **more)
    for name in STATES[1 : STATES.index(state) + 1]:
        if name == "CLAIMED":
            await (takes_lead if more.get("matches") else leads)(engine, story, id_)
        if name == "WRITTEN_OFF":
            await compare(engine, story, id_)
        for who, mutation, given in _PATHS[name]:
            viewer = story.stranger if mutation == "projectRate" else getattr(story, who)
            await done(engine, viewer, mutation, {"id": id_, **given})
    assert (await promises.shown(engine, story.administrator, id_, "status"))["status"] == state
    return id_


async def filed_by_stranger(engine: Engine, story: Story) -> str:
    """The id of a demand of the list that somebody filed who belongs to none of the units here."""
    given: dict[str, Any] = {**promises.UNITS, "organisation": None, "title": "陪伴独居老人就医"}
    return await needs.listed(engine, story, viewer=story.stranger, **given)


async def leads(engine: Engine, story: Story, id_: str) -> str:
    """The id of the claim with which the unit came to lead a project."""
    given = {"id": id_, "organisation": story.organisation(UNIT), "kind": "VOLUNTEER", "part": "每周派 4 人"}
    payload = await done(engine, story.manager, "projectClaim", given, "projectPartner { id }")
    claim: str = payload["projectPartner"]["id"]
    await done(engine, story.coordinator, "projectPartnerAccept", {"id": claim, "lead": True})
    return claim


async def takes_lead(engine: Engine, story: Story, id_: str) -> None:
    """Let the unit lead that has promised something already."""
    await done(engine, story.coordinator, "projectLead", {"id": id_, "organisation": story.organisation(UNIT)})


async def invited(engine: Engine, story: Story, id_: str, unit: str = OTHER, **more: Any) -> str:
    """The id of what a unit is to a project that the committee has asked it to take part in."""
    given = {"id": id_, "organisation": story.organisation(unit), "kind": "CHARITY"} | more
    payload = await done(engine, story.coordinator, "projectInvite", given, "projectPartner { id }")
    found: str = payload["projectPartner"]["id"]
    return found


async def compare(engine: Engine, story: Story, id_: str, met: bool = True) -> None:
    """Compare a project with each of its criteria."""
    seen = await promises.shown(engine, story.coordinator, id_, "criteria { id }")
    results = [{"criterion": one["id"], "met": met} for one in seen["criteria"]]
    await done(engine, story.coordinator, "projectCompare", {"id": id_, "results": results})


async def awarded(engine: Engine, story: Story, award: str = "1000", state: str = "IN_PROGRESS") -> str:
    """The id of a project with money."""
    id_ = await project(engine, story, state)
    await done(engine, story.coordinator, "projectAward", {"id": id_, "award": award})
    return id_


async def spent(engine: Engine, story: Story, id_: str, amount: str) -> str:
    """The id of an entry of spending."""
    given = {"id": id_, "amount": amount, "purpose": "就医交通"}
    payload = await done(engine, story.manager, "projectSpend", given, "projectSpending { id }")
    found: str = payload["projectSpending"]["id"]
    return found


async def rows(engine: Engine, id_: str, table: str) -> list[Any]:
    """The rows of a part of a project, in the order of their entry."""
    return list(await engine.services.pool.fetch(f"select * from {table} where project_id = $1 order by 1, 2", number(id_)))
