"""What docstrings show, is so."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWING = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for folder in ("api", "schema", "views", "bench")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if ">>> " in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", SHOWING)
def test_the_examples_of_a_module_are_true(module: str) -> None:
    found = doctest.testmod(import_module(module))

    assert found.attempted > 0
    assert found.failed == 0
