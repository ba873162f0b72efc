"""What comes of the sample's offers and needs: a project in each state, with partners, money, ratings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from api.sample.places import DISTRICT, FANGCAODI, JIQINGLI, NANLANG, SANFENGLI, STREET
from api.sample.voice import Voice
from schema.engine.days import today
from schema.engine.ids import number_of
from schema.projects.rules import half_year_of


@dataclass(frozen=True, slots=True)
class Did:
    """Somebody takes a step. Days are told as so many days ago; a part of the project is the latest of its kind."""

    login: str
    step: str
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """A project, and what became of it step by step."""

    title: str
    area: str
    by: str
    description: str
    acts: tuple[Did, ...] = ()
    demand: str = ""
    """The title of the demand that it fulfils."""
    offer: str = ""
    """With the demand: the promise that it carries out."""
    brands: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    before: bool = False
    """Whether it is of the half-year before."""
    created: int = 0
    published: int = 0
    quiet: int = 0
    """So many days ago it was proposed, published, last changed."""


def did(login: str, step: str, **said: Any) -> Did:
    """A step that somebody takes."""
    return Did(login, step, said)


_TECHNOLOGY, _PROPERTY = "朝外示范科技有限公司", "朝外示范物业服务有限公司"
_CHARITY, _GUARDS = "朝外示范公益基金会", "微型消防站力量支援"
_PUBLISHED = did("chaowai", "Publish")
_LEADS = (did("chaowai", "Lead", organisation=_PROPERTY), _PUBLISHED)


def _led(login: str, unit: str, kind: str, part: str) -> tuple[Did, Did]:
    """A unit claims a project and is to lead it."""
    return did(login, "Claim", organisation=unit, kind=kind, part=part), did("chaowai", "PartnerAccept", lead=True)


WORKS = (
    Work(
        "甲 3 号楼楼道焕新",
        SANFENGLI,
        "chaowai",
        "清理各单元堆物，重做楼道墙面，由居民公约管住后续。",
        (
            *_LEADS,
            did("handler", "PartnerEdit", kind="VOLUNTEER", part="六名队员和一辆清运车"),
            did("chaowai", "Criteria", criteria=["九个单元全部清理完毕", "三个月内无回潮", "居民满意度不低于九成"]),
            did("chaowai", "Award", award="12000"),
            did("chaowai", "Sign", signedOn=95),
            did("handler", "Start", startedOn=92),
            did("handler", "Note", text="六名队员到场，半天清运四车，居民自发清扫。", notedOn=88),
            did("handler", "Spend", amount="3200", purpose="清运车辆", spentOn=88),
            did("handler", "Spend", amount="7860.5", purpose="墙面涂料和扶手", spentOn=80),
            did(
                "handler",
                "Deliver",
                outcome="九个单元清理完毕，墙面和扶手翻新，订立楼道公约。",
                beneficiaries=430,
                deliveredOn=60,
            ),
            did("chaowai", "Rate", rating=5, words="来得快，楼道干净了，老人上下楼也方便了。"),
            did("chaowai", "Compare", met=(True, True, True), notes=("", "回访两次，未见回潮", "问卷 120 份，满意 113 份")),
            did("chaowai", "WriteOff"),
        ),
        demand="楼道堆物集中清理",
        offer=_GUARDS,
        brands=("SERVICE",),
        kinds=("VOLUNTEER",),
        created=110,
        published=105,
        quiet=40,
    ),
    Work(
        "银发智能课堂",
        JIQINGLI,
        "jiqingli",
        "每周三下午教老人挂号、缴费、防诈骗，结课时发“反诈卡”。",
        (
            did("jiqingli", "Lead", organisation=_TECHNOLOGY),
            did("jiqingli", "Publish"),
            did("manager", "PartnerEdit", kind="VOLUNTEER", part="每周三派两名工程师，带教材"),
            did("handler", "Claim", organisation=_PROPERTY, kind="OTHER", part="接送行动不便的老人"),
            did("jiqingli", "PartnerAccept"),
            did("jiqingli", "Criteria", criteria=["完成 12 次课", "到课不少于 300 人次", "结课时八成学员会自己挂号"]),
            did("jiqingli", "StageAdd", name="招募和编班", startsOn=40, endsOn=26),
            did("jiqingli", "StageFinish", doneOn=28),
            did("jiqingli", "StageAdd", name="每周授课", startsOn=25, endsOn=-5),
            did("jiqingli", "StageAdd", name="结课和回访", startsOn=-6, endsOn=-30),
            did("jiqingli", "Award", award="6000"),
            did("jiqingli", "Sign", signedOn=27),
            did("manager", "Start", startedOn=25),
            did("manager", "Spend", amount="1180", purpose="教材印制", spentOn=24),
            did("manager", "Spend", amount="560", purpose="平板电脑租赁", spentOn=20),
            did("manager", "SpendingVoid", reason="租赁费由公司承担，误记入项目"),
            did("manager", "Spend", amount="420.5", purpose="放大镜和茶水", spentOn=12),
            did("manager", "Note", text="第一、二次课，共 26 人次。老人普遍要求字再大些。", notedOn=16),
            did("manager", "Note", text="第三、四次课，共 31 人次；换了大字教材。", notedOn=2),
        ),
        demand="老年人手机课堂",
        offer="智能手机使用辅导",
        brands=("CREATION",),
        kinds=("SOCIAL_WORKER", "VOLUNTEER"),
        created=45,
        published=42,
        quiet=2,
    ),
    Work(
        "六号楼充电桩共建",
        JIQINGLI,
        "chaowai",
        "在六号楼南侧装十二个充电桩，定价和维护由居民议定。",
        (_PUBLISHED, did("handler", "Claim", organisation=_PROPERTY, kind="OTHER", part="提供场地和电源，负责日后维护。")),
        demand="六号楼前电动车充电桩",
        kinds=("COMMUNITY", "SOCIAL_ORGANISATION"),
        created=6,
        published=4,
        quiet=2,
    ),
    Work(
        "一老一小共享空间改造",
        STREET,
        "chaowai",
        "把 90 平方米配套用房改成白天老人用、放学后孩子用的活动空间。",
        (
            _PUBLISHED,
            *_led("handler", _PROPERTY, "OTHER", "提供 90 平方米用房。"),
            did("chaowai", "Award", award="80000"),
            did("chaowai", "Invite", organisation=_TECHNOLOGY, kind="CHARITY", part="捐赠二十台平板电脑。"),
            did("chaowai", "Invite", organisation=_CHARITY, kind="CHARITY", part="资助儿童图书。"),
        ),
        demand="一老一小共享活动空间",
        brands=("CREATION", "SERVICE"),
        kinds=("COMMUNITY", "SOCIAL_ORGANISATION", "CHARITY"),
        created=50,
        published=40,
        quiet=3,
    ),
    Work("口袋花园居民共建", JIQINGLI, "member", "把楼间荒地改成小花园，居民认养花箱，需要苗木和堆肥箱。", created=3, quiet=3),
    Work(
        "芳草地社区运动会",
        FANGCAODI,
        "chaowai",
        "居民、学校和驻区单位同场，设亲子和老年项目。",
        (
            _PUBLISHED,
            *_led("manager", _TECHNOLOGY, "VOLUNTEER", "派二十名志愿者做裁判和引导。"),
            did("chaowai", "Criteria", criteria=["参加不少于 200 人", "无安全事故"]),
            did("chaowai", "StageAdd", name="报名和编组", startsOn=6, endsOn=-4),
            did("handler", "Claim", organisation=_PROPERTY, kind="OTHER", part="提供帐篷和音响。"),
            did("chaowai", "Sign", signedOn=5),
        ),
        demand="社区运动会裁判和器材",
        kinds=("VOLUNTEER",),
        created=20,
        published=14,
        quiet=5,
    ),
    Work(
        "老年助餐进楼门",
        SANFENGLI,
        "chaowai",
        "行动不便的老人工作日午餐送到家门口。",
        (
            *_LEADS,
            did("chaowai", "Criteria", criteria=["四十位老人每个工作日送到", "投诉不多于三次"]),
            did("chaowai", "Sign", signedOn=50),
            did("handler", "Start", startedOn=48),
            did("handler", "Deliver", outcome="巡逻队员顺路送餐三十个工作日，无一漏送。", beneficiaries=40, deliveredOn=4),
        ),
        demand="老年助餐送到家",
        offer=_GUARDS,
        kinds=("SOCIAL_WORKER",),
        created=60,
        published=55,
        quiet=4,
    ),
    Work(
        "中考静音护航",
        FANGCAODI,
        "chaowai",
        "中考期间夜间巡查噪声，施工单位错峰作业。",
        (
            _PUBLISHED,
            *_led("handler", _PROPERTY, "OTHER", "每晚两名队员巡查。"),
            did("chaowai", "Criteria", criteria=["每晚巡查两次", "噪声投诉较上年减半"]),
            did("chaowai", "Sign", signedOn=64),
            did("handler", "Start", startedOn=62),
            did("handler", "Deliver", outcome="巡查十二晚，劝阻夜间施工三起。", beneficiaries=300, deliveredOn=30),
            did("chaowai", "Rate", rating=4, words="效果明显，下次再早几天开始。"),
            did("chaowai", "Compare", met=(True, False), notes=("", "较上年少三成")),
        ),
        demand="中考期间夜间噪声管控",
        brands=("SERVICE",),
        before=True,
        created=70,
        published=68,
        quiet=20,
    ),
    Work(
        "写字楼午间普法角",
        NANLANG,
        "jianwai",
        "每周一场午间普法，劳动争议、租房纠纷现场答疑。",
        (did("jianwai", "Publish"), did("jianwai", "Terminate", reason="大厅改造，近期没有场地，待恢复后再立项。")),
        demand="白领午间普法",
        created=14,
        published=12,
        quiet=6,
    ),
    Work(
        "三丰里无障碍坡道改造",
        SANFENGLI,
        "chaowai",
        "社区服务站和两个单元门口加装坡道、扶手和夜间照明。",
        (
            _PUBLISHED,
            *_led("handler", _PROPERTY, "OTHER", "维修工施工，物业承担日后养护。"),
            did("chaowai", "Criteria", criteria=["三处坡道坡度不大于 1:12", "夜间有照明"]),
            did("chaowai", "StageAdd", name="勘察和设计", startsOn=90, endsOn=75),
            did("chaowai", "StageFinish", doneOn=76),
            did("chaowai", "StageAdd", name="施工", startsOn=74, endsOn=8),
            did("chaowai", "Award", award="45000"),
            did("chaowai", "Sign", signedOn=72),
            did("handler", "Start", startedOn=70),
            did("handler", "Spend", amount="18600", purpose="服务站坡道材料和人工", spentOn=50),
            did("handler", "Note", text="服务站坡道完工；两个单元门口等管线迁移。", notedOn=49),
            did("chaowai", "Invite", organisation=_TECHNOLOGY, kind="CHARITY", part="捐赠感应灯。"),
            did("chaowai", "CarryOver", reason="管线迁移延期，两个单元门口转入下一半年。"),
        ),
        demand="无障碍坡道维修",
        before=True,
        created=100,
        published=98,
        quiet=9,
    ),
    Work(
        "两新组织书记讲堂",
        DISTRICT,
        "district",
        "每季度一场，书记讲书记听，课后到一家企业现场教学。",
        demand="两新组织党务工作者培训",
        brands=("SERVICE",),
        kinds=("SOCIAL_ORGANISATION",),
        created=2,
        quiet=2,
    ),
)
"""In the order in which they are entered; the last one is only proposed, which is the last thing that a load does."""

_PARTS = {
    "PartnerAccept": "project_partner",
    "PartnerEdit": "project_partner",
    "StageFinish": "project_stage",
    "SpendingVoid": "project_spending",
}
"""By step: of what it takes the latest."""


async def enter(voices: Mapping[str, Voice], areas: Mapping[str, str], organisations: Mapping[str, str]) -> None:
    """Enter all of them, each step through whoever takes it."""
    for work in WORKS:
        await _enter(work, voices, areas, organisations)


async def _enter(work: Work, voices: Mapping[str, Voice], areas: Mapping[str, str], organisations: Mapping[str, str]) -> None:
    own = voices[work.by]
    pool = own.engine.services.pool
    demand = await pool.fetchval("select 'demand_' || id from demand where title = $1", work.demand)
    between = (
        "select 'match_' || m.id from match m join resource r on r.id = m.resource_id where r.title = $1 and m.demand_id = $2"
    )
    match = await pool.fetchval(f"{between} and m.status <> 'DECLINED'", work.offer, number_of(demand or "", "demand"))
    brands = [row[0] for row in await pool.fetch(_BRANDS, work.brands)]
    now = half_year_of(today())
    made = await own.act(
        "projectPropose",
        work.title,
        title=work.title,
        area=areas[work.area],
        description=work.description,
        halfYear=_before(now) if work.before else now,
        requiredKinds=list(work.kinds),
        brands=brands,
        demands=[demand] if demand else [],
        matches=[match] if match else [],
    )
    for number, one in enumerate(work.acts, 1):
        await _take(one, made["project"]["id"], f"{work.title} {number}", voices[one.login], organisations)
    await _age(pool, number_of(made["project"]["id"], "project"), work)


_BRANDS = "select 'category_' || id from category where list = 'BRAND' and code = any($1) order by id"


async def _take(one: Did, project: str, about: str, voice: Voice, organisations: Mapping[str, str]) -> None:
    pool = voice.engine.services.pool
    said = {name: _day(value) if name.endswith("On") else value for name, value in one.said.items()}
    if "organisation" in said:
        said["organisation"] = organisations[said["organisation"]]
    if one.step == "Compare":
        rows = await pool.fetch(
            "select id from project_criterion where project_id = $1 order by place", number_of(project, "project")
        )
        results = zip(rows, said.pop("met"), said.pop("notes"), strict=True)
        said["results"] = [{"criterion": f"criterion_{row['id']}", "met": met, "note": note} for row, met, note in results]
    subject = project
    if table := _PARTS.get(one.step):
        latest = await pool.fetchval(f"select max(id) from {table} where project_id = $1", number_of(project, "project"))
        subject = f"{table.removeprefix('project_')}_{latest}"
    await voice.act(f"project{one.step}", about, id=subject, **said)


async def _age(pool: Any, number: int | None, work: Work) -> None:
    """Since when it is there, and since when nothing has happened to it, which nobody can enter afterwards."""
    await pool.execute(
        "update project set created_at = now() - $2 * interval '1 day', published_at = published_at - $3 * interval '1 day',"
        " updated_at = now() - $4 * interval '1 day', closed_at = closed_at - $4 * interval '1 day' where $1 in (id, carried_from_id)",
        *(number, work.created, work.published, work.quiet),
    )
    for column, table in (("created_at", "project_partner"), ("rated_at", "project_rating")):
        aged = f"update {table} set {column} = now() - $2 * interval '1 day' where project_id = $1"
        await pool.execute(aged, number, work.quiet)


def _day(ago: int) -> str:
    return (today() - timedelta(days=ago)).isoformat()


def _before(half_year: str) -> str:
    """The half-year before."""
    year, half = int(half_year[:4]), half_year[-1]
    return f"{year}-H1" if half == "2" else f"{year - 1}-H2"
