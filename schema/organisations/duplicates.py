"""Whether two organisations look like one and the same, and the keys that find such pairs without comparing all with all.

An organisation stores its keys in `duplicate_keys`, which has an index: candidates of a unit are the rows sharing a key with it.
What is suggested is decided by a person; nothing is merged by itself.
"""

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from schema.engine.pinyin import readings
from schema.engine.text import plain
from schema.organisations import uscc as credit

Reason = Literal["USCC", "NAME", "PINYIN", "NAME_SIMILAR"]

KEY_PREFIX = "d:"
BLOCK_LIMIT = 50
"""A key that more units share than this says nothing: a search for all pairs leaves it out (our default)."""

_REGION = re.compile(r"^(?:中国|中共)?(?:北京市?|山东省?)?(?:威海市)?(?:朝阳区|东城区|环翠区)?(?=.{3})")
"""What names of units here begin with and may leave out; elsewhere the lack of a name costs some suggestions, no more."""
_BRANCH_REGION = re.compile(r"\((?:北京市?|中国)\)")
_REMARK = re.compile(r"\((?:样例|示例|演示|筹)\)$")
"""A remark behind the name that is not part of it."""
_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团)$")
_SHORT_FORMS = (
    ("社区居民委员会", "居委会"),
    ("社区居委会", "居委会"),
    ("居民委员会", "居委会"),
    ("村民委员会", "村委会"),
    ("业主委员会", "业委会"),
    ("物业管理委员会", "物管会"),
    ("总支部委员会", "党总支"),
    ("支部委员会", "党支部"),
    ("街道办事处", "街道"),
    ("地区办事处", "地区"),
)
_TRADES = (
    "科技 技术 信息 网络 电子 商务 商贸 贸易 物业 管理 服务 餐饮 酒店 文化 传媒 广告 设计 教育 培训 咨询 法律 建筑 工程 "
    "装饰 投资 资产 实业 发展 医药 医疗 健康 环保 物流 家政 保洁 中心 小学 中学 幼儿园 医院 卫生 站 所 队 派出 司法 商会 "
    "协会 事务 居委会 村委会 业委会 物管会 党委 党总支 党支部 党组 工委 委员会 支行 分行 分公司 养老 驿站 志愿 社会工作 "
    "体育 消防救援"
)
_KIND = re.compile(f"(?<=..)(?:{'|'.join(_TRADES.split())})+$")
"""What a name ends in that says what the unit does, and not which one it is."""
_SERIAL = re.compile(r"[0-9a-z一二三四五六七八九十百零〇东西南北中上下前后左右里外内甲乙丙丁新老大小]+")
_SHORTEST_MISSPELT = 4
"""Below this length one character more or less makes another name (our default)."""
_SHORTEST_MISTAKEN = 6
"""Below this length one other character makes another name (our default)."""
_LONGEST_KEYED = 16


@dataclass(frozen=True, slots=True)
class Likeness:
    """That two organisations look alike: how much, from 0 to 100, and why, the strongest reason first."""

    score: int
    reasons: tuple[Reason, ...]


def normalised_name(name: str) -> str:
    """A name for comparing: without region at the beginning, legal form, brackets and signs, and with usual short forms."""
    written = _REMARK.sub("", re.sub(r"\s", "", plain(name)))
    bare = _REGION.sub("", re.sub(r"[\W_]", "", _BRANCH_REGION.sub("", written)))
    for long, short in _SHORT_FORMS:
        bare = bare.replace(long, short)
    without = _LEGAL_FORM.sub("", bare)
    return without if len(without) >= 2 else bare


def block_keys(name: str, uscc: str | None = None) -> list[str]:
    """The keys of an organisation, about eight short words: two that :func:`compare` finds alike share at least one.

    Its code; the sound of its name; which one it is (without what it does); and that with one character left out, each in turn,
    so that names one slip apart meet (a wrong, missing, added or swapped character).
    """
    bare = normalised_name(name)
    proper, kind = _parts(bare)
    keys = {f"sound {_sound(bare)}", f"proper {proper}"}
    if uscc:
        keys.add(f"code {credit.normalise(uscc)}")
    if _SHORTEST_MISSPELT <= len(proper) <= _LONGEST_KEYED:
        keys |= {f"slip {left} {kind}" for left in {proper, *_without_one(proper)}}
    return sorted(KEY_PREFIX + b32encode(blake2b(key.encode(), digest_size=5).digest()).decode().lower() for key in keys)


@dataclass(frozen=True, slots=True)
class Appearance:
    """What an organisation is compared by. Working it out takes far longer than comparing, so it is done once for each."""

    code: str | None
    bare: str
    """The normalised name; :attr:`proper` says which one it is, :attr:`kind` what it does."""
    sound: str
    proper: str
    kind: str
    unnumbered: str
    """The proper name without numbers, sides and letters."""


def appearance(name: str, uscc: str | None = None) -> Appearance:
    """How an organisation appears to :func:`compare`."""
    bare = normalised_name(name)
    proper, kind = _parts(bare)
    return Appearance(credit.normalise(uscc) if uscc else None, bare, _sound(bare), proper, kind, _SERIAL.sub("", proper))


def compare(one: Appearance, other: Appearance) -> Likeness | None:
    """Whether two organisations look alike; None if nothing speaks for their being one.

    Two different codes are two legal persons: then only an equal name still counts, as one code may be another's. Names that
    differ in a number, a side of the sky or a Latin letter (第一小学, 第二小学; 东里, 西里) are different on purpose.
    """
    two_codes = bool(one.code and other.code) and one.code != other.code
    found: list[tuple[int, Reason]] = [(100, "USCC")] if one.code and one.code == other.code else []
    if one.bare == other.bare:
        found.append((60 if two_codes else 95, "NAME"))
    elif not two_codes:
        if one.sound == other.sound:
            found.append((85, "PINYIN"))
        if score := _similarity(one, other):
            found.append((score, "NAME_SIMILAR"))
    return Likeness(found[0][0], tuple(reason for _, reason in found)) if found else None


def _similarity(one: Appearance, other: Appearance) -> int:
    """80 for the same proper name with more or less said of what it does; 70 for one slip in it; otherwise 0."""
    first, second = one.proper, other.proper
    if first == second:
        said = min(len(one.kind), len(other.kind))
        return 80 if (said or len(first) > 2) and (one.kind.startswith(other.kind) or other.kind.startswith(one.kind)) else 0
    if one.kind != other.kind or one.unnumbered == other.unnumbered or not min(len(first), len(second)) >= _SHORTEST_MISSPELT:
        return 0
    return 70 if max(len(first), len(second)) <= _LONGEST_KEYED and _one_slip(first, second) else 0


def _parts(bare: str) -> tuple[str, str]:
    """A normalised name as which one it is and what it does: 晨光 + 物业管理."""
    found = _KIND.search(bare)
    return (bare[: found.start()], found[0]) if found else (bare, "")


def _one_slip(one: str, other: str) -> bool:
    """Whether one character changed, added, left out or swapped with its neighbour turns one into the other."""
    if len(one) == len(other):
        differing = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            left, right = differing
            return one[left] == other[right] and one[right] == other[left]
        return len(differing) == 1 and len(one) >= _SHORTEST_MISTAKEN
    short, long = sorted((one, other), key=len)
    return short in _without_one(long)


def _without_one(text: str) -> list[str]:
    return [text[:place] + text[place + 1 :] for place in range(len(text))]


def _sound(text: str) -> str:
    """The pinyin without tones of Chinese characters, everything else as it is."""
    chinese = "".join(character for character in text if not character.isascii())
    heard = iter(readings(chinese) if chinese else ())
    return " ".join(character if character.isascii() else (next(heard) or (character,))[0] for character in text)
