"""The rules of accounts: passwords, lockout, sessions, tokens."""

import secrets
from datetime import timedelta

from schema.engine.access import ADMINISTRATOR
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
LOCKED_MINUTES = LOCKED_FOR // timedelta(minutes=1)
"""After five failures the account does not open for 15 minutes (GB/T 22239 assessors ask for five and at least 300 s)."""
FAILURES_OF_ADDRESS = 50
"""So many failures from one address in the same time close the door to that address (our default)."""
IDLE = timedelta(minutes=30)
"""A session that is not used ends (assessors ask for 600 s at terminals; our default for a browser)."""
SESSION = timedelta(hours=12)
"""A session ends after a working day in any case (our default)."""
PASSWORD_LENGTH = 10
PASSWORD_CLASSES = 3
"""Assessors ask for at least 8 characters of 3 classes; ours is 10."""
LOGIN_LENGTH = 3
"""No login is shorter (the constraint account_login_form says so too)."""
TOKENS = 50
"""The most tokens that one account has at a time (our default)."""

SCOPES = {
    "areas": N_("查看区域"),
    "organisations": N_("查看单位"),
    "contacts": N_("查看联系人（已遮盖）"),
    "committees": N_("查看委员会"),
    "people": N_("查看人员"),
    "resources": N_("查看资源清单"),
    "demands": N_("查看需求清单"),
    "events": N_("查看动态"),
    "accounts": N_("查看账号"),
    "areas:write": N_("维护区域"),
    "organisations:write": N_("维护单位"),
    "committees:write": N_("维护委员会"),
    "people:write": N_("维护人员"),
    "categories:write": N_("维护类别"),
    "resources:write": N_("维护资源"),
    "demands:write": N_("维护需求"),
    "matching": N_("查看对接"),
    "matching:write": N_("办理对接"),
    "projects": N_("查看项目清单"),
    "projects:write": N_("办理项目"),
    "notifications": N_("查看通知和关注"),
    "notifications:write": N_("处理通知和关注"),
    "comments": N_("查看评论"),
    "comments:write": N_("发表评论"),
    "plenaries": N_("查看全体会议材料"),
    "balances": N_("查看供需平衡"),
    "attachments": N_("查看附件"),
    "attachments:write": N_("上传附件"),
    "accounts:write": N_("维护账号"),
    "imports": N_("查看导入"),
    "imports:write": N_("导入清单"),
    "export": N_("批量导出"),
}
"""What a token may be given, and what each scope says to the person who gives it."""

THEMSELVES = Party(N_("本人"), "{row}.id = {viewer.account}")
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)
OPERATOR = Party(N_("服务器命令行"), "({viewer.account} = 0 and {viewer.administrator})")
"""Whoever runs commands on the server; no account has the number 0."""

ACCOUNT_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (SUPERUSER,)),
        Step("disable", N_("停用"), (SUPERUSER,), ("ACTIVE",), "DISABLED"),
        Step("enable", N_("启用"), (SUPERUSER,), ("DISABLED",), "ACTIVE"),
        Step("reset", N_("重置密码"), (SUPERUSER,)),
        Step("password", N_("修改密码"), (THEMSELVES,)),
        Step("language", N_("选择语言"), (THEMSELVES,)),
        Step("email", N_("设置邮箱"), (THEMSELVES,), ("ACTIVE",)),
        Step("token", N_("创建访问令牌"), (THEMSELVES, OPERATOR), ("ACTIVE",)),
    ],
    state="{row}.status",
)
"""Administrators keep accounts; people change their own password and make their own tokens (our default)."""

_OPEN = "case when {row}.ended_at is null then 'OPEN' else 'ENDED' end"
_OWNER = Party(N_("本人"), "{row}.account_id = {viewer.account}")
SESSION_STEPS = Workflow([Step("end", N_("退出该设备"), (_OWNER, SUPERUSER), ("OPEN",), "ENDED")], state=_OPEN)
TOKEN_STEPS = Workflow([Step("end", N_("作废"), (_OWNER, SUPERUSER, OPERATOR), ("OPEN",), "ENDED")], state=_OPEN)
"""Administrators can take access away everywhere, and nowhere act as somebody else."""

messages(
    {
        "SIGN_IN_FAILED": N_("账号或密码不正确，或账号暂时锁定。"),
        "TOO_MANY_ATTEMPTS": N_("失败次数过多，请 {minutes} 分钟后再试。"),
        "PASSWORD_WRONG": N_("当前密码不正确。"),
        "PASSWORD_WEAK": N_("密码至少 10 位，并包含大写字母、小写字母、数字、符号中的三类。"),
        "PASSWORD_HOLDS_LOGIN": N_("密码不能包含账号名。"),
        "PASSWORD_SAME": N_("新密码不能与当前密码相同。"),
        "LOGIN_TAKEN": N_("该账号名已被使用。"),
        "LOGIN_FORM": N_("账号名为 3 至 40 位小写字母、数字、点、横线或下划线，以字母或数字开头。"),
        "PERSON_HAS_ACCOUNT": N_("该人员已有账号。"),
        "ACCOUNT_LAST_ADMINISTRATOR": N_("至少要保留一名启用的系统管理员。"),
        "TOKEN_SCOPE": N_("没有“{scope}”这项权限。"),
        "TOKEN_NAME_LENGTH": N_("令牌名称应为 1 至 60 个字。"),
        "TOKEN_NO_SCOPE": N_("请至少选择一项权限。"),
        "TOKEN_EXPIRY": N_("到期时间必须晚于现在。"),
        "TOKEN_MANY": N_("一个账号最多有 {limit} 个令牌，请先作废不用的。"),
        "ACCOUNT_PERSON": N_("请选择一位人员，或填写新人员的姓名，二者只能选一。"),
        "LANGUAGE_UNKNOWN": N_("不支持这种语言。"),
    }
)
constraint("account_login_unique", "LOGIN_TAKEN", "login")
constraint("account_login_form", "LOGIN_FORM", "login")
constraint("account_person_once", "PERSON_HAS_ACCOUNT", "person")
constraint("account_language_known", "LANGUAGE_UNKNOWN", "language")
constraint("token_name_length", "TOKEN_NAME_LENGTH", "name")


def password_problem(password: str, login: str) -> str | None:
    """The code of what is wrong with a new password, or None."""
    kinds = (str.isupper, str.islower, str.isdigit, lambda character: not character.isalnum())
    classes = sum(any(kind(character) for character in password) for kind in kinds)
    if len(password) < PASSWORD_LENGTH or len(password) > 200 or classes < PASSWORD_CLASSES:
        return "PASSWORD_WEAK"
    return "PASSWORD_HOLDS_LOGIN" if len(login) >= LOGIN_LENGTH and login.lower() in password.lower() else None


_CHARACTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are mistaken for one another when a password is read out or copied by hand."""


def new_password(login: str = "") -> str:
    """A password to be told once and changed at the first sign-in: four groups of four characters, some 90 bits."""
    while True:
        groups = ["".join(secrets.choice(_CHARACTERS) for _ in range(4)) for _ in range(4)]
        if password_problem(password := "-".join(groups), login) is None:
            return password


_ROLES = ("account.", "session.", "token.", "membership.", "committee.", "area.")
_STANDING = ("organisation.suspended", "organisation.resumed", "organisation.closed", "organisation.merged")
_HARMLESS = ("account.created", "account.signed_in", "token.created")


def changes_viewers(verb: str) -> bool:
    """Whether an event of this verb may change who somebody is or what they may do."""
    return verb.startswith(_ROLES + _STANDING) and verb not in _HARMLESS
