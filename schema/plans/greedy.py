"""What people reach by hand, to compare with: one need after another, the best offer first."""

from schema.plans.draft import Draft
from schema.plans.instance import Instance


def greedy(instance: Instance) -> dict[int, int]:
    """Quantities by edge: the most pressing need first, of its offers the one with the best score, each as far as it goes.

    Pins hold and limits are kept; nobody looks at what is then left for the next.
    """
    draft = Draft(instance, instance.pinned)
    allowed = set(instance.free)
    for need in sorted(range(len(instance.needs)), key=lambda place: (-instance.needs[place].weight, place)):
        for edge in sorted(instance.at_need[need], key=lambda place: (-instance.edges[place].score, place)):
            if edge in allowed:
                draft.put(edge, draft.room(edge))
    return draft.quantities
