"""Addresses of attachments and files, and who may see them: whoever sees the item."""

from api.sample import PERSONAS
from tests.story import Story
from tests.views.address import Address
from tests.views.house import House
from tests.views.names import spelled

MEMBERS = frozenset(one.login for one in PERSONAS)


async def attachments(house: House, story: Story) -> list[Address]:
    """Of an offer on the list, and of a demand on the list."""
    hanging = "select 'attachment_' || a.id from attachment a join {0} i on i.id = a.{0}_id where i.title = $1 and a.kind = $2"
    room = await house.value(hanging.format("resource"), "一层共享会议室", "IMAGE")
    plan = await house.value(hanging.format("resource"), "一层共享会议室", "DOCUMENT")
    ramp = await house.value(hanging.format("demand"), "无障碍坡道维修", "IMAGE")
    meals = await spelled(house, story, "{delivery:微型消防站力量支援/老年助餐送到家}")
    doers = frozenset({"district", "chaowai", "handler"})
    return [
        Address("/attachments/new", f"/attachments/new?item={meals}", doers, signs_in=True),
        *[Address("/attachments/{id}", f"/attachments/{one}") for one in (room, plan)],
        Address("/attachments/{id}", f"/attachments/{ramp}", MEMBERS),
        *[Address("/files/{id}/{size}", f"/files/{room}/{size}", part=True) for size in ("full", "thumbnail")],
        Address("/files/{id}/{size}", f"/files/{plan}/full", part=True),
        Address("/files/{id}/{size}", f"/files/{ramp}/full", MEMBERS, part=True),
        Address("/files/{id}/{size}", f"/files/{plan}/thumbnail", frozenset(), part=True),
        Address("/files/{id}/{size}", f"/files/{room}/original", frozenset(), part=True),
    ]
