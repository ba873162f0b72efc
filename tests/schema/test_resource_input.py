"""Registering and editing offers: what a form need not say, and what a hostile one may not."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from api.sample.places import JIQINGLI, NANLANG, SANFENGLI, STREET
from schema.engine.reader import Engine
from schema.resources.rules import LONGEST
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, trace
from tests.schema.offers import category, day, new_offer, next_monday, offer_row, offered
from tests.schema.registry import OTHER, SUSPENDED, UNIT, WAITING, contact_of, denied
from tests.story import Story, answer_of, ask

ALL = (
    "title description conditions measure quantity unit validUntil confirmedOn status reason version area { code }"
    " category { code } organisation { id } contact { id } serviceAreas { code }"
    " windows { firstDay lastDay weekdays opens closes }"
)
HOURS = {"opens": "09:00", "closes": "11:30"}
MANY_DIGITS = "0." + "3" * 1_000


def window(**more: Any) -> dict[str, Any]:
    return {"firstDay": day(1), **HOURS, **more}


async def test_two_fields_and_a_class_are_enough(engine: Engine, story: Story) -> None:
    payload = await done(
        engine, story.manager, "resourceRegister", await new_offer(engine, story), f"resource {{ {ALL} viewerSteps }}"
    )
    assert payload["resource"] == {
        "title": "吉庆里共享会议室",
        "description": "",
        "conditions": "",
        "measure": "TOTAL",
        "quantity": "12",
        "unit": "人时",
        "validUntil": day(365),
        "confirmedOn": day(),
        "status": "SUBMITTED",
        "reason": "",
        "version": 1,
        "area": {"code": JIQINGLI},
        "category": {"code": "VOLUNTEER"},
        "organisation": {"id": story.organisation(UNIT)},
        "contact": None,
        "serviceAreas": [],
        "windows": [],
        "viewerSteps": ["edit", "correct", "attach", "withdraw"],
    }


async def test_everything_that_is_said_is_kept(engine: Engine, story: Story) -> None:
    monday = next_monday()
    contact = await contact_of(engine, story.organisation(UNIT))
    given = await new_offer(engine, story, "VENUE") | {
        "title": "  吉庆里\u200b 会议室 ",
        "description": "一层\n\n可容纳 30 人",
        "conditions": "提前三天",
        "quantity": "2.50",
        "unit": "间",
        "measure": "PER_WINDOW",
        "area": story.area(SANFENGLI),
        "serviceAreas": [story.area(SANFENGLI), story.area(STREET), story.area(SANFENGLI)],
        "contact": contact,
        "validUntil": day(100),
        "windows": [
            window(weekdays=[5, 1, 5]),
            {"firstDay": str(monday), "lastDay": str(monday), "weekdays": [1], "opens": "08:00:59", "closes": "09:00+08:00"},
            window(weekdays=[1, 5]),
        ],
    }
    found = (await done(engine, story.manager, "resourceRegister", given, f"resource {{ {ALL} }}"))["resource"]
    early = {"firstDay": day(1), "lastDay": day(100), "weekdays": [1, 5], "opens": "09:00:00", "closes": "11:30:00"}
    once = {"firstDay": str(monday), "lastDay": str(monday), "weekdays": [1], "opens": "08:00:00", "closes": "09:00:00"}
    assert found["windows"] == sorted([early, once], key=lambda one: (one["firstDay"], one["opens"]))
    assert found["serviceAreas"] == [{"code": STREET}, {"code": SANFENGLI}]
    assert (found["title"], found["description"], found["quantity"]) == ("吉庆里 会议室", "一层\n\n可容纳 30 人", "2.5")
    assert (found["contact"], found["area"], found["unit"]) == ({"id": contact}, {"code": SANFENGLI}, "间")


QUANTITIES = ["-1", "0", "-0", "NaN", "sNaN", "Infinity", "-Infinity", "1e400", "1E-99999", "0.001", "12.345", MANY_DIGITS]


@pytest.mark.parametrize("quantity", [*QUANTITIES, "9999999999.01", "10000000000", "9" * 1_000, -1, 0, 0.1 + 0.2, 1e300])
async def test_a_quantity_is_more_than_nothing_and_not_enormous(reading_engine: Engine, story: Story, quantity: object) -> None:
    given = await new_offer(reading_engine, story, quantity=quantity)
    assert await denied(reading_engine, story.manager, "resourceRegister", given) == [("QUANTITY", "quantity")]


@pytest.mark.parametrize(
    ("quantity", "kept"),
    [
        ("0.01", "0.01"),
        ("9999999999", "9999999999"),
        (1.5, "1.5"),
        (7, "7"),
        ("1e3", "1000"),
        ("３０", "30"),
        ("5.100000", "5.1"),
    ],
)
async def test_a_quantity_is_read_back_as_it_was_meant(engine: Engine, story: Story, quantity: object, kept: str) -> None:
    given = await new_offer(engine, story, quantity=quantity)
    payload = await done(engine, story.manager, "resourceRegister", given, "resource { quantity }")
    assert payload["resource"]["quantity"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("quantity", value) for value in ("", "abc", "1,5", True, [1], {"a": 1}, None)),
        *(("validUntil", value) for value in ("", "2026-02-30", "明天", "2026-13-01", 20260101)),
        *(
            ("windows", [window(**{name: value})])
            for name in ("opens", "closes")
            for value in ("25:00", "24:01", "9 点", "", 9, None)
        ),
        *(("windows", [window(weekdays=[value])]) for value in ("1", 1.5, None, 2**31)),
        ("windows", [{"firstDay": day(1)}]),
        *(("title", value) for value in (None, 5)),
        *(("measure", value) for value in ("ALL", "total", 1)),
    ],
)
async def test_what_is_no_value_of_its_kind_is_not_even_read(
    reading_engine: Engine, story: Story, field: str, value: object
) -> None:
    before = await trace(reading_engine)
    given = await new_offer(reading_engine, story) | {field: value}
    document = "mutation($input: ResourceRegisterInput!) { resourceRegister(input: $input) { refusals { code } } }"
    answer = await answer_of(reading_engine, document, {"input": given}, story.manager)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT", answer
    assert await trace(reading_engine) == before


MONDAY = next_monday()
WINDOWS: list[tuple[list[dict[str, Any]], str, str]] = [
    ([window(closes="09:00")], "WINDOW_HOURS", "windows.0.closes"),
    ([window(closes="08:59:59")], "WINDOW_HOURS", "windows.0.closes"),
    ([window(closes="09:00:59")], "WINDOW_HOURS", "windows.0.closes"),
    ([window(closes="02:00-08:00")], "WINDOW_HOURS", "windows.0.closes"),
    ([window(), window(lastDay=day())], "WINDOW_DAYS", "windows.1.lastDay"),
    ([window(firstDay=day(400))], "WINDOW_DAYS", "windows.0.lastDay"),
    ([window(lastDay=day(366))], "WINDOW_UNTIL", "windows.0.lastDay"),
    ([window(lastDay="9999-12-31")], "WINDOW_UNTIL", "windows.0.lastDay"),
    *(([window(weekdays=days)], "WINDOW_WEEKDAYS", "windows.0.weekdays") for days in ([], [0], [8], [1, 8], [-1], [2**31 - 1])),
    ([window(firstDay=str(MONDAY), lastDay=str(MONDAY), weekdays=[2])], "WINDOW_NEVER", "windows.0.weekdays"),
    ([window(firstDay=str(MONDAY), lastDay=str(MONDAY + timedelta(days=5)), weekdays=[7])], "WINDOW_NEVER", "windows.0.weekdays"),
    ([window(firstDay=day(one)) for one in range(21)], "TOO_MANY", "windows"),
    ([window()] * 10_000, "TOO_MANY", "windows"),
]


@pytest.mark.parametrize(("windows", "code", "path"), WINDOWS)
async def test_a_window_opens_for_some_time_while_the_offer_stands(
    reading_engine: Engine, story: Story, windows: list[dict[str, Any]], code: str, path: str
) -> None:
    given = await new_offer(reading_engine, story, "VENUE", windows=windows)
    assert await denied(reading_engine, story.manager, "resourceRegister", given) == [(code, path)]


@pytest.mark.parametrize("closes", ["24:00", "24:00:00"])
async def test_a_window_may_close_at_the_end_of_the_day(engine: Engine, story: Story, closes: str) -> None:
    given = await new_offer(engine, story, "VENUE", windows=[window(opens="00:00", closes=closes)])
    select = "resource { id version windows { opens closes } }"
    made = (await done(engine, story.manager, "resourceRegister", given, select))["resource"]
    assert made["windows"] == [{"opens": "00:00:00", "closes": "24:00:00"}]
    change = {"id": made["id"], "version": made["version"], "windows": [window(opens="18:00", closes=closes)]}
    changed = (await done(engine, story.manager, "resourceEdit", change, select))["resource"]
    assert changed["windows"] == [{"opens": "18:00:00", "closes": "24:00:00"}]
    (event,) = await events(engine, "resource.edited")
    before, after = orjson.loads(event["data"])["changes"]["windows"]
    assert [(one["opens"], one["closes"]) for one in (*before, *after)] == [("00:00", "24:00"), ("18:00", "24:00")]


@pytest.mark.parametrize("windows", [None, []])
async def test_what_is_had_by_the_window_has_windows(engine: Engine, story: Story, windows: object) -> None:
    needed = [("RESOURCE_WINDOW_NEEDED", "windows")]
    given = await new_offer(engine, story, "VENUE", windows=windows)
    assert await denied(engine, story.manager, "resourceRegister", given) == needed
    id_ = await offered(engine, story, code="VENUE", windows=[window()])
    assert await denied(engine, story.manager, "resourceEdit", {"id": id_, "windows": windows}) == needed
    await done(engine, story.manager, "resourceEdit", {"id": id_, "windows": windows, "measure": "TOTAL"})
    assert await denied(engine, story.manager, "resourceEdit", {"id": id_, "measure": "PER_WINDOW"}) == needed


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        *(("title", text, "LENGTH") for text in (*HOSTILE, "会", "长" * 61)),
        *(("unit", text, "TOO_LONG" if "长" in text else "REQUIRED") for text in (*HOSTILE, "长" * 11)),
        *(("description", "长" * size, "TOO_LONG") for size in (2_001, 1_000_000)),
        *(("conditions", "长" * size, "TOO_LONG") for size in (1_001, 1_000_000)),
        *(("validUntil", value, "DAY_PAST") for value in (day(-1), "0001-01-01")),
        *(("validUntil", value, "DAY_FAR") for value in (day(LONGEST.days + 1), "9999-12-31")),
    ],
    ids=lambda value: str(value)[:12],
)
async def test_a_field_out_of_its_bounds_is_told(engine: Engine, story: Story, field: str, value: object, code: str) -> None:
    given = await new_offer(engine, story) | {field: value}
    assert await denied(engine, story.manager, "resourceRegister", given) == [(code, field)]
    id_ = await offered(engine, story)
    assert await denied(engine, story.manager, "resourceEdit", {"id": id_, field: value}) == [(code, field)]


@pytest.mark.parametrize("text", [*STRANGE, "=1+1", "{row} $1 %s", "𠮷" * 60])
async def test_strange_texts_are_kept_to_the_letter_and_found(engine: Engine, story: Story, text: str) -> None:
    given = await new_offer(engine, story) | {"title": text, "description": text, "conditions": text, "unit": text[:10].strip()}
    payload = await done(
        engine, story.coordinator, "resourceRegister", given, "resource { id title description conditions unit }"
    )
    found = payload["resource"]
    assert [found["title"], found["description"], found["conditions"], found["unit"]] == [text, text, text, text[:10].strip()]
    document = "query($text: String) { resources(filter: {search: $text}) { nodes { id } } }"
    assert {"id": found["id"]} in (await ask(engine, document, {"text": text}))["resources"]["nodes"]


async def test_everything_wrong_with_an_offer_is_told_at_once(reading_engine: Engine, story: Story) -> None:
    given = await new_offer(reading_engine, story) | {"title": "", "quantity": 0, "unit": "", "description": "长" * 2_001}
    given |= {"validUntil": day(-1), "windows": [window(weekdays=[0], closes="08:00")]}
    wrong = await denied(reading_engine, story.manager, "resourceRegister", given)
    assert {path for _, path in wrong} >= {"title", "quantity", "unit", "description", "validUntil", "windows.0.closes"}


@pytest.mark.parametrize("id_", [*WRONG_IDS, "category_0", "category_99999", "resource_1"])
async def test_ids_of_nothing_are_refused_at_their_field(engine: Engine, story: Story, id_: str) -> None:
    offer, stranger_to_all = await offered(engine, story), "area_999999999999999999"
    given = await new_offer(engine, story)
    for field, value, code, found in (
        ("category", id_, "CATEGORY_UNKNOWN", "category"),
        ("contact", id_, "RESOURCE_CONTACT", "contact"),
        ("area", stranger_to_all, "ORGANISATION_AREA_UNKNOWN", "area"),
        ("serviceAreas", [story.area(STREET), stranger_to_all], "REFERENCE_MISSING", "serviceAreas"),
        ("serviceAreas", [f"area_{one}" for one in range(1, 102)], "TOO_MANY", "serviceAreas"),
    ):
        assert await denied(engine, story.manager, "resourceRegister", given | {field: value}) == [(code, found)]
        assert await denied(engine, story.manager, "resourceEdit", {"id": offer, field: value}) == [(code, found)]
    if not id_.startswith("org_1"):
        assert await denied(engine, story.manager, "resourceRegister", given | {"organisation": id_}) == [
            ("NOT_FOUND", "organisation")
        ]
    if not id_.startswith("resource_1"):
        assert await denied(engine, story.manager, "resourceEdit", {"id": id_, "title": "新名"}) == [("NOT_FOUND", "id")]


async def test_what_belongs_to_others_or_to_the_other_list_cannot_be_named(engine: Engine, story: Story) -> None:
    await engine.services.pool.execute(
        "insert into category (list, code, name, unit, measure, place) values ('DEMAND', 'VENUE', '场地需求', '场', 'TOTAL', 1)"
    )
    id_, given = await offered(engine, story), await new_offer(engine, story)
    for field, value, code in (
        ("category", await category(engine, "VENUE", "DEMAND"), "CATEGORY_UNKNOWN"),
        ("contact", await contact_of(engine, story.organisation(OTHER)), "RESOURCE_CONTACT"),
    ):
        assert await denied(engine, story.coordinator, "resourceRegister", given | {field: value}) == [(code, field)]
        assert await denied(engine, story.coordinator, "resourceEdit", {"id": id_, field: value}) == [(code, field)]


async def test_only_units_of_the_registry_offer(reading_engine: Engine, story: Story) -> None:
    for viewer, unit, code in (
        (story.manager, WAITING, "RESOURCE_ORGANISATION"),
        (story.coordinator, SUSPENDED, "RESOURCE_ORGANISATION"),
        (story.stranger, SUSPENDED, "NOT_FOUND"),
    ):
        given = await new_offer(reading_engine, story) | {"organisation": story.organisation(unit)}
        assert await denied(reading_engine, viewer, "resourceRegister", given) == [(code, "organisation")]


async def test_a_retired_class_stays_with_offers_that_have_it(engine: Engine, story: Story) -> None:
    id_, retired = await offered(engine, story), await category(engine, "VOLUNTEER")
    other = await offered(engine, story, code="EXPERT")
    await done(engine, story.administrator, "categoryRetire", {"id": retired})
    wrong = [("CATEGORY_RETIRED", "category")]
    assert await denied(engine, story.manager, "resourceRegister", await new_offer(engine, story)) == wrong
    assert await denied(engine, story.manager, "resourceEdit", {"id": other, "category": retired}) == wrong
    await done(engine, story.manager, "resourceEdit", {"id": id_, "category": retired, "title": "志愿服务队"})
    await done(engine, story.manager, "resourceEdit", {"id": id_, "category": await category(engine, "EXPERT")})
    assert await denied(engine, story.manager, "resourceEdit", {"id": id_, "category": retired}) == wrong


async def test_null_empties_what_can_be_empty_and_is_refused_elsewhere(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(UNIT))
    full: dict[str, Any] = {
        "contact": contact,
        "description": "有",
        "conditions": "有",
        "windows": [window()],
        "serviceAreas": [story.area(STREET)],
    }
    id_ = await offered(engine, story, **full)
    payload = await done(engine, story.manager, "resourceEdit", {"id": id_, **dict.fromkeys(full)}, f"resource {{ {ALL} }}")
    found = payload["resource"]
    assert [found[name] for name in full] == [None, "", "", [], []]
    codes = {"title": "LENGTH", "quantity": "QUANTITY", "category": "CATEGORY_UNKNOWN"}
    codes |= {"area": "ORGANISATION_AREA_UNKNOWN", "unit": "REQUIRED", "measure": "REQUIRED", "validUntil": "REQUIRED"}
    for field, code in codes.items():
        assert await denied(engine, story.manager, "resourceEdit", {"id": id_, field: None}) == [(code, field)]


async def test_windows_that_stay_fit_what_changes_around_them(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, code="VENUE", windows=[window(lastDay=day(50), weekdays=None)])
    shorter = {"id": id_, "validUntil": day(40)}
    assert await denied(engine, story.manager, "resourceEdit", shorter) == [("WINDOW_UNTIL", "validUntil")]
    both = shorter | {"windows": [window(lastDay=day(50))]}
    assert await denied(engine, story.manager, "resourceEdit", both) == [("WINDOW_UNTIL", "windows.0.lastDay")]
    select = "resource { validUntil windows { lastDay } }"
    payload = await done(engine, story.manager, "resourceEdit", shorter | {"windows": [window()]}, select)
    assert payload["resource"] == {"validUntil": day(40), "windows": [{"lastDay": day(40)}]}


async def test_an_edit_changes_what_is_given_and_the_ledger_says_what(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, windows=[window()], serviceAreas=[story.area(STREET)])
    given = {"id": id_, "quantity": "3.50", "title": "新名称", "windows": [], "serviceAreas": [], "version": 2}
    before = await offer_row(engine, id_)
    await done(engine, story.manager, "resourceEdit", given)
    after = await offer_row(engine, id_)
    changed = {name for name in after.keys() if after[name] != before[name]}  # noqa: SIM118 — a Record iterates over values
    assert changed == {"title", "title_key", "words", "terms", "quantity", "updated_at", "version"}
    (event,) = await events(engine, "resource.edited")
    for part in ('"quantity": ["12", "3.5"]', '"title": ["吉庆里共享会议室", "新名称"]', '"serviceAreas": []', '"windows": [[{'):
        assert part in event["data"], event["data"]
    await done(engine, story.manager, "resourceEdit", {"id": id_, "quantity": "3.5"})
    (event, _) = await events(engine, "resource.edited")
    assert '"changes": {}' in event["data"]


async def test_a_listed_offer_comes_onto_no_other_list_unseen(engine: Engine, story: Story) -> None:
    waiting, listed = await offered(engine, story, "SUBMITTED"), await offered(engine, story, "LISTED")
    away = {"area": story.area(NANLANG)}
    for who in (story.manager, story.coordinator):
        assert await denied(engine, who, "resourceEdit", {"id": listed, **away}) == [("NOT_ALLOWED", "area")]
    await done(engine, story.manager, "resourceEdit", {"id": waiting, **away})
    assert await denied(engine, story.coordinator, "resourceList", {"id": waiting}) == [("NOT_FOUND", "id")]
    await done(engine, story.coordinator_elsewhere, "resourceList", {"id": waiting})
    await done(engine, story.coordinator, "resourceEdit", {"id": listed, "area": story.area(SANFENGLI)})
    await done(engine, story.district_coordinator, "resourceEdit", {"id": listed, **away})
    assert (await offer_row(engine, listed))["area_path"] == f"110105/110105001/{NANLANG}/"


async def test_a_committee_offers_only_where_it_coordinates(reading_engine: Engine, story: Story) -> None:
    given = await new_offer(reading_engine, story, area=story.area(NANLANG))
    assert await denied(reading_engine, story.coordinator, "resourceRegister", given) == [("NOT_ALLOWED", "area")]


async def test_a_retried_registration_acts_once(engine: Engine, story: Story) -> None:
    given = await new_offer(engine, story, idempotencyKey="k-1", windows=[window()])
    first, second = [await done(engine, story.manager, "resourceRegister", given, "resource { id }") for _ in range(2)]
    assert first == second
    assert await engine.services.pool.fetchval("select count(*) from resource where title = $1", given["title"]) == 1
    other = await act(engine, story.manager, "resourceRegister", given | {"quantity": "13"})
    assert [(one["code"], one["path"]) for one in other["refusals"]] == [("KEY_REUSED", "idempotencyKey")]
