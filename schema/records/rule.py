"""The rule, version 2, by which a unit's record counts in the score of its offers (part ``delivery``): it is documented here.

Where it comes from: mission row N12 and part L (社会诚信体系: a record of the organisation's commitments kept and broken,
contestable and expiring; nothing about any person); the numbers are our defaults. SQL's twins are ``record_counts`` and
``record_mark``; what a version of the weights says of the rule is ``MatchWeights.delivery_rule``.
"""

from collections.abc import Mapping
from fractions import Fraction

from schema.engine.language import N_

VERSION = 2
"""Of the rule. Version 1, until then, was the mean rating of a unit's last twenty deliveries, and 50 without any."""
MIDDLE = 50
"""Where everybody begins, of 100."""
BEGINNING = 4
"""How many entries of the middle are counted beforehand, so that few observations say little."""
POINT = 20
"""What a point of a rating is worth: 1 point 20, 5 points 100."""
SILENCE = Fraction(1, 2)
"""How much of an entry an unanswered proposal is; it counts nothing, as a promise that the unit gives up does."""
MONTHS = 24
"""After so many months an entry counts no more."""
LATEST = 40
"""No more than so many entries count, the latest."""
HELD_DAYS = 3
"""Whoever had fewer days to answer is not held to have stayed silent."""
CONTEST_DAYS = 60
"""For so many days the unit can contest an entry."""
COUNTED = {"delivered": 0, "stars": 0, "cancelled": 0, "unanswered": 0, "declined": 0}
"""What is counted of a record; of an empty one, nothing."""
FEW = 3
"""With fewer entries than this the record is said to be short."""

SENTENCES = (
    N_("每个单位从中等（50）起算，相当于先有 4 条中等的记录；记录少时接近 50，不因一两次大起大落。"),
    N_("需求方确认并评分的交付：每次一条，1 分计 20，5 分计 100。"),
    N_("已达成的对接由单位自己取消：每次一条，计 0。委员会取消的不计。"),
    N_("委员会提出对接，保留期内没有答复：每次半条，计 0。保留不足 3 天的不计。"),
    N_("写明理由未接受的不减分，每次还可抵消一次未答复。"),
    N_("只计最近 24 个月内最近的 40 条，到期自动退出。"),
    N_("单位可在 60 天内对一条记录提出异议：处理期间不计；异议成立的不再计，维持的照计。"),
    N_("只看单位的交付、取消、答复，不涉及任何个人。"),
)
"""The rule in words, as pages show it."""


def mean(delivered: int, stars: int, cancelled: int, unanswered: int, declined: int) -> Fraction:
    """What a record comes to, of 100: the mean of its entries with those of the beginning.

    ``stars`` is the sum of the ratings of all ``delivered``; the other numbers count entries of their kind.
    """
    silence = max(0, unanswered - declined) * SILENCE
    return Fraction(BEGINNING * MIDDLE + POINT * stars) / (BEGINNING + delivered + cancelled + silence)


def mark(delivered: int, stars: int, cancelled: int, unanswered: int, declined: int) -> int:
    """The mean as it counts in a score: rounded half up to a whole number.

    >>> mark(0, 0, 0, 0, 0), mark(1, 5, 0, 0, 0), mark(12, 55, 0, 0, 0), mark(0, 0, 1, 0, 0)
    (50, 60, 81, 40)
    >>> mark(0, 0, 0, 2, 1), mark(0, 0, 0, 0, 9)
    (44, 50)
    """
    return int(mean(delivered, stars, cancelled, unanswered, declined) + Fraction(1, 2))


def effect(entries: Mapping[str, int], others: Mapping[str, int]) -> str:
    """By how many points of 100 one entry moves a record: with it and without it, to a tenth, half away from nothing.

    >>> effect(COUNTED | {"delivered": 1, "stars": 5}, COUNTED), effect(COUNTED, COUNTED)
    ('10', '0')
    """
    tenths = 10 * (mean(**entries) - mean(**others))
    rounded = int(abs(tenths) + Fraction(1, 2)) * (1 if tenths >= 0 else -1)
    return f"{rounded / 10:.1f}".removesuffix(".0")
