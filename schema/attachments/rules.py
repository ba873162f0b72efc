"""The rules of attachments: whose they are, and what refusals say."""

from schema.demands.rules import names_somebody
from schema.engine.form import Form
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

OWNER = Party(N_("上传文件的人"), "{row}.account_id = {viewer.account}")

UPLOAD_STATE = "(case when {row}.status <> 'ATTACHED' and {row}.expires_at <= now() then 'EXPIRED' else {row}.status end)"
"""SQL: how an upload stands; that its time is over is seen, not stored."""
UPLOAD_STEPS = Workflow(
    [
        Step("fill", N_("上传"), (OWNER,), ("OPEN",), "RECEIVED"),
        Step("attach", N_("关联"), (OWNER,), ("RECEIVED",), "ATTACHED"),
    ],
    state=UPLOAD_STATE,
)
"""A file is sent once, and taken by one item."""


def nobody(form: Form, text: str, path: str) -> str:
    """A text without the numbers of anybody: what hangs on a public item is public."""
    if names_somebody(text):
        form.wrong("ATTACHMENT_PERSONAL", path)
    return text


messages(
    {
        "ATTACHMENTS_MANY": N_("每项最多 {limit} 个附件，请先移除不用的。"),
        "ATTACHMENT_PERSONAL": N_("文件名和说明中请勿出现手机号、身份证号等个人信息。"),
        "UPLOADS_MANY": N_("同时上传的文件过多，请稍后再试。"),
        "FILE_EMPTY": N_("文件是空的，请重新选择。"),
        "FILE_TOO_LARGE": N_("文件过大，最多 {limit} MB。"),
        "FILE_KIND": N_("只接受 JPEG、PNG、WebP 图片和 PDF、DOCX、XLSX、OFD 文档（不含宏、未加密）；其他格式请先另存或转换。"),
        "FILE_CONTENT": N_("文件内容无法读取，请重新上传。"),
        "IMAGE_BROKEN": N_("图片已损坏或不完整，请重新选择。"),
        "IMAGE_TOO_LARGE": N_("图片像素过多，最多 {limit} 万像素，请缩小后再上传。"),
    }
)
constraint("attachment_one_item", "NOT_FOUND", "item")
