"""Finds the unit that a table means by a name or a credit code."""

import re
from collections.abc import Sequence
from typing import Any

import asyncpg

from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.language import N_
from schema.engine.refusals import Reason, messages
from schema.engine.statements import statements
from schema.organisations import uscc
from schema.spreadsheets.cells import squeezed

messages(
    {
        "ROW_ORGANISATION_UNKNOWN": N_("没有找到在册的单位“{value}”，请填写登记的全称或统一社会信用代码。"),
        "ROW_ORGANISATION_AMBIGUOUS": N_("有多家单位名为“{value}”：{choices}，请改填统一社会信用代码。"),
    }
)
_CODE = re.compile(r"[0-9A-Za-z]{18}")

sql = statements(__file__, "imports")


class Units:
    """Units in the registry that a sheet names; of several those come first for which the viewer acts."""

    def __init__(self, viewer: Viewer, rows: Sequence[asyncpg.Record]) -> None:
        self._viewer = viewer
        self._by_code = {row["uscc"]: row for row in rows if row["uscc"]}
        self._by_name: dict[str, list[asyncpg.Record]] = {}
        for row in rows:
            self._by_name.setdefault(squeezed(row["name"]), []).append(row)

    @classmethod
    async def named(cls, act: Act, texts: set[str]) -> "Units":
        """The units that these texts name."""
        names, codes = [squeezed(one) for one in texts], [uscc.normalise(one) for one in texts if _CODE.fullmatch(one)]
        rows = [row async for row in sql.units(act.connection, names=names, texts=list(texts), codes=codes)]
        return cls(act.viewer, rows)

    def find(self, text: str) -> Any | Reason:
        """The unit of a name or a code, or why there is none or more than one."""
        coded = self._by_code.get(uscc.normalise(text)) if _CODE.fullmatch(text) else None
        if coded:
            return coded
        named = self._by_name.get(squeezed(text), [])
        found = [row for row in named if self.acts_for(row)] or named
        if len(found) == 1:
            return found[0]
        choices = "、".join(f"{row['name']}（{row['area']}，{row['uscc'] or '无信用代码'}）" for row in found)
        code = "ROW_ORGANISATION_AMBIGUOUS" if found else "ROW_ORGANISATION_UNKNOWN"
        return Reason(code, "organisation", {"value": text, "choices": choices})

    def acts_for(self, row: asyncpg.Record) -> bool:
        """Whether the viewer manages the unit or coordinates where it is."""
        return row["id"] in self._viewer.managed or self._viewer.coordinates(row["area_path"])
