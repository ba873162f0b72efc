"""Rows put back as the ledger says they were, if they still are as it says they became.

Each statement compares and sets at once, so what somebody else changed meanwhile is seen and never overwritten.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import orjson

from schema.engine.actions import Act
from schema.engine.language import N_
from schema.engine.refusals import refuse

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "organisation": (N_("下属单位"), ("parent_id", "merged_into_id", "status")),
    "membership": (N_("单位成员"), ("person_id", "organisation_id", "role", "valid_from", "valid_to")),
    "seat": (
        N_("席位"),
        ("committee_id", "role", "person_id", "organisation_id", "outside_post", "duties", "valid_from", "valid_to"),
    ),
    "contact": (N_("联系人"), ("organisation_id", "liaison")),
    "visit": (N_("走访"), ("team_id", "organisation_id")),
    "resource": (N_("资源"), ("organisation_id",)),
    "demand": (N_("需求"), ("organisation_id",)),
    "delivery": (N_("交付"), ("provider_id",)),
    "record_entry": (N_("履约记录"), ("organisation_id",)),
    "project": (N_("牵头的项目"), ("lead_id",)),
    "project_partner": (N_("项目参与单位"), ("organisation_id", "status")),
    "claim": (N_("认领"), ("organisation_id", "ended_at")),
    "comment": (N_("评论"), ("organisation_id",)),
    "zone": (N_("商圈园区"), ("party_organisation_id",)),
    "zone_unit": (N_("商圈园区"), ("zone_id", "organisation_id", "coverage")),
}
"""By table: what people call its rows, and the columns that may be put back."""

_RECORDS = "jsonb_to_recordset($1::jsonb) one (id bigint, before jsonb, after jsonb)"


async def put_back(act: Act, kind: str, told: Iterable[Mapping[str, Any]]) -> None:
    """Put rows of one table back. Raises a refusal when one of them is no longer as it was told."""
    rows = list(told)
    come = [one for one in rows if one["before"] is None]
    await _each(act, kind, f"delete from {kind} t using {_RECORDS} where t.id = one.id and to_jsonb(t) @> one.after", come)
    for columns, changed in _by_columns(_changed(rows)):
        await _each(act, kind, _update(kind, columns), changed)
    for columns, gone in _by_columns(one for one in rows if one["after"] is None):
        await _each(act, kind, _insert(kind, columns), gone)


def _changed(rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Rows that are there before and after, with only what differs."""
    for one in rows:
        before, after = one["before"], one["after"]
        if before and after:
            names = [name for name in before if before[name] != after[name]]
            yield {
                "id": one["id"],
                "before": {name: before[name] for name in names},
                "after": {name: after[name] for name in names},
            }


def _by_columns(rows: Iterable[Mapping[str, Any]]) -> list[tuple[tuple[str, ...], list[Mapping[str, Any]]]]:
    """Rows with the same columns together; those first that go back to their unit, as the others may need their place."""

    def columns(one: Mapping[str, Any]) -> tuple[bool, tuple[str, ...]]:
        names = tuple(sorted(one["before"]))
        return "organisation_id" not in names, names

    return [(key[1], list(some)) for key, some in groupby(sorted(rows, key=columns), columns)]


def _update(kind: str, columns: tuple[str, ...]) -> str:
    given = ", ".join(f"{name} = was.{name}" for name in _known(kind, columns))
    return (
        f"update {kind} t set {given}, version = t.version + 1"
        f" from {_RECORDS}, jsonb_populate_record(null::{kind}, one.before) was where t.id = one.id and to_jsonb(t) @> one.after"
    )


def _insert(kind: str, columns: tuple[str, ...]) -> str:
    names = _known(kind, columns)
    values = ", ".join(f"was.{name}" for name in names)
    return (
        f"insert into {kind} (id, {', '.join(names)}) overriding system value select one.id, {values}"
        f" from {_RECORDS}, jsonb_populate_record(null::{kind}, one.before) was"
    )


def _known(kind: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    assert set(columns) <= set(KINDS[kind][1]), (kind, columns)
    return columns


async def _each(act: Act, kind: str, sql: str, rows: list[Mapping[str, Any]]) -> None:
    """Run a statement that has to find every row."""
    if rows:
        status = await act.connection.execute(sql, orjson.dumps(rows).decode())
        if int(status.rpartition(" ")[2]) != len(rows):
            raise changed_since(kind)


def changed_since(kind: str) -> Exception:
    """The refusal that says what stands in the way."""
    return refuse("UNMERGE_CHANGED", what=KINDS[kind][0])
