"""Importing units from a spreadsheet: preview, columns, errors, all or good rows, and again without a change."""

import asyncio
import base64
import io
from dataclasses import replace
from typing import Any

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from api.sample.places import DISTRICT, JIQINGLI, STREET
from schema.engine.reader import Engine
from schema.imports.jobs import discard_old_imports
from tests.schema.acting import act, done, events, number, viewer_of
from tests.schema.registry import OTHER, UNIT, denied, fingerprint, row
from tests.schema.test_contacts import places_of
from tests.signing import statements
from tests.story import Story, ask

HEADINGS = "单位名称,统一社会信用代码,单位类别,所属社区,联系人,联系电话,上级单位,标签,内部编号"
GOOD = (
    "朝外微光科技有限公司,91110105MA0000007L,企业,吉庆里社区,秋水长,13712345678,,先锋、两新组织,内部甲三",
    "朝外微光党支部,,党组织,吉庆里社区,秋水短,13712345679,朝外微光科技有限公司,,",
    "朝外远帆餐饮有限公司,,企业,三丰里社区,,,,,",
)
WRONG = "朝外错码商店,91110105MA0000007X,企业,吉庆里社区,,,,,"
SELECT = """listImport {
    id status version fileName counts { create update unchanged wrong }
    columns { heading field }
    rows(first: 50) { totalCount nodes { number action cells changed organisation { id } problems { heading code message } } }
}"""


def encoded(*rows: str, headings: str = HEADINGS) -> str:
    return base64.b64encode("\n".join([headings, *rows]).encode()).decode()


async def preview(engine: Engine, story: Story, *rows: str, who: str = "coordinator", area: str = STREET, **more: Any) -> Any:
    given = {"fileName": "成员单位.csv", "content": encoded(*rows), "area": story.area(area)} | more
    return (await done(engine, viewer_of(story, who), "listImportPreview", given, SELECT))["listImport"]


async def run(engine: Engine, story: Story, seen: Any, mode: str = "ALL_OR_NOTHING", who: str = "coordinator") -> Any:
    given = {"id": seen["id"], "version": seen["version"], "mode": mode}
    return (await done(engine, viewer_of(story, who), "listImportRun", given, SELECT))["listImport"]


def counts(seen: Any) -> tuple[int, ...]:
    return tuple(seen["counts"][name] for name in ("create", "update", "unchanged", "wrong"))


async def units(engine: Engine) -> int:
    found: int = await engine.services.pool.fetchval("select count(*) from organisation")
    return found


async def newest(engine: Engine) -> Any:
    return await engine.services.pool.fetchrow("select * from organisation order by id desc limit 1")


async def test_a_preview_says_what_each_row_would_do_and_changes_nothing(engine: Engine, story: Story) -> None:
    before = await units(engine)
    seen = await preview(engine, story, *GOOD, WRONG)
    assert await units(engine) == before
    assert (seen["status"], seen["fileName"], counts(seen)) == ("PREVIEW", "成员单位.csv", (3, 0, 0, 1))
    fields = [one["field"] for one in seen["columns"]]
    assert fields == ["NAME", "USCC", "KIND", "AREA", "CONTACT_NAME", "CONTACT_PHONE", "PARENT", "TAGS", None]
    first, *_, last = seen["rows"]["nodes"]
    assert first["cells"][4:6] == ["秋**", "137****5678"]
    assert first["cells"][8] == ""
    assert (last["number"], last["action"], last["problems"][0]["heading"]) == (5, "WRONG", "统一社会信用代码")
    assert "第 18 位" in last["problems"][0]["message"]


async def test_what_is_wrong_is_said_in_the_viewers_language(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, WRONG)
    viewer = replace(story.coordinator, language="en")
    text = "query($id: ID!) { listImport(id: $id) { rows { nodes { problems { code message } } } } }"
    (problem,) = (await ask(engine, text, {"id": seen["id"]}, viewer))["listImport"]["rows"]["nodes"][0]["problems"]
    assert problem["code"] in {"USCC_CHECK", "USCC_BODY"}
    assert problem["message"]


async def test_a_run_writes_units_parents_and_sealed_contacts(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, *GOOD)
    finished = await run(engine, story, seen)
    assert (finished["status"], counts(finished), finished["rows"]["totalCount"]) == ("DONE", (3, 0, 0, 0), 0)
    found = await ask(
        engine,
        '{ organisations(filter: {search: "朝外微光"}) { nodes { id name status kind uscc tags area { code } parent { name } '
        "contactLapsed liaison { nameMask phoneMask } timeline { nodes { verb } } } } }",
        None,
        story.coordinator,
    )
    branch, company = sorted(found["organisations"]["nodes"], key=lambda one: len(one["name"]))
    assert branch["parent"] == {"name": company["name"]}
    assert company["area"] == {"code": JIQINGLI}
    assert (company["uscc"], company["tags"], company["contactLapsed"]) == ("91110105MA0000007L", ["先锋", "两新组织"], False)
    assert company["liaison"] == {"nameMask": "秋**", "phoneMask": "137****5678"}
    assert company["timeline"]["nodes"] == [{"verb": "organisation.registered"}]
    (event,) = await events(engine, "organisation.imported")
    assert (event["subject_type"], event["subject_id"]) == ("ListImport", number(seen["id"]))
    assert len([one for one in await events(engine, "organisation.registered") if "import_" in one["data"]]) == 3


async def test_no_clear_contact_lies_anywhere_from_upload_to_end(engine: Engine, story: Story) -> None:
    secrets = ("秋水长", "13712345678", "内部甲三", "1371234567800")
    wrong = "朝外错号商店,,企业,吉庆里社区,秋水长,1371234567800,,,"
    seen = await preview(engine, story, *GOOD, wrong, idempotencyKey="upload")
    assert counts(seen) == (3, 0, 0, 1)
    assert await places_of(engine, *secrets) == []
    await run(engine, story, seen, "GOOD_ROWS")
    assert await places_of(engine, *secrets) == []
    left = await row(engine, seen["id"], "list_import")
    assert left["sheet_sealed"] is None


async def test_the_same_file_again_changes_nothing(engine: Engine, story: Story) -> None:
    await run(engine, story, await preview(engine, story, *GOOD))
    before = await fingerprint(engine)
    again = await preview(engine, story, *GOOD)
    assert counts(again) == (0, 0, 3, 0)
    assert counts(await run(engine, story, again)) == (0, 0, 3, 0)
    after = await fingerprint(engine)
    assert {name for name in after if after[name] != before[name]} == {"event", "list_import"}


async def test_what_differs_is_updated_and_what_the_sheet_does_not_say_stays(engine: Engine, story: Story) -> None:
    unit = await row(engine, story.organisation(UNIT))
    given = f"{unit['name']},{unit['uscc']},,三丰里社区,陆远山,13900000099,,先锋,"
    seen = await preview(engine, story, given)
    (only,) = seen["rows"]["nodes"]
    assert (only["action"], only["organisation"]) == ("UPDATE", {"id": story.organisation(UNIT)})
    assert set(only["changed"]) == {"AREA", "CONTACT_PHONE", "TAGS"}
    await run(engine, story, seen)
    now = await row(engine, story.organisation(UNIT))
    assert (now["description"], now["kind"], now["version"]) == (unit["description"], unit["kind"], unit["version"] + 1)
    assert now["tags"] == [*unit["tags"], "先锋"]
    assert now["area_path"].endswith("110105002027/")
    contacts = await engine.services.pool.fetch("select * from contact where organisation_id = $1 order by id", unit["id"])
    assert (contacts[0]["phone_mask"], contacts[0]["liaison"]) == ("139****0099", True)
    assert len(contacts) == 2
    assert counts(await preview(engine, story, given)) == (0, 0, 1, 0)


async def test_one_wrong_row_stops_all_or_is_left_out(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, *GOOD, WRONG)
    given = {"id": seen["id"], "mode": "ALL_OR_NOTHING"}
    assert await denied(engine, story.coordinator, "listImportRun", given) == [("IMPORT_ROWS_WRONG", "mode")]
    before = await units(engine)
    await run(engine, story, seen, "GOOD_ROWS")
    assert await units(engine) == before + 3
    only_wrong = await preview(engine, story, WRONG)
    given = {"id": only_wrong["id"], "mode": "GOOD_ROWS"}
    assert await denied(engine, story.coordinator, "listImportRun", given) == [("IMPORT_NOTHING", "mode")]


async def test_columns_can_be_corrected(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, content=encoded("朝外微光科技有限公司,吉庆里社区", headings="甲,乙"))
    assert counts(seen) == (0, 0, 0, 1)
    for columns, expected in (
        ([], ("IMPORT_MAPPING", "columns")),
        ([{"heading": "乙", "field": "AREA"}], ("IMPORT_MAPPING", "columns")),
        ([{"heading": "甲", "field": "NAME"}, {"heading": "丙", "field": "AREA"}], ("REFERENCE_MISSING", "columns.1.heading")),
        ([{"heading": "甲", "field": "NAME"}, {"heading": "乙", "field": "NAME"}], ("IMPORT_FIELD_TWICE", "columns.1.field")),
    ):
        given = {"id": seen["id"], "columns": columns}
        assert expected in await denied(engine, story.coordinator, "listImportMap", given)
    given = {
        "id": seen["id"],
        "version": seen["version"],
        "columns": [{"heading": "甲", "field": "NAME"}, {"heading": "乙", "field": "AREA"}],
    }
    mapped = (await done(engine, story.coordinator, "listImportMap", given, SELECT))["listImport"]
    assert (counts(mapped), mapped["version"]) == ((1, 0, 0, 0), seen["version"] + 1)
    assert await denied(engine, story.coordinator, "listImportRun", {"id": seen["id"], "version": 1}) == [("CONFLICT", "version")]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("manager", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
        ("community_coordinator", "NOT_ALLOWED"),
    ],
)
async def test_only_coordinators_of_the_area_import_into_it(engine: Engine, story: Story, who: str, code: str) -> None:
    given = {"fileName": "a.csv", "content": encoded(*GOOD), "area": story.area(STREET)}
    assert [one for one, _ in await denied(engine, viewer_of(story, who), "listImportPreview", given)] == [code]
    seen = await preview(engine, story, *GOOD)
    further: dict[str, dict[str, Any]] = {"Map": {"columns": []}, "Run": {}, "Discard": {}}
    for mutation, more in further.items():
        told = await denied(engine, viewer_of(story, who), f"listImport{mutation}", {"id": seen["id"], **more})
        assert told in ([("SIGN_IN_FIRST", "")], [("NOT_FOUND", "id")])
    text = "query($id: ID!) { listImport(id: $id) { fileName } node(id: $id) { id } }"
    assert await ask(engine, text, {"id": seen["id"]}, viewer_of(story, who)) == {"listImport": None, "node": None}


async def test_the_administrator_brings_in_the_first_registry(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, *GOOD, who="administrator", area=DISTRICT)
    assert counts(await run(engine, story, seen, who="administrator")) == (3, 0, 0, 0)


async def test_a_coordinator_who_lost_the_area_cannot_run_what_was_prepared(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, *GOOD)
    former = replace(story.coordinator, areas=())
    assert await denied(engine, former, "listImportRun", {"id": seen["id"]}) == [("NOT_ALLOWED", "area")]


async def test_units_out_of_reach_are_neither_found_nor_changed(engine: Engine, story: Story) -> None:
    elsewhere = await row(engine, story.organisation("建外示范律师事务所"))
    seen = await preview(
        engine, story, f"朝外新律所,{elsewhere['uscc']},企业,吉庆里社区,,,,,", "朝外甲店,,企业,南郎家园社区,,,,,"
    )
    code, area = seen["rows"]["nodes"]
    assert [one["code"] for one in code["problems"]] == ["USCC_TAKEN"]
    assert code["organisation"] is None
    assert [one["code"] for one in area["problems"]] in (["ROW_AREA_UNKNOWN"], ["ROW_AREA_NEAR"])


async def test_a_unit_may_stand_below_one_outside_the_area(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, "朝外微光协作站,,事业单位,吉庆里社区,,,朝阳区社会建设协作局（样例）,,")
    assert counts(seen) == (1, 0, 0, 0)
    await run(engine, story, seen)
    made = await newest(engine)
    assert made["parent_id"] == number(story.organisation("朝阳区社会建设协作局"))


async def test_committees_are_not_imported(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, "朝外街道党建工作协调委员会（样例）,,企业,,,,,,")
    assert [one["code"] for one in seen["rows"]["nodes"][0]["problems"]] == ["ORGANISATION_IS_COMMITTEE"]


async def test_a_row_below_a_wrong_one_is_wrong(engine: Engine, story: Story) -> None:
    taken = (await row(engine, story.organisation("建外示范律师事务所")))["uscc"]
    seen = await preview(
        engine, story, f"朝外新集团,{taken},企业,,,,,,", "朝外新公司,,企业,,,,朝外新集团,,", "朝外新支部,,党组织,,,,朝外新公司,,"
    )
    assert [[one["code"] for one in line["problems"]] for line in seen["rows"]["nodes"]] == [
        ["USCC_TAKEN"],
        ["ROW_PARENT_WRONG"],
        ["ROW_PARENT_WRONG"],
    ]


async def test_a_day_of_confirmation_is_kept_but_never_goes_back_or_ahead(engine: Engine, story: Story) -> None:
    headings = "单位名称,所属社区,联系人,联系电话,核实日期"
    lines = ("朝外微光科技有限公司,吉庆里社区,秋水长,13712345678,2026-01-15", "朝外未来店,吉庆里社区,,,2999-01-01")
    seen = await preview(engine, story, content=encoded(*lines, headings=headings))
    assert [one["code"] for one in seen["rows"]["nodes"][1]["problems"]] == ["ROW_DATE_FUTURE"]
    await run(engine, story, seen, "GOOD_ROWS")
    made = await newest(engine)
    (contact,) = await engine.services.pool.fetch("select * from contact where organisation_id = $1", made["id"])
    assert str(made["contact_confirmed_on"]) == str(contact["confirmed_on"]) == "2026-01-15"
    older = lines[0].replace("2026-01-15", "2025-01-15")
    assert counts(await preview(engine, story, content=encoded(older, headings=headings))) == (0, 0, 1, 0)
    newer = await preview(engine, story, content=encoded(lines[0].replace("01-15", "02-15"), headings=headings))
    assert newer["rows"]["nodes"][0]["changed"] == ["CONFIRMED_ON"]
    await run(engine, story, newer)
    assert counts(await preview(engine, story, content=encoded(lines[0], headings=headings))) == (0, 0, 1, 0)


async def test_two_runs_at_once_write_once(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, *GOOD)
    before = await units(engine)
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "listImportRun", {"id": seen["id"]}) for _ in range(3)))
    told = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert told == ["", "STEP_NOT_POSSIBLE", "STEP_NOT_POSSIBLE"]
    assert await units(engine) == before + 3


async def test_two_files_with_the_same_units_at_once_write_them_once(engine: Engine, story: Story) -> None:
    seen = [await preview(engine, story, *GOOD, who=who) for who in ("coordinator", "district_coordinator")]
    before = await units(engine)
    payloads = await asyncio.gather(
        done(engine, story.coordinator, "listImportRun", {"id": seen[0]["id"]}, SELECT),
        done(engine, story.district_coordinator, "listImportRun", {"id": seen[1]["id"]}, SELECT),
    )
    assert await units(engine) == before + 3
    found = [one["listImport"]["counts"] for one in payloads]
    assert sorted((one["create"], one["unchanged"]) for one in found) == [(0, 3), (3, 0)]


async def test_an_edit_between_preview_and_run_is_not_overwritten(engine: Engine, story: Story) -> None:
    unit = await row(engine, story.organisation(OTHER))
    seen = await preview(engine, story, f"{unit['name']},{unit['uscc']},企业,三丰里社区,,,,新标签,")
    await done(engine, story.coordinator, "organisationEdit", {"id": story.organisation(OTHER), "address": "新地址 1 号"})
    await run(engine, story, seen)
    now = await row(engine, story.organisation(OTHER))
    assert (now["address"], "新标签" in now["tags"], now["version"]) == ("新地址 1 号", True, unit["version"] + 2)


async def test_a_discarded_import_is_erased(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, *GOOD)
    payload = await done(engine, story.coordinator, "listImportDiscard", {"id": seen["id"]}, SELECT)
    assert payload["listImport"]["status"] == "DISCARDED"
    assert payload["listImport"]["rows"]["totalCount"] == 0
    assert (await row(engine, seen["id"], "list_import"))["sheet_sealed"] is None
    assert await denied(engine, story.coordinator, "listImportRun", {"id": seen["id"]}) == [("STEP_NOT_POSSIBLE", "")]


async def test_what_nobody_decides_on_is_erased_after_a_week(engine: Engine, story: Story) -> None:
    old, new = await preview(engine, story, *GOOD), await preview(engine, story, *GOOD)
    await engine.services.pool.execute(
        "update list_import set created_at = now() - interval '8 days' where id = $1", number(old["id"])
    )
    async with engine.services.pool.acquire() as connection:
        await discard_old_imports(connection)
    states = [(await row(engine, one["id"], "list_import"))["status"] for one in (old, new)]
    assert states == ["DISCARDED", "PREVIEW"]
    left = await engine.services.pool.fetch("select distinct import_id from list_import_row")
    assert [one["import_id"] for one in left] == [number(new["id"])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "FILE_EMPTY"),
        ("%%%", "IMPORT_CONTENT"),
        ("秋", "IMPORT_CONTENT"),
        ("A" * (5 * 1024 * 1024 + 4), "IMPORT_CONTENT"),
        (base64.b64encode(b"PK\x03\x04 not a package").decode(), "FILE_BROKEN"),
        (base64.b64encode(b"%PDF-1.7 \x00").decode(), "FILE_NOT_A_SPREADSHEET"),
        (base64.b64encode(b"<html><table></table></html>").decode(), "FILE_WEB_PAGE"),
        (base64.b64encode("单位名称".encode()).decode(), "FILE_NO_ROWS"),
    ],
)
async def test_hostile_files_are_refused_with_a_sentence(reading_engine: Engine, story: Story, content: str, code: str) -> None:
    given = {"fileName": "..\u202e/\u0000" + "长" * 500, "content": content, "area": story.area(STREET)}
    assert await denied(reading_engine, story.coordinator, "listImportPreview", given) == [(code, "content")]


async def test_strange_cells_are_kept_as_text(engine: Engine, story: Story) -> None:
    names = ("=1+1 商店", "'; drop table organisation; --", "<b>店</b>铺", "👩‍👩‍👧小店𠮷")
    lines = [f'"{name}",,企业,吉庆里社区,,,,,' for name in names]
    await run(engine, story, await preview(engine, story, *lines))
    rows = await engine.services.pool.fetch("select name from organisation order by id desc limit 4")
    assert len({one["name"] for one in rows}) == 4
    assert any("drop table" in one["name"] for one in rows)


async def test_a_workbook_is_read_as_well(engine: Engine, story: Story) -> None:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("成员单位")
        for place, line in enumerate([HEADINGS, *GOOD]):
            sheet.write_row(place, 0, line.split(","))
    seen = await preview(engine, story, content=base64.b64encode(file.getvalue()).decode())
    assert counts(seen) == (3, 0, 0, 0)


async def test_imported_units_are_compared_with_all_others(engine: Engine, story: Story) -> None:
    await run(engine, story, await preview(engine, story, *GOOD))
    more = [f"朝外示例{place}号店,,企业,吉庆里社区,,,,," for place in range(12)]
    await run(engine, story, await preview(engine, story, "朝外微光科技公司,,企业,三丰里社区,,,,,", *more))
    listed = await ask(
        engine, "{ organisationDuplicates { nodes { reasons organisation { name } other { name } } } }", None, story.coordinator
    )
    pairs = [{pair["organisation"]["name"], pair["other"]["name"]} for pair in listed["organisationDuplicates"]["nodes"]]
    assert [pair for pair in pairs if not any("（样例）" in name for name in pair)] == [
        {"朝外微光科技有限公司", "朝外微光科技公司"}
    ]


async def test_hundreds_of_rows_take_a_handful_of_statements(
    engine: Engine, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"朝外示例{place}号单位,,企业,吉庆里社区,王示例,138{place:08},,," for place in range(300)]
    seen = await preview(engine, story, *lines)
    rows = "rows(first: 100, filter: {action: {eq: CREATE}}) { totalCount nodes { number } }"
    page = await ask(
        engine,
        f"query($id: ID!) {{ listImport(id: $id) {{ {rows} }} }}",
        {"id": seen["id"]},
        story.coordinator,
    )
    assert page["listImport"]["rows"]["totalCount"] == 300
    assert [one["number"] for one in page["listImport"]["rows"]["nodes"]] == list(range(2, 102))
    with statements(monkeypatch) as sent:
        await run(engine, story, seen)
    assert 10 < len(sent) < 30
