"""The pages of capacity and waiting lists with addresses from the story, and who may see them."""

from tests.story import Story
from tests.views.address import COORDINATORS, SIGNED_IN, Address
from tests.views.house import House
from tests.views.names import spelled


async def capacity(house: House, story: Story) -> list[Address]:
    """The book of an offer on the screen and as a file, and a place on a waiting list."""
    phones = f"/resources/{await spelled(house, story, '{resource:智能手机使用辅导}')}"
    insiders = COORDINATORS | {"manager", "member", "admin"}
    line = await spelled(house, story, "/waits/{wait:党群活动室/老年人手机课堂}")
    lunch = await spelled(house, story, "{demand:老年助餐送到家}")
    help_ = await spelled(house, story, "/matches/{match:微型消防站力量支援/陪老人去医院看病}")
    return [
        Address("/matching", f"/matching?demand={lunch}&emptied=true", SIGNED_IN),
        Address("/resources/{id}/capacity", f"{phones}/capacity", insiders, signs_in=True),
        *(
            Address(f"/resources/{{id}}/capacity.{suffix}", f"{phones}/capacity.{suffix}", insiders, signs_in=True, part=True)
            for suffix in ("xlsx", "csv")
        ),
        Address("/matches/{id}/transfer", f"{help_}/transfer", COORDINATORS | {"handler", "admin"}, signs_in=True),
        Address("/waits/{id}", line, COORDINATORS | {"admin"}, signs_in=True),
    ]
