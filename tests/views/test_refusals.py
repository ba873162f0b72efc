"""What a form is refused for stands at the field, and what was typed is still there."""

from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.schema.registry import OTHER, UNIT, WAITING
from tests.story import Story
from tests.views.house import House
from tests.views.markup import errors, faults, fields
from tests.views.names import all_spelled, spelled


class Attempt(NamedTuple):
    """A form filled in wrongly."""

    login: str
    at: str
    typed: dict[str, Any]
    at_fields: set[str]
    """The fields at which a refusal is to stand."""
    to: str = ""


_ORG = f"/organisations/{{org:{UNIT}}}"
_NEED = "/demands/{demand:舞蹈队排练场地}"
_OFFER = f"/resources/new?organisation={{org:{UNIT}}}"
ATTEMPTS = [
    Attempt(
        "public",
        "/organisations/new",
        {"name": "", "contactPhone": "12", "address": "某路 1 号"},
        {"name", "kind", "area"},
    ),
    Attempt(
        "public",
        "/organisations/new",
        {
            "name": "示范",
            "kind": "OTHER",
            "uscc": "91110105YANGL0000",
            "areaText": "吉庆里社区居委会",
            "contactName": "云中君",
            "contactPhone": "13700001234",
        },
        {"uscc"},
    ),
    Attempt("manager", f"{_ORG}/edit", {"name": "", "uscc": "123"}, {"name", "uscc"}),
    Attempt("manager", _OFFER, {"title": "", "quantity": "许多"}, {"category", "title", "quantity"}),
    Attempt("manager", f"{_OFFER}&category={{category:VENUE}}", {"title": "小会议室", "quantity": "1"}, {"windows"}),
    Attempt("manager", f"{_OFFER}&category={{category:EXPERT}}", {"title": "讲座", "quantity": "-1,000"}, {"quantity"}),
    Attempt(
        "manager",
        f"{_OFFER}&category={{category:EXPERT}}",
        {"title": "讲座", "quantity": "1e99", "validUntil": "2020-01-01", "areaText": "没有这个地方"},
        {"area"},
    ),
    Attempt(
        "manager",
        f"{_OFFER}&category={{category:EXPERT}}",
        {"title": "讲座", "quantity": "1e99", "validUntil": "2020-01-01", "windows.0.opens": "10:00", "windows.0.closes": "9:5"},
        {"windows.0.closes"},
    ),
    Attempt("public", "/demands/new", {"title": "", "description": "请打 137 0000 1234"}, {"category", "title", "area"}),
    Attempt(
        "public",
        "/demands/new?category={category:PARKING}&area={area:110105002025}",
        {"title": "停车位", "description": "请打 137 0000 1234", "place": "身份证 11010519491231002X", "quantity": "0"},
        {"description", "place", "quantity"},
    ),
    Attempt(
        "manager",
        f"/demands/new?organisation={{org:{UNIT}}}&category={{category:PARKING}}",
        {"title": "停车位", "beneficiaries": "很多", "neededBy": "明天", "areaText": "没有这个地方"},
        {"beneficiaries", "neededBy", "area"},
    ),
    Attempt("jiqingli", f"{_NEED}/edit", {"title": "停", "unit": "", "neededBy": "2020-01-01"}, {"title", "unit", "neededBy"}),
    Attempt("jiqingli", f"{_NEED}", {"intoText": "没有这一条"}, {"into"}, to=f"{_NEED}/merge"),
    Attempt("jiqingli", f"{_NEED}", {}, {"level"}, to=f"{_NEED}/list"),
    Attempt("admin", "/categories/new", {"name": "", "code": "ROOM", "place": "先"}, {"name", "place"}),
    Attempt("admin", "/categories/new", {"name": "", "code": "x1", "place": "1000"}, {"name", "code", "unit", "place"}),
    Attempt("admin", "/categories/new", {"name": "场地设施", "code": "ROOM", "unit": "间"}, {"name"}),
    Attempt("manager", f"{_ORG}/edit", {"areaText": "没有这个地方"}, {"area"}),
    Attempt("chaowai", f"{_ORG}/visits/new", {"visitedOn": "2999-01-01"}, {"visitedOn"}),
    Attempt("chaowai", f"{_ORG}/visits/new", {"visitedOn": "昨天"}, {"visitedOn"}),
    Attempt("manager", f"{_ORG}/contacts/new", {"name": "", "phone": "12345"}, {"name", "phone"}),
    Attempt("jiqingli", "/areas/{area:110105002025}/areas/new", {"name": "", "code": "9"}, {"name", "code"}),
    Attempt(
        "jiqingli",
        "/areas/{area:110105002025}/areas/new",
        {"name": "新网格", "code": "110105002025001", "level": "GRID"},
        {"code"},
    ),
    Attempt(
        "chaowai",
        "/areas/{area:110105002025001}/edit",
        {"parentText": "", "from": ""},
        {"parent", "from"},
        to="/areas/{area:110105002025001}/move",
    ),
    Attempt(
        "chaowai",
        "/committees/{committee:朝外街道党建工作协调委员会}/seats/new",
        {"role": "CHAIR", "personText": "唐半山"},
        {"role"},
    ),
    Attempt(
        "chaowai",
        "/committees/new",
        {"areaText": "芳草地社区居委会", "termFrom": "2026-05-01", "termTo": "2026-01-01"},
        {"termTo"},
    ),
    Attempt("chaowai", "/zones/new", {"kind": "", "name": "", "areaText": ""}, {"kind", "name", "area"}),
    Attempt("manager", f"/people/new?organisation={{org:{UNIT}}}", {"name": "", "phone": "123"}, {"name", "phone"}),
    Attempt(
        "manager", f"/memberships/new?organisation={{org:{UNIT}}}", {"role": "", "validTo": "2020-01-01"}, {"person", "role"}
    ),
    Attempt("admin", "/accounts/new", {"login": "A b", "personText": "白露"}, {"login"}),
    Attempt("member", "/me/password", {"current": "wrong", "new": "Another-Good-1", "again": "Another-Good-1"}, {"current"}),
    Attempt("member", "/me/password", {"current": "Sample-District-2026", "new": "short", "again": "short"}, {"new"}),
    Attempt(
        "member",
        "/me/password",
        {"current": "Sample-District-2026", "new": "Another-Good-1", "again": "Another-Good-2"},
        {"again"},
    ),
    Attempt("member", "/me", {"name": "", "scopes": []}, {"name", "scopes"}, to="/me/tokens"),
]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=[f"{one.at}: {', '.join(sorted(one.at_fields))}" for one in ATTEMPTS])
async def test_a_refusal_stands_at_its_field_and_what_was_typed_is_kept(looked_at: House, story: Story, attempt: Attempt) -> None:
    visitor = await looked_at.known(attempt.login)
    at, to = await spelled(looked_at, story, attempt.at), await spelled(looked_at, story, attempt.to or attempt.at)
    typed = await all_spelled(looked_at, story, attempt.typed)

    page = await visitor.submit(await visitor.see(at), to, **typed)

    assert page.status == 422
    assert errors(page.tree).keys() == attempt.at_fields
    assert all(errors(page.tree).values())
    assert faults(page.tree) == []
    again = fields(page.form(to))
    secret = {"current", "new", "again"}
    assert {name: again.get(name, [""])[-1] for name in typed if name not in secret | {"scopes"}} == {
        name: value for name, value in typed.items() if name not in secret | {"scopes"}
    }
    assert not any("".join(again.get(name, [])) for name in secret)
    summary = next(one for one in page.tree.walk() if one.get("class") == "refusals")
    assert {link.get("href")[1:] for link in summary.all("a")} == attempt.at_fields


async def test_several_that_fit_are_offered_and_one_is_chosen(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    unit = story.organisation("朝外示范小学")
    form = await visitor.see(f"/organisations/{unit}/edit")

    page = await visitor.submit(form, f"/organisations/{unit}/edit", areaText="里社区")
    offered = page.form(f"/organisations/{unit}/edit").all("input", name="area", type="radio")
    values = fields(page.form(f"/organisations/{unit}/edit"))
    chosen = next(one.get("value") for one in offered if one.get("value") == story.area("110105002025"))
    done = await visitor.post(f"/organisations/{unit}/edit", {**values, "area": [*values["area"], chosen]})

    assert page.status == 422 and errors(page.tree).keys() == {"area"}
    assert len(offered) > 1
    assert done.to == f"/organisations/{unit}"
    assert (
        await house.value("select area_path from organisation where id = $1", int(unit[4:])) == "110105/110105002/110105002025/"
    )


async def test_words_changed_beside_a_choice_are_looked_up_and_cleared_ones_clear_it(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    unit = story.organisation("中共吉庆里社区委员会")
    at = f"/organisations/{unit}/edit"
    parent = "select p.name from organisation o left join organisation p on p.id = o.parent_id where o.id = $1"

    await visitor.submit(await visitor.see(at), at, parentText="中共三丰里社区委员会（样例）")
    moved = await house.value(parent, int(unit[4:]))
    await visitor.submit(await visitor.see(at), at, parentText="")

    assert moved == "中共三丰里社区委员会（样例）"
    assert await house.value(parent, int(unit[4:])) is None


async def test_a_filter_with_words_leads_to_the_address_with_the_id(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")
    area = story.area("110105002025")

    found = await visitor.get("/organisations?search=&within=&withinText=吉庆里社区居委会&kind=ENTERPRISE")
    changed = await visitor.get(f"/organisations?within={story.area('110105002')}&withinWas=朝外街道&withinText=吉庆里社区居委会")
    nothing = await visitor.get("/committees?within=&withinText=没有这里")

    assert parse_qs(urlsplit(found.to).query) == {"within": [area], "kind": ["ENTERPRISE"]}
    assert changed.to == f"/organisations?within={area}"
    assert nothing.to == "/committees"
    assert "没有找到所填的名称" in (await visitor.follow(nothing)).text


async def test_a_refused_step_opens_again_with_its_reason(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    at = f"/organisations/{story.organisation(WAITING)}"

    page = await visitor.submit(await visitor.see(at), f"{at}/return", reason="长" * 600)
    again = await visitor.get(f"{at}/return")

    assert page.status == 422
    assert faults(page.tree) == []
    assert errors(page.tree).keys() == {"reason"}
    step = page.form(f"{at}/return")
    assert "open" in step.parent.attributes  # type: ignore[union-attr]
    assert fields(step)["reason"] == ["长" * 600]
    assert again.to == at


async def test_an_undoing_that_was_refused_opens_again_with_its_reason(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    into, gone = f"/organisations/{story.organisation(OTHER)}", f"/organisations/{story.organisation('朝外示范小吃店')}"

    page = await visitor.submit(await visitor.see(into), f"{gone}/unmerge", reason="长" * 600)

    assert page.status == 422
    assert faults(page.tree) == []
    step = page.form(f"{gone}/unmerge")
    assert "open" in step.parent.attributes  # type: ignore[union-attr]
    assert fields(step)["reason"] == ["长" * 600]
    assert "最多" in step.text or "不超过" in step.text


async def test_a_step_that_somebody_else_took_first_is_refused_with_the_present_state(house: House, story: Story) -> None:
    first, second = await house.visitor("chaowai"), await house.visitor("jiqingli")
    at = f"/organisations/{story.organisation(WAITING)}"
    seen = await second.see(at)
    await first.submit(await first.see(at), f"{at}/approve")

    page = await second.submit(seen, f"{at}/approve")

    assert page.status == 422
    assert "其他人刚刚修改了这条记录" in page.text
    assert "在册" in page.tree.text
    assert f"{at}/approve" not in [form.get("action") for form in page.tree.all("form")]


async def test_what_is_over_says_that_its_last_day_comes_first(house: House, story: Story) -> None:
    at = await spelled(house, story, "/resources/{resource:一层共享会议室}")
    visitor = await house.visitor("manager")
    seen = await visitor.see(at)
    await house.value("update resource set valid_until = current_date - 1 where id = $1", int(at.rsplit("_", 1)[1]))

    page = await visitor.submit(seen, f"{at}/confirm")
    await house.value("update resource set status = 'DRAFT' where id = $1", int(at.rsplit("_", 1)[1]))
    draft = await visitor.see(at)

    assert page.status == 422
    assert "已过有效期，请先修改有效期。" in page.text
    assert f"{at}/confirm" not in [form.get("action") for form in page.tree.all("form")]
    assert "请先修改有效期，再提交或发布" in draft.text
    assert f"{at}/submit" not in [form.get("action") for form in draft.tree.all("form")]


async def test_a_form_sent_twice_acts_once(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    at = f"/organisations/{story.organisation(OTHER)}/visits/new"
    form = await visitor.see(at)

    pages = [await visitor.submit(form, at, note="送政策") for _ in range(2)]

    assert [one.status for one in pages] == [303, 303]
    assert await house.value("select count(*) from visit where note = '送政策'") == 1


async def test_a_sentence_is_shown_once_after_something_was_done(house: House, story: Story) -> None:
    visitor = await house.visitor("manager")
    at = f"/organisations/{story.organisation(UNIT)}"
    done = await visitor.submit(await visitor.see(f"{at}/edit"), f"{at}/edit", shortName="示范科技")

    first, second = await visitor.follow(done), await visitor.see(at)

    assert "已保存。" in first.text
    assert "已保存。" not in second.text
