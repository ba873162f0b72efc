"""The rules of matching: who may do what to a promise and a delivery, how long a proposal is held, and what refusals say."""

from datetime import timedelta

from schema.engine.access import ADMINISTRATOR
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Need, Party, Step, Workflow
from schema.matching.kinds import STANDING
from schema.matching.sides import CONFIRMED, COORDINATES, NEEDS, OFFERED, PROVIDES

HOLD = timedelta(days=7)
"""How long a proposal holds capacity for an answer (our default: a week)."""
CANDIDATES = 20
"""How many offers are suggested for a demand, and demands for an offer (our default)."""
NOTE = 500
"""The longest note, and the longest words of a rating."""
BEST = 5
"""The best rating; 1 is the worst (our default, as the published satisfaction forms)."""


def _of_match(predicate: str) -> str:
    """SQL: it holds for the match of a delivery."""
    return f"exists (select from match m$ where m$.id = {{row}}.match_id and {predicate.replace('{row}', 'm$')})"


COORDINATOR = Party(N_("需求所在区域的协调委员会工作人员"), COORDINATES)
PROVIDER = Party(N_("提供单位的管理员或经办人"), PROVIDES)
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)
NEEDING = Party(N_("提出需求的一方"), _of_match(NEEDS))
PROVIDING = Party(PROVIDER.called, _of_match(PROVIDES))
ANSWERING = Party(COORDINATOR.called, _of_match(COORDINATES))

STANDS = Need(OFFERED, "MATCH_NOT_OFFERED")
"""The offer is on the list today: nothing is promised that its unit no longer offers."""
UNDELIVERED = Need(f"not {CONFIRMED}", "MATCH_DELIVERED")
"""Nothing of it is confirmed yet: what has been delivered is not undone, the rest is let go by closing the match."""

MATCH_STEPS = Workflow(
    [
        Step("accept", N_("接受"), (PROVIDER,), ("PROPOSED",), "AGREED", STANDS),
        Step("counter", N_("另提数量或时间"), (PROVIDER,), ("PROPOSED",), "COUNTERED", STANDS),
        Step("decline", N_("不接受"), (PROVIDER,), ("PROPOSED",), "DECLINED"),
        Step("agree", N_("同意"), (COORDINATOR,), ("COUNTERED",), "AGREED", STANDS),
        Step("withdraw", N_("撤回"), (COORDINATOR,), ("PROPOSED", "COUNTERED"), "WITHDRAWN"),
        Step("cancel", N_("取消"), (PROVIDER, COORDINATOR), ("AGREED",), "CANCELLED", UNDELIVERED),
        Step("transfer", N_("调剂"), (COORDINATOR, PROVIDER), ("AGREED",)),
        Step("report", N_("登记交付"), (PROVIDER, COORDINATOR), ("AGREED",)),
        Step("finish", N_("办结"), (COORDINATOR,), ("AGREED",), "DONE"),
    ],
    state=STANDING,
)
"""What can be done to a promise, when, and by whom (mission row B3; who, our default)."""

DELIVERY_STEPS = Workflow(
    [
        Step("confirm", N_("确认并评价"), (NEEDING,), ("REPORTED", "DISPUTED"), "CONFIRMED"),
        Step("dispute", N_("提出异议"), (NEEDING,), ("REPORTED",), "DISPUTED"),
        Step("attach", N_("上传附件"), (PROVIDING, ANSWERING), ("REPORTED", "DISPUTED")),
    ],
    state="{row}.status",
)
"""Only the side that needed it confirms a delivery: nobody rates their own work (mission section 2, 6)."""

messages(
    {
        "MATCH_CAPACITY": N_("资源余量不足，目前只有 {left}{unit}。"),
        "MATCH_COVERED": N_("需求只差 {left}{unit}。"),
        "MATCH_COVERS": N_("两边的计量单位不同，请填写可满足的需求数量。"),
        "MATCH_OPENING": N_("请从资源的开放时段中选择日期和时间。"),
        "MATCH_TOO_LATE": N_("需求的期限是 {day}，请选择期限内的时段。"),
        "MATCH_NO_OPENING": N_("该资源不按时段提供，不必选择日期和时间。"),
        "MATCH_OBSTACLE": N_("这项资源目前不能用于该需求：{why}。"),
        "MATCH_NOT_OFFERED": N_("资源已不在清单上（已撤回、过期、久未确认，或单位已停用），不能再达成对接。"),
        "MATCH_DELIVERED": N_("已有需求方确认的交付，不能取消；余下的不再履行，请由委员会办结。"),
        "MATCH_OPEN_ALREADY": N_("这项资源与该需求已有进行中的对接。"),
        "MATCH_UNDELIVERED": N_("尚无需求方确认的交付，不能办结；确实无法履行的，请取消。"),
        "TRANSFER_ONE": N_("请选择调剂给哪条需求，或者改用哪项资源，二者选一。"),
        "TRANSFER_SAME": N_("请选择另一条需求、另一项资源或另一场。"),
        "TRANSFER_UNIT": N_("只能改用同一单位的资源。"),
        "TRANSFER_MEASURE": N_("两项资源的计量单位不同，不能调剂；请取消后另行对接。"),
        "TRANSFER_DELIVERED": N_("尚未交付的只有 {left}{unit}。"),
        "DELIVERY_LATE": N_("交付日期不能晚于今天。"),
        "DELIVERY_RATING": N_("请评 1 至 5 分。"),
        "DELIVERY_OPEN": N_("还有交付待需求方确认。"),
        "RESOURCE_PROMISED": N_("已承诺 {used}{unit}，数量不能低于承诺数；如需减少，请先取消有关对接。"),
        "RESOURCE_MEASURE_PROMISED": N_("已有进行中的对接，不能改变数量的含义或计量单位。"),
        "RESOURCE_OPENING_PROMISED": N_("{day} 的时段已有对接，不能取消；请先取消有关对接。"),
        "DEMAND_PROMISED": N_("已对接 {covered}{unit}，数量不能低于已对接数；如需减少，请先取消有关对接。"),
        "DEMAND_UNIT_PROMISED": N_("已有进行中的对接，不能改变计量单位。"),
        "DEMAND_STILL_PROMISED": N_("还有 {count} 项对接未办结，请先办结、撤回或取消。"),
        "WEIGHTS_TOTAL": N_("各项权重应为 0 至 100，合计 100。"),
    }
)
constraint("match_open_once", "MATCH_OPEN_ALREADY", "resource")
constraint("match_weights_total", "WEIGHTS_TOTAL", "")
constraint("match_weights_range", "WEIGHTS_TOTAL", "")
