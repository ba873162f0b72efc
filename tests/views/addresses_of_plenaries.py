"""The papers of plenaries with addresses from the story, and who may see them."""

from api.sample.places import JIQINGLI, STREET
from tests.story import Story
from tests.views.address import COORDINATORS, SIGNED_IN, STREETS, Address


def plenaries(story: Story) -> list[Address]:
    """The choice, the papers of a street and of a community, running and over, and as files."""
    street, community = story.area(STREET), story.area(JIQINGLI)
    papers, above = "/plenaries/{area}/{halfYear}", STREETS | {"admin"}
    return [
        Address("/plenaries", "/plenaries", SIGNED_IN),
        Address("/plenaries", f"/plenaries?area={street}&half=2026-H2", SIGNED_IN),
        Address(papers, f"/plenaries/{street}/2026-H2", above, signs_in=True),
        Address(papers, f"/plenaries/{community}/2026-H2", COORDINATORS | {"admin"}, signs_in=True),
        Address(papers, f"/plenaries/{street}/2025-H1", above, signs_in=True),
        Address(papers, f"/plenaries/{street}/2026-H3", frozenset(), signs_in=True),
        Address(f"{papers}/papers.xlsx", f"/plenaries/{street}/2026-H2/papers.xlsx", above, signs_in=True, part=True),
    ]
