"""What everybody may see of an area: offers and finished projects, on the screen and for the notice board, and nobody's data."""

import re
from typing import Any

import orjson
from graphql import GraphQLNamedType, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from schema import schema
from schema.engine.access import PUBLIC
from schema.engine.limits import LIMITS
from schema.engine.reader import Failed
from tests.schema import works
from tests.schema.acting import number
from tests.story import Story
from tests.views.addresses import addresses
from tests.views.house import House
from tests.views.markup import faults

STREET, COMMUNITY = "110105002", "110105002025"
CANARY, LATIN = "金丝雀", "jinsique"


def of(story: Story, code: str = STREET, rest: str = "") -> str:
    return f"/areas/{story.area(code)}/public{rest}"


async def test_a_resident_sees_what_is_to_be_had_and_how_to_ask_for_it(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("public")
    page = await visitor.see(of(story))
    assert faults(page.tree) == []
    assert "微型消防站力量支援" in page.tree.text and "朝外示范物业服务有限公司" in page.tree.text
    assert f"/demands/new?area={story.area(STREET)}" in [one.get("href") for one in page.tree.all("a")]
    for hidden in ("楼道堆物集中清理", "软件测试岗位", "地下车库错时停车", "更新下来的办公电脑"):
        assert hidden not in page.text


async def test_nothing_of_a_suspended_unit_is_shown(house: House, story: Story) -> None:
    visitor = await house.visitor()
    assert "微型消防站力量支援" in (await visitor.see(of(story))).text
    suspended = "update organisation set status = 'SUSPENDED' where name like '朝外示范物业服务%' returning id"
    assert await house.value(suspended)
    for rest in ("", "/sheet"):
        page = await visitor.see(of(story, rest=rest))
        assert "微型消防站力量支援" not in page.text and "朝外示范物业服务" not in page.text


async def test_an_officer_sees_no_more_on_it_than_a_resident(house: House, story: Story) -> None:
    resident, office = await house.visitor(), await house.visitor("chaowai")
    await house.value("update organisation set status = 'SUSPENDED' where name like '朝外示范物业服务%' returning id")
    first, second = [re.search(r"校验码 (\w+)", (await one.see(of(story))).tree.text) for one in (resident, office)]
    assert first and second and first[1] == second[1]
    assert "微型消防站力量支援" not in (await office.see(of(story))).text


async def test_a_finished_project_stands_there_with_who_did_it_and_what_it_brought(house: House, story: Story) -> None:
    visitor = await house.visitor()
    before = await visitor.see(of(story, COMMUNITY))
    running = await works.project(house.engine, story, "DELIVERED", title="还在评议的项目")
    project = await works.project(house.engine, story, "WRITTEN_OFF", title="吉庆里陪伴就医")
    page = await visitor.see(of(story, COMMUNITY))
    assert "吉庆里陪伴就医" not in before.text
    for words in ("吉庆里陪伴就医", "陪伴就医 40 小时", "评价 4 分", "朝外示范科技有限公司", "受益 25 人"):
        assert words in page.tree.text, words
    assert "还在评议的项目" not in page.text and "很及时" not in page.text and running != project
    assert "25" in next(one for one in page.tree.all("div", **{"class": "figures"})).text


async def test_the_sheet_leads_to_the_page_which_says_whether_it_is_still_so(house: House, story: Story) -> None:
    visitor = await house.visitor()
    sheet = await visitor.see(of(story, rest="/sheet?size=A3"))
    assert faults(sheet.tree) == []
    mark = re.search(r"校验码 (\w{10})", sheet.tree.text)
    assert mark and sheet.tree.all("svg") and "公示单位：朝外街道党建工作协调委员会" in sheet.tree.text
    assert "一致" in (await visitor.see(of(story, rest=f"?sheet={mark[1]}"))).tree.text
    await house.value("update resource set title = '微型消防站夜间值守' where title = '微型消防站力量支援' returning id")
    assert "以本页为准" in (await visitor.see(of(story, rest=f"?sheet={mark[1]}"))).tree.text


async def test_an_area_without_anything_says_so_and_one_that_is_none_is_not_there(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("public")
    building = await looked_at.value("select id from area where level = 'BUILDING' order by id limit 1")
    page = await visitor.see(f"/areas/area_{building}/public")
    assert "本区域暂时没有公开的资源" in page.tree.text and "还没有评议完成的项目" in page.tree.text
    for wrong in ("area_0", "org_1", "x", "area_99999999999"):
        for rest in ("", "/sheet"):
            assert (await visitor.get(f"/areas/{wrong}/public{rest}")).status == 404


# Personal strings wherever people write them. What a project brought and how it was described is told to everybody, and so are
# the words of those who rated it; the rules of their forms keep numbers out of them.
PERSONAL = {
    "person": ("name", "title", "name_key"),
    "contact": ("duty",),
    "demand": ("title", "description", "place", "reason"),
    "claim": ("note",),
    "match": ("note", "reason"),
    "delivery": ("note", "words"),
    "visit": ("note",),
    "resource": ("reason",),
    "organisation": ("return_reason",),
    "project": ("reason",),
    "project_partner": ("reason",),
    "project_note": ("text",),
    "project_spending": ("purpose", "reason"),
    "seat": ("outside_post", "duties"),
    "comment": ("text",),
}


async def seed(house: House) -> None:
    """Put the canary wherever people are named or speak, and into what the ledger keeps."""
    for table, columns in PERSONAL.items():
        known = await house.engine.services.pool.fetch(
            "select column_name from information_schema.columns where table_name = $1 and column_name = any($2)",
            table,
            list(columns),
        )
        assert {one["column_name"] for one in known} == set(columns), table
        told = ", ".join(f"{name} = left('{CANARY}' || id || {name}, 30)" for name in columns)
        await house.engine.services.pool.execute(f"update {table} set {told}")
    await house.engine.services.pool.execute(f"update account set login = '{LATIN}' || id")
    await house.engine.services.pool.execute(f'update event set data = data || \'{{"canary": "{CANARY}"}}\'')


def selection(type_: GraphQLNamedType, depth: int) -> str:
    """Everything of a type that needs no arguments, so deep."""
    if not isinstance(type_, GraphQLObjectType):
        return "{ __typename }"
    found = []
    for name, one in type_.fields.items():
        target = get_named_type(one.type)
        if any(is_required_argument(argument) for argument in one.args.values()):
            continue
        paged = "(first: 3)" if "first" in one.args else ""
        if is_leaf_type(target):
            found.append(name)
        elif depth:
            found.append(f"{name}{paged} {selection(target, depth - 1)}")
    return "{ __typename " + " ".join(found) + " }"


async def answered(house: House, text: str) -> str | None:
    """What the public is answered; None where the document is more than anybody may ask for."""
    try:
        return orjson.dumps(await house.engine.ask(text, None, PUBLIC)).decode()
    except Failed:
        return None


async def test_no_public_answer_names_anybody(house: House, story: Story) -> None:
    """Everything that the public can ask for from the root, four levels deep as far as the limits go."""
    await works.project(house.engine, story, "WRITTEN_OFF")
    await seed(house)
    query: Any = schema._schema.query_type
    asked = 0
    for name, one in query.fields.items():
        if any(is_required_argument(argument) for argument in one.args.values()):
            continue
        paged = "(first: 5)" if "first" in one.args else ""
        for depth in (3, 2, 1):
            text = f"{{ {name}{paged} {selection(get_named_type(one.type), depth)} }}"
            if len(text) < LIMITS.characters and (answer := await answered(house, text)) is not None:
                asked += 1
                assert CANARY not in answer and LATIN not in answer, (name, depth)
                break
    assert asked > 10


async def test_no_public_page_names_anybody(house: House, story: Story) -> None:
    every = [one for one in await addresses(house, story) if one.status("public") == 200]
    await works.project(house.engine, story, "WRITTEN_OFF")
    await seed(house)
    visitor = await house.visitor()
    for path in [*(one.path for one in every), of(story), of(story, rest="/sheet"), of(story, COMMUNITY)]:
        page = await visitor.get(path)
        assert CANARY not in page.text and LATIN not in page.text, path
    assert number(story.area(STREET)) > 0 and len(every) > 20
