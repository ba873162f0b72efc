"""Whether what people insist on can hold, by itself and together: everything else could be left out, so nothing else matters."""

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from schema.plans.instance import Instance
from schema.plans.problem import Pin
from schema.plans.solution import Clash, Conflict

Key = TypeVar("Key", bound=Hashable)


def conflicts(instance: Instance) -> tuple[Conflict, ...]:
    """What stands in the way of the pins; empty if they can all hold."""
    pins = sorted((pin for pin in instance.problem.pins if pin.quantity), key=instance.pin_order)
    alone = [Conflict(code, (pin,), 0) for pin in pins if (code := _wrong(instance, pin))]
    wrong = {pin for one in alone for pin in one.pins}
    return (*alone, *_together(instance, [pin for pin in pins if pin not in wrong]))


def _wrong(instance: Instance, pin: Pin) -> Clash | None:
    place = instance.edge_place.get((pin.need, pin.lot))
    if place is None:
        return Clash.NOT_ALLOWED
    if place in instance.forbidden:
        return Clash.FORBIDDEN
    return None if instance.in_grains(place, pin.quantity) == pin.quantity else Clash.NOT_WHOLE


def _together(instance: Instance, pins: list[Pin]) -> Iterator[Conflict]:
    """Too much of a lot, for a need, too many organisations, too many lines."""

    def provider(pin: Pin) -> int:
        return instance.provider_of[instance.edge_place[pin.need, pin.lot]]

    for need, some in _by(pins, lambda pin: pin.need).items():
        wanted = instance.needs[instance.need_place[need]]
        if sum(pin.quantity for pin in some) > wanted.missing:
            yield Conflict(Clash.NEED, tuple(some), wanted.missing)
        if wanted.partners is not None and len({provider(pin) for pin in some}) > wanted.partners:
            yield Conflict(Clash.PARTNERS, tuple(some), wanted.partners)
    for lot, some in _by(pins, lambda pin: pin.lot).items():
        left = instance.lots[instance.lot_place[lot]].free
        if sum(instance.takes(instance.edge_place[pin.need, lot], pin.quantity) for pin in some) > left:
            yield Conflict(Clash.LOT, tuple(some), left)
    for number, some in _by(pins, provider).items():
        most = instance.lines_of(number)
        if most is not None and len(some) > most:
            yield Conflict(Clash.LINES, tuple(some), most)


def _by(pins: list[Pin], key: Callable[[Pin], Key]) -> dict[Key, list[Pin]]:
    found: dict[Key, list[Pin]] = {}
    for pin in pins:
        found.setdefault(key(pin), []).append(pin)
    return found
