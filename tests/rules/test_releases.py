"""What counts as breaking, how a release is written, and how a deprecation has to be worded."""

from datetime import date
from pathlib import Path

import pytest

from schema.engine.mapping import deprecation
from schema.releases import releasing
from schema.releases.comparing import Change, Weight, changes
from schema.releases.releasing import Declared, bare, declared, overdue, section, undeclared, with_section

ACCESS = """
directive @requires(scope: String!) on OBJECT | FIELD_DEFINITION
directive @sessionOnly on FIELD_DEFINITION
directive @anonymous on FIELD_DEFINITION
"""
BEFORE = ACCESS + 'type Query { "how many" desks(of: Int): Int!, chair: String }'


@pytest.mark.parametrize(
    ("after", "weight"),
    [
        ("type Query { desks(of: Int): Int! }", Weight.BREAKING),
        ("type Query { desks(of: Int): Int, chair: String }", Weight.BREAKING),
        ("type Query { desks(of: Int!): Int!, chair: String }", Weight.BREAKING),
        ('type Query @requires(scope: "desks") { desks(of: Int): Int!, chair: String }', Weight.BREAKING),
        ("type Query { desks(of: Int): Int! @sessionOnly, chair: String }", Weight.BREAKING),
        ("type Query { desks(of: Int, in: String): Int!, chair: String }", Weight.DANGEROUS),
        ('type Query { desks(of: Int): Int!, chair: String @deprecated(reason: "old") }', Weight.DEPRECATED),
        ("type Query { desks(of: Int): Int!, chair: String, lamp: Int }", Weight.ADDED),
        ("type Query { desks(of: Int): Int! @anonymous, chair: String }", Weight.ADDED),
    ],
)
def test_a_change_is_weighed(after: str, weight: Weight) -> None:
    assert [one.weight for one in changes(BEFORE, ACCESS + after)] == [weight]


def test_other_words_are_no_change() -> None:
    assert changes(BEFORE, bare(BEFORE)) == []
    assert "how many" not in bare(BEFORE)


def test_a_breaking_change_has_to_be_declared_and_nothing_else_may_be() -> None:
    lost = Change(Weight.BREAKING, "Query.chair was removed.")
    known = declared('[[change]]\non = 2026-12-01\nwhat = "Query.chair was removed."\ninstead = "Stand."')

    assert undeclared([lost], known) == []
    assert undeclared([lost], []) == ["not declared: Query.chair was removed."]
    assert undeclared([], known) == ["did not happen: Query.chair was removed."]


@pytest.mark.parametrize("text", ['[[change]]\nwhat = "x"', '[[change]]\non = "soon"\nwhat = "x"\ninstead = "y"'])
def test_a_declaration_says_day_change_and_what_to_do_instead(text: str) -> None:
    with pytest.raises(ValueError, match="a change has a day"):
        declared(text)


def test_a_release_writes_down_every_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("RELEASED", BEFORE), ("CHANGELOG", "# Changes\n\n## 2026-01-01\n\nThe first.\n"), ("DECLARED", "")):
        (tmp_path / name).write_text(text)
        monkeypatch.setattr(releasing, name, tmp_path / name)
    (tmp_path / "DECLARED").write_text('[[change]]\non = 2026-12-01\nwhat = "Field Query.chair was removed."\ninstead = "Stand."')
    after = ACCESS + "type Query { desks(of: Int): Int!, lamp: Int }"

    releasing.release(after, "2026-12-01")

    told = (tmp_path / "CHANGELOG").read_text()
    assert told.index("## 2026-12-01") < told.index("## 2026-01-01")
    assert "- Field Query.chair was removed. Stand." in told and "lamp" in told
    assert releasing.since_release(after) == []
    assert declared((tmp_path / "DECLARED").read_text()) == []


def test_a_section_says_when_nothing_changed() -> None:
    assert section([], [], "2026-12-01") == "## 2026-12-01\n\nNothing changed.\n"
    assert with_section("# Changes\n", "## 2026-12-01\n") == "# Changes\n\n## 2026-12-01\n"
    known = [Declared(date(2026, 12, 1), "gone", "Use this.")]
    assert "- gone Use this." in section([Change(Weight.BREAKING, "gone")], known, "2026-12-01")


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("Use Demand.missing. Goes on 2027-06-30.", False),
        ("It is not said whose. Use Demand.missing. Goes on 2027-06-30.", False),
        ("Use Demand.missing. Goes on 2026-11-28.", True),
        ("Use Demand.missing.", True),
        ("Goes on 2027-06-30.", True),
    ],
)
def test_a_deprecation_names_what_to_use_and_a_day_to_come(reason: str, wrong: bool) -> None:
    assert bool(overdue({"Demand.lacking": reason}, date(2026, 11, 28))) is wrong


def test_the_last_line_of_a_docstring_deprecates() -> None:
    text = "How much is missing.\n\nDeprecated: Use\nDemand.missing. Goes on 2027-06-30."

    assert deprecation(text) == ("How much is missing.", "Use Demand.missing. Goes on 2027-06-30.")
    assert deprecation("How much is missing.") == ("How much is missing.", None)
    assert deprecation(None) == (None, None)
