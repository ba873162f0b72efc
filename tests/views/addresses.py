"""Every page of the site map with addresses from the story, and who may see it."""

from api.sample.places import DISTRICT, JIQINGLI, SANFENGLI, STREET
from tests.schema.registry import RETURNED, SUSPENDED, TEAM, UNIT, WAITING
from tests.story import Story
from tests.views.address import ADMINISTRATOR, COORDINATORS, SIGNED_IN, Address
from tests.views.addresses_of_attachments import attachments
from tests.views.addresses_of_balances import balances
from tests.views.addresses_of_capacity import capacity
from tests.views.addresses_of_comments import comments
from tests.views.addresses_of_developers import developers
from tests.views.addresses_of_matches import matches
from tests.views.addresses_of_plans import plans
from tests.views.addresses_of_plenaries import plenaries
from tests.views.addresses_of_projects import projects
from tests.views.house import House


async def addresses(house: House, story: Story) -> list[Address]:
    """All pages that are shown at an address, at least one address for each."""
    area, unit = story.area(JIQINGLI), story.organisation(UNIT)
    committee = story.committee("朝外街道党建工作协调委员会")
    zone, person = story.zone("朝外示范商圈"), story.person("叶知秋")
    estate = f"area_{await house.value('select id from area where level = $1 order by id limit 1', 'ESTATE')}"
    grid = f"area_{await house.value('select id from area where level = $1 order by id limit 1', 'GRID')}"
    number = committee.rpartition("_")[2]
    seat = (
        f"seat_{await house.value('select id from seat where committee_id = $1 and person_id is not null limit 1', int(number))}"
    )
    contact = f"contact_{await house.value('select id from contact where organisation_id = $1 limit 1', int(unit[4:]))}"
    account = story.account("manager")
    other = story.organisation("朝外示范科技公司")
    inside = frozenset({*COORDINATORS, "manager", "member", "admin"})
    everyone_there = [
        Address("/", "/"),
        Address("/sign-in", "/sign-in"),
        Address("/sign-in", "/sign-in?next=/people"),
        Address("/me", "/me", SIGNED_IN),
        Address("/me/password", "/me/password", SIGNED_IN),
        Address("/email/{secret}", f"/email/{'A' * 43}"),
        Address("/confirm/{secret}", f"/confirm/{'A' * 43}"),
        Address("/search", "/search?text=cw", SIGNED_IN),
        Address("/search", "/search", SIGNED_IN),
        Address("/search/options", "/search/options?search=cwsf", SIGNED_IN, part=True),
    ]
    areas = [
        Address("/areas", "/areas"),
        Address("/areas", "/areas?search=jql"),
        Address("/areas", "/areas?level=GRID"),
        Address("/areas", "/areas?search=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA"),
        Address("/areas/options", "/areas/options?search=jql", part=True),
        *[Address("/areas/{id}", f"/areas/{one}") for one in (story.area(DISTRICT), story.area(STREET), area, estate, grid)],
        *[Address("/areas/{id}/public", f"/areas/{one}/public?sheet=0123456789") for one in (story.area(STREET), grid)],
        *[Address("/areas/{id}/public/sheet", f"/areas/{one}/public/sheet?size=A3") for one in (story.area(STREET), grid)],
        *[Address("/areas/{id}/edit", f"/areas/{one}/edit", SIGNED_IN) for one in (area, estate, grid)],
        Address("/areas/{id}/areas/new", f"/areas/{area}/areas/new", SIGNED_IN),
    ]
    committees = [
        Address("/committees", "/committees"),
        Address("/committees", f"/committees?within={story.area(STREET)}&field=NONE"),
        Address("/committees", "/committees?field=SAFETY"),
        Address("/committees/new", f"/committees/new?area={story.area(SANFENGLI)}&special=1", SIGNED_IN),
        Address("/committees/new", "/committees/new", SIGNED_IN),
        Address("/committees/{id}", f"/committees/{committee}"),
        Address("/committees/{id}/edit", f"/committees/{committee}/edit", SIGNED_IN),
        Address("/committees/{id}/seats/new", f"/committees/{committee}/seats/new", SIGNED_IN),
        Address("/committees/{id}/seats/new", f"/committees/{committee}/seats/new?renew={seat}", SIGNED_IN),
        Address("/committees/{id}/seats/{seat}/edit", f"/committees/{committee}/seats/{seat}/edit", SIGNED_IN),
        Address("/zones", "/zones"),
        Address("/zones/{id}", f"/zones/{zone}"),
        Address("/zones/new", "/zones/new", SIGNED_IN),
        Address("/zones/{id}/edit", f"/zones/{zone}/edit", SIGNED_IN),
    ]
    people = [
        Address("/people", "/people", SIGNED_IN),
        Address("/people", "/people?search=lys", SIGNED_IN),
        Address("/people/options", "/people/options?search=l", SIGNED_IN, part=True),
        Address("/people/new", f"/people/new?organisation={unit}", SIGNED_IN),
        Address("/people/new", "/people/new", SIGNED_IN),
        Address("/people/{id}", f"/people/{person}", inside, signs_in=True),
        Address("/people/{id}/edit", f"/people/{person}/edit", inside, signs_in=True),
        Address("/memberships/new", f"/memberships/new?person={person}&organisation={unit}", SIGNED_IN),
        Address("/accounts", "/accounts", ADMINISTRATOR, signs_in=True),
        Address("/accounts", "/accounts?status=DISABLED&search=zz", ADMINISTRATOR, signs_in=True),
        Address("/accounts/new", "/accounts/new", ADMINISTRATOR, signs_in=True),
        Address("/accounts/{id}", f"/accounts/{account}", ADMINISTRATOR | {"manager"}, signs_in=True),
    ]
    lists = [
        Address("/organisations", "/organisations"),
        Address("/organisations", f"/organisations?within={story.area(STREET)}&kind=ENTERPRISE&order=RECENT"),
        Address("/organisations", "/organisations?search=cwsf&order=CONTACT"),
        Address("/organisations", "/organisations?lapsed=true&status=ACTIVE&tag=%E5%85%88%E9%94%8B"),
        Address("/organisations/options", "/organisations/options?search=cwsf&kind=ENTERPRISE", part=True),
        Address("/organisations/print", "/organisations/print"),
        Address("/organisations/print", f"/organisations/print?within={area}"),
        Address("/organisations/new", "/organisations/new"),
        Address("/organisations/new", f"/organisations/new?area={area}"),
        Address("/organisations/registered", "/organisations/registered"),
        Address("/organisations/registered", "/organisations/registered?receipt=ABCD-EFGH"),
        *(address for name in ("organisations", "resources", "demands") for address in _files(name)),
        Address("/organisations/duplicates", "/organisations/duplicates", SIGNED_IN),
    ]
    waiting_for = COORDINATORS | {"manager", "admin"}
    year = await house.value("select max(left(delivered_on::text, 4)) from delivery where provider_id = $1", int(unit[4:]))
    one = [
        Address("/organisations/{id}", f"/organisations/{unit}"),
        Address("/organisations/{id}", f"/organisations/{story.organisation(TEAM)}"),
        Address("/organisations/{id}", f"/organisations/{story.organisation('中共吉庆里社区委员会')}"),
        Address("/organisations/{id}", f"/organisations/{story.organisation(SUSPENDED)}", COORDINATORS | {"admin"}),
        Address("/organisations/{id}", f"/organisations/{story.organisation(WAITING)}", waiting_for),
        Address("/organisations/{id}", f"/organisations/{story.organisation(RETURNED)}", COORDINATORS | {"returned", "admin"}),
        Address(
            "/organisations/{id}/certificate",
            f"/organisations/{unit}/certificate?year={year}",
            inside - {"admin"},
            signs_in=True,
        ),
        Address("/organisations/{id}/edit", f"/organisations/{unit}/edit", SIGNED_IN),
        Address("/organisations/{id}/liaison", f"/organisations/{story.organisation(TEAM)}/liaison", SIGNED_IN),
        Address("/organisations/{id}/contacts/new", f"/organisations/{unit}/contacts/new", SIGNED_IN),
        Address(
            "/organisations/{id}/contacts/{contact}/edit",
            f"/organisations/{unit}/contacts/{contact}/edit",
            inside - {"admin"},
            signs_in=True,
        ),
        Address("/organisations/{id}/visits/new", f"/organisations/{unit}/visits/new", SIGNED_IN),
        Address("/organisations/{id}/merge", f"/organisations/{unit}/merge", SIGNED_IN),
        Address("/organisations/{id}/merge", f"/organisations/{unit}/merge?with={other}", SIGNED_IN),
    ]
    return [
        *everyone_there,
        *areas,
        *committees,
        *people,
        *lists,
        *one,
        *await _offers(house, story, inside),
        *await _needs(house, story),
        *await matches(house, story),
        *await plans(house, story),
        *await capacity(house, story),
        *plenaries(story),
        *balances(story),
        *await projects(house, story),
        *await comments(house, story),
        *await attachments(house, story),
        *developers(),
    ]


def _files(name: str) -> list[Address]:
    """A list as a file, and from one."""
    return [
        *(Address(f"/{name}/export.{suffix}", f"/{name}/export.{suffix}", SIGNED_IN, part=True) for suffix in ("csv", "xlsx")),
        Address(f"/{name}/imports/new", f"/{name}/imports/new", SIGNED_IN),
        Address(f"/{name}/imports/template.xlsx", f"/{name}/imports/template.xlsx", part=True),
    ]


async def _offers(house: House, story: Story, inside: frozenset[str]) -> list[Address]:
    """The pages of the resource list and of its classes."""
    listed, draft, returned = [
        f"resource_{await house.value('select id from resource where title = $1', title)}"
        for title in ("一层共享会议室", "软件测试岗位", "家庭用电安全检修")
    ]
    venue = f"category_{await house.value('select id from category where code = $1', 'VENUE')}"
    unit, street = story.organisation(UNIT), story.area(STREET)
    return [
        Address("/resources", "/resources"),
        Address("/resources", f"/resources?category={venue}&within={street}&order=TITLE"),
        Address("/resources", f"/resources?organisation={unit}&status=LAPSED&order=UNTIL"),
        Address("/resources", "/resources?search=hys"),
        Address("/resources/options", "/resources/options?search=hys", SIGNED_IN, part=True),
        Address("/resources/new", "/resources/new", SIGNED_IN),
        Address("/resources/new", f"/resources/new?organisation={unit}", SIGNED_IN),
        Address("/resources/{id}", f"/resources/{listed}"),
        Address("/resources/{id}", f"/resources/{draft}", inside),
        Address("/resources/{id}", f"/resources/{returned}", COORDINATORS | {"handler", "admin"}),
        Address("/resources/{id}/edit", f"/resources/{listed}/edit", SIGNED_IN),
        Address("/resources/{id}/edit", f"/resources/{draft}/edit", inside, signs_in=True),
        Address("/categories", "/categories", ADMINISTRATOR, signs_in=True),
        Address("/categories/new", "/categories/new", ADMINISTRATOR, signs_in=True),
        Address("/categories/{id}/edit", f"/categories/{venue}/edit", ADMINISTRATOR, signs_in=True),
    ]


async def _needs(house: House, story: Story) -> list[Address]:
    """The pages of the demand list."""
    listed, draft, returned, elsewhere, own = [
        f"demand_{await house.value('select id from demand where title = $1', title)}"
        for title in ("老年人手机课堂", "办公楼消防演练指导", "楼上漏水没人管", "写字楼共享母婴室", "下班后的瑜伽班")
    ]
    parking = f"category_{await house.value('select id from category where code = $1', 'PARKING')}"
    unit, street = story.organisation(UNIT), story.area(STREET)
    filers = frozenset({*COORDINATORS, "manager", "member", "admin"})
    return [
        Address("/demands", "/demands"),
        Address("/demands", f"/demands?category={parking}&within={street}&order=TITLE&axis=RESIDENT&origin=GRID"),
        Address("/demands", f"/demands?organisation={unit}&status=EXPIRED&level=KEY&urgency=SOON&order=NEEDED"),
        Address("/demands", "/demands?search=sjkt&unclaimed=true"),
        Address("/demands", "/demands?status=LISTED&claimed=false"),
        Address("/demands/board", "/demands/board", SIGNED_IN),
        Address("/demands/board", f"/demands/board?within={story.area(JIQINGLI)}", SIGNED_IN),
        Address("/demands/options", "/demands/options?search=sj", SIGNED_IN, part=True),
        Address("/demands/new", "/demands/new"),
        Address("/demands/new", f"/demands/new?organisation={unit}&area={street}&category={parking}"),
        Address("/demands/filed", "/demands/filed"),
        Address("/demands/filed", "/demands/filed?receipt=ABCD-EFGH"),
        Address("/demands/{id}", f"/demands/{listed}", SIGNED_IN),
        Address("/demands/{id}", f"/demands/{draft}", filers, signs_in=True),
        Address("/demands/{id}", f"/demands/{returned}", COORDINATORS | {"admin"}, signs_in=True),
        Address("/demands/{id}", f"/demands/{elsewhere}", frozenset({"district", "jianwai", "admin"}), signs_in=True),
        Address("/demands/{id}/edit", f"/demands/{listed}/edit", SIGNED_IN),
        Address(
            "/demands/{id}/edit", f"/demands/{own}/edit", frozenset({"district", "jianwai", "stranger", "admin"}), signs_in=True
        ),
    ]
