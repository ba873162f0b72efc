"""Tags of organisations, one by one and many at once."""

from schema.engine.reader import Engine
from tests.schema.acting import done, events
from tests.schema.registry import OTHER, SUSPENDED, UNIT, WAITING, denied, row
from tests.story import Story


async def test_only_coordinators_give_tags(engine: Engine, story: Story) -> None:
    edit = {"id": story.organisation(UNIT), "tags": ["先锋", " 先锋 ", "红色物业"]}
    assert await denied(engine, story.manager, "organisationEdit", edit) == [("NOT_ALLOWED", "tags")]
    await done(engine, story.coordinator, "organisationEdit", edit)
    assert (await row(engine, story.organisation(UNIT)))["tags"] == ["先锋", "红色物业"]
    await done(
        engine,
        story.manager,
        "organisationEdit",
        {"id": story.organisation(UNIT), "tags": ["先锋", "红色物业"], "address": "新址"},
    )


async def test_tags_come_and_go_for_many_at_once_or_for_none(engine: Engine, story: Story) -> None:
    ids = [story.organisation(name) for name in (UNIT, OTHER, SUSPENDED)]
    tag = {"ids": [*ids, ids[0]], "add": ["先锋"], "remove": ["两新组织"]}
    payload = await done(engine, story.coordinator, "organisationTag", tag, "organisations { id tags }")
    assert {one["id"] for one in payload["organisations"]} == set(ids)
    assert all("先锋" in one["tags"] and "两新组织" not in one["tags"] for one in payload["organisations"])
    assert len(await events(engine, "organisation.tagged")) == 3
    mixed = [ids[0], story.organisation("建外示范律师事务所"), "org_999999", story.organisation(WAITING), "nonsense"]
    told = await denied(engine, story.coordinator, "organisationTag", {"ids": mixed, "add": ["别"]})
    assert sorted(told, key=lambda one: one[1]) == [
        ("NOT_ALLOWED", "ids.1"),
        ("NOT_FOUND", "ids.2"),
        ("STEP_NOT_POSSIBLE", "ids.3"),
        ("NOT_FOUND", "ids.4"),
    ]


async def test_tagging_is_bounded(reading_engine: Engine, story: Story) -> None:
    unit = story.organisation(UNIT)
    for given, expected in (
        ({"ids": [], "add": ["甲"]}, ("TOO_MANY", "ids")),
        ({"ids": [f"org_{one}" for one in range(1, 102)], "add": ["甲"]}, ("TOO_MANY", "ids")),
        ({"ids": [unit]}, ("REQUIRED", "add")),
        ({"ids": [unit], "add": ["长" * 21]}, ("TAG_FORM", "add")),
        ({"ids": [unit], "add": [str(one) for one in range(20)]}, ("TAG_FORM", "ids.0")),
    ):
        assert await denied(reading_engine, story.coordinator, "organisationTag", given) == [expected]
