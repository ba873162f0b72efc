"""The forms about a unit's record, each filled in once."""

from tests.views.deeds import Deed

_GUARDS = "微型消防站力量支援"


def _step(word: str, login: str, demand: str, reason: str, verb: str, *shows: str) -> Deed:
    """A step of the entry that a promise of the guards for a demand has left."""
    at = f"/records/{{record:{_GUARDS}/{demand}}}"
    return Deed(f"/records/{{id}}/{word}", login, at, {"reason": reason}, verb, 6, to=f"{at}/{word}", shows=shows)


RECORDS = [
    _step(
        "contest",
        "handler",
        "楼道堆物集中清理",
        "清运五车，写成了四车",
        "record.contested",
        "异议处理中",
        "清运五车",
        "异议已提交",
    ),
    _step("uphold", "chaowai", "楼道堆物集中清理", "评分与车数无关", "record.upheld", "复核维持", "评分与车数无关"),
    _step("strike", "chaowai", "陪老人去医院看病", "当天电梯确在检修", "record.struck", "异议成立", "当天电梯确在检修", "不计"),
]
"""One after another: what the unit contests first, the committee then decides on."""
