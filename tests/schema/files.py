"""How tests of attachments act: real photos with all that phones write into them, real documents, uploads and attachments."""

import base64
import io
import zipfile
from functools import cache
from typing import Any

from PIL import Image, PngImagePlugin

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.acting import done
from tests.story import ask

ORIENTATION, GPS = 0x0112, 0x8825

_LEFT: dict[str, float | tuple[float, ...]] = {"RGB": (220, 30, 30), "L": 200, "RGBA": (220, 30, 30, 90)}


@cache
def photo(width: int = 320, height: int = 240, format: str = "JPEG", mode: str = "RGB", orientation: int = 1) -> bytes:
    """A picture, its left half red, with the place where it was taken, the device, a comment and a colour profile."""
    image = Image.new(mode, (width, height), "navy")
    image.paste(_LEFT[mode], (0, 0, width // 2, height))
    out = io.BytesIO()
    image.save(out, format, exif=_exif(orientation), **_written_besides(format))
    return out.getvalue()


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x010F], exif[0x9286] = orientation, "SECRET-MAKER", "SECRET-COMMENT"
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 55.0, 12.0), 3: "E", 4: (116.0, 26.0, 30.0), 29: "2026:11:01"})
    return exif


def _written_besides(format: str) -> dict[str, Any]:
    match format:
        case "JPEG":
            return {"comment": b"SECRET-COMMENT", "xmp": b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"}
        case "PNG":
            texts = PngImagePlugin.PngInfo()
            texts.add_text("Author", "SECRET-AUTHOR")
            texts.add_itxt("XML:com.adobe.xmp", "SECRET-XMP", zip=True)
            return {"pnginfo": texts}
        case _:
            return {"xmp": b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"}


@cache
def package(*parts: str, filler: int = 10) -> bytes:
    """A ZIP of these parts: ``word/document.xml`` makes a Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in ("[Content_Types].xml", *parts):
            made.writestr(part, b" " * filler)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORD, EXCEL, OFD = package("word/document.xml"), package("xl/workbook.xml"), package("OFD.xml")


async def opened(engine: Engine, viewer: Viewer, name: str = "现场.jpg") -> tuple[str, str]:
    """The id and the signature of an upload that waits for its bytes."""
    payload = await done(engine, viewer, "uploadOpen", {"fileName": name}, "upload { id } address")
    id_, signature = payload["address"].split("/")[2:]
    assert id_ == payload["upload"]["id"]
    return id_, signature


def filling(upload: tuple[str, str], data: bytes) -> dict[str, str]:
    """The input that sends bytes to an upload."""
    return {"id": upload[0], "signature": upload[1], "content": base64.b64encode(data).decode()}


async def uploaded(engine: Engine, viewer: Viewer, data: bytes | None = None, name: str = "现场.jpg") -> str:
    """The id of an upload whose bytes have arrived."""
    upload = await opened(engine, viewer, name)
    await done(engine, viewer, "uploadFill", filling(upload, photo() if data is None else data))
    return upload[0]


async def attached(engine: Engine, viewer: Viewer, item: str, data: bytes | None = None, **more: Any) -> str:
    """The id of an attachment."""
    upload = await uploaded(engine, viewer, data, more.pop("name", "现场.jpg"))
    payload = await done(engine, viewer, "attachmentAdd", {"item": item, "upload": upload, **more}, "attachment { id }")
    found: str = payload["attachment"]["id"]
    return found


async def seen(engine: Engine, viewer: Viewer, id_: str, select: str = "id") -> Any:
    """What the viewer gets of an attachment; None when it is not there for them."""
    return (await ask(engine, f"query($id: ID!) {{ attachment(id: $id) {{ {select} }} }}", {"id": id_}, viewer))["attachment"]


async def stored(engine: Engine, id_: str, column: str = "content") -> bytes:
    """The bytes that are stored of an attachment."""
    digest = await engine.services.pool.fetchval(f"select {column} from attachment where id = $1", int(id_.split("_")[1]))
    return b"".join([piece async for piece in await engine.services.store.get(digest)])
