"""The columns of a list as a table has them: what their headings are in our templates and in the tables that people have."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a column: its heading in our template, other headings it goes by (best first), and how the template has it."""

    field: str
    heading: str
    synonyms: tuple[str, ...]
    width: int
    example: str
    told: str
    """What the template says about it."""
    choices: tuple[str, ...]
    """What may stand in it, if that is a list; what the district decides on is added when a template is made."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every heading it goes by."""
        return (self.heading, *self.synonyms)


def column(
    field: str,
    heading: str,
    synonyms: str = "",
    width: int = 16,
    *,
    example: str = "",
    told: str = "",
    choices: Sequence[str] = (),
) -> Column:
    """A column; its synonyms in one text."""
    return Column(field, heading, tuple(synonyms.split()), width, example, told, tuple(choices))


def guess_mapping(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Heading → field, as well as it can be told from the headings; each field at most once, unknown headings left out."""
    claims = sorted(
        (rank, place, heading, one.field)
        for place, heading in enumerate(headings)
        for one in columns
        if (rank := _rank(simplified(heading), one)) is not None
    )
    mapping: dict[str, str] = {}
    for _, _, heading, field in claims:
        if heading not in mapping and field not in mapping.values():
            mapping[heading] = field
    return mapping


def known_headings(cells: Sequence[str], columns: Sequence[Column]) -> int:
    """How many cells of a row are headings by their very words: what tells the row of headings from a title."""
    words = {simplified(cell) for cell in cells}
    return sum(any(word in words for word in one.names) for one in columns)


def simplified(text: str) -> str:
    """A heading or label without spaces, signs and what stands in brackets."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[^\w]", "", re.sub(r"\([^)]*\)|\[[^]]*\]|【[^】]*】", "", folded) or folded)


def _rank(heading: str, one: Column) -> int | None:
    """How well a heading names a column, 0 the best; what only contains a name of the column comes after all that equal one."""
    if heading in one.names:
        return one.names.index(heading)
    contained = [place for place, word in enumerate(one.names) if len(word) > 1 and word in heading]
    return 100 - max(len(one.names[place]) for place in contained) if contained else None
