"""Expected failures: what a person may have done wrong, said in that person's language, at the field concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schema.engine.language import N_, translate

MESSAGES: dict[str, str] = {
    "NOT_FOUND": N_("没有找到，或者您无权查看。"),
    "CONFLICT": N_("其他人刚刚修改了这条记录，请核对后再保存。"),
    "STEP_NOT_POSSIBLE": N_("当前状态下不能进行此操作。"),
    "NOT_ALLOWED": N_("您无权进行此操作，须由{who}办理。"),
    "SIGN_IN_FIRST": N_("请先登录。"),
    "SCOPE_MISSING": N_("访问令牌缺少权限“{scope}”。"),
    "SESSION_ONLY": N_("此操作须本人登录后进行，不能使用访问令牌。"),
    "PASSWORD_CHANGE_FIRST": N_("请先修改临时密码。"),
    "KEY_REUSED": N_("该表单已提交过，请刷新后重新填写。"),
    "REQUIRED": N_("请填写此项。"),
    "REASON_REQUIRED": N_("请写明理由。"),
    "TOO_LONG": N_("内容过长，最多 {limit} 个字。"),
    "LENGTH": N_("应为 {shortest} 至 {longest} 个字。"),
    "QUANTITY": N_("数量应大于 0，最多两位小数，不超过 {limit}。"),
    "DAY_PAST": N_("日期不能早于今天。"),
    "DAY_FAR": N_("日期不能晚于 {last}。"),
    "INVALID": N_("填写的内容不符合要求。"),
    "REFERENCE_MISSING": N_("所选的对象不存在。"),
    "DATE_ORDER": N_("结束日期必须晚于开始日期。"),
}
"""What each code says, as a translatable text with named parameters."""

CONSTRAINTS: dict[str, tuple[str, str]] = {}
"""By the constraint's name: the code of the refusal and the input field it is about."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One refusal: its code, the path of the input field (empty: the whole), the parameters of its message."""

    code: str
    path: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, str]:
        """The refusal as clients get it."""
        parameters = {name: translate(language, v) if isinstance(v, str) else v for name, v in self.parameters.items()}
        message = translate(language, MESSAGES[self.code]).format(**parameters)
        return {"code": self.code, "path": self.path, "message": message}


class Refused(Exception):
    """The action cannot be done for these reasons; nothing was changed.

    ``result`` may hold keys of rows that the payload shows all the same, such as the present state after a conflict.
    ``kept``: what the action wrote stays, such as the count of failed attempts.
    """

    def __init__(self, *reasons: Reason, result: Mapping[str, int] | None = None, kept: bool = False) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons
        self.result = dict(result or {})
        self.kept = kept


def refuse(code: str, path: str = "", **parameters: object) -> Refused:
    """A refusal with one reason, to be raised."""
    return Refused(Reason(code, path, parameters))


def messages(told: Mapping[str, str]) -> None:
    """Declare a concept's codes and their texts."""
    MESSAGES.update(told)


def constraint(name: str, code: str, path: str = "") -> None:
    """Declare what a violated constraint means."""
    CONSTRAINTS[name] = (code, path)
