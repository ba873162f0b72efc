"""The pages of plans, and who may see them."""

from tests.story import Story
from tests.views.address import SIGNED_IN, STREETS, Address
from tests.views.house import House
from tests.views.plans_drawn import plan_of


async def plans(house: House, story: Story) -> list[Address]:
    """The list, the forms, a plan in each state and its sheet."""
    draft, queued, cancelled, accepted = [
        await plan_of(house, story, status) for status in ("DRAFT", "QUEUED", "CANCELLED", "ACCEPTED")
    ]
    street, community = story.area("110105002"), story.area("110105002025")
    above, own = STREETS | {"admin"}, STREETS | {"jiqingli", "admin"}
    return [
        Address("/plans", "/plans", SIGNED_IN),
        Address("/plans", f"/plans?within={street}&status=DRAFT", SIGNED_IN),
        Address("/plans", "/plans?status=FAILED", SIGNED_IN),
        Address("/plans/new", "/plans/new", SIGNED_IN),
        Address("/plans/new", f"/plans/new?area={community}", SIGNED_IN),
        Address("/plans/weights", "/plans/weights", SIGNED_IN),
        Address("/plans/{id}", f"/plans/{draft}", above, signs_in=True),
        Address("/plans/{id}", f"/plans/{draft}?short=true&changed=true&ruled=true&refused=true", above, signs_in=True),
        Address("/plans/{id}", f"/plans/{draft}?community={community}&provider=org_1", above, signs_in=True),
        Address("/plans/{id}", f"/plans/{queued}", own, signs_in=True),
        Address("/plans/{id}", f"/plans/{cancelled}", above, signs_in=True),
        Address("/plans/{id}", f"/plans/{accepted}", frozenset({"district", "admin"}), signs_in=True),
        Address("/plans/{id}/print", f"/plans/{draft}/print?short=true", above, signs_in=True),
    ]
