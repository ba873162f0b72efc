"""Names and telephone numbers as most people see them, and what counts as a telephone number.

The least that still lets a colleague recognise the entry stays legible: the surname, and the last four digits of a number.
PIPL 51 asks for de-identification; where exactly to put the stars is our default.
"""

import re
import unicodedata
from typing import Literal

from schema.engine.language import N_
from schema.engine.refusals import messages

_COMPOUND_SURNAMES = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 "
    "慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 "
    "轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五 纳兰 爱新觉罗"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND_SURNAMES.split())
"""Surnames of more than one character."""

PhoneProblem = Literal["PHONE_SEVERAL", "PHONE_MOBILE", "PHONE_AREA_CODE", "PHONE_UNKNOWN"]

MESSAGES: dict[str, str] = {
    "PHONE_SEVERAL": N_("这里只填一个电话号码，现在有多个：{found}。"),
    "PHONE_MOBILE": N_("手机号应为 11 位，“{found}”是 {count} 位。"),
    "PHONE_AREA_CODE": N_("固定电话请加区号，如 010-64000000。"),
    "PHONE_UNKNOWN": N_("“{found}”不是手机号、带区号的固定电话或 400 电话。"),
}
messages(MESSAGES)

_NUMBER = re.compile(r"(?P<mobile>1[3-9]\d{9})|(?P<service>[48]00\d{7})|(?P<area>010|02\d|0[3-9]\d{2})(?P<local>[2-8]\d{6,7})")
_EXTENSION = re.compile(r"(?:转|分机号?|ext\.?|x|#|-)[:.]?(\d{1,6})$")
_SEVERAL = re.compile(r"[/、,;|或]|\d{7,}\s+\d{7,}")
_COUNTRY = re.compile(r"^(?:\+|00)86-?0?(?P<landline>10-?[2-8]|2\d-?[2-8]|[3-9]\d{2}-?[2-8])?|^86(?=1[3-9]\d{9})")


def mask_name(name: str) -> str:
    """The surname and a star for each further character: 张三 → 张*, 欧阳娜娜 → 欧阳**; John Smith → J*** S***."""
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not name:
        return ""
    if re.match(r"[^\W\d_]", name) and not _han(name[0]):
        return " ".join(word[0] + "***" for word in name.split(" "))
    name = name.replace(" ", "")
    length = next((size for size in (4, 2) if name[:size] in COMPOUND_SURNAMES and len(name) > size), 1)
    shown = length if len(name) > 1 else 0
    masked = name[:shown] + re.sub(r"[^·・]", "*", name[shown:])
    return masked if "*" in masked else "*" * len(name)


def normalise_phone(text: str) -> str:
    """A number as it is stored: 13800000000, 010-64000000, 0631-5200000-8001, 4000000000; what is no number as it was."""
    found = _parse(text)
    if found is None:
        return text.strip()
    number, extension = found
    whole = f"{number['area']}-{number['local']}" if number["area"] else number[0]
    return f"{whole}-{extension}" if extension else whole


def phone_problem(text: str) -> PhoneProblem | None:
    """Why this is not one Chinese telephone number, or None.

    Mobile, landline with area code, 400 and 800; extensions after 转, 分机 or a hyphen.
    """
    if _parse(text) is not None:
        return None
    compact = _compact(text)
    if _SEVERAL.search(unicodedata.normalize("NFKC", text)):
        return "PHONE_SEVERAL"
    if re.fullmatch(r"1[3-9]\d{5,14}", compact):
        return "PHONE_MOBILE"
    return "PHONE_AREA_CODE" if re.fullmatch(r"[2-8]\d{6,7}(-\d{1,6})?", compact) else "PHONE_UNKNOWN"


def phone_parameters(text: str) -> dict[str, object]:
    """What the sentences in MESSAGES are filled with for this text."""
    return {"found": text.strip(), "count": sum(map(str.isdigit, text))}


def mask_phone(text: str) -> str:
    """138****0000, 010-****0000, 400***0000, without the extension; of what is no number the last two characters."""
    found = _parse(text)
    if found is None:
        text = text.strip()
        return "*" * (len(text) - 2) + text[-2:] if len(text) > 4 else "*" * len(text)
    number, extension = found
    hidden = "-*" if extension else ""
    if number["mobile"]:
        return f"{number[0][:3]}****{number[0][-4:]}{hidden}"
    if number["service"]:
        return f"{number[0][:3]}***{number[0][-4:]}{hidden}"
    return f"{number['area']}-{'*' * (len(number['local']) - 4)}{number['local'][-4:]}{hidden}"


def _parse(text: str) -> tuple[re.Match[str], str] | None:
    """The number's parts and its extension ("" if none)."""
    compact = _compact(text)
    if whole := _NUMBER.fullmatch(re.sub(r"-", "", compact)):
        return whole, ""
    extension = _EXTENSION.search(compact)
    if extension and (whole := _NUMBER.fullmatch(compact[: extension.start()].replace("-", ""))):
        return whole, extension[1]
    return None


def _compact(text: str) -> str:
    """Half width, without spaces and brackets, every dash a hyphen, without the country."""
    folded = unicodedata.normalize("NFKC", text).lower().strip()
    dashed = re.sub(r"[‐-―−ー－_~]", "-", folded)
    compact = re.sub(r"[\s().·]", "", re.sub(r"\)(?=\d)", "-", dashed))
    return _COUNTRY.sub(lambda country: "0" + country["landline"] if country["landline"] else "", compact)


def _han(character: str) -> bool:
    return "㐀" <= character <= "鿿" or character >= "\U00020000"
