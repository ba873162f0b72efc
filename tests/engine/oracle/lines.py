"""Who stands in line for an offer, in plain Python."""

from decimal import Decimal

from tests.engine.oracle.world import Row, World


def stands(world: World, wait: Row) -> str:
    """How a place on a waiting list stands: a turn ends by itself, and so does waiting for a demand whose day is over."""
    demand = world.find("Demand", wait["demand_id"])
    assert demand is not None
    if wait["status"] == "ASKED" and wait["hold_until"] <= world.now:
        return "EXPIRED"
    return "ENDED" if wait["status"] == "WAITING" and demand["needed_by"] < world.today else str(wait["status"])


def in_line(world: World, wait: Row) -> bool:
    """Whether it still stands in line."""
    return stands(world, wait) in ("WAITING", "ASKED")


def line(world: World, resource: int) -> list[Row]:
    """Those who stand in line for an offer."""
    return [one for one in world.where("Wait", lambda one: one["resource_id"] == resource) if in_line(world, one)]


def held(world: World, resource: int) -> list[Row]:
    """Those whose turn it is: what they want is held."""
    return [one for one in line(world, resource) if one["status"] == "ASKED"]


def wanted(waits: list[Row]) -> Decimal:
    """How much they want, together."""
    return sum((one["quantity"] for one in waits), Decimal(0))
