"""One stylesheet out of the component files, so that a page asks for one and no build step is needed."""

import re
from pathlib import Path

_IMPORT = re.compile(r'^@import "(?P<file>[a-z]+\.css)" layer\((?P<layer>[a-z]+)\);$', re.MULTILINE)


def compose(index: Path) -> str:
    """Return the text of ``index`` with each ``@import "x.css" layer(y);`` replaced by that file inside its layer.

    The order of layers and files is what ``index`` says. Raises FileNotFoundError for a file that is not there.
    """
    text = index.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: _layer(index.parent / found["file"], found["layer"]), text)


def _layer(path: Path, layer: str) -> str:
    return f"@layer {layer} {{\n{path.read_text(encoding='utf-8')}}}"
