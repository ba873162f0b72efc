"""The forms about matching, each filled in once."""

from tests.views.addresses_of_matches import TRIED
from tests.views.deeds import Deed

_GUARDS, _PHONES = "微型消防站力量支援", "智能手机使用辅导"
_CLASSROOM, _LUNCH = "老年人手机课堂", "老年助餐送到家"


def _at(resource: str, demand: str) -> str:
    return f"/matches/{{match:{resource}/{demand}}}"


def _step(word: str, login: str, pair: tuple[str, str], typed: dict[str, str], verb: str, sends: int, *shows: str) -> Deed:
    """A step of the match of a resource and a demand."""
    at = _at(*pair)
    return Deed(f"/matches/{{id}}/{word}", login, at, typed, verb, sends, to=f"{at}/{word}", shows=shows)


_LESSONS, _CLEARED = (_PHONES, _CLASSROOM), (_GUARDS, "陪老人去医院看病")
_ANSWER = "/matches/{id}/deliveries/{delivery}"

MATCHES = [
    Deed(
        "/matching/{demand}/{resource}",
        "chaowai",
        f"/matching?demand={{demand:{_LUNCH}}}",
        {"quantity": "２０", "covers": "5", "note": "请安排两名志愿者。"},
        "match.proposed",
        13,
        to=f"/matching/{{demand:{_LUNCH}}}/{{resource:陪诊与代办志愿服务}}",
        lands="/matching?demand=*",
        shows=("已提出对接", "陪诊与代办志愿服务", "待单位答复", "与本需求已有进行中的对接"),
    ),
    Deed(
        "/matching/{demand}/portfolios/{strength}",
        "district",
        "/matching?demand={demand:两新组织党务工作者培训}&portfolios=true",
        {"parts.1.quantity": "", "parts.2.quantity": "", "note": "先定最近的一场。"},
        "match.proposed",
        15,
        to="/matching/{demand:两新组织党务工作者培训}/portfolios/BEST_FIT?portfolios=true",
        lands="/matching?demand=*&portfolios=true",
        shows=("已按组合提出对接", "党群活动室", "待单位答复"),
    ),
    Deed(
        "/demands/{id}/offer/{resource}",
        "manager",
        f"/demands/{{demand:六号楼前电动车充电桩}}/offer?resource={{resource:{_PHONES}}}",
        {"quantity": "4", "covers": "1", "note": "教居民用充电小程序。"},
        "match.offered",
        11,
        to=f"/demands/{{demand:六号楼前电动车充电桩}}/offer/{{resource:{_PHONES}}}",
        lands="/matches/*",
        shows=("待委员会答复", "教居民用充电小程序。", "4 课时，满足需求 1 个"),
    ),
    _step("accept", "handler", (_GUARDS, "六号楼前电动车充电桩"), {}, "match.accepted", 8, "已达成", "已接受"),
    _step(
        "counter",
        "handler",
        (_GUARDS, "一老一小共享活动空间"),
        {"quantity": "8", "covers": "0.1", "note": "只能派一名队员"},
        "match.countered",
        11,
        *("待委员会答复", "8 人时", "只能派一名队员"),
    ),
    _step("decline", "handler", (_GUARDS, _CLASSROOM), {"reason": "当天有演练"}, "match.declined", 8, "单位未接受", "当天有演练"),
    _step("agree", "chaowai", (_GUARDS, "无障碍坡道维修"), {}, "match.agreed", 8, "已达成", "已同意"),
    _step("withdraw", "chaowai", ("老年人午餐", _LUNCH), {"reason": "另有安排"}, "match.withdrawn", 8, "已撤回", "另有安排"),
    _step("cancel", "handler", (_GUARDS, "为独居老人代买菜"), {"reason": "队员调岗"}, "match.cancelled", 8, "已取消", "队员调岗"),
    _step("finish", "chaowai", _CLEARED, {}, "match.done", 9, "已办结", "8 人时"),
    _step(
        "report",
        "manager",
        _LESSONS,
        {"quantity": "1", "deliveredOn": "{today}", "note": "补一次课"},
        "match.delivered",
        8,
        *("补一次课", "待需求方确认"),
    ),
    Deed(
        f"{_ANSWER}/confirm",
        "jiqingli",
        _at(*_LESSONS),
        {"rating": "5", "words": "字大了，好。"},
        "match.confirmed",
        10,
        to=f"{_at(*_LESSONS)}/deliveries/{{delivery:{'/'.join(_LESSONS)}}}/confirm",
        shows=("字大了，好。", "很满意", "已确认并评价"),
    ),
    Deed(
        f"{_ANSWER}/dispute",
        "chaowai",
        _at(_GUARDS, _LUNCH),
        {"reason": "第二天没有送到"},
        "match.disputed",
        9,
        to=f"{_at(_GUARDS, _LUNCH)}/deliveries/{{delivery:{_GUARDS}/{_LUNCH}}}/dispute",
        shows=("有异议", "第二天没有送到"),
    ),
    Deed(
        "/matching/weights",
        "admin",
        f"/matching/weights?{TRIED}",
        {"note": "先看类别"},
        "match_weights.decided",
        6,
        to="/matching/weights",
        lands="/matching/weights",
        shows=("新的权重已执行", "第 2 版", "先看类别", "原 25"),
    ),
    Deed(
        "/demands/{id}/close",
        "chaowai",
        "/demands/{demand:楼道堆物集中清理}",
        {},
        "demand.closed",
        7,
        to="/demands/{demand:楼道堆物集中清理}/close",
        shows=("已销号",),
    ),
]
