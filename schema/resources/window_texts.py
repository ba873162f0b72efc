"""Windows as offices write them on their doors: 每周一至周五 09:00-17:00，2026-03-01 至 2026-06-30."""

import re
from typing import Any

from schema.engine.days import today
from schema.engine.language import N_
from schema.engine.refusals import Reason, messages
from schema.resources.hours import Hour
from schema.resources.windows import WEEK, ResourceWindowInput
from schema.spreadsheets.cells import as_date

messages({"ROW_WINDOW": N_("看不懂“{value}”，请写成：每周一至周五 09:00-17:00，2026-03-01 至 2026-06-30。")})

_NAMES = "一二三四五六日"
_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?<!\d)20\d{6}(?!\d)"
_TO = r"\s*(?:至|到|-|－|—+|–|~|～)\s*"
_DAYS = re.compile(rf"(?P<first>{_DAY})(?:{_TO}(?P<last>{_DAY})|\s*起)?|{_TO}(?P<end>{_DAY})")
_TIME = r"(?:上午|下午|晚上)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[点时](?:\s*\d{1,2}\s*分?|半)?)"
_HOURS = re.compile(rf"(?P<opens>{_TIME}){_TO}(?P<closes>{_TIME})")
_WEEK = r"(?:每?(?:周|週|星期|礼拜|禮拜))?"
_WEEKDAYS = re.compile(
    rf"每天|每日|天天|全周|工作日|双休日|周末|週末|{_WEEK}[一二三四五六日天](?:{_TO}{_WEEK}[一二三四五六日天])?"
)
_WHOLE = {"工作日": (1, 2, 3, 4, 5), "双休日": (6, 7), "周末": (6, 7), "週末": (6, 7)}
_BETWEEN = re.compile(r"[\s,，、;；。()（）:：和及每周週星期]*")


def written(window: Any) -> str:
    """A window in words; what :func:`windows_in` reads."""
    days = f"{window.first_day.isoformat()} 至 {window.last_day.isoformat()}"
    return f"{_weekdays(tuple(window.weekdays))} {window.opens}-{window.closes}，{days}"


def windows_in(text: str) -> list[ResourceWindowInput] | Reason:
    """The windows that a text tells of, one a line or between semicolons, or why they cannot be read."""
    found = []
    for line in re.split(r"[\n;；]", text):
        if line.strip():
            one = _window(line)
            if one is None:
                return Reason("ROW_WINDOW", "windows", {"value": line.strip()[:60]})
            found.append(one)
    return found


def _weekdays(days: tuple[int, ...]) -> str:
    if len(days) == WEEK:
        return "每天"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"每周{_NAMES[days[0] - 1]}至周{_NAMES[days[-1] - 1]}"
    return "每周" + "、周".join(_NAMES[day - 1] for day in days)


def _window(line: str) -> ResourceWindowInput | None:
    """One window; None when it lacks its hours or anything remains that is not understood."""
    first, last = today(), None
    if dated := _DAYS.search(line):
        texts = {name: text for name, text in dated.groupdict().items() if text}
        days = {name: as_date(text.replace(" ", "")) for name, text in texts.items()}
        if None in days.values():
            return None
        first, last = days.get("first") or first, days.get("last") or days.get("end")
        line = line[: dated.start()] + " " + line[dated.end() :]
    timed = _HOURS.search(line)
    if timed is None:
        return None
    opens, closes = _hour(timed["opens"]), _hour(timed["closes"], timed["opens"])
    line = line[: timed.start()] + " " + line[timed.end() :]
    weekdays = {day for word in _WEEKDAYS.findall(line) for day in _days_of(word)}
    if opens is None or closes is None or not _BETWEEN.fullmatch(_WEEKDAYS.sub("", line)):
        return None
    return ResourceWindowInput(first_day=first, last_day=last, weekdays=sorted(weekdays) or None, opens=opens, closes=closes)


def _days_of(word: str) -> tuple[int, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    days = [_NAMES.index(day.replace("天", "日")) + 1 for day in re.findall(r"[一二三四五六日]|(?<!每)(?<!天)天", word)]
    if not days:
        return tuple(range(1, WEEK + 1))
    return tuple(range(days[0], days[-1] + 1)) if len(days) > 1 else (days[0],)


def _hour(text: str, opens: str = "") -> Hour | None:
    """09:00 from 9:00, 9点, 9时30分, 下午2点半; what closes in the afternoon need not say so twice."""
    hour, *rest = re.findall(r"\d+", text)
    minute = int(rest[0]) if rest else 30 if "半" in text else 0
    shifted = int(hour) + (12 if re.match("下午|晚上", text or opens) and int(hour) < 12 else 0)
    if re.match("下午|晚上", opens) and "午" not in text and int(hour) < 12:
        shifted = int(hour) + 12
    if minute > 59 or shifted * 60 + minute > 24 * 60:
        return None
    return Hour(f"{shifted:02}:{minute:02}")
