"""Where figures go: bench/results.jsonl, one object a line, so that they can be followed over commits."""

import json
import subprocess
from pathlib import Path

FILE = Path(__file__).with_name("results.jsonl")


class Results:
    """Keeps figures until the run is over; a quick run keeps none, because its figures are worth nothing."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._lines: list[dict[str, object]] = []

    def note(self, name: str, value: float, unit: str) -> None:
        """One figure."""
        self._lines.append({"name": name, "value": round(value, 3), "unit": unit, "commit": _commit()})

    def write(self) -> str:
        """Append them, and say what was done."""
        if not self._keep:
            return f"A quick run: nothing was added to {FILE.name}."
        with FILE.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in self._lines)
        return f"{len(self._lines)} figures were added to bench/{FILE.name}."


def _commit() -> str:
    """The commit that is checked out, with a plus sign if files differ from it."""
    folder = FILE.parent
    try:
        commit = subprocess.check_output(["git", "rev-parse", "--short=12", "HEAD"], cwd=folder, text=True).strip()
        changed = subprocess.check_output(["git", "status", "--porcelain", "--untracked-files=no"], cwd=folder, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    others = [line for line in changed.splitlines() if not line.endswith(FILE.name)]
    return f"{commit}+" if others else commit
