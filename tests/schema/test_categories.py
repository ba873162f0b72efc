"""Classes of resources and demands: kept by administrators, read by everybody, never lost to what has them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, number, trace, viewer_of
from tests.schema.offers import category, offer_row, offered, seen
from tests.schema.registry import denied, row
from tests.story import Story, answer_of, ask

NEW: dict[str, Any] = {"list": "RESOURCE", "code": "TOOLS", "name": "工具设备", "unit": "件", "measure": "TOTAL"}
ALL = "category { list code name unit measure hint place retired version viewerSteps }"
OTHERS = ("stranger", "member", "manager", "handler", "community_coordinator", "coordinator", "district_coordinator")
LIST = "{ categories(first: 100) { totalCount nodes { id list code place retired viewerSteps } } }"


async def attempts(engine: Engine) -> dict[str, dict[str, Any]]:
    """By mutation: something that an administrator may do."""
    venue, gone = await category(engine, "VENUE"), await category(engine, "DIGITAL")
    await engine.services.pool.execute("update category set retired = true where id = $1", number(gone))
    return {
        "categoryCreate": NEW,
        "categoryEdit": {"id": venue, "unit": "间"},
        "categoryRetire": {"id": venue},
        "categoryRestore": {"id": gone},
    }


async def test_only_administrators_keep_classes(engine: Engine, story: Story) -> None:
    for mutation, given in (await attempts(engine)).items():
        assert await denied(engine, PUBLIC, mutation, given) == [("SIGN_IN_FIRST", "")]
        for who in OTHERS:
            assert await denied(engine, viewer_of(story, who), mutation, given) == [("NOT_ALLOWED", "")], (mutation, who)


async def test_administrators_do_and_the_ledger_says_so(engine: Engine, story: Story) -> None:
    verbs = {"Create": "created", "Edit": "edited", "Retire": "retired", "Restore": "restored"}
    for mutation, given in (await attempts(engine)).items():
        before = await trace(engine)
        payload = await done(engine, story.administrator, mutation, given, "category { id name }")
        after = await trace(engine)
        assert {name for name in after if after[name] != before[name]} == {"category", "event"}
        (event,) = await events(engine, f"category.{verbs[mutation.removeprefix('category')]}")
        assert (event["subject_type"], event["subject_id"]) == ("Category", number(payload["category"]["id"]))
        assert (event["account_id"], event["area_path"], event["organisation_ids"]) == (story.administrator.account, "", [])
        assert payload["category"]["name"] in event["data"]


async def test_a_new_class_is_as_it_was_said(engine: Engine, story: Story) -> None:
    payload = await done(engine, story.administrator, "categoryCreate", NEW, ALL)
    told = {"hint": "", "place": 100, "retired": False, "version": 1, "viewerSteps": ["edit", "retire"]}
    assert payload["category"] == NEW | told
    more = NEW | {"list": "DEMAND", "hint": "写明用途", "place": 5, "measure": "PER_WINDOW"}
    assert (await done(engine, story.administrator, "categoryCreate", more, ALL))["category"] == more | told | {
        "hint": "写明用途",
        "place": 5,
    }


async def test_everybody_reads_the_classes_in_their_places(engine: Engine, story: Story) -> None:
    gone = await category(engine, "LEGAL")
    await done(engine, story.administrator, "categoryRetire", {"id": gone})
    for who, viewer in story.everyone.items():
        found = (await ask(engine, LIST, None, viewer))["categories"]
        places = [(one["place"], number(one["id"])) for one in found["nodes"]]
        assert places == sorted(places) and found["totalCount"] == len(places) >= 13
        steps = {one["id"]: one["viewerSteps"] for one in found["nodes"]}
        assert steps[gone] == (["edit", "restore"] if who == "admin" else [])
        one = await ask(engine, "query($id: ID!) { category(id: $id) { retired } node(id: $id) { id } }", {"id": gone}, viewer)
        assert one == {"category": {"retired": True}, "node": {"id": gone}}


async def test_classes_are_narrowed_by_listand_by_whether_they_are_in_use(engine: Engine, story: Story) -> None:
    demand = (await done(engine, story.administrator, "categoryCreate", NEW | {"list": "DEMAND"}, "category { id }"))["category"]
    gone = await category(engine, "LEGAL")
    await done(engine, story.administrator, "categoryRetire", {"id": gone})
    document = "query($filter: CategoryFilter) { categories(first: 100, filter: $filter) { nodes { id list retired } } }"
    cases: tuple[tuple[dict[str, Any], Callable[[Any], bool]], ...] = (
        ({"list": {"eq": "DEMAND"}}, lambda one: one["list"] == "DEMAND"),
        ({"list": {"in": ["RESOURCE"]}, "retired": False}, lambda one: one["list"] == "RESOURCE" and not one["retired"]),
        ({"retired": True}, lambda one: one["retired"]),
    )
    for filter_, holds in cases:
        found = (await ask(engine, document, {"filter": filter_}))["categories"]["nodes"]
        everything = (await ask(engine, document, {"filter": None}))["categories"]["nodes"]
        assert found == [one for one in everything if holds(one)] != []
    assert demand["id"] in [one["id"] for one in everything]


@pytest.mark.parametrize(
    ("field", "value", "codes"),
    [
        *(
            ("code", code, ["CATEGORY_CODE"])
            for code in ("A", "tools", "TOOLS1", "工具", "_TOOLS", "TO OLS", "TOOLS'", "ＴＯＯＬＳ")
        ),
        ("code", "A" * 21, ["TOO_LONG", "CATEGORY_CODE"]),
        ("code", "", ["REQUIRED"]),
        *((name, text, ["TOO_LONG"] if "长" in text else ["REQUIRED"]) for name in ("name", "unit") for text in HOSTILE),
        ("name", "长" * 21, ["TOO_LONG"]),
        ("unit", "长" * 11, ["TOO_LONG"]),
        ("hint", "长" * 201, ["TOO_LONG"]),
        *(("place", place, ["CATEGORY_PLACE"]) for place in (0, -1, 1000, 2**31 - 1)),
    ],
    ids=lambda value: str(value)[:10],
)
async def test_a_field_out_of_its_bounds_is_told(
    reading_engine: Engine, story: Story, field: str, value: object, codes: list[str]
) -> None:
    expected = [(code, field) for code in codes]
    assert await denied(reading_engine, story.administrator, "categoryCreate", NEW | {field: value}) == expected
    if field != "code":
        edit = {"id": await category(reading_engine, "VENUE"), field: value}
        assert await denied(reading_engine, story.administrator, "categoryEdit", edit) == expected


@pytest.mark.parametrize("field", ["list", "code", "name", "unit", "measure"])
@pytest.mark.parametrize("value", [None, 1, "SOMETHING ELSE"])
async def test_what_is_no_value_of_its_kind_is_not_even_read(
    reading_engine: Engine, story: Story, field: str, value: object
) -> None:
    if isinstance(value, str) and field not in ("list", "measure"):
        return
    document = "mutation($input: CategoryCreateInput!) { categoryCreate(input: $input) { refusals { code } } }"
    answer = await answer_of(reading_engine, document, {"input": NEW | {field: value}}, story.administrator)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("text", STRANGE)
async def test_strange_names_are_kept_to_the_letter(engine: Engine, story: Story, text: str) -> None:
    given = NEW | {"name": text[:20], "hint": text}
    found = (await done(engine, story.administrator, "categoryCreate", given, ALL))["category"]
    assert (found["name"], found["hint"]) == (text[:20], text)


async def test_an_edit_changes_what_is_given_and_null_empties_only_the_hint(engine: Engine, story: Story) -> None:
    id_ = await category(engine, "VENUE")
    before = await row(engine, id_, "category")
    payload = await done(engine, story.administrator, "categoryEdit", {"id": id_, "version": 1, "hint": None, "place": 7}, ALL)
    found = payload["category"]
    assert (found["hint"], found["place"], found["version"]) == ("", 7, 2)
    assert [found[name] for name in ("code", "unit", "measure")] == [before[name] for name in ("code", "unit", "measure")]
    (event,) = await events(engine, "category.edited")
    assert '"place": [1, 7]' in event["data"] and '"unit"' not in event["data"]
    for field, code in {"name": "REQUIRED", "unit": "REQUIRED", "measure": "REQUIRED", "place": "CATEGORY_PLACE"}.items():
        assert await denied(engine, story.administrator, "categoryEdit", {"id": id_, field: None}) == [(code, field)]


async def test_codes_and_names_stand_once_in_a_list(engine: Engine, story: Story) -> None:
    admin, venue, legal = story.administrator, await category(engine, "VENUE"), await category(engine, "LEGAL")
    name = "场地设施"
    assert await denied(engine, admin, "categoryCreate", NEW | {"code": "VENUE"}) == [("CATEGORY_CODE_TAKEN", "code")]
    assert await denied(engine, admin, "categoryCreate", NEW | {"name": name}) == [("CATEGORY_NAME_TAKEN", "name")]
    assert await denied(engine, admin, "categoryEdit", {"id": legal, "name": name}) == [("CATEGORY_NAME_TAKEN", "name")]
    await done(engine, admin, "categoryCreate", NEW | {"code": "VENUE", "name": name, "list": "DEMAND"})
    await done(engine, admin, "categoryRetire", {"id": venue})
    await done(engine, admin, "categoryCreate", NEW | {"name": name})
    assert await denied(engine, admin, "categoryRestore", {"id": venue}) == [("CATEGORY_NAME_TAKEN", "name")]
    await done(engine, admin, "categoryEdit", {"id": venue, "name": "场地设施（旧）"})
    await done(engine, admin, "categoryRestore", {"id": venue})


async def test_of_several_who_add_one_class_at_once_one_is_first(engine: Engine, story: Story) -> None:
    payloads = await asyncio.gather(*(act(engine, story.administrator, "categoryCreate", NEW) for _ in range(4)))
    codes = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert codes[0] == "" and set(codes[1:]) <= {"CATEGORY_CODE_TAKEN", "CATEGORY_NAME_TAKEN"} and len(codes) == 4


async def test_steps_out_of_order_and_stale_versions_are_refused(engine: Engine, story: Story) -> None:
    admin, id_ = story.administrator, await category(engine, "VENUE")
    assert await denied(engine, admin, "categoryRestore", {"id": id_}) == [("STEP_NOT_POSSIBLE", "")]
    for mutation in ("categoryEdit", "categoryRetire"):
        assert await denied(engine, admin, mutation, {"id": id_, "version": 9}) == [("CONFLICT", "version")]
    await done(engine, admin, "categoryRetire", {"id": id_, "version": 1})
    assert await denied(engine, admin, "categoryRetire", {"id": id_}) == [("STEP_NOT_POSSIBLE", "")]
    payload = await act(engine, admin, "categoryRestore", {"id": id_, "version": 1}, "category { version retired }")
    assert payload["category"] == {"version": 2, "retired": True}
    for wrong in WRONG_IDS:
        assert await denied(engine, admin, "categoryRetire", {"id": wrong}) == [("NOT_FOUND", "id")]


async def test_a_retried_creation_acts_once(engine: Engine, story: Story) -> None:
    given = NEW | {"idempotencyKey": "k-1"}
    first, second = [await done(engine, story.administrator, "categoryCreate", given, "category { id }") for _ in range(2)]
    assert first == second


async def test_offers_keep_their_class_and_what_it_suggested_once(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story)
    before = await offer_row(engine, id_)
    given = {"id": await category(engine, "VOLUNTEER"), "unit": "天", "measure": "PER_WINDOW", "name": "志愿服务队"}
    await done(engine, story.administrator, "categoryEdit", given)
    await done(engine, story.administrator, "categoryRetire", {"id": given["id"]})
    assert await offer_row(engine, id_) == before
    assert (await seen(engine, PUBLIC, id_, "unit category { name retired }")) == {
        "unit": "人时",
        "category": {"name": "志愿服务队", "retired": True},
    }


async def test_a_class_of_our_own_is_called_the_same_in_every_language(engine: Engine, story: Story) -> None:
    made = await done(engine, story.administrator, "categoryCreate", NEW, "category { id }")
    for language in ("zh_Hans", "zh_Hant", "en"):
        document = "query($id: ID!) { category(id: $id) { name } }"
        found = await ask(engine, document, made["category"], replace(story.manager, language=language))
        assert found["category"]["name"] == "工具设备"
