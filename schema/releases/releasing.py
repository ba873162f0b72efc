"""The released contract, what was declared about changes since, and the changelog that a release writes."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from graphql import Node, parse, print_ast, visit
from graphql.language import Visitor

from schema.releases.comparing import Change, Weight, changes

FOLDER = Path(__file__).parent
RELEASED = FOLDER / "released.graphql"
DECLARED = FOLDER / "declared.toml"
CHANGELOG = FOLDER.parents[1] / "docs" / "api" / "CHANGELOG.md"

GOES = re.compile(r"(?s).*\bUse .+\. Goes on (\d{4}-\d{2}-\d{2})\.")
"""How a deprecation is worded: ``… Use Demand.missing. Goes on 2027-06-30.``"""
NONE_DECLARED = """\
# Each breaking change since the last release, as one [[change]]: `on`, the day; `what`, the sentence that
# `gongzhi contract changes` says; `instead`, what apps do from then on. `gongzhi contract release` writes them
# into docs/api/CHANGELOG.md and empties this file.
"""


@dataclass(frozen=True, slots=True)
class Declared:
    """A breaking change that somebody decided on."""

    on: date
    what: str
    instead: str


def declared(text: str) -> list[Declared]:
    """The changes that a file like ``declared.toml`` declares. Raises ValueError where one is incomplete."""
    found = []
    for one in tomllib.loads(text).get("change", []):
        if one.keys() != {"on", "what", "instead"} or not isinstance(one["on"], date) or not one["instead"].strip():
            raise ValueError(f"a change has a day 'on', 'what' and 'instead': {one}")
        found.append(Declared(**one))
    return found


def since_release(contract: str) -> list[Change]:
    """What changed since the last release, the present contract given as SDL."""
    return changes(RELEASED.read_text(encoding="utf-8"), contract)


def undeclared(found: Sequence[Change], known: Sequence[Declared]) -> list[str]:
    """What is wrong about the declarations: breaking changes that nobody declared, declarations of what did not happen."""
    breaking = {one.what for one in found if one.weight is Weight.BREAKING}
    told = {one.what for one in known}
    return [f"not declared: {what}" for what in sorted(breaking - told)] + [
        f"did not happen: {w}" for w in sorted(told - breaking)
    ]


def overdue(deprecations: Mapping[str, str], today: date) -> list[str]:
    """Deprecations that name no day or alternative in the fixed form, and those whose day has come."""
    found = []
    for place, reason in deprecations.items():
        worded = GOES.fullmatch(reason)
        if worded is None:
            found.append(f"{place} does not say “Use …. Goes on YYYY-MM-DD.”")
        elif date.fromisoformat(worded[1]) <= today:
            found.append(f"{place} was to go on {worded[1]}")
    return found


def release(contract: str, title: str) -> str:
    """Make a contract the released one, and write what changed into the changelog; returns that section."""
    known = declared(DECLARED.read_text(encoding="utf-8"))
    added = section(since_release(contract), known, title)
    CHANGELOG.write_text(with_section(CHANGELOG.read_text(encoding="utf-8"), added), encoding="utf-8")
    RELEASED.write_text(bare(contract), encoding="utf-8")
    DECLARED.write_text(NONE_DECLARED, encoding="utf-8")
    return added


def section(found: Sequence[Change], known: Sequence[Declared], title: str) -> str:
    """What changed, as a section of the changelog."""
    instead = {one.what: f" {one.instead}" for one in known}
    lines = [f"## {title}"]
    for weight in Weight:
        if told := [f"- {one.what}{instead.get(one.what, '')}" for one in found if one.weight is weight]:
            lines += ["", f"### {weight.value}", "", *told]
    return "\n".join([*lines, *([] if found else ["", "Nothing changed."]), ""])


@dataclass(frozen=True, slots=True)
class Section:
    """A release as the changelog tells of it: its title, what is said of it, and what changed, by weight."""

    title: str
    words: str
    changed: Mapping[str, Sequence[str]]


def sections(changelog: str) -> list[Section]:
    """The changelog, read."""
    found = []
    for part in re.split(r"^##(?!#)", changelog, flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        words, *lists = re.split(r"^### ", rest.partition("\n# ")[0], flags=re.MULTILINE)
        told = [one.partition("\n") for one in lists]
        changed = {name.strip(): re.findall(r"^- (.+)$", text, re.MULTILINE) for name, _, text in told}
        found.append(Section(title.strip(), words.strip(), changed))
    return found


def with_section(changelog: str, added: str) -> str:
    """The changelog with one more section, the newest first."""
    head, mark, rest = changelog.partition("\n## ")
    return f"{head.rstrip()}\n\n{added}{mark}{rest}" if mark else f"{head.rstrip()}\n\n{added}"


def bare(contract: str) -> str:
    """A contract without its descriptions."""

    class Silent(Visitor):
        def enter(self, node: Node, *_: Any) -> Any:
            return replace(node, description=None) if getattr(node, "description", None) else None  # type: ignore[call-arg]

    return print_ast(visit(parse(contract), Silent())) + "\n"
