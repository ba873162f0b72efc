"""Checks the rows of a table against the registry before anything is written: what each would do, and what is wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from schema.engine.language import N_
from schema.engine.refusals import messages
from schema.imports.places import KnownArea, PlaceProblem, Places
from schema.imports.rows import CellError, CheckedRow
from schema.organisations import uscc
from schema.organisations.columns import KINDS, recognise_kind
from schema.people import masks
from schema.spreadsheets.cells import as_date, split, squeezed
from schema.spreadsheets.reading import Sheet, SheetRow

LIMITS = {"short_name": 40, "address": 200, "description": 2000, "contact_name": 40, "contact_duty": 80}
"""The longest text of a field, as the constraints of the tables say."""
TAGS = 20
TAG_LENGTH = 20

MESSAGES: dict[str, str] = {
    "ROW_NAME_MISSING": N_("没有填写单位名称。"),
    "ROW_NAME_LENGTH": N_("单位名称应为 2 至 120 个字，现有 {count} 个字。"),
    "ROW_NAME_REPEATED": N_("与第 {row} 行是同一区域的同名单位。"),
    "ROW_TOO_LONG": N_("最多 {limit} 个字，现有 {count} 个字。"),
    "ROW_USCC_NUMBER": N_("统一社会信用代码被表格当作数字，末尾几位已经丢失，请把该列设为“文本”后重新填写。"),
    "ROW_USCC_REPEATED": N_("与第 {row} 行的统一社会信用代码相同。"),
    "ROW_USCC_DIFFERS": N_("已有同名单位“{name}”，登记的统一社会信用代码是 {registered}。"),
    "ROW_TWO_UNITS": N_("该代码登记在“{one}”名下，而本区域另有同名单位“{other}”，请先合并或更正。"),
    "ROW_KIND_UNKNOWN": N_("“{value}”不是单位类型，可填：{choices}。"),
    "ROW_CONTACT_NAME": N_("填写了联系电话，还应填写联系人。"),
    "ROW_CONTACT_PHONE": N_("填写了联系人，还应填写联系电话。"),
    "ROW_TAGS": N_("标签最多 {count} 个，每个不超过 {limit} 个字。"),
    "ROW_PARENT_UNKNOWN": N_("没有找到上级单位“{value}”，它应已登记，或在本表另一行。"),
    "ROW_PARENT_AMBIGUOUS": N_("有多家单位名为“{value}”，请填写全称。"),
    "ROW_PARENT_ITSELF": N_("上级单位不能是本单位，也不能是本单位的下级。"),
    "ROW_PARENT_WRONG": N_("上级单位在第 {row} 行，请先更正那一行。"),
}
messages(MESSAGES)


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """A unit in the registry, within reach, neither closed nor merged.

    `values`: what it has now, in the form of `CheckedRow.values`; a field that is left out counts as different from any value.
    """

    id: int
    name: str
    uscc: str | None
    area: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Registry:
    """What a table is checked against: areas and units within the importer's reach, and the area of rows that name none."""

    areas: Sequence[KnownArea]
    organisations: Sequence[KnownOrganisation]
    default_area: int


def check_rows(sheet: Sheet, mapping: Mapping[str, str], registry: Registry) -> list[CheckedRow]:
    """Each row with what it would do, in the order of the table.

    `mapping`: heading → field; headings that it leaves out are not imported. The same table again is UNCHANGED throughout: a row
    is the unit with its code, else the one of its name in its area (without an area: the only one of that name).

    Values are text, but for confirmed_on: ISO date; tags: list of text; area, parent: number; service_areas: sorted list of
    numbers; parent_row: number of the row that is the parent.
    """
    fields = {wanted: place for place, heading in enumerate(sheet.headings) if (wanted := mapping.get(heading))}
    check = _Check(fields, sheet.headings, registry)
    checked = [check.row(row) for row in sheet.rows]
    check.parents(sheet.rows, checked)
    for row in checked:
        known = check.by_id.get(row.known or 0)
        differing = [name for name, value in row.values.items() if known and known.values.get(name) != value]
        row.changed = ["parent" if name == "parent_row" else name for name in differing]
    return checked


class _Check:
    """One run over a table: the registry by code and by name, and what earlier rows had."""

    def __init__(self, fields: Mapping[str, int], headings: Sequence[str], registry: Registry) -> None:
        self.fields, self.headings, self.registry = fields, headings, registry
        self.places = Places(list(registry.areas))
        self.by_id = {known.id: known for known in registry.organisations}
        self.by_uscc = {known.uscc: known for known in registry.organisations if known.uscc}
        self.by_name: dict[str, list[KnownOrganisation]] = {}
        for known in registry.organisations:
            self.by_name.setdefault(squeezed(known.name), []).append(known)
        self.seen: dict[tuple[str, object], int] = {}
        self.rows_by_name: dict[str, list[CheckedRow]] = {}

    def row(self, source: SheetRow) -> CheckedRow:
        """The row by itself and against the registry and earlier rows; its parent comes later."""
        row = CheckedRow(source.number)
        self._name(source, row)
        self._uscc(source, row)
        self._kind(source, row)
        self._places(source, row)
        self._texts(source, row)
        self._contact(source, row)
        self._identity(source, row)
        self.rows_by_name.setdefault(squeezed(self._cell(source, "name")), []).append(row)
        return row

    def _cell(self, source: SheetRow, name: str) -> str:
        place = self.fields.get(name)
        return source.cells[place] if place is not None and place < len(source.cells) else ""

    def _wrong(self, source: SheetRow, row: CheckedRow, name: str, code: str, /, **parameters: object) -> None:
        place = self.fields.get(name)
        heading = self.headings[place] if place is not None else ""
        row.errors.append(CellError(heading, self._cell(source, name), code, parameters))

    def _name(self, source: SheetRow, row: CheckedRow) -> None:
        name = self._cell(source, "name").replace("\n", "")
        if not name:
            self._wrong(source, row, "name", "ROW_NAME_MISSING")
        elif not 2 <= len(name) <= 120:
            self._wrong(source, row, "name", "ROW_NAME_LENGTH", count=len(name))
        row.values["name"] = name

    def _uscc(self, source: SheetRow, row: CheckedRow) -> None:
        text = self._cell(source, "uscc")
        if not text or text in {"无", "暂无", "-", "—", "/"}:
            return
        if problem := uscc.problem(text):
            rounded = re.fullmatch(r"\d{15}000|\d\.\d+e\+?1\d", text, re.IGNORECASE)
            code = "ROW_USCC_NUMBER" if rounded else problem.code
            self._wrong(source, row, "uscc", code, **({} if rounded else problem.parameters))
        else:
            row.values["uscc"] = uscc.normalise(text)

    def _kind(self, source: SheetRow, row: CheckedRow) -> None:
        label = self._cell(source, "kind")
        kind = recognise_kind(label, str(row.values["name"]))
        if kind is None:
            choices = "、".join(label for label, _ in KINDS.values())
            self._wrong(source, row, "kind", "ROW_KIND_UNKNOWN", value=label, choices=choices)
        row.values["kind"] = kind

    def _places(self, source: SheetRow, row: CheckedRow) -> None:
        area, subdistrict = self._cell(source, "area"), self._cell(source, "subdistrict")
        if area or subdistrict:
            found = self.places.find(area, subdistrict)
            if isinstance(found, PlaceProblem):
                blamed = "area" if area and found.parameters["value"] == area else "subdistrict"
                self._wrong(source, row, blamed, found.code, **found.parameters)
            else:
                row.values["area"] = found.id
        served: set[int] = set()
        for name in split(self._cell(source, "service_areas")):
            found = self.places.find(name)
            if isinstance(found, PlaceProblem):
                self._wrong(source, row, "service_areas", found.code, **found.parameters)
            else:
                served.add(found.id)
        if served:
            row.values["service_areas"] = sorted(served)

    def _texts(self, source: SheetRow, row: CheckedRow) -> None:
        for name, limit in LIMITS.items():
            text = self._cell(source, name)
            if len(text) > limit:
                self._wrong(source, row, name, "ROW_TOO_LONG", limit=limit, count=len(text))
            elif text:
                row.values[name] = text
        tags = list(dict.fromkeys(split(self._cell(source, "tags"))))
        if len(tags) > TAGS or any(len(tag) > TAG_LENGTH for tag in tags):
            self._wrong(source, row, "tags", "ROW_TAGS", count=TAGS, limit=TAG_LENGTH)
        elif tags:
            row.values["tags"] = tags
        if written := self._cell(source, "confirmed_on"):
            if day := as_date(written):
                row.values["confirmed_on"] = day.isoformat()
            else:
                self._wrong(source, row, "confirmed_on", "ROW_DATE", value=written)

    def _contact(self, source: SheetRow, row: CheckedRow) -> None:
        name, phone = self._cell(source, "contact_name"), self._cell(source, "contact_phone")
        if phone and not name:
            self._wrong(source, row, "contact_name", "ROW_CONTACT_NAME")
        if name and not phone:
            self._wrong(source, row, "contact_phone", "ROW_CONTACT_PHONE")
        if phone and (problem := masks.phone_problem(phone)):
            self._wrong(source, row, "contact_phone", problem, **masks.phone_parameters(phone))
        elif phone:
            row.values["contact_phone"] = masks.normalise_phone(phone)

    def _identity(self, source: SheetRow, row: CheckedRow) -> None:
        """Which unit of the registry the row is, and whether an earlier row is the same."""
        code, name = row.values.get("uscc"), squeezed(str(row.values["name"]))
        area = row.values.get("area")
        named = self.by_name.get(name, [])
        near = [known for known in named if known.area == (area or self.registry.default_area)]
        if not near and area is None and len(named) == 1:
            near = named
        same_name = near[0] if near else None
        same_code = self.by_uscc.get(str(code)) if code else None
        if same_code and same_name and same_code.id != same_name.id:
            self._wrong(source, row, "uscc", "ROW_TWO_UNITS", one=same_code.name, other=same_name.name)
        elif code and not same_code and same_name and same_name.uscc:
            self._wrong(source, row, "uscc", "ROW_USCC_DIFFERS", name=same_name.name, registered=same_name.uscc)
        known = same_code or same_name
        row.known = known.id if known else None
        if known is None:
            row.values.setdefault("area", self.registry.default_area)
        elif not self._cell(source, "kind"):
            del row.values["kind"]
        self._repeated(source, row, "uscc", "ROW_USCC_REPEATED", code)
        place = area or (known.area if known else self.registry.default_area)
        self._repeated(source, row, "name", "ROW_NAME_REPEATED", (name, place) if name else None)

    def _repeated(self, source: SheetRow, row: CheckedRow, name: str, code: str, key: object) -> None:
        if key is None:
            return
        first = self.seen.setdefault((name, key), row.number)
        if first != row.number and not any(error.code == "ROW_USCC_REPEATED" for error in row.errors):
            self._wrong(source, row, name, code, row=first)

    def parents(self, sources: Sequence[SheetRow], rows: list[CheckedRow]) -> None:
        """Find the parents among the units of the registry and the rows of the table."""
        by_number = {row.number: row for row in rows}
        for source, row in zip(sources, rows, strict=True):
            if name := self._cell(source, "parent"):
                self._parent(
                    row, name, lambda code, source=source, row=row, **more: self._wrong(source, row, "parent", code, **more)
                )
        waiting = True
        while waiting:
            waiting = False
            for source, row in zip(sources, rows, strict=True):
                above = row.values.get("parent_row")
                if row.errors or not isinstance(above, int):
                    continue
                if by_number[above].errors:
                    self._wrong(source, row, "parent", "ROW_PARENT_WRONG", row=above)
                    waiting = True
                elif _circular(row, by_number):
                    self._wrong(source, row, "parent", "ROW_PARENT_ITSELF")
                    waiting = True

    def _parent(self, row: CheckedRow, name: str, wrong: Callable[..., None]) -> None:
        key = squeezed(name)
        known = self.by_name.get(key, [])
        rows = [other for other in self.rows_by_name.get(key, []) if other.known is None]
        if len(known) + len(rows) > 1:
            wrong("ROW_PARENT_AMBIGUOUS", value=name)
        elif rows == [row] or (known and self._below(known[0].id, row.known)):
            wrong("ROW_PARENT_ITSELF")
        elif known:
            row.values["parent"] = known[0].id
        elif rows:
            row.values["parent_row"] = rows[0].number
        else:
            wrong("ROW_PARENT_UNKNOWN", value=name)

    def _below(self, unit: int, other: int | None) -> bool:
        """Whether a unit of the registry is the other or somewhere below it."""
        passed: set[int] = set()
        above: object = unit
        while isinstance(above, int) and above not in passed and (known := self.by_id.get(above)):
            if above == other:
                return True
            passed.add(above)
            above = known.values.get("parent")
        return False


def _circular(row: CheckedRow, by_number: Mapping[int, CheckedRow]) -> bool:
    """Whether the row is above itself, going up through rows of the table."""
    passed = {row.number}
    above = row.values.get("parent_row")
    while isinstance(above, int):
        if above in passed:
            return above == row.number
        passed.add(above)
        above = by_number[above].values.get("parent_row")
    return False
