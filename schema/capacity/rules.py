"""The rules of capacity: who waits how long for what, what a correction may be, and what refusals say."""

from datetime import timedelta

from schema.capacity.lines import COORDINATES, STANDING
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

HOLD = timedelta(days=3)
"""How long what is free is held for whoever is asked (our default: three days, so that a weekend does not use them up)."""

COORDINATOR = Party(N_("需求所在区域的协调委员会工作人员"), COORDINATES)
WAIT_STEPS = Workflow(
    [
        Step("leave", N_("退出候补"), (COORDINATOR,), ("WAITING",), "LEFT"),
        Step("take", N_("接受"), (COORDINATOR,), ("ASKED",), "TAKEN"),
        Step("pass", N_("放弃"), (COORDINATOR,), ("ASKED",), "PASSED"),
    ],
    state=STANDING,
)
"""What can be done with a place on a waiting list, when, and by whom (mission row N2: consented promotion; who, our default)."""

messages(
    {
        "CORRECTION_QUANTITY": N_("请填写增减的数量：不能为 0，最多两位小数，更正后不超过 {limit}。"),
        "CORRECTION_NOTHING": N_("更正后数量须大于 0；已全部不能提供的，请撤回资源。"),
        "CORRECTION_LEFT": N_("该场只余 {left}{unit}，不能再减；已承诺的请先取消有关对接。"),
        "WAIT_NOT_NEEDED": N_("目前还有 {left}{unit}，不必候补，请直接提出对接。"),
        "WAIT_TOO_MUCH": N_("该资源总共只有 {whole}{unit}，请少填一些。"),
        "WAIT_ALREADY": N_("该需求已在候补这项资源。"),
    }
)
constraint("wait_once", "WAIT_ALREADY", "resource")
