"""Liaison teams, their areas and their visits."""

from api.sample.places import DISTRICT, NANLANG, SANFENGLI
from schema.engine.reader import Engine
from tests.schema.acting import done
from tests.schema.registry import TEAM, UNIT, WAITING, attempts, denied
from tests.story import Story, ask


async def test_a_team_gets_its_areas_as_a_whole_list(engine: Engine, story: Story) -> None:
    team = story.organisation(TEAM)
    payload = await done(
        engine,
        story.coordinator,
        "liaisonAssign",
        {"id": team, "version": 2, "areas": [story.area(SANFENGLI), story.area(SANFENGLI)]},
        "organisation { version liaisonAreas { code liaisonTeams { id } } }",
    )
    assert payload["organisation"]["version"] == 3
    assert [area["code"] for area in payload["organisation"]["liaisonAreas"]] == [SANFENGLI]
    assert {"id": team} in payload["organisation"]["liaisonAreas"][0]["liaisonTeams"]
    for code in (DISTRICT, NANLANG):
        told = await denied(engine, story.coordinator, "liaisonAssign", {"id": team, "areas": [story.area(code)]})
        assert told == [("NOT_ALLOWED", "areas")]


async def test_a_unit_sees_its_contact_teams_and_their_visits(engine: Engine, story: Story) -> None:
    await done(engine, story.coordinator, "visitRecord", (await attempts(engine, story))["visitRecord"], "visit { visitedOn }")
    text = "query($id: ID!) { organisation(id: $id) { liaisonTeams { name } visits { nodes { note team { id } } } } }"
    seen = (await ask(engine, text, {"id": story.organisation(UNIT)}, story.member))["organisation"]
    assert len(seen["liaisonTeams"]) == 2
    assert {"note": "了解用工需求", "team": {"id": story.organisation(TEAM)}} in seen["visits"]["nodes"]
    hidden = (await ask(engine, text, {"id": story.organisation(UNIT)}, story.stranger))["organisation"]
    assert hidden["visits"]["nodes"] == []


async def test_a_visit_is_in_the_past_to_a_unit_in_the_teams_areas(reading_engine: Engine, story: Story) -> None:
    visit = (await attempts(reading_engine, story))["visitRecord"]
    for change, expected in (
        ({"visitedOn": "2999-01-01"}, ("VISIT_DATE", "visitedOn")),
        ({"organisation": visit["team"]}, ("VISIT_SELF", "organisation")),
        ({"organisation": story.organisation("建外示范律师事务所")}, ("VISIT_NOT_ASSIGNED", "organisation")),
        ({"organisation": story.organisation(WAITING)}, ("STEP_NOT_POSSIBLE", "organisation")),
        ({"team": "org_999999"}, ("NOT_FOUND", "team")),
        ({"note": "长" * 1001}, ("TOO_LONG", "note")),
    ):
        assert expected in await denied(reading_engine, story.coordinator, "visitRecord", visit | change)
