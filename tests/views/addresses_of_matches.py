"""The pages of matching with addresses from the story, and who may see them."""

from tests.story import Story
from tests.views.address import COORDINATORS, SIGNED_IN, STREETS, Address
from tests.views.house import House
from tests.views.names import spelled

_GUARDS = "微型消防站力量支援"
TRIED = "category=60&distance=5&time=5&quantity=5&wording=15&freshness=5&delivery=5"
"""Weights that put the class first."""


async def matches(house: House, story: Story) -> list[Address]:
    """The desk, the lists, a match in each state."""
    lunch, lawyers, computers, guards = [
        await spelled(house, story, one)
        for one in (
            "{demand:老年助餐送到家}",
            "{demand:白领午间普法}",
            "{resource:更新下来的办公电脑}",
            "{resource:微型消防站力量支援}",
        )
    ]
    first, second = [
        await house.value("select 'resource_' || id from resource where title = $1", one)
        for one in ("陪诊与代办志愿服务", "老年人午餐")
    ]
    desk = f"/matching?demand={lunch}"
    seen = frozenset({"district", "chaowai", "admin"})

    unit, inside = story.organisation("朝外示范物业服务有限公司"), COORDINATORS | {"handler"}

    async def record(titles: str) -> str:
        return await spelled(house, story, f"/records/{{record:{titles}}}")

    async def match(titles: str) -> str:
        return await spelled(house, story, f"/matches/{{match:{titles}}}")

    return [
        Address("/matching", "/matching", SIGNED_IN),
        Address("/matching", desk, SIGNED_IN),
        Address(
            "/matching", f"{desk}&compare={first},{second}&category={await spelled(house, story, '{category:CARE}')}", SIGNED_IN
        ),
        Address("/matching", f"{desk}&resource={computers}", SIGNED_IN),
        Address("/matching", f"/matching?demand={lawyers}&resource={guards}", SIGNED_IN),
        Address("/matching", f"/matching?within={story.area('110105001')}", SIGNED_IN),
        Address("/matching", f"{desk}&fit=RELATED&near=DISTRICT&timely=true&fresh=90&kind=ENTERPRISE&said=wc", SIGNED_IN),
        Address("/matching", "/matching?order=PRESSING&urgency=URGENT&level=KEY&waiting=14&whole=true", SIGNED_IN),
        Address("/matching", f"{desk}&portfolios=true&near=DISTRICT", SIGNED_IN),
        Address(
            "/matching",
            f"/matching?demand={await spelled(house, story, '{demand:两新组织党务工作者培训}')}&portfolios=true",
            SIGNED_IN,
        ),
        Address("/matching/weights", "/matching/weights", SIGNED_IN),
        Address("/matching/weights", f"/matching/weights?{TRIED}", SIGNED_IN),
        Address("/matching/weights", "/matching/weights?category=x", SIGNED_IN),
        Address("/matching/report", "/matching/report", SIGNED_IN),
        Address("/matching/report", f"/matching/report?within={story.area('110105002')}&since=2026-H1", SIGNED_IN),
        Address("/matching/report", f"/matching/report?within={story.area('110105002')}&since=2026-H2&until=2025-H1", SIGNED_IN),
        Address(
            "/matching/report.xlsx",
            f"/matching/report.xlsx?within={story.area('110105002')}&since=2026-H1&until=2026-H2",
            STREETS | {"admin"},
            signs_in=True,
            part=True,
        ),
        Address("/organisations/{id}/record", f"/organisations/{unit}/record", inside, signs_in=True),
        Address("/organisations/{id}/record", f"/organisations/{unit}/record?status=CONTESTED", inside, signs_in=True),
        Address("/records/{id}", await record(f"{_GUARDS}/楼道堆物集中清理"), inside, signs_in=True),
        Address("/records/{id}", await record(f"{_GUARDS}/陪老人去医院看病"), inside, signs_in=True),
        Address("/resources/{id}", f"/resources/{second}?fit=EXACT&whole=true&said=zc"),
        Address("/matches", "/matches", SIGNED_IN),
        Address("/matches", "/matches?reported=true", SIGNED_IN),
        Address("/matches", "/matches?waiting=true&status=PROPOSED", SIGNED_IN),
        Address(
            "/matches", f"/matches?demand={lunch}&resource={guards}&organisation={story.organisation('朝外示范小学')}", SIGNED_IN
        ),
        Address(
            "/matches/{id}", await match("微型消防站力量支援/楼道堆物集中清理"), seen | {"jiqingli", "handler"}, signs_in=True
        ),
        Address(
            "/matches/{id}", await match("微型消防站力量支援/六号楼前电动车充电桩"), seen | {"jiqingli", "handler"}, signs_in=True
        ),
        Address(
            "/matches/{id}",
            await match("智能手机使用辅导/老年人手机课堂"),
            COORDINATORS | {"manager", "member", "admin"},
            signs_in=True,
        ),
        Address("/matches/{id}", await match("老年人午餐/老年助餐送到家"), seen, signs_in=True),
        Address("/matches/{id}", await match("党群活动室/两新组织党务工作者培训"), COORDINATORS | {"admin"}, signs_in=True),
        Address("/demands/{id}/offer", f"/demands/{lunch}/offer", SIGNED_IN),
        Address("/demands/{id}/offer", f"/demands/{lunch}/offer?resource={guards}", SIGNED_IN),
    ]
