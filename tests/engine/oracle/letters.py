"""Letters that were given up, in plain Python."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.engine.oracle.relations import Candidates, field
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row


@field("Query.undeliveredLetters", lambda row: (-row["latest_at"].timestamp(), row["kind"], row["error"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    since = sight.world.now - timedelta(days=30)
    late = [one for one in sight.world.letters if one["given_up_at"] and one["given_up_at"] > since]
    for kind, error in {(one["kind"], one["error"]) for one in late}:
        same = [one["given_up_at"] for one in late if (one["kind"], one["error"]) == (kind, error)]
        yield Row("UndeliveredLetters", {"kind": kind, "error": error, "count": len(same), "latest_at": max(same)})


VALUES: dict[str, Callable[[Sight, Row], Any]] = {"UndeliveredLetters.kind": lambda sight, row: row["kind"].upper()}
"""By ``Type.field``."""
