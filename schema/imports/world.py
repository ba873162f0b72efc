"""What rows of a list refer to: areas of the district, classes, and the name that one of them has in a cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.refusals import Reason, Refused
from schema.engine.statements import statements
from schema.imports.drafts import Draft, Words
from schema.imports.places import KnownArea, PlaceProblem, Places
from schema.organisations.places import check_move
from schema.spreadsheets.cells import split

sql = statements(__file__, "imports")


class Areas:
    """The areas that a sheet may name: those of the import first, then all of the district."""

    def __init__(self, areas: Sequence[KnownArea], path: str) -> None:
        self.by_id = {one.id: one for one in areas}
        self._near = Places([one for one in areas if one.path.startswith(path)])
        self._wide = Places(list(areas))

    @classmethod
    async def around(cls, act: Act, path: str) -> "Areas":
        """Those of the district of an area."""
        return cls([KnownArea(**row) async for row in sql.areas(act.connection, path=path)], path)

    def find(self, draft: Draft, name: str, text: str) -> KnownArea | None:
        """The area that a text names; what is wrong is noted at the field."""
        found = self._near.find(text)
        if isinstance(found, PlaceProblem) and found.code != "ROW_AREA_AMBIGUOUS":
            found = self._wide.find(text)
        if isinstance(found, PlaceProblem):
            draft.wrong(name, found.code, **found.parameters)
            return None
        return found

    def moved(self, draft: Draft, viewer: Viewer, row: asyncpg.Record, who: str) -> dict[str, Any]:
        """The columns of another area that an item of the list is to have; that it may not move there is noted, with who may."""
        text = draft.news("area")
        area = self.find(draft, "area", text) if text else None
        if area is None:
            return {}
        try:
            check_move(viewer, row, area.id, area.path, who=who)
        except Refused as refused:
            draft.refused("area", refused)
        return {"area_id": area.id, "area_path": area.path}

    def several(self, draft: Draft, name: str, present: Mapping[int, str]) -> list[int] | None:
        """The areas that a list in a cell names, if that is news; a name that the item has already means what it has."""
        if not (text := draft.news(name)):
            return None
        kept: dict[str, list[int]] = {}
        for number, words in present.items():
            kept.setdefault(words, []).append(number)
        found: set[int] = set()
        for one, times in Counter(split(text)).items():
            if len(kept.get(one, ())) == times:
                found.update(kept[one])
            elif area := self.find(draft, name, one):
                found.add(area.id)
        return sorted(found)


class Classes:
    """The classes of a list, by their names."""

    def __init__(self, rows: Sequence[asyncpg.Record]) -> None:
        self.by_id = {row["id"]: row for row in rows}
        self.in_use = Words({row["id"]: row["name"] for row in rows if not row["retired"]})
        self._retired = Words({row["id"]: row["name"] for row in rows if row["retired"]})

    @classmethod
    async def of(cls, act: Act, list_: str) -> "Classes":
        """Those of one list."""
        return cls([row async for row in sql.categories(act.connection, list=list_)])

    def find(self, draft: Draft, name: str) -> Any | None:
        """The class that a cell names, if that is news; what is wrong is noted at the field."""
        text = draft.news(name)
        if text and self.in_use.find(text) is None and self._retired.find(text) is not None:
            draft.refuse(name, Reason("CATEGORY_RETIRED"))
            return None
        number = draft.choice(name, self.in_use)
        return self.by_id[number] if number is not None else None
