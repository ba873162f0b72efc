"""Who may contest an entry of a record and who decides, until when, and what refusals say."""

from schema.engine.access import belongs, coordinates, manages
from schema.engine.language import N_
from schema.engine.refusals import messages
from schema.engine.workflow import Need, Party, Step, Workflow
from schema.records.kinds import AREA
from schema.records.rule import CONTEST_DAYS

UNIT = Party(N_("本单位的管理员或经办人"), manages("{row}.organisation_id"))
DECIDES = f"({coordinates(AREA)} and not {belongs('{row}.organisation_id')})"
"""SQL: the viewer coordinates the unit's area and is not of the unit: nobody decides about their own."""
COMMITTEE = Party(N_("单位所在区域的协调委员会工作人员（本单位人员除外）"), DECIDES)

IN_TIME = Need(f"{{row}}.happened_at > now() - interval '{CONTEST_DAYS} days'", "RECORD_CONTEST_LATE")

RECORD_STEPS = Workflow(
    [
        Step("contest", N_("提出异议"), (UNIT,), ("COUNTS",), "CONTESTED", IN_TIME),
        Step("uphold", N_("维持记录"), (COMMITTEE,), ("CONTESTED",), "UPHELD"),
        Step("strike", N_("异议成立，不再计"), (COMMITTEE,), ("CONTESTED",), "STRUCK"),
    ],
    state="{row}.status",
)
"""Facts can be contested, once each (mission row N11); while that is undecided they do not count (our default)."""

messages({"RECORD_CONTEST_LATE": N_("已超过提出异议的期限（60 天）。")})
