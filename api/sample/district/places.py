"""The areas of the district, and who coordinates them."""

from dataclasses import dataclass, field

from api.sample.district.rows import Connection

_AREAS = """
select id, code, name, short_name, level, path, parent_id from area
where level in ('DISTRICT', 'SUBDISTRICT', 'COMMUNITY') and path ^@ $1 order by path
"""
_COORDINATORS = """
select c.area_id, c.organisation_id, c.id as committee, a.id as account, a.person_id as person
from committee c
left join lateral (
    select a.* from membership m join account a on a.person_id = m.person_id
    where m.organisation_id = c.organisation_id and m.role = 'COORDINATOR' order by m.id limit 1
) a on true
where c.field is null
"""


@dataclass(slots=True, eq=False)
class Area:
    """An area with the committee that looks after it."""

    id: int
    code: str
    name: str
    level: str
    path: str
    above: "Area | None"
    committee: int = 0
    organisation: int = 0
    """The committee's entry in the registry."""
    account: int | None = None
    """Who coordinates it."""
    below: list["Area"] = field(default_factory=list)

    @property
    def street(self) -> "Area":
        """The subdistrict in which it lies; of the district, itself."""
        return self if self.level != "COMMUNITY" or self.above is None else self.above

    @property
    def coordinator(self) -> int | None:
        """Who decides here: its own coordinator, or the one above."""
        return self.account or (self.above.coordinator if self.above else None)

    @property
    def place(self) -> str:
        """Its name as people say it."""
        return self.name.removesuffix("街道").removesuffix("地区") if self.level == "SUBDISTRICT" else self.name


async def areas(connection: Connection, path: str) -> list[Area]:
    """All areas down to the communities, the upper ones first."""
    found: dict[int, Area] = {}
    for row in await connection.fetch(_AREAS, path):
        above = found.get(row["parent_id"])
        area = Area(row["id"], row["code"], row["short_name"] or row["name"], row["level"], row["path"], above)
        found[area.id] = area
        if above:
            above.below.append(area)
    for row in await connection.fetch(_COORDINATORS):
        if area := found.get(row["area_id"]):  # type: ignore[assignment]
            area.committee, area.organisation, area.account = row["committee"], row["organisation_id"], row["account"]
    return list(found.values())
