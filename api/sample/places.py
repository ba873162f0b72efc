"""Grids, buildings and estates below the real communities."""

from dataclasses import dataclass

DISTRICT, STREET, STREET_ELSEWHERE = "110105", "110105002", "110105001"
JIQINGLI, SANFENGLI, FANGCAODI = "110105002025", "110105002027", "110105002030"
NANLANG = "110105001024"


@dataclass(frozen=True, slots=True)
class Place:
    """A place below a community."""

    code: str
    level: str
    name: str
    parent: str
    area_class: str | None = None
    overlaps: tuple[str, ...] = ()
    """For an estate: the codes of grids that it overlaps."""


PLACES = (
    Place(f"{JIQINGLI}001", "GRID", "吉庆里第一网格", JIQINGLI),
    Place(f"{JIQINGLI}002", "GRID", "吉庆里第二网格", JIQINGLI),
    Place(f"{JIQINGLI}003", "GRID", "吉庆里第三网格", JIQINGLI),
    Place(f"{SANFENGLI}001", "GRID", "三丰里第一网格", SANFENGLI),
    Place(f"{SANFENGLI}002", "GRID", "三丰里第二网格", SANFENGLI),
    Place(f"{FANGCAODI}001", "GRID", "芳草地第一网格", FANGCAODI),
    Place(f"{NANLANG}001", "GRID", "南郎家园第一网格", NANLANG),
    Place(f"{JIQINGLI}001001", "BUILDING", "1 号楼", f"{JIQINGLI}001"),
    Place(f"{JIQINGLI}001002", "BUILDING", "2 号楼", f"{JIQINGLI}001"),
    Place(f"{SANFENGLI}001001", "BUILDING", "甲 3 号楼", f"{SANFENGLI}001"),
    Place(f"{JIQINGLI}X01", "ESTATE", "吉庆里示范小区", JIQINGLI, "OLD", (f"{JIQINGLI}001", f"{JIQINGLI}002")),
    Place(f"{SANFENGLI}X01", "ESTATE", "三丰里示范家园", SANFENGLI, "COMMERCIAL", (f"{SANFENGLI}001", f"{SANFENGLI}002")),
)

MOVED_GRID, MOVED_TO = f"{JIQINGLI}003", SANFENGLI
"""A grid that was moved to another community at the beginning of this year: what happened before keeps the old parent."""
