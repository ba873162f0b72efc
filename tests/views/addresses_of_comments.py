"""The pages of comments and notifications with addresses from the story, and who may see them."""

from schema.notifications.digests import stop_secret
from tests.story import Story
from tests.views.address import COORDINATORS, SIGNED_IN, Address
from tests.views.house import House
from tests.views.names import spelled


async def comments(house: House, story: Story) -> list[Address]:
    """What is said about an offer, and the forms about one comment."""
    offer = await spelled(house, story, "{resource:一层共享会议室}")
    inside = frozenset({*COORDINATORS, "manager", "member", "admin"})
    comment = await spelled(house, story, "{comment:可以移动}")
    stop = f"/digests/stop/{stop_secret(house.engine.services.seal, 1)}"
    return [
        Address("/me/notifications", "/me/notifications", SIGNED_IN),
        Address("/digests/stop/{secret}", stop),
        Address("/inbox", "/inbox", SIGNED_IN),
        Address("/inbox/count", "/inbox/count", SIGNED_IN, part=True),
        Address("/notifications", "/notifications", SIGNED_IN),
        Address("/notifications", "/notifications?unread=true", SIGNED_IN),
        Address("/notifications/bell", "/notifications/bell", SIGNED_IN, part=True),
        Address("/comments", f"/comments?item={offer}", inside, signs_in=True),
        Address("/comments", f"/comments?item={comment}", frozenset(), signs_in=True),
        Address("/comments/participants", f"/comments/participants?item={offer}&search=l", SIGNED_IN, part=True),
        Address("/comments/{id}/edit", f"/comments/{comment}/edit", inside, signs_in=True),
        Address("/comments/{id}/remove", f"/comments/{comment}/remove", inside, signs_in=True),
    ]
