"""How tests of matching act: an offer and a demand that fit, and a promise between them in any state."""

from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema import needs, offers
from tests.schema.acting import done, number
from tests.story import Story, ask

UNITS = {"quantity": "40", "unit": "人时"}


async def pair(engine: Engine, story: Story, **more: Any) -> dict[str, str]:
    """The ids of a demand on the list for 40 hours, filed by the community's coordinator, and of an offer of 12 that fits."""
    wanted: dict[str, Any] = {
        "category": await needs.category(engine, "CARE"),
        "title": "陪伴独居老人就医",
        **UNITS,
        "organisation": None,
    }
    demand = await needs.listed(engine, story, viewer=story.member, **wanted)
    return {"demand": demand, "resource": await offers.offered(engine, story, title="陪伴老人就医志愿服务", **more)}


async def proposed(engine: Engine, story: Story, both: dict[str, str] | None = None, **more: Any) -> str:
    """The id of a proposal of ten hours."""
    given = {"quantity": "10", **(both or await pair(engine, story))} | more
    payload = await done(engine, story.coordinator, "matchPropose", given, "match { id }")
    found: str = payload["match"]["id"]
    return found


async def agreed(engine: Engine, story: Story, both: dict[str, str] | None = None, **more: Any) -> str:
    """The id of a promise of ten hours."""
    match = await proposed(engine, story, both, **more)
    await done(engine, story.manager, "matchAccept", {"id": match})
    return match


async def reported(engine: Engine, story: Story, match: str, quantity: str = "10") -> str:
    """The id of a delivery that the unit has reported."""
    given = {"id": match, "quantity": quantity}
    payload = await done(engine, story.manager, "deliveryReport", given, "delivery { id }")
    found: str = payload["delivery"]["id"]
    return found


async def shown(engine: Engine, viewer: Viewer, id_: str, select: str) -> Any:
    """What the viewer gets of an object; None when it is not there for them."""
    type_ = id_.split("_", maxsplit=1)[0]
    return (await ask(engine, f"query($id: ID!) {{ {type_}(id: $id) {{ {select} }} }}", {"id": id_}, viewer))[type_]


async def put(engine: Engine, match: str, **columns: Any) -> None:
    """Change a match behind the schema's back, as time might."""
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 2))
    await engine.services.pool.execute(f"update match set {names} where id = $1", number(match), *columns.values())
