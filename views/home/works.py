"""What projects wait for, sorted by what is to be done: the answer of one list, told as tasks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from schema.engine.days import today
from schema.engine.language import N_, translate
from schema.projects.rules import half_year_of
from schema.projects.waiting import DUE_DAYS

Record = Mapping[str, Any]
Rows = Iterator[dict[str, Any]]


def _row(project: Record, since: str | None, *, part: Record | None = None, stage: Record | None = None) -> dict[str, Any]:
    return {"project": project, "since": since, "part": part, "stage": stage}


def _partners(step: str, since: Callable[[Record], str]) -> Callable[[Record, set[str]], Rows]:
    def found(project: Record, _units: set[str]) -> Rows:
        yield from (_row(project, since(one), part=one) for one in project["partners"] if step in one["viewerSteps"])

    return found


def _due(project: Record, units: set[str]) -> Rows:
    """Stages that end soon or have ended, for whoever leads."""
    leads = project["lead"] is not None and project["lead"]["id"] in units
    soon = (today() + timedelta(days=DUE_DAYS)).isoformat()
    undone = (one for one in project["stages"] if one["doneOn"] is None and one["endsOn"] <= soon)
    if leads and project["status"] in ("SIGNED", "IN_PROGRESS"):
        yield from (_row(project, one["endsOn"], stage=one) for one in undone)


def _to_rate(project: Record, _units: set[str]) -> Rows:
    if "rate" in project["viewerSteps"]:
        yield _row(project, project["deliveredOn"])


def _to_publish(project: Record, _units: set[str]) -> Rows:
    if "publish" in project["viewerSteps"]:
        yield _row(project, project["createdAt"])


def _to_write_off(project: Record, _units: set[str]) -> Rows:
    if project["status"] == "EVALUATED" and "compare" in project["viewerSteps"]:
        yield _row(project, project["updatedAt"])


def _to_carry_over(project: Record, _units: set[str]) -> Rows:
    if "carryOver" in project["viewerSteps"] and project["halfYear"] < half_year_of(today()):
        yield _row(project, None)


_TASKS = (
    (N_("参与项目的邀请"), N_("查看"), _partners("agree", lambda one: str(one["createdAt"]))),
    (N_("牵头项目中到期的阶段"), N_("办理"), _due),
    (N_("待评价的项目"), N_("评价"), _to_rate),
    (N_("待发布的项目"), N_("查看"), _to_publish),
    (N_("待确认的认领"), N_("办理"), _partners("accept", lambda one: str(one["createdAt"]))),
    (N_("待销号的项目"), N_("对照、销号"), _to_write_off),
    (N_("半年已过、尚未完成的项目"), N_("结转"), _to_carry_over),
)
"""What is to be done, what its button says, and where it is found."""


def tasks(data: Record, language: str) -> list[dict[str, Any]]:
    """The tasks, each with the projects that it is about and since when."""
    projects = data["projects"]["nodes"] if "projects" in data else []
    units = {one["id"] for one in data["viewer"]["units"]}
    return [
        {
            "words": translate(language, words),
            "action": translate(language, action),
            "rows": [row for project in projects for row in find(project, units)],
        }
        for words, action, find in _TASKS
    ]
