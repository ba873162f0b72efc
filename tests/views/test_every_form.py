"""Every form works without JavaScript: it is sent as the page has it, does what it says, and costs what it should."""

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from api.settings import Settings
from tests.jobs.mailbox import Mailbox
from tests.story import Story
from tests.views.deeds import Deed
from tests.views.deeds_of_attachments import ATTACHMENTS
from tests.views.deeds_of_capacity import CAPACITY
from tests.views.deeds_of_comments import COMMENTS, NOTIFICATIONS
from tests.views.deeds_of_demands import DEMANDS
from tests.views.deeds_of_developers import DEVELOPERS
from tests.views.deeds_of_matches import MATCHES
from tests.views.deeds_of_offers import CATEGORIES, RESOURCES
from tests.views.deeds_of_others import AREAS, COMMITTEES, IDENTITY, PEOPLE
from tests.views.deeds_of_plans import PLANS
from tests.views.deeds_of_projects import PROJECTS
from tests.views.deeds_of_records import RECORDS
from tests.views.deeds_of_units import CONTACTS, REGISTRY
from tests.views.house import House, Page, open_house
from tests.views.markup import faults
from tests.views.names import all_spelled, spelled
from views.routes import ROUTES

DEEDS = [
    *COMMENTS,
    *IDENTITY,
    *AREAS,
    *REGISTRY,
    *CONTACTS,
    *COMMITTEES,
    *RESOURCES,
    *DEMANDS,
    *ATTACHMENTS,
    *CAPACITY,
    *MATCHES,
    *PLANS,
    *PROJECTS,
    *RECORDS,
    *NOTIFICATIONS,
    *CATEGORIES,
    *DEVELOPERS,
    *PEOPLE,
]
"""People last: one of them leaves the unit for which others act."""


@pytest.fixture(scope="session")
async def acted_in(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application over the story; for tests each of which changes something else."""
    mailing = Mailbox().settings(servers)
    async with open_house(mailing.model_copy(update={"database_url": new_database(story_template)})) as house:
        yield house


@pytest.mark.parametrize("deed", DEEDS, ids=[one.route for one in DEEDS])
async def test_a_form_does_what_it_says(acted_in: House, story: Story, deed: Deed, statements: Callable[[], Any]) -> None:
    house = acted_in
    visitor = await house.visitor(deed.login)
    at, to = await spelled(house, story, deed.at), await spelled(house, story, deed.to or deed.at)
    page = await visitor.see(at)
    last = await house.value("select coalesce(max(id), 0) from event")

    with statements() as sent:
        answer = await visitor.submit(page, to, **await all_spelled(house, story, deed.typed))

    assert answer.status == deed.status, _refusals(answer)
    assert await house.value("select count(*) from event where id > $1 and verb = $2", last, deed.verb) > 0
    if deed.status == 303:
        assert re.fullmatch(_address(await spelled(house, story, deed.lands or deed.at), to), answer.to), answer.to
        answer = await visitor.follow(answer)
    assert faults(answer.tree) == []
    assert [words for words in deed.shows if words not in answer.tree.text] == []
    assert len(sent) == deed.sends, sent


def test_every_form_of_the_site_map_is_filled_in() -> None:
    posted = {route.path for route in ROUTES if "POST" in (route.methods or ())}
    elsewhere = {path for path in posted if "/imports/" in path}
    elsewhere |= {"/me/email/remove", "/email/{secret}", "/confirm/{secret}"}

    assert posted - elsewhere - {"/sign-in", "/sessions/{id}/end", "/tokens/{id}/end"} == {one.route for one in DEEDS}


def _address(lands: str, to: str) -> str:
    """The pattern of where one lands; a new record has an address of its kind."""
    kind = to.partition("?")[0].split("/")[1]
    return rf"/{kind}/\w+_\d+" if lands == "*" else re.escape(lands).replace(r"\*", r"[^/?&]+")


def _refusals(page: Page) -> Any:
    return [one.text for one in page.tree.walk() if one.get("role") == "alert"] or page.text[:500]
