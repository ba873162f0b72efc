"""Workflow tables: states, steps, and who may take them.

One table drives the check in an action, the field ``viewerSteps`` from which pages draw their buttons, and the documentation.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in relation to a row: what a refusal calls them, and the predicate that recognises them."""

    called: str
    predicate: str


@dataclass(frozen=True, slots=True)
class Need:
    """What must hold of a row besides its state: the predicate, and the refusal that says what to do where it does not."""

    predicate: str
    code: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done to a row in certain states by certain parties."""

    name: str
    called: str
    """The step's name in the interface, translatable."""
    parties: tuple[Party, ...]
    sources: tuple[str, ...] = ()
    """The states it may start from; empty: any."""
    target: str | None = None
    """The state it leads to; None: unchanged."""
    need: Need | None = None
    """What else must hold; None: nothing."""


class Workflow:
    """The steps of one type; ``state`` is the SQL of its state, or None where it has none."""

    def __init__(self, steps: Sequence[Step], state: str | None = None) -> None:
        self.steps = {step.name: step for step in steps}
        self.state = state

    def permits(self, step: Step) -> str:
        """SQL: one of the step's parties is the viewer."""
        return "(" + " or ".join(party.predicate for party in step.parties) + ")"

    def possible(self, step: Step) -> str:
        """SQL: the row is in a state that the step may start from."""
        if not step.sources or self.state is None:
            return "true"
        return f"{self.state} in ({', '.join(repr(source) for source in step.sources)})"

    def ready(self, step: Step) -> str:
        """SQL: what else the step needs holds."""
        return step.need.predicate if step.need else "true"

    def _now(self, step: Step) -> str:
        return f"{self.possible(step)} and {self.ready(step)}" if step.need else self.possible(step)

    def viewer_steps(self) -> str:
        """SQL: the names of the steps that the viewer can take now, as an array; each party is recognised once."""
        parties = list(dict.fromkeys(party.predicate for step in self.steps.values() for party in step.parties))
        known = ", ".join(f"{predicate} as p{index}$" for index, predicate in enumerate(parties))
        cases = [
            f"case when {self._now(step)} and ({' or '.join(f'p{parties.index(one.predicate)}$' for one in step.parties)})"
            f" then '{step.name}' end"
            for step in self.steps.values()
        ]
        # OFFSET keeps the planner from copying each predicate into every case.
        return f"(select array_remove(array[{', '.join(cases)}]::text[], null) from (select {known} offset 0) parties$)"

    def can(self, name: str) -> str:
        """SQL: the viewer can take this step now."""
        step = self.steps[name]
        return f"({self._now(step)} and {self.permits(step)})"
