"""The pages of the project list with addresses from the story, and who may see them."""

from schema.engine.days import today
from schema.projects.rules import half_year_of
from tests.schema.registry import UNIT
from tests.story import Story
from tests.views.address import COORDINATORS, SIGNED_IN, Address
from tests.views.house import House
from tests.views.names import spelled

GOING, ASKING, OPEN, WAITING = "银发智能课堂", "一老一小共享空间改造", "六号楼充电桩共建", "口袋花园居民共建"
SIGNED, DELIVERED, RATED, WRITTEN_OFF = "芳草地社区运动会", "老年助餐进楼门", "中考静音护航", "甲 3 号楼楼道焕新"
CARRIED, TERMINATED, OF_DISTRICT = "三丰里无障碍坡道改造", "写字楼午间普法角", "两新组织书记讲堂"


async def projects(house: House, story: Story) -> list[Address]:
    """The lists, the board, brands, a project in each state."""

    async def at(address: str) -> str:
        return await spelled(house, story, address)

    unit, street, now = story.organisation(UNIT), story.area("110105002"), half_year_of(today())
    brand, venue, lunch = [await at(one) for one in ("{category:CREATION}", "{category:VENUE}", "{demand:老年助餐送到家}")]
    match = await at("{match:微型消防站力量支援/为独居老人代买菜}")
    every = f"halfYear={now}&within={street}&status=IN_PROGRESS&brand={brand}&origin=MATCHES&lead={unit}&partner={unit}"
    inside = COORDINATORS | {"member", "admin"}
    return [
        Address("/projects", "/projects"),
        Address("/projects", f"/projects?{every}&order=TITLE"),
        Address("/projects", f"/projects?demand={lunch}&order=HALF_YEAR"),
        Address("/projects", "/projects?search=yfznkt"),
        Address("/projects", "/projects?waiting=true"),
        Address("/projects", "/projects?late=true&status=CARRIED_OVER"),
        Address("/projects/print", "/projects/print"),
        Address("/projects/print", f"/projects/print?halfYear={now}&within={street}&brand={brand}"),
        Address("/projects/board", "/projects/board", SIGNED_IN),
        Address("/projects/board", f"/projects/board?within={street}", SIGNED_IN),
        Address("/projects/brands", "/projects/brands"),
        Address("/projects/brands/{id}", f"/projects/brands/{brand}"),
        Address("/projects/brands/{id}", f"/projects/brands/{venue}", frozenset()),
        Address("/projects/new", "/projects/new", SIGNED_IN),
        Address("/projects/new", f"/projects/new?demand={lunch}", SIGNED_IN),
        Address("/projects/new", f"/projects/new?match={match}&area={street}", SIGNED_IN),
        *[Address("/projects/{id}", await at(f"/projects/{{project:{one}}}"), _SEEN) for one in (GOING, ASKING, OPEN, SIGNED)],
        *[Address("/projects/{id}", await at(f"/projects/{{project:{one}}}"), _SEEN) for one in (DELIVERED, TERMINATED)],
        Address("/projects/{id}", await at(f"/projects/{{project:{CARRIED}}}"), _SEEN),
        Address("/projects/{id}", await at(f"/projects/{{carried:{CARRIED}}}"), _SEEN),
        *[Address("/projects/{id}", await at(f"/projects/{{project:{one}}}")) for one in (RATED, WRITTEN_OFF)],
        Address("/projects/{id}", await at(f"/projects/{{project:{WAITING}}}"), inside),
        Address("/projects/{id}", await at(f"/projects/{{project:{OF_DISTRICT}}}"), frozenset({"district", "admin"})),
        Address("/projects/{id}/edit", await at(f"/projects/{{project:{GOING}}}/edit"), SIGNED_IN),
        Address("/projects/{id}/edit", await at(f"/projects/{{project:{WAITING}}}/edit"), inside, signs_in=True),
    ]


_SEEN = frozenset({"admin", "district", "chaowai", "jiqingli", "jianwai", "manager", "handler", "member", "returned", "stranger"})
"""What was published is for everybody who has signed in; for others there is no such page."""
