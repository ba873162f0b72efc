"""Two people change one offer at once: fields, windows and areas of both survive, and only a real clash is asked about."""

from typing import Any

import pytest

from schema.engine.days import today
from tests.schema.acting import number
from tests.story import Story
from tests.views.house import House, Visitor
from tests.views.markup import errors, faults, fields
from tests.views.names import spelled
from tests.views.test_editing_together import asked

pytestmark = pytest.mark.usefixtures("story")


@pytest.fixture
async def pair(house: House) -> tuple[Visitor, Visitor]:
    return await house.visitor("manager"), await house.visitor("chaowai")


@pytest.fixture
async def at(house: House, story: Story) -> str:
    return await spelled(house, story, "/resources/{resource:一层共享会议室}/edit")


async def saved(house: House, at: str) -> Any:
    """The row as it is now, with its hours and the codes of its areas."""
    return await house.engine.services.pool.fetchrow(
        "select r.*,"
        " array(select to_char(opens, 'HH24:MI') from resource_window where resource_id = r.id order by opens) as hours,"
        " array(select a.code from resource_service_area s join area a on a.id = s.area_id where s.resource_id = r.id"
        " order by a.code) as serves from resource r where id = $1",
        number(at.split("/")[2]),
    )


async def test_edits_of_different_fields_windows_and_areas_all_survive(
    house: House, pair: tuple[Visitor, Visitor], at: str
) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)

    pages = [
        await first.submit(forms[0], at, conditions="请提前五天预约。", windows__2__opens="18:00", windows__2__closes="20:00"),
        await second.submit(forms[1], at, title="一层大会议室", quantity="1.00", serviceAreaText="芳草地社区居委会"),
    ]

    assert [page.status for page in pages] == [303, 303]
    row = await saved(house, at)
    assert (row["title"], row["conditions"]) == ("一层大会议室", "请提前五天预约。")
    assert row["hours"] == ["09:00", "14:00", "18:00"]
    assert row["serves"] == ["110105002025", "110105002027", "110105002030"]


@pytest.mark.parametrize(("choice", "hours"), [("theirs", ["08:00", "14:00"]), ("yours", ["09:00"])])
async def test_windows_that_both_changed_are_shown_in_words_and_one_is_chosen(
    house: House, pair: tuple[Visitor, Visitor], at: str, choice: str, hours: list[str]
) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    await first.submit(forms[0], at, windows__0__opens="08:00")

    clash = await second.submit(forms[1], at, windows__1__drop="true", description="有白板。")
    done = await second.submit(clash, at, choose__windows=choice)

    assert clash.status == 422
    assert faults(clash.tree) == []
    was, theirs, mine = asked(clash)["choose.windows"]
    assert "每周一、三 09:00–11:30" in was and "每周六 14:00–17:00" in was
    assert "每周一、三 08:00–11:30" in theirs and "每周六" in theirs
    assert "每周一、三 09:00–11:30" in mine and "每周六" not in mine
    assert done.status == 303
    row = await saved(house, at)
    assert (row["hours"], row["description"]) == (hours, "有白板。")


async def test_classes_contacts_and_measures_clash_by_their_names(
    house: House, pair: tuple[Visitor, Visitor], at: str, story: Story
) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    site, culture = [await spelled(house, story, f"{{category:{code}}}") for code in ("PARTY_SITE", "CULTURE")]
    await first.submit(forms[0], at, category=site, contact="", measure="TOTAL")

    page = await second.submit(forms[1], at, category=culture)
    done = await second.submit(page, at, choose__category="yours")

    assert asked(page) == {"choose.category": ["原为：场地设施", "党建阵地", "文化体育"]}
    assert fields(page.form(at))["measure"] == ["TOTAL"]
    assert done.status == 303
    row = await saved(house, at)
    assert (f"category_{row['category_id']}", row["contact_id"], row["measure"]) == (culture, None, "TOTAL")


async def test_a_refused_row_of_windows_says_so_at_its_place(house: House, at: str) -> None:
    visitor = await house.visitor("manager")
    day = today().isoformat()

    page = await visitor.submit(
        await visitor.see(at),
        at,
        windows__0__drop="true",
        windows__1__closes="13:00",
        windows__3__opens="九点",
        windows__3__closes="10:00",
    )
    again = await visitor.submit(page, at, windows__3__opens="09:00", windows__3__lastDay=day)

    assert page.status == again.status == 422
    assert faults(page.tree) == faults(again.tree) == []
    assert errors(page.tree).keys() == {"windows.3.opens"}
    assert errors(again.tree).keys() == {"windows.1.closes"}
    values = fields(again.form(at))
    assert (values["windows.0.drop"], values["windows.3.lastDay"]) == (["true"], [day])


async def test_a_window_until_midnight_is_typed_as_0_and_told_as_24(house: House, pair: tuple[Visitor, Visitor], at: str) -> None:
    visitor = pair[0]
    page = await visitor.submit(await visitor.see(at), at, windows__0__closes="00:00")
    assert "09:00–24:00" in (await visitor.follow(page)).text
    form = await visitor.see(at)
    assert fields(form.form(at))["windows.0.closes"] == ["00:00"]
    before = await saved(house, at)
    await visitor.submit(form, at, description="有白板。")
    after = await saved(house, at)
    assert (after["hours"], after["version"]) == (before["hours"], before["version"] + 1)
    assert "09:00–24:00" in (await visitor.see(at.removesuffix("/edit"))).text
