"""The forms about plans, each filled in once."""

from tests.views.deeds import Deed

_DRAFT, _WAITS, _OFF = "/plans/{plan:DRAFT}", "/plans/{plan:QUEUED}", "/plans/{plan:CANCELLED}"

PLANS = [
    Deed("/plans/new", "district", "/plans/new", {}, "plan.asked", 6, lands="*", shows=("等待计算", "已开始计算")),
    Deed("/plans/{id}/cancel", "chaowai", _WAITS, {}, "plan.cancelled", 6, to=f"{_WAITS}/cancel", shows=("已取消",)),
    Deed("/plans/{id}/solve", "chaowai", _OFF, {}, "plan.asked_again", 6, to=f"{_OFF}/solve", shows=("等待计算",)),
    Deed(
        "/plans/{id}/pin",
        "chaowai",
        _DRAFT,
        {"covers": "３"},
        "plan.pinned",
        11,
        to=f"{_DRAFT}/pin",
        lands=f"{_DRAFT}#*",
        shows=("已固定，重新计算时照此安排。", "固定和排除"),
    ),
    Deed(
        "/plans/{id}/forbid",
        "chaowai",
        _DRAFT,
        {},
        "plan.forbade",
        11,
        to=f"{_DRAFT}/forbid",
        lands=f"{_DRAFT}#*",
        shows=("已排除，重新计算时不再安排。",),
    ),
    Deed(
        "/plans/{id}/rules/{rule}/remove",
        "chaowai",
        _DRAFT,
        {},
        "plan.freed",
        9,
        to=f"{_DRAFT}/rules/{{planrule:}}/remove",
        shows=("已取消，重新计算时生效。",),
    ),
    Deed(
        "/plans/{id}/accept",
        "chaowai",
        _DRAFT,
        {"all": "1"},
        "plan.accepted",
        42,
        to=f"{_DRAFT}/accept",
        shows=("已采纳，有关单位在对接记录中答复。",),
    ),
    Deed(
        "/plans/weights",
        "admin",
        "/plans/weights",
        {"fairness": "80", "note": "更看重公平"},
        "plan_weights.decided",
        6,
        shows=("新的权重已执行", "更看重公平"),
    ),
]
