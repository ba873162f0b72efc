"""Random viewers: everybody in the story, in all languages, also as apps with some of the scopes."""

from dataclasses import replace

from hypothesis import strategies as st

from schema.accounts.rules import SCOPES
from schema.engine.access import Viewer
from schema.engine.language import LANGUAGES
from tests.story import Story

READING = frozenset(scope for scope in SCOPES if not scope.endswith(":write"))


def people(story: Story) -> st.SearchStrategy[Viewer]:
    """Anybody in the story, and the public."""
    return st.sampled_from(list(story.everyone.values()))


def viewers(story: Story) -> st.SearchStrategy[Viewer]:
    """Any of them; one in four is an app, mostly with all scopes for reading."""
    languages = st.sampled_from(list(LANGUAGES))
    scopes = st.one_of(st.none(), st.none(), st.none(), st.just(READING), st.frozensets(st.sampled_from(sorted(READING))))
    return st.builds(_viewer, people(story), languages, scopes)


def _viewer(person: Viewer, language: str, scopes: frozenset[str] | None) -> Viewer:
    if person.is_public or scopes is None:
        return replace(person, language=language)
    return replace(person, language=language, scopes=scopes, via="api")
