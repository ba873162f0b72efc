"""What of the sample's offers is promised for its needs: a match in each state, deliveries with ratings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.sample.voice import Voice
from schema.engine.days import today
from schema.engine.ids import number_of


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery so many days ago; without a rating it waits for the side that needed it."""

    quantity: str
    ago: int
    note: str
    rating: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """So much of an offer for so much of a need, by their titles."""

    need: str
    offer: str
    quantity: str
    covers: str
    note: str
    status: str = "AGREED"
    """PROPOSED; OFFERED: by the unit itself; AGREED: accepted, and done where all of it was delivered; DECLINED."""
    committee: str = "chaowai"
    """Who proposes."""
    unit: str = "handler"
    """Who answers for the unit."""
    filer: str = "chaowai"
    """Who filed the need, and rates."""
    ago: int = 0
    opens: str = ""
    """For an offer by openings: the hour, a week from now."""
    reason: str = ""
    deliveries: tuple[Delivered, ...] = ()


_GUARDS, _PHONES = "微型消防站力量支援", "智能手机使用辅导"
_STAIRS, _CLASSROOM = "楼道堆物集中清理", "老年人手机课堂"

PROMISES = (
    Promise(
        _STAIRS,
        _GUARDS,
        "36",
        "9",
        "六名队员，半天清完九处。",
        ago=12,
        deliveries=(Delivered("36", 6, "到场六人，清运四车。", 5, "来得快，楼道干净了，居民很满意。"),),
    ),
    Promise(
        _CLASSROOM,
        _PHONES,
        "10",
        "10",
        "每周三下午两课时，连续五周。",
        committee="jiqingli",
        unit="manager",
        filer="jiqingli",
        ago=20,
        deliveries=(
            Delivered("4", 9, "两次课，共 26 人次。", 4, "讲得细，老人听得懂；下次字再大些。"),
            Delivered("4", 2, "两次课，共 31 人次。"),
        ),
    ),
    Promise(
        "陪老人去医院看病",
        _GUARDS,
        "16",
        "1",
        "轮休的队员陪诊，每月一次。",
        ago=10,
        deliveries=(Delivered("8", 4, "陪诊一次，半天。", 3, "晚到了二十分钟。"),),
    ),
    Promise("老年助餐送到家", _GUARDS, "20", "5", "午间巡逻时顺路送餐。", ago=8, deliveries=(Delivered("4", 1, "送餐两天。"),)),
    Promise("为独居老人代买菜", _GUARDS, "10", "1", "每周二、周五早市代买。", committee="jiqingli", filer="jiqingli", ago=3),
    Promise("六号楼前电动车充电桩", _GUARDS, "24", "2", "充电桩装好前，每晚到六号楼巡查一次。", "PROPOSED", ago=1),
    Promise("一老一小共享活动空间", _GUARDS, "10", "0.2", "开放日请派人维持秩序。", "PROPOSED"),
    Promise(_CLASSROOM, _GUARDS, "6", "1", "上课时请帮助引导老人上下楼。", "PROPOSED", committee="jiqingli"),
    Promise("无障碍坡道维修", _GUARDS, "12", "1", "队员可先清理坡道、摆放警示。", "OFFERED"),
    Promise("老年助餐送到家", "老年人午餐", "20", "20", "先试送一天，二十份。", "PROPOSED"),
    Promise(
        "两新组织党务工作者培训",
        "党群活动室",
        "1",
        "1",
        "第一场先用社区的活动室。",
        "PROPOSED",
        committee="district",
        opens="09:00",
    ),
    Promise(
        "为独居老人代买菜",
        _PHONES,
        "2",
        "1",
        "能否教老人网上买菜？",
        "DECLINED",
        committee="jiqingli",
        unit="manager",
        ago=5,
        reason="辅导员只在社区上课，不上门。",
    ),
    Promise(
        "一辆旧的儿童自行车", "居民微心愿资助", "300", "1", "没有合适的旧车，申请资助买一辆。", "PROPOSED", committee="jiqingli"
    ),
)
"""In the order in which they are entered."""


_CONTESTED = "陪诊一次，半天。"
"""The delivery whose rating the unit contests."""
_WHY = "当天电梯检修，陪诊人员已按时到楼下，请按约定时间核实。"

_NEXT_WEEK = 7

IN_LINE = (_CLASSROOM, "党群活动室", "09:00")
"""A need that waits for an opening a week from now, which is promised to another one, by their titles."""


async def enter(voices: Mapping[str, Voice]) -> None:
    """Enter all of them, each through those whose it is; a rating is contested, and one need waits for what is promised."""
    for promise in PROMISES:
        await _enter(promise, voices)
    unit = voices["handler"]
    entry = "select 'record_' || e.id from record_entry e join delivery y on y.id = e.delivery_id where y.note = $1"
    found = await unit.engine.services.pool.fetchval(entry, _CONTESTED)
    await unit.act("recordEntryContest", _CONTESTED, id=found, reason=_WHY)
    need, offer, opens = IN_LINE
    committee = voices["jiqingli"]
    demand, resource = await _sides(committee, need, offer)
    at = {"day": (today() + timedelta(days=_NEXT_WEEK)).isoformat(), "opens": opens}
    await committee.act("waitJoin", f"{offer} {need}", demand=demand, resource=resource, quantity="1", covers="1", **at)


async def _sides(voice: Voice, need: str, offer: str) -> tuple[str, str]:
    """The ids of a need and an offer."""
    pool = voice.engine.services.pool
    demand: str = await pool.fetchval("select 'demand_' || id from demand where title = $1", need)
    resource: str = await pool.fetchval("select 'resource_' || id from resource where title = $1", offer)
    return demand, resource


async def _enter(promise: Promise, voices: Mapping[str, Voice]) -> None:
    committee, unit, about = voices[promise.committee], voices[promise.unit], f"{promise.offer} {promise.need}"
    pool = committee.engine.services.pool
    demand, resource = await _sides(committee, promise.need, promise.offer)
    terms: dict[str, Any] = {"quantity": promise.quantity, "covers": promise.covers, "note": promise.note}
    if promise.opens:
        terms |= {"day": (today() + timedelta(days=_NEXT_WEEK)).isoformat(), "opens": promise.opens}
    who, mutation = (unit, "matchOffer") if promise.status == "OFFERED" else (committee, "matchPropose")
    made = await who.act(mutation, about, demand=demand, resource=resource, **terms)
    match = made["match"]["id"]
    if promise.status == "DECLINED":
        await unit.act("matchDecline", about, id=match, reason=promise.reason)
    if promise.status == "AGREED":
        await unit.act("matchAccept", about, id=match)
    for one in promise.deliveries:
        await _deliver(one, match, f"{about} {one.ago}", unit, voices[promise.filer])
    aged = "update match set created_at = now() - $2 * interval '1 day' where id = $1"
    await pool.execute(aged, number_of(match, "match"), promise.ago)


async def _deliver(one: Delivered, match: str, about: str, unit: Voice, filer: Voice) -> None:
    day = (today() - timedelta(days=one.ago)).isoformat()
    made = await unit.act("deliveryReport", about, id=match, quantity=one.quantity, deliveredOn=day, note=one.note)
    if one.rating:
        await filer.act("deliveryConfirm", about, id=made["delivery"]["id"], rating=one.rating, words=one.words)
