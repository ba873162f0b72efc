"""The rows of a sheet of demands: what each would make of the list, checked as the actions check it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import asyncpg
from strawberry import UNSET

from schema.demands.entry import Entry, read_plain
from schema.demands.filing import check_party, defaults
from schema.demands.rules import BENEFICIARIES, COORDINATOR, MANAGER, TITLE
from schema.demands.sheet import AXES, LEVELS, ORIGINS, URGENCIES
from schema.engine.access import Viewer
from schema.engine.form import Form
from schema.engine.ids import global_id, number_of
from schema.engine.refusals import Reason, Refused
from schema.imports.drafts import Columns, Draft, Words
from schema.imports.places import KnownArea
from schema.imports.units import Units
from schema.imports.world import Areas, Classes

Key = tuple[int, int, str]
"""Unit (0 for none), area and title: what makes two demands the same for a row without a number."""
_CHOICES = {"origin": Words(ORIGINS), "axis": Words(AXES), "urgency": Words(URGENCIES)}
_LEVELS = Words(LEVELS)
_USUAL = {"origin": "OTHER", "axis": "RESIDENT", "urgency": "NORMAL"}
"""What a new demand has unless somebody says otherwise, as in the contract."""
_TEXTS = ("title", "description", "place")
_COLUMN = {"category": "category_id", "need": "need_id", "area": "area_id"}
_FIELDS = (
    *("title", "description", "place", "category", "quantity", "unit", "needed_by", "area", "beneficiaries"),
    *("origin", "axis", "need", "urgency"),
)


@dataclass
class Known:
    """A demand of the list, with what its row in a table would say, and whether it is the viewer's to put on the list."""

    row: asyncpg.Record
    entry: Entry
    cells: Mapping[str, Any]
    listable: asyncpg.Record


@dataclass
class Planned:
    """What a row comes to: the demand as it will be, and the level at which it comes onto the list, if it does."""

    entry: Entry
    level: str | None


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
    area: KnownArea
    """Of rows that name none."""
    classes: Classes
    needs: Classes
    known: dict[int, Known] = field(default_factory=dict)
    same: Mapping[Key, list[int]] = field(default_factory=dict)
    planned: dict[int, Planned] = field(default_factory=dict)
    """By number of the row."""
    _entered: dict[Key, int] = field(default_factory=dict)

    def key(self, draft: Draft) -> tuple[Key | None, Any, KnownArea | None]:
        """What makes the row's demand the same as another, its unit and its area; what is wrong with them is noted."""
        name, text = draft.cell("organisation"), draft.cell("area")
        unit = self.units.find(name) if name else None
        if isinstance(unit, Reason):
            draft.refuse("organisation", unit)
        area = self.areas.find(draft, "area", text) if text else self.area
        if isinstance(unit, Reason) or area is None:
            return None, None, None
        return (unit["id"] if unit else 0, area.id, title_of(draft.cell("title"))), unit, area

    def drafts(self) -> list[Draft]:
        """Every row, checked by itself and against the list."""
        return [self._draft(Draft(self.columns, source)) for source in self.columns.sheet.rows]

    def _draft(self, draft: Draft) -> Draft:
        if item := draft.cell("item"):
            known = self.known.get(number_of(item.lower(), "demand") or 0)
            if known is None:
                draft.wrong("item", "ROW_ITEM_UNKNOWN", value=item)
                return draft
            return self._changed(known, draft)
        key, unit, area = self.key(draft)
        if key is None or area is None:
            return draft
        found = [one for one in self.same.get(key, ()) if one in self.known]
        if len(found) > 1:
            draft.wrong("item", "ROW_ITEM_AMBIGUOUS", choices="、".join(global_id("demand", one) for one in found))
        elif found:
            return self._changed(self.known[found[0]], draft)
        else:
            self._enter(draft, key, unit, area)
        return draft

    def _enter(self, draft: Draft, key: Key, unit: Any, area: KnownArea) -> None:
        """A new demand."""
        category, need = self.classes.find(draft, "category"), self.needs.find(draft, "need")
        if not draft.cell("category"):
            draft.wrong("category", "REQUIRED")
        given = self._given(draft)
        given.title = draft.cell("title")
        given.quantity = Decimal(1) if given.quantity is UNSET else given.quantity
        for name, usual in _USUAL.items():
            if getattr(given, name) is UNSET:
                setattr(given, name, SimpleNamespace(name=usual))
        values = (defaults(category) if category else {}) | read_plain(draft.form, given)
        draft.settle("title")
        self._check_party(draft, unit, area)
        level = draft.choice("level", _LEVELS)
        if level and not self.viewer.coordinates(area.path):
            draft.wrong("level", "NOT_ALLOWED", who=COORDINATOR.called)
        first = self._entered.setdefault(key, draft.row.number)
        if first != draft.row.number:
            draft.wrong("title", "ROW_ITEM_REPEATED", row=first)
        if category and not draft.row.errors:
            place: dict[str, Any] = {"area_id": area.id, "area_path": area.path, "need_id": need["id"] if need else None}
            entry = Entry(organisation_id=unit["id"] if unit else None, category_id=category["id"], **place, **values)
            self.planned[draft.row.number] = Planned(entry, level)

    def _check_party(self, draft: Draft, unit: Any, area: KnownArea) -> None:
        """Units file what is theirs; what is no unit's, the committee of its area."""
        try:
            if unit:
                check_party(self.viewer, unit)
            elif not self.viewer.coordinates(area.path):
                draft.wrong("organisation", "NOT_ALLOWED", who=COORDINATOR.called)
        except Refused as refused:
            draft.refused("organisation", refused)

    def _changed(self, known: Known, seen: Draft) -> Draft:
        """A demand of the list, with what the row says otherwise."""
        draft = Draft(self.columns, seen.source, known.cells, known.row["id"])
        values = read_plain(draft.form, self._given(draft))
        for name, classes in (("category", self.classes), ("need", self.needs)):
            if found := classes.find(draft, name):
                values[_COLUMN[name]] = found["id"]
        moved = self.areas.moved(draft, self.viewer, known.row, COORDINATOR.called)
        before, after = known.entry, dataclasses.replace(known.entry, **values, **moved)
        self._same_unit(draft, known)
        draft.row.changed = [one for one in _FIELDS if _value(before, one) != _value(after, one)]
        draft.settle("title")
        level = draft.choice("level", _LEVELS)
        draft.check_step(known.row, "item", MANAGER.called)
        if level:
            draft.row.changed.append("level")
            draft.check_step(known.listable, "level", COORDINATOR.called)
        self.planned[draft.row.number] = Planned(after, level)
        return draft

    def _given(self, draft: Draft) -> SimpleNamespace:
        """What the row says that the list does not say yet, as an input of the actions has it."""
        quantity, unit = draft.amount("quantity", "unit")
        beneficiaries, _ = draft.amount("beneficiaries")
        if beneficiaries is not None and (not beneficiaries.is_finite() or beneficiaries != int(beneficiaries)):
            draft.wrong("beneficiaries", "DEMAND_BENEFICIARIES", limit=f"{BENEFICIARIES:,}")
            beneficiaries = None
        texts = {name: draft.news(name) or UNSET for name in _TEXTS}
        chosen = {name: draft.choice(name, words) for name, words in _CHOICES.items()}
        return SimpleNamespace(
            **texts,
            **{name: SimpleNamespace(name=one) if one else UNSET for name, one in chosen.items()},
            quantity=UNSET if quantity is None else quantity,
            unit=unit or UNSET,
            needed_by=draft.day("needed_by") or UNSET,
            beneficiaries=UNSET if beneficiaries is None else int(beneficiaries),
            anonymous=UNSET,
        )

    def _same_unit(self, draft: Draft, known: Known) -> None:
        """A demand stays that of its unit; nothing is told of who files anonymously, not even that a guess is right."""
        if not (text := draft.news("organisation")):
            return
        unit = None if known.entry.anonymous else self.units.find(text)
        if unit is None or isinstance(unit, Reason) or unit["id"] != known.entry.organisation_id:
            draft.wrong("organisation", "ROW_FIXED", value=text, present=known.cells["organisation"] or "—")


def _value(entry: Entry, name: str) -> Any:
    return getattr(entry, _COLUMN.get(name, name))
