"""How tests act: a mutation as somebody, what it refused, and whether it left a trace."""

from collections.abc import Mapping
from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.story import Story, ask

TABLES = (
    *("area", "area_parentage", "area_overlap", "organisation", "committee", "seat", "zone", "zone_unit", "person", "membership"),
    *("category", "resource", "resource_window", "resource_service_area", "demand", "claim", "match", "delivery"),
    *("record_entry", "match_choice"),
    *("capacity_entry", "wait"),
    *("project", "project_partner", "project_criterion", "project_stage", "project_note", "project_spending", "project_rating"),
    *("project_demand", "project_match", "project_brand"),
    *("letter", "resource_link", "resource_link_offer"),
    *("watch", "notification", "digest_choice", "comment", "mention", "attachment", "upload"),
    *("plan", "plan_need", "plan_line", "plan_rule", "plan_community", "plan_weights", "plan_alternative"),
    *("match_weights", "account", "event", "answer"),
)


async def act(engine: Engine, viewer: Viewer, mutation: str, input: Mapping[str, Any], select: str = "") -> Any:
    """The payload of a mutation, with its refusals."""
    kind = mutation[0].upper() + mutation[1:]
    document = f"mutation($input: {kind}Input!) {{ {mutation}(input: $input) {{ {select} refusals {{ code path message }} }} }}"
    return (await ask(engine, document, {"input": input}, viewer))[mutation]


async def done(engine: Engine, viewer: Viewer, mutation: str, input: Mapping[str, Any], select: str = "") -> Any:
    """The payload of a mutation that must succeed."""
    payload = await act(engine, viewer, mutation, input, select)
    assert payload["refusals"] == []
    return payload


async def refused(engine: Engine, viewer: Viewer, mutation: str, input: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes and paths of the refusals of a mutation, which must not leave a trace."""
    before = await trace(engine)
    payload = await act(engine, viewer, mutation, input)
    assert await trace(engine) == before
    return [(one["code"], one["path"]) for one in payload["refusals"]]


async def trace(engine: Engine) -> dict[str, str]:
    """A fingerprint of every row, by table."""
    sums = ", ".join(f"(select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {name} t)" for name in TABLES)
    row = await engine.services.pool.fetchrow(f"select {sums}")
    assert row is not None
    return dict(zip(TABLES, row, strict=True))


async def events(engine: Engine, verb: str) -> list[Any]:
    """The events of a verb since the story, which came in by the command line; latest first."""
    return list(await engine.services.pool.fetch("select * from event where verb = $1 and via <> 'cli' order by id desc", verb))


def viewer_of(story: Story, who: str) -> Viewer:
    """Somebody of the cast by their part, such as ``coordinator_elsewhere``, or the public."""
    found = getattr(story, who)
    assert isinstance(found, Viewer)
    return found


def number(id: str) -> int:
    """The row number in a global id."""
    return int(id.rsplit("_", 1)[1])


HOSTILE = ("", "   ", "\n", "长" * 10_000, "\u202e\u0000\u200b")
"""Texts that no required line may be: empty, empty but for spaces or for characters that nobody sees, far too long."""
STRANGE = ("👩‍👩‍👧小区𠮷", "a'; drop table area; --", "<script>1</script>")
"""Texts that must be kept as they are: emoji, characters of four bytes, what some programs would take for code."""
WRONG_IDS = ("", "area_", "area_0", "area_999999999999999999", "org_1", "1", "område", "area_1 ", "⁷")
"""Ids that name no area."""
