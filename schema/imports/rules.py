"""The rules of imports: their workflow, and what refusals say."""

from schema.engine.language import N_
from schema.engine.refusals import messages
from schema.engine.workflow import Party, Step, Workflow

_OWNER = Party(N_("上传文件的人"), "{row}.account_id = {viewer.account}")

IMPORT_STEPS = Workflow(
    [
        Step("map", N_("调整对应关系"), (_OWNER,), ("PREVIEW",)),
        Step("run", N_("导入"), (_OWNER,), ("PREVIEW",), "DONE"),
        Step("discard", N_("放弃"), (_OWNER,), ("PREVIEW",), "DISCARDED"),
    ],
    state="{row}.status",
)
"""What can be done to an import, by whoever uploaded it."""

messages(
    {
        "IMPORT_ROWS_WRONG": N_("有 {count} 行需要更正；可选择“只导入无误的行”。"),
        "IMPORT_MAPPING": N_("请为“{heading}”指定对应的列。"),
        "IMPORT_FIELD_TWICE": N_("同一项内容不能对应两列。"),
        "IMPORT_FIELD_UNKNOWN": N_("这份清单没有此项内容。"),
        "IMPORT_NOTHING": N_("没有可以导入的行。"),
        "IMPORT_CONTENT": N_("文件内容应为 Base64 编码，不超过 {limit} MB。"),
    }
)
