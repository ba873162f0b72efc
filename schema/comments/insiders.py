"""Who takes part in what can be discussed: of each type the table, the column in a comment, and the predicate."""

from collections.abc import Mapping
from dataclasses import dataclass

from schema.demands.rules import INSIDERS as OF_DEMAND
from schema.engine.access import any_of
from schema.matching.sides import INSIDERS as OF_MATCH
from schema.projects.rules import INSIDERS as OF_PROJECT
from schema.resources.rules import INSIDERS as OF_RESOURCE


@dataclass(frozen=True, slots=True)
class Discussed:
    """A type whose rows can be discussed."""

    table: str
    column: str
    """The column of a comment that names a row."""
    insiders: str
    """SQL over ``{row}``: the viewer takes part in it."""


ITEMS = {
    "Resource": Discussed("resource", "resource_id", OF_RESOURCE),
    "Demand": Discussed("demand", "demand_id", OF_DEMAND),
    "Match": Discussed("match", "match_id", OF_MATCH),
    "Project": Discussed("project", "project_id", OF_PROJECT),
}
"""By the type's name."""


def of_item(predicates: Mapping[str, str]) -> str:
    """SQL over a comment's row: what is said of its item's type holds for the item (``{row}`` there, or ``i$``)."""
    return any_of(
        *(
            f"coalesce((select {predicates[name].replace('{row}', 'i$')} from {one.table} i$ where i$.id = {{row}}.{one.column}),"
            " false)"
            for name, one in ITEMS.items()
        )
    )


ITEM_TYPE = "(case " + " ".join(f"when {{row}}.{one.column} is not null then '{name}'" for name, one in ITEMS.items()) + " end)"
"""SQL: the type of a comment's item."""
ITEM_ID = f"coalesce({', '.join(f'{{row}}.{one.column}' for one in ITEMS.values())})"
"""SQL: the number of a comment's item."""
