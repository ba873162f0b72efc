"""Finds the area that a table means by "幸福一村", "三里屯街道幸福一村社区居委会" or a division code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from schema.engine.language import N_
from schema.engine.refusals import messages
from schema.engine.text import plain

MESSAGES: dict[str, str] = {
    "ROW_AREA_UNKNOWN": N_("没有找到“{value}”，请核对名称，或先在“区域”中添加。"),
    "ROW_AREA_NEAR": N_("没有找到“{value}”，相近的有：{near}。"),
    "ROW_AREA_AMBIGUOUS": N_("有多个“{value}”：{choices}，请填写“所属街道”或写明全称。"),
}
messages(MESSAGES)

_BODY = re.compile(r"(居民委员会|居委会|村民委员会|村委会|党委|党总支|党支部|工作站|服务站|办事处)$")
_LEVEL = re.compile(r"(社区|街道|地区|乡|镇|村)$")
_UPPER = ("DISTRICT", "SUBDISTRICT")


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area within the importer's reach; `path` as in the table, codes from the district down, each with a slash."""

    id: int
    code: str
    name: str
    short_name: str
    level: str
    path: str


@dataclass(frozen=True, slots=True)
class PlaceProblem:
    """Why no single area is meant: a code of MESSAGES and what fills its sentence."""

    code: str
    parameters: dict[str, str]


@dataclass(slots=True)
class Places:
    """The areas within reach, by every form of their names. Build it once for a file."""

    areas: list[KnownArea]
    _by_form: list[dict[str, list[KnownArea]]] = field(default_factory=lambda: [{}, {}, {}])
    _by_code: dict[str, KnownArea] = field(default_factory=dict)
    _answers: dict[tuple[str, str], KnownArea | PlaceProblem] = field(default_factory=dict)
    _upper: list[KnownArea] = field(default_factory=list)
    _pieces_of: list[tuple[set[str], KnownArea]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for area in self.areas:
            self._by_code[area.code] = area
            self._pieces_of.append((_pieces(area.short_name or area.name), area))
            if area.level in _UPPER:
                self._upper.append(area)
            for name in {area.name, area.short_name} - {""}:
                for index, form in zip(self._by_form, _forms(name), strict=True):
                    if area not in index.setdefault(form, []):
                        index[form].append(area)

    def find(self, text: str, subdistrict: str = "") -> KnownArea | PlaceProblem:
        """The area of this name or code, within the subdistrict of that name if one is given."""
        key = (text, subdistrict)
        if key not in self._answers:
            self._answers[key] = self._find(text, subdistrict)
        return self._answers[key]

    def _find(self, text: str, subdistrict: str) -> KnownArea | PlaceProblem:
        within = ""
        if subdistrict:
            upper = [area for area in self._named(subdistrict) if area.level in _UPPER]
            if len(upper) != 1:
                return self._problem(subdistrict, upper, levels=("SUBDISTRICT",))
            if not text:
                return upper[0]
            within = upper[0].path
        found = self._named(text, within)
        return found[0] if len(found) == 1 else self._problem(text, found, within)

    def _named(self, text: str, within: str = "") -> list[KnownArea]:
        """Those with the nearest form of the name; of several, those below the subdistrict level, which such columns mean."""
        code = re.sub(r"(000)+$", "", text)
        if coded := self._by_code.get(text) or self._by_code.get(code):
            return [coded] if coded.path.startswith(within) else []
        for rest, scope in self._scopes(text, within):
            for index, form in zip(self._by_form, _forms(rest), strict=True):
                found = [area for area in index.get(form, ()) if area.path.startswith(scope)]
                lower = [area for area in found if area.level not in _UPPER]
                if found:
                    return lower if len(found) > 1 and lower else found
        return []

    def _scopes(self, text: str, within: str) -> Iterable[tuple[str, str]]:
        """The text as it is, then without the names of areas above that it begins with, within those."""
        yield text, within
        for area in self._upper:
            if area.path.startswith(within):
                for name in {area.name, area.short_name}:
                    place = text.find(name) if name else -1
                    if place >= 0 and len(text) > place + len(name):
                        yield text[place + len(name) :], area.path

    def _problem(self, text: str, found: list[KnownArea], within: str = "", levels: tuple[str, ...] = ()) -> PlaceProblem:
        if found:
            choices = "、".join(sorted({self._above(area) + area.name for area in found}))
            return PlaceProblem("ROW_AREA_AMBIGUOUS", {"value": text, "choices": choices})
        pieces = _pieces(text)
        scored = [
            (len(pieces & others), area.name)
            for others, area in self._pieces_of
            if area.path.startswith(within) and (not levels or area.level in levels)
        ]
        near = [name for score, name in sorted(scored, key=lambda pair: (-pair[0], len(pair[1]))) if score][:3]
        if near:
            return PlaceProblem("ROW_AREA_NEAR", {"value": text, "near": "、".join(near)})
        return PlaceProblem("ROW_AREA_UNKNOWN", {"value": text})

    def _above(self, area: KnownArea) -> str:
        codes = area.path.rstrip("/").split("/")
        above = self._by_code.get(codes[-2]) if len(codes) > 1 else None
        return above.name if above else ""


def _forms(name: str) -> tuple[str, str, str]:
    """As written; without the body (居委会); without the kind of area as well (社区)."""
    written = re.sub(r"\W", "", plain(name))
    place = _BODY.sub("", written) or written
    return written, place, _LEVEL.sub("", place) or place


def _pieces(name: str) -> set[str]:
    core = _forms(name)[2]
    return {core[start : start + 2] for start in range(len(core) - 1)}
