"""Images are made anew: decoded within a limit, turned upright, made smaller, written without whatever else was in the file.

The original is not kept: a phone writes into it where the photo was taken, and when, and by which device.
"""

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, ImageOps

from schema.attachments.limits import EDGE, PIXELS, THUMBNAIL_EDGE

FORMATS = ("JPEG", "PNG", "WEBP")
"""What is decoded at all; no other decoder of the library ever sees a file."""
_QUALITY = 85
"""Of JPEG and WebP (our default: no difference to be seen on paper)."""
_LARGEST_GRAPHIC = 2 << 20
"""Bytes from which on an opaque PNG is taken for a photo and kept as JPEG (our default)."""
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError, KeyError, TypeError, OverflowError)
"""What the library raises for a file that is not what it claims."""


class NotAnImage(Exception):
    """It begins like an image and is none, or only part of one."""


class TooManyPixels(Exception):
    """Decoded, it would take more memory than anybody's photo."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is kept."""

    media_type: str
    content: bytes
    thumbnail: bytes
    width: int
    height: int


def begins_like_an_image(data: bytes) -> bool:
    """Whether the first bytes are those of a format that is taken."""
    return data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def remade(data: bytes) -> Picture:
    """The image in a file, made anew. Raises NotAnImage or TooManyPixels; takes up to a second of a core."""
    try:
        image = _decoded(data)
        upright = _plain(ImageOps.exif_transpose(image))
        upright.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
        small = upright.copy()
        small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS)
        media_type, content = _written(upright, str(image.format))
        return Picture(media_type, content, _jpeg(small), upright.width, upright.height)
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except _BROKEN as error:
        raise NotAnImage from error


def _decoded(data: bytes) -> ImageFile.ImageFile:
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    if image.width * image.height > PIXELS:
        raise TooManyPixels
    # A large JPEG is decoded at the scale that is needed, which takes a fraction of time and memory.
    image.draft(None, (EDGE, EDGE))
    image.load()
    return image


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, as sRGB, grey, or either with transparency."""
    transparent = image.has_transparency_data
    grey = image.mode in ("1", "L", "LA", "I;16", "I")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    coloured = image if grey else _srgb(image)
    pixels = coloured.convert(("LA" if transparent else "L") if grey else "RGBA" if transparent else "RGB")
    pixels.info = {}
    return pixels


def _srgb(image: Image.Image) -> Image.Image:
    """Colours as screens take them: the profile does not go along. One that cannot be used is passed over."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, *_BROKEN):
        return image


def _written(image: Image.Image, source: str) -> tuple[str, bytes]:
    """The media type and the bytes: graphics stay PNG, what was WebP stays WebP, the rest is JPEG."""
    out = io.BytesIO()
    if source == "WEBP":
        image.save(out, "WEBP", quality=_QUALITY, method=4)
        return "image/webp", out.getvalue()
    if source == "PNG":
        image.save(out, "PNG", optimize=False)
        if "A" in image.getbands() or out.tell() <= _LARGEST_GRAPHIC:
            return "image/png", out.getvalue()
    return "image/jpeg", _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    """On white, where it is transparent."""
    if "A" in image.getbands():
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        image = ground.convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, progressive=True)
    return out.getvalue()
