"""What tests of pages share: the application over the story, shared by those that only look, fresh for those that act."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from api.database import Session
from api.settings import Settings
from tests.story import _drop
from tests.views.crowded import crowded_house
from tests.views.house import House, open_house

Recorder = Callable[[], Any]


@pytest.fixture(scope="session")
async def looked_at(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application over the story; for tests that only look."""
    async with open_house(servers.model_copy(update={"database_url": new_database(story_template)})) as house:
        yield house


@pytest.fixture(scope="session")
async def crowded(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application over the story among many more rows of all lists; for tests that only look."""
    async with crowded_house(servers.model_copy(update={"database_url": new_database(story_template)})) as house:
        yield house


@pytest.fixture
async def house(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application over a fresh copy of the story, for one test."""
    url = new_database(story_template)
    async with open_house(servers.model_copy(update={"database_url": url})) as opened:
        yield opened
    _drop(servers, url)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """``with statements() as sent:`` gathers what is sent through the pools meanwhile.

    Without the ends of transactions, and without looking up who has a session: that is kept for a while, and when it is
    forgotten depends on when the ledger is heard.
    """

    @contextmanager
    def recording() -> Iterator[list[str]]:
        sent: list[str] = []
        with monkeypatch.context() as patched:
            for name in ("_execute", "_executemany"):
                patched.setattr(Session, name, _noting(sent, getattr(Session, name)), raising=False)
            yield sent

    return recording


def _noting(sent: list[str], original: Any) -> Any:
    async def noting(self: Any, query: str, *rest: Any, **options: Any) -> Any:
        if "from bearer b" not in query:
            sent.append(query)
        return await original(self, query, *rest, **options)

    return noting
