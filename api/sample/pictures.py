"""What hangs on the sample's offers and needs: drawn here, as photos would show real places."""

import base64
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageDraw

from api.sample.places import STREET
from api.sample.voice import Voice

_SIZE = (1280, 960)


def _room(draw: ImageDraw.ImageDraw) -> None:
    """A meeting room: windows, a screen, a long table with chairs."""
    draw.rectangle((0, 0, 1280, 620), fill="#eef1ec")
    draw.rectangle((0, 620, 1280, 960), fill="#c9a878")
    for x in (90, 330):
        draw.rectangle((x, 120, x + 190, 430), fill="#bcd9ea", outline="#ffffff", width=14)
        draw.line((x + 95, 120, x + 95, 430), fill="#ffffff", width=10)
    draw.rectangle((700, 110, 1170, 400), fill="#fbfbfb", outline="#4a4f55", width=10)
    for place, x in enumerate(range(180, 1100, 185)):
        draw.rounded_rectangle((x, 520, x + 110, 700), 18, fill=("#7d2326", "#8f3033")[place % 2])
    draw.polygon([(120, 700), (1160, 700), (1270, 830), (10, 830)], fill="#8a5a33")
    draw.polygon([(10, 830), (1270, 830), (1270, 860), (10, 860)], fill="#6d4526")


def _plan(draw: ImageDraw.ImageDraw) -> None:
    """The same room from above: walls, a door, the table, a ramp."""
    draw.rectangle((0, 0, 1280, 960), fill="#ffffff")
    draw.rectangle((140, 120, 1140, 760), outline="#222222", width=14)
    draw.rectangle((560, 753, 720, 767), fill="#ffffff")
    draw.arc((560, 600, 880, 920), 180, 270, fill="#222222", width=5)
    draw.rectangle((400, 330, 880, 540), outline="#222222", width=7)
    for x in range(430, 860, 85):
        for y in (265, 555):
            draw.ellipse((x, y, x + 50, y + 50), outline="#222222", width=5)
    draw.polygon([(560, 790), (720, 790), (760, 930), (520, 930)], outline="#222222", width=5)


def _ramp(draw: ImageDraw.ImageDraw) -> None:
    """A ramp beside steps, its surface broken."""
    draw.rectangle((0, 0, 1280, 520), fill="#cfdde6")
    draw.rectangle((0, 520, 1280, 960), fill="#b7b4ac")
    draw.rectangle((60, 150, 560, 560), fill="#d9c7ae")
    draw.rectangle((210, 250, 400, 560), fill="#5c6b73")
    for step in range(4):
        draw.rectangle((60, 560 + 45 * step, 600 + 40 * step, 605 + 45 * step), fill=("#a3a097", "#928f86")[step % 2])
    draw.polygon([(600, 560), (1240, 740), (1240, 820), (720, 740)], fill="#8c897f")
    for x, y in ((820, 668), (960, 700), (1060, 735)):
        draw.polygon([(x, y), (x + 70, y + 8), (x + 90, y + 40), (x + 30, y + 48)], fill="#5b594f")
    draw.line((620, 420, 1240, 600), fill="#7d2326", width=12)
    for x in range(640, 1240, 140):
        draw.line((x, 425 + (x - 620) * 0.29, x, 580 + (x - 620) * 0.29), fill="#7d2326", width=9)


@dataclass(frozen=True, slots=True)
class Picture:
    """An attachment of an offer or a need."""

    table: str
    title: str
    """Of the item."""
    by: str
    """The login, or the area's code of the coordinator, who attaches it."""
    name: str
    caption: str
    draw: Callable[[ImageDraw.ImageDraw], None]


PICTURES = (
    Picture("resource", "一层共享会议室", "manager", "会议室.jpg", "会议室内景：长桌、投影幕和两扇窗", _room),
    Picture("resource", "一层共享会议室", "manager", "平面图.pdf", "平面图，门口有无障碍坡道", _plan),
    Picture("demand", "无障碍坡道维修", STREET, "坡道.jpg", "单元门口坡道路面破损三处", _ramp),
)


async def hang_up(voices: Mapping[str, Voice]) -> None:
    """Attach all of them, as people do: opened, sent, attached."""
    for one in PICTURES:
        voice = voices[one.by]
        item = await voice.engine.services.pool.fetchval(
            f"select '{one.table}_' || id from {one.table} where title = $1", one.title
        )
        opened = await voice.act("uploadOpen", one.name, fileName=one.name)
        id_, signature = opened["address"].split("/")[2:]
        content = base64.b64encode(_drawn(one)).decode()
        await voice.act("uploadFill", one.name, id=id_, signature=signature, content=content)
        await voice.act("attachmentAdd", one.name, item=item, upload=id_, caption=one.caption)


def _drawn(one: Picture) -> bytes:
    image = Image.new("RGB", _SIZE)
    one.draw(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PDF" if one.name.endswith(".pdf") else "JPEG")
    return out.getvalue()
