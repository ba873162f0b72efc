"""How large a made-up district is."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How many of what are made, beside the committees, offices and residents' committees of all areas."""

    units: int
    resources: int
    demands: int
    projects: int

    def scaled(self, part: float) -> "Size":
        """A part of each, at least one."""
        return Size(*(max(1, round(number * part)) for number in astuple(self)))


DISTRICT = Size(units=720, resources=20_000, demands=40_000, projects=10_000)
"""With 811 offices and residents' committees, about 1,500 units (domain.md: 43 subdistricts, some 770 communities)."""
SIZES: dict[str, Size | None] = {"small": None, "district": DISTRICT}
"""By what ``gongzhi demo --size`` takes: what is made around the story."""
