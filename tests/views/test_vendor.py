"""Other people's code is what its table says, and the pages use it in the way that a strict content policy allows."""

import hashlib
import re
from pathlib import Path

import pytest

from views.stylesheet import compose

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static" / "vendor"
TEMPLATES = sorted((ROOT / "views").rglob("*.html"))
EVALUATED = re.compile(r"\bhx-on|\bhx-[a-z:]+=[\"']\s*(?:js|javascript):|hx-trigger=[\"'][^\"']*\[")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=[\"']")


def _table() -> dict[str, str]:
    rows = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)
    return dict(rows)


def test_every_vendored_file_has_its_checksum_in_the_table() -> None:
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir() if path.name != "README.md"}
    assert files == _table()


def test_the_shell_loads_the_vendored_version() -> None:
    shell = (ROOT / "views" / "layout" / "shell.html").read_text()
    assert [name for name in re.findall(r"vendor/([\w.-]+\.js)", shell) if name not in _table()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_that_the_content_policy_forbids(template: Path) -> None:
    text = template.read_text()
    assert EVALUATED.findall(text) == []
    assert INLINE.findall(text) == []


def test_the_stylesheet_is_composed_of_every_component_in_its_layer() -> None:
    css = ROOT / "static" / "css"
    text = compose(css / "index.css")
    assert "@import" not in text
    assert text.count("@layer components {") > 5
    apart = {"index.css", "dark.css"}
    assert [path.name for path in css.glob("*.css") if path.name not in apart and path.read_text() not in text] == []
