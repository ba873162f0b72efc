"""The district that is being made: chance, clock, rows, ledger, and who there is."""

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from api.sample.district.clock import Clock
from api.sample.district.places import Area
from api.sample.district.rows import Ledger, Rows
from api.sample.district.sizes import Size
from schema.engine.seal import Seal

if TYPE_CHECKING:
    from api.sample.district.needs import Need
    from api.sample.district.offers import Offer
    from api.sample.district.promises import Promise


@dataclass(slots=True, eq=False)
class Unit:
    """An organisation that offers, needs and does something."""

    id: int
    kind: str
    name: str
    area: Area
    since: float
    """When it was in the registry."""
    account: int | None
    """Who manages it."""
    person: int | None
    contact: int | None
    until: float = float("inf")
    """When it was closed."""

    @property
    def participates_as(self) -> str:
        """As what it takes part in a project."""
        return "SOCIAL_ORGANISATION" if self.kind == "SOCIAL_ORGANIZATION" else "OTHER"


@dataclass(frozen=True, slots=True)
class Category:
    """A class of a list."""

    id: int
    code: str
    measure: str


@dataclass
class World:
    """All that the parts of the filling share."""

    size: Size
    clock: Clock
    rows: Rows
    ledger: Ledger
    seal: Seal
    password: str
    """The digest of the password that all sample accounts have."""
    areas: list[Area]
    categories: dict[tuple[str, str], Category]
    """By list and code."""
    affinity: dict[str, dict[str, int]]
    """By code of a class of demands: percent by code of a class of resources."""
    weights: int
    """The version of the weights of matching that holds."""
    chance: Random = field(default_factory=lambda: Random(110105))
    units: list[Unit] = field(default_factory=list)
    of_street: dict[Area, list[Unit]] = field(default_factory=dict)
    residents: dict[Area, Unit] = field(default_factory=dict)
    """By community: its residents' committee."""
    offers: list["Offer"] = field(default_factory=list)
    needs: list["Need"] = field(default_factory=list)
    promises: list["Promise"] = field(default_factory=list)

    @property
    def streets(self) -> list[Area]:
        """The subdistricts."""
        return [area for area in self.areas if area.level == "SUBDISTRICT"]

    @property
    def communities(self) -> list[Area]:
        """The communities."""
        return [area for area in self.areas if area.level == "COMMUNITY"]

    def between(self, low: float, high: float) -> float:
        """A moment or a length between two."""
        return self.chance.uniform(low, max(low, high))

    def settle_in(self, unit: Unit) -> None:
        """A unit is there from now on."""
        self.units.append(unit)
        self.of_street.setdefault(unit.area.street, []).append(unit)

    def filled(self, text: str) -> str:
        """A text with its numbers."""
        return text.replace("{n}", str(self.chance.randrange(10, 121, 5))).replace("{few}", str(self.chance.randint(2, 12)))
