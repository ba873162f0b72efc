"""What each number of the board counts, in words, with a version: whoever reads a number can look up what it is."""

from datetime import date
from enum import Enum

import strawberry

from schema.engine.access import Viewer
from schema.engine.language import N_, translate


@strawberry.enum(description="What the board measures.")
class BalanceMeasure(Enum):
    """What the board measures."""

    NEEDED = strawberry.enum_value("NEEDED", description="需求")
    MET = strawberry.enum_value("MET", description="已满足")
    PROMISED = strawberry.enum_value("PROMISED", description="已承诺")
    UNMET = strawberry.enum_value("UNMET", description="未满足")
    OFFERED = strawberry.enum_value("OFFERED", description="资源")
    ENGAGED = strawberry.enum_value("ENGAGED", description="已对接")
    IDLE = strawberry.enum_value("IDLE", description="闲置")
    OUTDATED = strawberry.enum_value("OUTDATED", description="待确认、已过期")
    SERVING = strawberry.enum_value("SERVING", description="对口闲置资源")
    AGE = strawberry.enum_value("AGE", description="天数")
    QUANTITY = strawberry.enum_value("QUANTITY", description="数量")
    MONTH = strawberry.enum_value("MONTH", description="按月")
    NEIGHBOUR = strawberry.enum_value("NEIGHBOUR", description="邻近调剂")
    FORECAST = strawberry.enum_value("FORECAST", description="预测")


WORDS = {
    "NEEDED": N_(
        "所选时段内列入需求清单的，以及此前列入、到时段首日尚未销号且未过期限的需求，按项计。已合并、不予受理、撤回的不计。"
    ),
    "MET": N_("全部数量已交付并经需求方确认，或已销号。"),
    "PROMISED": N_("全部数量已达成对接，尚未全部交付确认。"),
    "UNMET": N_("尚未全部达成对接：待对接、部分对接、已过期限而未全部对接之和。已满足、已承诺、未满足三项之和为需求数。"),
    "OFFERED": N_("时段结束前列入资源清单，且在时段首日或以后仍可提供的资源，按项计。已撤回的不计。"),
    "ENGAGED": N_("目前可提供，且有对接（达成、办结或待答复），包括已无余量的。"),
    "IDLE": N_("目前可提供，没有任何对接。已对接、闲置、待确认、已过期四项之和为资源数。"),
    "OUTDATED": N_("待确认：半年未确认仍可提供；已过期：过了有效期。"),
    "SERVING": N_("类别与该需求对口的闲置资源。一项资源可对口几类需求，因此各行不能相加。"),
    "AGE": N_("从列入清单之日到今天的天数；需求只计未满足的，资源只计闲置的。"),
    "QUANTITY": N_("只加总同一类别、同一计量单位的数量。资源只计目前可提供的“总量”类，按时段开放的不加总。"),
    "MONTH": N_("按列入清单的月份，看至今如何；后来撤回、合并的不计。"),
    "NEIGHBOUR": N_(
        "一地的闲置资源先抵本地同类未满足且未过期限的需求，余下的可调剂给缺口大的邻近区域。对口程度不低于 60%；按项计。"
    ),
    "FORECAST": N_(
        "今后三个月各月新列入的需求，等于最近三个整月的月均数与去年同月数的平均。"
        "偏差为用同样办法倒推最近六个月、提前同样时间所得的平均绝对误差。"
        "过去十二个月不足 12 项，或一年半以前没有记录的，不作预测。"
    ),
}
"""By measure: what counts."""
VERSION, SINCE = 1, date(2026, 11, 28)
"""Of all definitions: the first, and since when it holds. Whoever changes what counts raises the version of what changes."""

DEFINITIONS = "(select * from (values {}) x$ (measure, version, since, place))".format(
    ", ".join(f"('{one.name}', {VERSION}, date '{SINCE}', {place})" for place, one in enumerate(BalanceMeasure))
)


def words_of(viewer: Viewer, measure: str) -> str:
    """What a measure counts, in the viewer's language."""
    return translate(viewer.language, WORDS[measure])
