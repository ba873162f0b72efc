"""What other weights would change: for a sample of open demands, which offers come first then, and through which parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schema.engine.amounts import plainly
from schema.matching.parts import PARTS

FIRST = 5
"""How many of the first candidates are compared (our default: what one looks at before proposing)."""

Candidate = Mapping[str, Any]
Weights = Sequence[int]


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for one demand."""

    demand: Mapping[str, Any]
    before: list[Mapping[str, Any]]
    """The first five by the weights that hold: ``resource``, ``score``, and whether it ``stays`` among them."""
    after: list[Mapping[str, Any]]
    """The first five by the draft, likewise."""
    another_first: bool
    """Whether another offer comes first."""
    causes: list[tuple[str, str]]
    """Where another comes first: the parts that favour it more than before, the strongest first, and by how many points."""


def effects(demands: Sequence[Mapping[str, Any]], held: Weights, draft: Weights) -> list[Effect]:
    """The demands for which the first five change, those with another first one before the others."""
    found = [_effect(one, held, draft) for one in demands]
    changed = [one for one in found if [c["resource"] for c in one.before] != [c["resource"] for c in one.after]]
    return sorted(changed, key=lambda one: not one.another_first)


def _effect(demand: Mapping[str, Any], held: Weights, draft: Weights) -> Effect:
    before, after = ([one for one in demand[name] if one["resource"]][:FIRST] for name in ("before", "after"))
    another = bool(before and after) and before[0]["resource"] != after[0]["resource"]
    causes = _causes(before[0], after[0], held, draft) if another else []
    return Effect(demand, _ranked(before, held, after), _ranked(after, draft, before), another, causes)


def _ranked(candidates: Sequence[Candidate], weights: Weights, others: Sequence[Candidate]) -> list[Mapping[str, Any]]:
    kept = [one["resource"] for one in others]
    return [{"resource": c["resource"], "score": _score(c, weights), "stays": c["resource"] in kept} for c in candidates]


def _score(candidate: Candidate, weights: Weights) -> str:
    return plainly(Decimal(sum(weight * candidate[f"{part}Percent"] for weight, part in zip(weights, PARTS, strict=True))) / 100)


def _causes(old: Candidate, new: Candidate, held: Weights, draft: Weights) -> list[tuple[str, str]]:
    """By how much each part helps the new first one against the old one more than before."""
    gains = [
        (part, Decimal((after - before) * (new[f"{part}Percent"] - old[f"{part}Percent"])) / 100)
        for part, before, after in zip(PARTS, held, draft, strict=True)
    ]
    return [(part, f"+{plainly(gain)}") for part, gain in sorted(gains, key=lambda one: -one[1]) if gain > 0]
