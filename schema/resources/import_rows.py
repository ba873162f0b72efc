"""The rows of a sheet of offers: what each would make of the list, checked as the actions check it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import asyncpg
from strawberry import UNSET

from schema.engine.access import Viewer
from schema.engine.form import Form
from schema.engine.ids import global_id, number_of
from schema.engine.refusals import Reason, Refused
from schema.imports.drafts import Columns, Draft, Words
from schema.imports.units import Units
from schema.imports.world import Areas, Classes
from schema.organisations.places import AREAS
from schema.resources.entry import Entry, check_windows, read_plain
from schema.resources.registration import check_party, defaults, entered
from schema.resources.rules import COORDINATOR, MANAGER, TITLE
from schema.resources.sheet import MEASURES
from schema.resources.window_texts import windows_in
from schema.resources.windows import Window, read_windows

Same = Mapping[tuple[int, str], list[int]]
"""By unit and title: the numbers of the offers that are called so."""
_MEASURES = Words(MEASURES)
_COLUMN = {"category": "category_id", "area": "area_id"}
_FIELDS = ("title", "description", "conditions", "category", "quantity", "unit", "measure", "area", "valid_until")


@dataclass
class Known:
    """An offer of the list, with what its row in a table would say."""

    row: asyncpg.Record
    entry: Entry
    windows: list[Window]
    served: dict[int, str]
    cells: Mapping[str, Any]


@dataclass
class Planned:
    """What a row comes to: the offer as it will be, and the state in which a new one enters."""

    entry: Entry
    windows: list[Window]
    served: list[int]
    status: str


def title_of(text: str) -> str:
    """A title as it would be stored."""
    return Form().title(text, "title", *TITLE)


@dataclass
class Rows:
    """One run over a sheet."""

    viewer: Viewer
    columns: Columns
    units: Units
    areas: Areas
    classes: Classes
    known: Mapping[int, Known]
    same: Same
    planned: dict[int, Planned] = field(default_factory=dict)
    """By number of the row."""
    _new: dict[tuple[int, str], int] = field(default_factory=dict)

    def drafts(self) -> list[Draft]:
        """Every row, checked by itself and against the list."""
        return [self._draft(Draft(self.columns, source)) for source in self.columns.sheet.rows]

    def _draft(self, draft: Draft) -> Draft:
        if item := draft.cell("item"):
            known = self.known.get(number_of(item.lower(), "resource") or 0)
            if known is None:
                draft.wrong("item", "ROW_ITEM_UNKNOWN", value=item)
                return draft
            return self._changed(known, draft)
        unit = self.units.find(draft.cell("organisation")) if draft.cell("organisation") else Reason("REQUIRED")
        if isinstance(unit, Reason):
            draft.refuse("organisation", unit)
            return draft
        found = self.same.get((unit["id"], title_of(draft.cell("title"))), [])
        if len(found) > 1:
            draft.wrong("item", "ROW_ITEM_AMBIGUOUS", choices="、".join(global_id("resource", one) for one in found))
        elif found and found[0] in self.known:
            return self._changed(self.known[found[0]], draft)
        else:
            self._enter(draft, unit)
        return draft

    def _enter(self, draft: Draft, unit: Any) -> None:
        """A new offer."""
        category = self.classes.find(draft, "category")
        if not draft.cell("category"):
            draft.wrong("category", "REQUIRED")
        given = self._given(draft)
        given.title, given.quantity = draft.cell("title"), None if given.quantity is UNSET else given.quantity
        values = (defaults(category) if category else {}) | read_plain(draft.form, given)
        area = self.areas.find(draft, "area", draft.cell("area")) if draft.cell("area") else None
        place: dict[str, Any] = {"area_id": unit["area_id"], "area_path": unit["area_path"]}
        if area:
            place = {"area_id": area.id, "area_path": area.path}
        try:
            check_party(self.viewer, unit, place["area_path"])
        except Refused as refused:
            draft.refused("organisation", refused)
        if category:
            windows = self._windows(draft, values["valid_until"]) or []
            entry = Entry(organisation_id=unit["id"], category_id=category["id"], **place, **values)
            check_windows(draft.form, entry, windows)
            served = self._served(draft, {}) or []
            self.planned[draft.row.number] = Planned(entry, windows, served, entered(self.viewer, entry.area_path))
        draft.settle("title")
        first = self._new.setdefault((unit["id"], title_of(draft.cell("title"))), draft.row.number)
        if first != draft.row.number:
            draft.wrong("title", "ROW_ITEM_REPEATED", row=first)

    def _changed(self, known: Known, seen: Draft) -> Draft:
        """An offer of the list, with what the row says otherwise."""
        draft = Draft(self.columns, seen.source, known.cells, known.row["id"])
        values = read_plain(draft.form, self._given(draft))
        if category := self.classes.find(draft, "category"):
            values["category_id"] = category["id"]
        moved = self.areas.moved(draft, self.viewer, known.row, COORDINATOR.called)
        after = dataclasses.replace(known.entry, **values, **moved)
        self._same_unit(draft, known)
        read = self._windows(draft, after.valid_until)
        windows = known.windows if read is None else read
        served = self._served(draft, known.served)
        before = known.entry
        draft.row.changed = [one for one in _FIELDS if _value(before, one) != _value(after, one)]
        draft.row.changed += ["windows"] if windows != known.windows else []
        draft.row.changed += ["service_areas"] if served is not None and set(served) != known.served.keys() else []
        if draft.row.changed:
            check_windows(draft.form, after, windows)
        draft.settle("title")
        draft.check_step(known.row, "item", MANAGER.called)
        self.planned[draft.row.number] = Planned(after, windows, list(known.served) if served is None else served, "")
        return draft

    def _given(self, draft: Draft) -> SimpleNamespace:
        """What the row says that the list does not say yet, as an input of the actions has it."""
        quantity, unit = draft.amount("quantity", "unit")
        measure = draft.choice("measure", _MEASURES)
        texts = {name: draft.news(name) or UNSET for name in ("title", "description", "conditions")}
        return SimpleNamespace(
            **texts,
            quantity=UNSET if quantity is None else quantity,
            unit=unit or UNSET,
            measure=SimpleNamespace(name=measure) if measure else UNSET,
            valid_until=draft.day("valid_until") or UNSET,
        )

    def _windows(self, draft: Draft, until: date) -> list[Window] | None:
        """The windows of the row, if they are news."""
        text = draft.news("windows")
        found = windows_in(text) if text else None
        if isinstance(found, Reason):
            draft.refuse("windows", found)
            return None
        return read_windows(draft.form, found, until) if found is not None else None

    def _served(self, draft: Draft, present: Mapping[int, str]) -> list[int] | None:
        """The areas for which it is meant, if they are news."""
        found = self.areas.several(draft, "service_areas", present)
        if found and len(found) > AREAS:
            draft.wrong("service_areas", "TOO_MANY", limit=AREAS)
        return found

    def _same_unit(self, draft: Draft, known: Known) -> None:
        """An offer stays that of its unit."""
        if not (text := draft.news("organisation")):
            return
        unit = self.units.find(text)
        if isinstance(unit, Reason) or unit["id"] != known.entry.organisation_id:
            draft.wrong("organisation", "ROW_FIXED", value=text, present=known.cells["organisation"])


def _value(entry: Entry, name: str) -> Any:
    return getattr(entry, _COLUMN.get(name, name))
