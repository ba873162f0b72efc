"""The forms about projects, each filled in once."""

from typing import Any

from tests.views.addresses_of_projects import (
    ASKING,
    CARRIED,
    DELIVERED,
    GOING,
    OF_DISTRICT,
    OPEN,
    RATED,
    SIGNED,
    WAITING,
)
from tests.views.deeds import Deed

_TECHNOLOGY, _PROPERTY, _CLINIC = "朝外示范科技有限公司", "朝外示范物业服务有限公司", "朝外示范社区卫生服务中心"


def _at(title: str) -> str:
    return f"/projects/{{project:{title}}}"


def _step(word: str, login: str, title: str, typed: dict[str, Any], verb: str, sends: int, *shows: str) -> Deed:
    """A step of a project."""
    at = _at(title)
    return Deed(f"/projects/{{id}}/{word}", login, at, typed, f"project.{verb}", sends, to=f"{at}/{word}", shows=shows)


def _part(
    kind: str, name: str, word: str, login: str, title: str, typed: dict[str, Any], verb: str, sends: int, *shows: str
) -> Deed:
    """A step of a part of a project."""
    at = _at(title)
    to = f"{at}/{kind}s/{{{kind}:{title}/{name}}}/{word}"
    return Deed(f"/projects/{{id}}/{kind}s/{{{kind}}}/{word}", login, at, typed, f"project.{verb}", sends, to=to, shows=shows)


_PLAN = {"title": "楼道书角", "description": "把闲置书柜放进楼道。", "areaText": "吉庆里社区居委会"}

PROJECTS = [
    Deed(
        "/projects/new",
        "handler",
        "/projects/new",
        {**_PLAN, "requiredKinds": ["COMMUNITY", "VOLUNTEER"]},
        "project.proposed",
        15,
        lands="*",
        shows=("楼道书角", "待发布", "居民提案", "还缺参与方： 社区、社区志愿者"),
    ),
    Deed(
        "/projects/{id}/edit",
        "jiqingli",
        f"{_at(WAITING)}/edit",
        {"title": "口袋花园", "requiredKinds": ["CHARITY"]},
        "project.edited",
        10,
        lands=_at("口袋花园"),
        shows=("社会慈善资源", "已保存"),
    ),
    _step("publish", "district", OF_DISTRICT, {}, "published", 8, "待认领"),
    _step(
        "claim",
        "manager",
        OPEN,
        {"organisation": f"{{org:{_TECHNOLOGY}}}", "kind": "CHARITY", "part": "捐赠两个充电桩。"},
        "claimed",
        9,
        *("待委员会确认", "捐赠两个充电桩。", "已认领"),
    ),
    _part("partner", _PROPERTY, "accept", "chaowai", OPEN, {}, "accepted", 11, "待签约", "牵头"),
    _part("partner", _PROPERTY, "refuse", "chaowai", SIGNED, {"reason": "场地已有音响"}, "refused", 10, "场地已有音响", "未参与"),
    _step(
        "invite",
        "chaowai",
        SIGNED,
        {"organisationText": _CLINIC, "kind": "OTHER", "part": "现场急救。"},
        "invited",
        10,
        *(_CLINIC, "现场急救。", "待单位答复"),
    ),
    _part("partner", _CLINIC, "withdraw", "chaowai", SIGNED, {"reason": "已有急救"}, "uninvited", 10, "已有急救"),
    _part("partner", _TECHNOLOGY, "agree", "manager", ASKING, {}, "joined", 10, "已同意参与"),
    _part("partner", _TECHNOLOGY, "decline", "manager", CARRIED, {"reason": "没有库存"}, "declined", 10, "没有库存"),
    _part(
        "partner",
        _TECHNOLOGY,
        "edit",
        "manager",
        GOING,
        {"kind": "SOCIAL_WORKER", "part": "请一名社工带课。"},
        "partner_edited",
        10,
        *("社会工作者", "请一名社工带课。"),
    ),
    _part("partner", _PROPERTY, "leave", "handler", GOING, {"reason": "队员调岗"}, "left", 10, "队员调岗", "已退出"),
    _step("lead", "chaowai", ASKING, {"organisation": f"{{org:{_PROPERTY}}}"}, "led", 10, "已保存"),
    _step(
        "criteria",
        "chaowai",
        ASKING,
        {"criteria": "每天开放八小时\n\n 居民满意 "},
        "measured",
        9,
        "1. 每天开放八小时",
        "2. 居民满意",
    ),
    _step(
        "stages",
        "chaowai",
        ASKING,
        {"name": "设计和议价", "startsOn": "2026-07-01", "endsOn": "2026-07-31"},
        "staged",
        9,
        *("设计和议价", "2026年7月1日至7月31日", "已过期限"),
    ),
    _part("stage", "每周授课", "finish", "manager", GOING, {}, "stage_done", 9, "3 个中完成 2 个"),
    _part("stage", "结课和回访", "edit", "manager", GOING, {"name": "结课"}, "restaged", 9, "结课"),
    _part("stage", "报名和编组", "remove", "manager", SIGNED, {}, "stage_removed", 9, "已移除"),
    _step("link", "chaowai", SIGNED, {"demandsText": "困难职工子女课业辅导"}, "linked", 12, "困难职工子女课业辅导"),
    _step("award", "chaowai", OPEN, {"award": "５,０00.50"}, "awarded", 9, "5,000.5 元"),
    _step("sign", "chaowai", ASKING, {"signedOn": "{today}"}, "signed", 8, "已签约"),
    _step("start", "manager", SIGNED, {"startedOn": "{today}"}, "started", 8, "实施中"),
    _step("note", "manager", GOING, {"text": "第五次课。\n18 人。", "notedOn": "{today}"}, "noted", 8, "第五次课。"),
    _step("spend", "manager", GOING, {"amount": "99.9", "purpose": "打印"}, "spent", 9, "99.9 元", "打印"),
    _part("spending", "教材印制", "void", "manager", GOING, {"reason": "重复登记"}, "unspent", 9, "作废的理由：重复登记"),
    _step("rate", "chaowai", DELIVERED, {"rating": "5", "words": "顿顿热乎。"}, "rated", 11, "已评议", "顿顿热乎。", "5 分"),
    _step(
        "compare",
        "chaowai",
        DELIVERED,
        {"met.1": "true", "met.2": "false", "note.2": "投诉四次"},
        "compared",
        9,
        *("2 条中达到 1 条", "投诉四次", "未达到"),
    ),
    _step("write-off", "chaowai", RATED, {}, "written_off", 9, "已销号"),
    _step(
        "deliver",
        "handler",
        CARRIED,
        {"outcome": "三处坡道全部完工。", "beneficiaries": "45", "deliveredOn": "{today}"},
        "delivered",
        8,
        *("三处坡道全部完工。", "受益 45 人", "等待需求方评议"),
    ),
    _step("terminate", "chaowai", "口袋花园", {"reason": "另选地块"}, "terminated", 8, "已终止", "另选地块"),
    Deed(
        "/projects/{id}/carry-over",
        "chaowai",
        _at(OPEN),
        {"reason": "电力增容未批"},
        "project.carried_over",
        17,
        to=f"{_at(OPEN)}/carry-over",
        lands="*",
        shows=("结转自：",),
    ),
]
