"""The root field for searching."""

import strawberry

from schema.engine.mapping import Argument, to_many
from schema.engine.text import query_words
from schema.search.types import SearchHit

_TEXT = Argument(str, "text[]", query_words, description="Characters, pinyin or pinyin initials")


@strawberry.type
class SearchQueries:
    """Root fields for searching."""

    search: list[SearchHit] = to_many(
        "{row}.words @> {arg.text}",
        "length({row}.name_key), {row}.name_key, {row}.subject_type, {row}.subject_id",
        limit=12,
        text=_TEXT,
    )
    """Whatever has words of its name: areas, organisations, people, resources, demands, projects. The shortest names first; for
    those who have signed in."""
