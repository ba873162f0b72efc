"""People: their entries, what of them is kept, and who may change what."""

from dataclasses import replace
from typing import Any

import pytest

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from schema.people.actions import PURPOSE
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, number, refused, trace, viewer_of
from tests.story import Story, ask

UNIT = "朝外示范科技有限公司"


def new(story: Story, **changed: Any) -> dict[str, Any]:
    return {"name": "欧阳听雨", "title": "工会主席", "organisation": story.organisation(UNIT)} | changed


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_enters_people(reading_engine: Engine, story: Story, who: str, code: str) -> None:
    assert await refused(reading_engine, viewer_of(story, who), "personCreate", new(story)) == [(code, "")]


@pytest.mark.parametrize("who", ["manager", "coordinator", "district_coordinator", "administrator"])
async def test_managers_coordinators_and_administrators_enter_people(engine: Engine, story: Story, who: str) -> None:
    before = await trace(engine)
    select = "person { name title memberships { nodes { role } } } membership { role organisation { id } }"
    payload = await done(engine, viewer_of(story, who), "personCreate", new(story), select)
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"person", "membership", "event"}
    assert payload["person"] == {"name": "欧阳听雨", "title": "工会主席", "memberships": {"nodes": [{"role": "MEMBER"}]}}
    assert payload["membership"] == {"role": "MEMBER", "organisation": {"id": story.organisation(UNIT)}}


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        # Who does not see a person does not learn that there is one.
        ("stranger", "NOT_FOUND"),
        ("coordinator_elsewhere", "NOT_FOUND"),
        ("manager", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_changes_an_entry(reading_engine: Engine, story: Story, who: str, code: str) -> None:
    given = {"id": story.person("叶知秋"), "title": "总工程师"}
    path = "id" if code == "NOT_FOUND" else ""
    assert await refused(reading_engine, viewer_of(story, who), "personEdit", given) == [(code, path)]


@pytest.mark.parametrize("who", ["member", "coordinator", "district_coordinator", "administrator"])
async def test_people_their_coordinators_and_administrators_change_an_entry(engine: Engine, story: Story, who: str) -> None:
    before = await trace(engine)
    given = {"id": story.person("叶知秋"), "title": "总工程师", "version": 1}
    payload = await done(engine, viewer_of(story, who), "personEdit", given, "person { name title version }")
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"person", "event"}
    assert payload["person"] == {"name": "叶知秋", "title": "总工程师", "version": 2}


async def test_seeing_somebody_in_a_seat_gives_no_hold_over_them(reading_engine: Engine, story: Story) -> None:
    given = {"id": story.person("顾长风"), "name": "别人"}
    assert await refused(reading_engine, story.coordinator, "personEdit", given) == [("NOT_ALLOWED", "")]


async def test_drawing_somebody_into_ones_own_unit_gives_no_hold_over_them(engine: Engine, story: Story) -> None:
    """The district's coordinator holds a seat, so everybody sees them; a community must not get to rename them."""
    person = story.person("周怀瑾")
    given = {"person": person, "organisation": story.organisation("吉庆里社区居民委员会"), "role": "MEMBER"}
    await done(engine, story.community_coordinator, "membershipCreate", given)
    change = {"id": person, "name": "别人"}
    assert await refused(engine, story.community_coordinator, "personEdit", change) == [("NOT_ALLOWED", "")]


async def test_a_number_is_sealed_and_masked(engine: Engine, story: Story) -> None:
    given = new(story, phone=" １３９-0000 0099 ")
    payload = await done(engine, story.manager, "personCreate", given, "person { id phoneMask }")
    assert payload["person"]["phoneMask"] == "139****0099"
    entry = payload["person"]["id"]
    sealed = await engine.services.pool.fetchval("select phone_sealed from person where id = $1", number(entry))
    assert engine.services.seal.open(sealed, PURPOSE) == "13900000099"
    everything = await engine.services.pool.fetchval("select string_agg(e::text, '') from event e")
    assert "13900000099" not in everything and "欧阳听雨" not in everything
    # Left empty in a form it stays; an empty text takes it away.
    for phone, mask in ((None, "139****0099"), ("010-64000000", "010-****0000"), ("  ", "")):
        change = {"id": entry, "phone": phone}
        payload = await done(engine, story.coordinator, "personEdit", change, "person { name phoneMask }")
        assert payload["person"] == {"name": "欧阳听雨", "phoneMask": mask}
    assert await engine.services.pool.fetchval("select phone_sealed from person where id = $1", number(entry)) is None


@pytest.mark.parametrize(
    ("phone", "code"),
    [("1390000009", "PHONE_MOBILE"), ("64000000", "PHONE_AREA_CODE"), ("无", "PHONE_UNKNOWN"), ("9" * 10_000, "PHONE_UNKNOWN")],
)
async def test_a_wrong_number_is_refused(reading_engine: Engine, story: Story, phone: str, code: str) -> None:
    assert await refused(reading_engine, story.manager, "personCreate", new(story, phone=phone)) == [(code, "phone")]
    change = {"id": story.person("陆远山"), "phone": phone}
    assert await refused(reading_engine, story.manager, "personEdit", change) == [(code, "phone")]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_name_is_a_line_of_text(reading_engine: Engine, story: Story, name: str) -> None:
    code = "TOO_LONG" if len(name) > 40 else "REQUIRED"
    assert await refused(reading_engine, story.manager, "personCreate", new(story, name=name)) == [(code, "name")]
    change = {"id": story.person("陆远山"), "name": name}
    assert await refused(reading_engine, story.manager, "personEdit", change) == [(code, "name")]


async def test_everything_wrong_is_told_at_once(reading_engine: Engine, story: Story) -> None:
    given = new(story, name="", title="长" * 10_000, phone="无")
    refusals = await refused(reading_engine, story.manager, "personCreate", given)
    assert set(refusals) == {("REQUIRED", "name"), ("TOO_LONG", "title"), ("PHONE_UNKNOWN", "phone")}


@pytest.mark.parametrize("name", STRANGE)
async def test_a_strange_name_is_kept_to_the_letter(engine: Engine, story: Story, name: str) -> None:
    payload = await done(engine, story.manager, "personCreate", new(story, name=name), "person { name }")
    assert payload["person"]["name"] == name


async def test_a_new_person_is_found_by_name_and_initials(engine: Engine, story: Story) -> None:
    made = await done(engine, story.manager, "personCreate", new(story), "person { id }")
    document = "query($q: String!) { people(filter: {search: $q}) { nodes { id } } }"
    for query in ("听雨", "oyty"):
        assert (await ask(engine, document, {"q": query}, story.manager))["people"]["nodes"] == [made["person"]]
        assert (await ask(engine, document, {"q": query}, story.stranger))["people"]["nodes"] == []


@pytest.mark.parametrize("id", WRONG_IDS)
async def test_ids_of_nothing_find_nothing(reading_engine: Engine, story: Story, id: str) -> None:
    given = new(story, organisation=id)
    if id not in ("", "org_1"):
        refusals = await refused(reading_engine, story.manager, "personCreate", given)
        assert refusals == [("NOT_FOUND", "organisation")]
    assert await refused(reading_engine, story.manager, "personEdit", {"id": id, "name": "某"}) == [("NOT_FOUND", "id")]


async def test_only_administrators_enter_somebody_who_belongs_nowhere(engine: Engine, story: Story) -> None:
    given = {"name": "独孤一人"}
    for who in (story.coordinator, story.manager, story.stranger):
        assert await refused(engine, who, "personCreate", given) == [("PERSON_FIRST_POST", "organisation")]
    payload = await done(engine, story.administrator, "personCreate", given, "person { name } membership { id }")
    assert payload["person"]["name"] == "独孤一人" and payload["membership"] is None
    # As at the command line, before there is any account.
    await done(engine, Viewer(account=0, administrator=True, via="cli"), "personCreate", given)


async def test_a_person_changed_meanwhile_is_a_conflict(engine: Engine, story: Story) -> None:
    given = {"id": story.person("叶知秋"), "title": "总工程师", "version": 1}
    await done(engine, story.member, "personEdit", given)
    payload = await act(engine, story.coordinator, "personEdit", {**given, "title": "顾问"}, "person { title version }")
    assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"]
    assert payload["person"] == {"title": "总工程师", "version": 2}


async def test_the_ledger_tells_what_was_changed_but_not_from_what_to_what(engine: Engine, story: Story) -> None:
    await done(engine, story.member, "personEdit", {"id": story.person("叶知秋"), "name": "叶知夏", "phone": "13900000098"})
    (event,) = await events(engine, "person.edited")
    assert event["data"] == '{"changed": ["name", "phone"]}'
    assert event["organisation_ids"] == [number(story.organisation(UNIT))]


async def test_a_token_needs_the_scope(reading_engine: Engine, story: Story) -> None:
    app = replace(story.manager, scopes=frozenset({"people"}))
    assert await refused(reading_engine, app, "personCreate", new(story)) == [("SCOPE_MISSING", "")]
