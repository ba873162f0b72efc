"""Contacts: sealed at rest, masked in reads, opened only with a purpose that the ledger keeps."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, act, done, events, number, viewer_of
from tests.schema.registry import OTHER, UNIT, attempts, contact_of, denied, new_unit, row
from tests.story import Story, ask

NAME, PHONE = "欧阳秋水", "13712345678"
TEXTS = (
    "select c.table_name, c.column_name from information_schema.columns c"
    " join information_schema.tables t using (table_schema, table_name)"
    " where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
)


async def places_of(engine: Engine, *secrets: str) -> list[str]:
    """Where one of the texts lies open in the database, in any column of any table."""
    found = []
    for table, column in await engine.services.pool.fetch(TEXTS):
        for secret in secrets:
            query = (
                f'select exists (select from "{table}" where position($1 in "{column}"::text) > 0'
                f" or position(encode(convert_to($1, 'UTF8'), 'hex') in \"{column}\"::text) > 0)"
            )
            if await engine.services.pool.fetchval(query, secret):
                found.append(f"{table}.{column}: {secret}")
    return found


async def added(engine: Engine, story: Story, **more: Any) -> str:
    given = {"organisation": story.organisation(UNIT), "name": NAME, "phone": PHONE, "duty": "行政"} | more
    payload = await done(engine, story.manager, "contactAdd", given, "contact { id nameMask phoneMask duty liaison version }")
    contact = payload["contact"]
    assert contact.pop("id")
    assert contact == {"nameMask": "欧阳**", "phoneMask": "137****5678", "duty": "行政", "liaison": False, "version": 1}
    return f"contact_{await engine.services.pool.fetchval('select max(id) from contact')}"


async def test_the_search_for_clear_text_finds_what_lies_open(reading_engine: Engine) -> None:
    assert "organisation.short_name: 朝外科技" in await places_of(reading_engine, "朝外科技")


async def test_no_clear_text_lies_in_any_table_or_event(engine: Engine, story: Story) -> None:
    contact = await added(engine, story, idempotencyKey="add-1")
    await done(
        engine, story.manager, "contactEdit", {"id": contact, "phone": "137-1234-5679", "name": NAME, "idempotencyKey": "e"}
    )
    reveal = {"id": contact, "purpose": "通知议事会", "idempotencyKey": "show"}
    shown = await done(engine, story.coordinator, "contactReveal", reveal, "name phone")
    assert (shown["name"], shown["phone"]) == (NAME, "13712345679")
    await done(engine, PUBLIC, "organisationRegister", new_unit(story, contactName=NAME, contactPhone=PHONE, idempotencyKey="r"))
    await done(engine, story.manager, "contactRemove", {"id": contact})
    assert await places_of(engine, NAME, "秋水", PHONE, "13712345679", "1234567") == []


async def test_every_reveal_is_in_the_ledger_with_its_purpose_and_without_the_data(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(UNIT))
    for _ in range(2):
        reveal = {"id": contact, "purpose": " 联系 议事会 ", "idempotencyKey": "again"}
        shown = await done(engine, story.member, "contactReveal", reveal, "name phone contact { id }")
        assert shown == {"name": "陆远山", "phone": "13900000005", "contact": {"id": contact}, "refusals": []}
    found = await events(engine, "contact.revealed")
    assert len(found) == 2
    for event in found:
        assert event["account_id"] == story.member.account
        assert event["subject_id"] == number(story.organisation(UNIT))
        assert '"purpose": "联系 议事会"' in event["data"]
    seen = await ask(
        engine,
        "query($id: ID!) { organisation(id: $id) { timeline(first: 2) { nodes { summary actor { name } } } } }",
        {"id": story.organisation(UNIT)},
        story.manager,
    )
    assert seen["organisation"]["timeline"]["nodes"][0]["summary"] == "查看联系方式，事由：联系 议事会"


@pytest.mark.parametrize("purpose", [*HOSTILE, "问"])
async def test_a_purpose_must_be_given(reading_engine: Engine, story: Story, purpose: str) -> None:
    reveal = {"id": await contact_of(reading_engine, story.organisation(UNIT)), "purpose": purpose}
    ((_, path),) = await denied(reading_engine, story.coordinator, "contactReveal", reveal)
    assert path == "purpose"


async def test_an_app_with_a_token_cannot_open_contacts(reading_engine: Engine, story: Story) -> None:
    token = replace(story.coordinator, scopes=frozenset({"organisations:write"}))
    reveal = {"id": await contact_of(reading_engine, story.organisation(UNIT)), "purpose": "通知"}
    assert await denied(reading_engine, token, "contactReveal", reveal) == [("SESSION_ONLY", "")]


@pytest.mark.parametrize("who", ["public", "stranger", "coordinator_elsewhere", "handler"])
async def test_contacts_are_not_there_for_others(reading_engine: Engine, story: Story, who: str) -> None:
    contact = await contact_of(reading_engine, story.organisation(UNIT))
    text = "query($id: ID!, $unit: ID!) { node(id: $id) { id } organisation(id: $unit) { contacts { id } liaison { id } } }"
    seen = await ask(reading_engine, text, {"id": contact, "unit": story.organisation(UNIT)}, viewer_of(story, who))
    assert seen == {"node": None, "organisation": {"contacts": [], "liaison": None}}


async def test_an_edit_changes_what_is_given_and_confirms_the_entry(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(UNIT))
    given = {"id": contact, "version": 1, "duty": " 支部 书记 "}
    payload = await done(engine, story.manager, "contactEdit", given, "contact { nameMask phoneMask duty liaison version }")
    assert payload["contact"] == {
        "nameMask": "陆**",
        "phoneMask": "139****0005",
        "duty": "支部 书记",
        "liaison": True,
        "version": 2,
    }
    unit = await row(engine, story.organisation(UNIT))
    assert unit["contact_confirmed_on"] == (await row(engine, contact, "contact"))["confirmed_on"]
    assert await denied(engine, story.manager, "contactEdit", given) == [("CONFLICT", "version")]


async def test_a_confirmation_ends_the_lapse(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(UNIT))
    await engine.services.pool.execute("update contact set confirmed_on = '2020-01-01'")
    await engine.services.pool.execute("update organisation set contact_confirmed_on = '2020-01-01'")
    select = "organisation { contactLapsed contactConfirmedOn } contact { confirmedOn }"
    payload = await done(engine, story.manager, "contactConfirm", {"id": contact}, select)
    assert payload["organisation"]["contactLapsed"] is False
    assert payload["organisation"]["contactConfirmedOn"] == payload["contact"]["confirmedOn"]


async def test_a_unit_has_one_liaison_officer(engine: Engine, story: Story) -> None:
    second = {"organisation": story.organisation(UNIT), "name": NAME, "phone": PHONE, "liaison": True}
    assert await denied(engine, story.manager, "contactAdd", second) == [("CONTACT_TWO_LIAISONS", "liaison")]
    await done(engine, story.manager, "contactEdit", {"id": await contact_of(engine, story.organisation(UNIT)), "liaison": False})
    payloads = await asyncio.gather(*(act(engine, story.manager, "contactAdd", second) for _ in range(3)))
    told = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert told == ["", "CONTACT_TWO_LIAISONS", "CONTACT_TWO_LIAISONS"]


async def test_the_last_contact_removed_leaves_the_unit_unconfirmed(engine: Engine, story: Story) -> None:
    unit = story.organisation(OTHER)
    for found in await engine.services.pool.fetch("select id from contact where organisation_id = $1", number(unit)):
        payload = await done(
            engine,
            story.coordinator,
            "contactRemove",
            {"id": f"contact_{found['id']}"},
            "contact { id } organisation { contactLapsed }",
        )
        assert payload["contact"] is None
    assert payload["organisation"]["contactLapsed"] is True


async def test_what_is_wrong_with_a_contact_is_said_at_its_field(reading_engine: Engine, story: Story) -> None:
    good = (await attempts(reading_engine, story))["contactAdd"]
    for change, expected in (
        ({"name": "  "}, ("REQUIRED", "name")),
        ({"name": "长" * 41}, ("TOO_LONG", "name")),
        ({"phone": "12345"}, ("PHONE_UNKNOWN", "phone")),
        ({"phone": "64000000"}, ("PHONE_AREA_CODE", "phone")),
        ({"phone": "13700001234、13700001235"}, ("PHONE_SEVERAL", "phone")),
        ({"phone": "1" * 5000}, ("TOO_LONG", "phone")),
        ({"duty": "长" * 81}, ("TOO_LONG", "duty")),
        ({"organisation": "org_999999"}, ("NOT_FOUND", "organisation")),
        ({"organisation": story.organisation("朝外老字号示范商店")}, ("STEP_NOT_POSSIBLE", "")),
    ):
        assert expected in await denied(reading_engine, story.coordinator, "contactAdd", good | change)


EMAIL = "ouyang.qiushui@unit.example"


async def emails(engine: Engine, viewer: Any, contact: str) -> Any:
    found = await ask(engine, "query($id: ID!) { node(id: $id) { ... on Contact { emailMask } } }", {"id": contact}, viewer)
    return found["node"]


async def test_an_electronic_address_is_sealed_masked_and_opened_like_the_number(engine: Engine, story: Story) -> None:
    contact = await added(engine, story, email=EMAIL)
    assert await emails(engine, story.manager, contact) == {"emailMask": "o***@unit.example"}
    assert await emails(engine, story.coordinator_elsewhere, contact) is None
    assert await places_of(engine, EMAIL, "qiushui") == []
    shown = await done(engine, story.coordinator, "contactReveal", {"id": contact, "purpose": "发通知"}, "name phone email")
    assert (shown["name"], shown["phone"], shown["email"]) == (NAME, PHONE, EMAIL)


async def test_an_electronic_address_stays_unless_it_is_changed_or_taken_away(engine: Engine, story: Story) -> None:
    contact = await added(engine, story, email=EMAIL)
    await done(engine, story.manager, "contactEdit", {"id": contact, "duty": "主任"})
    assert await emails(engine, story.manager, contact) == {"emailMask": "o***@unit.example"}
    await done(engine, story.manager, "contactEdit", {"id": contact, "email": "new@unit.example"})
    assert await emails(engine, story.manager, contact) == {"emailMask": "n***@unit.example"}
    await done(engine, story.manager, "contactEdit", {"id": contact, "email": None})
    assert await emails(engine, story.manager, contact) == {"emailMask": ""}
    assert await engine.services.pool.fetchval("select email_sealed from contact where id = $1", number(contact)) is None


async def test_a_unit_registers_with_an_electronic_address(engine: Engine, story: Story) -> None:
    await done(engine, PUBLIC, "organisationRegister", new_unit(story, contactEmail=EMAIL))
    assert await engine.services.pool.fetchval("select email_mask from contact order by id desc limit 1") == "o***@unit.example"
    wrong = await act(
        engine, PUBLIC, "organisationRegister", new_unit(story, name="另一家示范单位（样例）", contactEmail="zhang")
    )
    assert [(one["code"], one["path"]) for one in wrong["refusals"]] == [("EMAIL_FORM", "contactEmail")]
