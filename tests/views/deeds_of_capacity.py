"""The forms about capacity and waiting lists, each filled in once."""

from datetime import timedelta

from schema.engine.days import today
from tests.views.deeds import Deed

_PHONES, _LUNCH = "/resources/{resource:智能手机使用辅导}", "{demand:老年助餐送到家}"
_ROOM, _CLASSROOM = "{resource:党群活动室}", "/demands/{demand:老年人手机课堂}"
_LINE, _HOSPITAL = "/waits/{wait:党群活动室/老年人手机课堂}", "陪诊与代办志愿服务/陪老人去医院看病"
_HELP = "/matches/{match:微型消防站力量支援/陪老人去医院看病}"
_CARE = "陪诊与代办志愿服务/为独居老人代买菜"

CAPACITY = [
    Deed(
        "/resources/{id}/correct",
        "manager",
        _PHONES,
        {"way": "less", "quantity": "２", "reason": "一名辅导员调离"},
        "resource.corrected",
        7,
        to=f"{_PHONES}/correct",
        shows=("已更正", "共 38 课时", "更正 −2 课时", "更正数量 −2课时：一名辅导员调离"),
    ),
    Deed(
        "/matching/{demand}/{resource}/wait",
        "chaowai",
        f"/matching?demand={_LUNCH}&resource={_ROOM}",
        {"opening": f"{today() + timedelta(days=7)} 09:00", "quantity": "1", "covers": "5"},
        "wait.joined",
        15,
        to=f"/matching/{_LUNCH}/{_ROOM}/wait",
        lands=f"/demands/{_LUNCH}",
        shows=("已排队候补", "候补中", "第 2 位"),
    ),
    Deed(
        "/matches/{id}/transfer",
        "chaowai",
        f"{_HELP}/transfer",
        {"demandText": "困难职工子女课业辅导", "quantity": "2", "covers": "0.1", "reason": "活动室先开放"},
        "match.transferred",
        17,
        lands="/matches/*",
        shows=("已调剂", "待单位答复", "2 人时，满足需求 0.1 ", "调剂自"),
    ),
    Deed("/waits/{id}/leave", "jiqingli", _LINE, {}, "wait.left", 9, to=f"{_LINE}/leave", lands=_CLASSROOM, shows=("已退出",)),
    Deed(
        "/waits/{id}/take",
        "chaowai",
        f"/waits/{{turn:{_HOSPITAL}}}",
        {},
        "wait.taken",
        20,
        to=f"/waits/{{turn:{_HOSPITAL}}}/take",
        lands="/matches/*",
        shows=("已提出对接", "待单位答复", "1 人时"),
    ),
    Deed(
        "/waits/{id}/pass",
        "jiqingli",
        f"/waits/{{turn:{_CARE}}}",
        {},
        "wait.passed",
        11,
        to=f"/waits/{{turn:{_CARE}}}/pass",
        lands="/demands/{demand:为独居老人代买菜}",
        shows=("已放弃，由下一位候补",),
    ),
]
