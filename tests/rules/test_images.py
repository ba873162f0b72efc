"""Images are made anew: what phones write into them is gone, what is to be seen stays, and what is no image is told apart."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from schema.attachments.images import NotAnImage, TooManyPixels, begins_like_an_image, remade
from schema.attachments.limits import EDGE, THUMBNAIL_EDGE
from tests.schema.files import GPS, ORIENTATION, photo

MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def opened(data: bytes) -> Image.Image:
    """A picture, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("format", MEDIA)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_nothing_but_the_picture_stays(format: str, mode: str) -> None:
    original = photo(format=format, mode=mode)
    assert opened(original).getexif().get_ifd(GPS) and b"SECRET" in original

    picture = remade(original)

    assert picture.media_type == MEDIA[format]
    for kept in (picture.content, picture.thumbnail):
        image = opened(kept)
        assert not image.getexif() and not image.getexif().get_ifd(GPS)
        assert {"exif", "xmp", "comment", "icc_profile", "Author", "XML:com.adobe.xmp"} & set(image.info) == set()
        assert b"SECRET" not in kept and b"Exif" not in kept


def test_a_compressed_text_in_a_png_is_gone_too() -> None:
    original = photo(format="PNG")
    assert b"iTXt" in original and b"tEXt" in original

    kept = remade(original).content

    assert [name for name in (b"iTXt", b"tEXt", b"zTXt", b"eXIf", b"iCCP", b"tIME") if name in kept] == []


@pytest.mark.parametrize(("orientation", "turned"), [(1, False), (3, False), (6, True), (8, True)])
def test_a_photo_taken_upright_is_upright_without_being_told_so(orientation: int, turned: bool) -> None:
    picture = remade(photo(orientation=orientation))

    assert (picture.width, picture.height) == ((240, 320) if turned else (320, 240))
    assert opened(picture.content).getexif().get(ORIENTATION) is None
    assert opened(picture.content).size == (picture.width, picture.height)


def test_the_red_half_is_where_it_belongs() -> None:
    assert _is_red(opened(remade(photo()).content), (10, 120))
    assert _is_red(opened(remade(photo(orientation=3)).content), (310, 120))
    assert _is_red(opened(remade(photo(orientation=6)).content), (120, 10))


def _is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, _, blue = image.convert("RGB").getpixel(at)  # type: ignore[misc]
    return bool(red > 180 and blue < 90)


def test_a_large_photo_becomes_smaller_and_a_small_one_stays() -> None:
    large, small = remade(photo(4000, 3000)), remade(photo(40, 30))

    assert (large.width, large.height) == (EDGE, 1920)
    assert max(opened(large.thumbnail).size) == THUMBNAIL_EDGE
    assert (small.width, small.height) == opened(small.thumbnail).size == (40, 30)


def test_transparency_stays_and_a_thumbnail_is_on_white() -> None:
    picture = remade(photo(format="PNG", mode="RGBA"))

    assert picture.media_type == "image/png"
    assert opened(picture.content).mode == "RGBA"
    assert opened(picture.thumbnail).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "P", "I;16", "LA", "CMYK"])
def test_every_way_of_writing_pixels_is_taken(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")

    picture = remade(out.getvalue())

    assert (picture.width, picture.height) == (30, 20)


def test_colours_of_another_profile_become_those_of_screens() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 40, 40)).save(out, "PNG", icc_profile=lab)

    kept = opened(remade(out.getvalue()).content)

    assert "icc_profile" not in kept.info
    assert _is_red(kept, (5, 5))


def test_a_profile_that_is_none_is_passed_over() -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG", icc_profile=b"no profile at all")

    assert _is_red(opened(remade(out.getvalue()).content), (5, 5))


def test_a_photo_in_a_png_becomes_a_jpeg() -> None:
    out = io.BytesIO()
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(out, "PNG", compress_level=1)

    assert remade(out.getvalue()).media_type == "image/jpeg"


@pytest.mark.parametrize("format", MEDIA)
@pytest.mark.parametrize("left", [12, 40, 0.5, 0.98])
def test_half_an_image_is_none(format: str, left: float) -> None:
    data = photo(format=format)
    kept = data[: int(left)] if left > 1 else data[: int(len(data) * left)]

    with pytest.raises(NotAnImage):
        remade(kept)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes whose header promises so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(7_100, 7_100), (30_000, 30_000), (2_000_000_000, 2), (1, 60_000_000)])
def test_an_image_of_too_many_pixels_is_not_even_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(TooManyPixels):
        remade(bomb(*size))


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_formats_are_not_taken(format: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, format)

    assert not begins_like_an_image(out.getvalue())
    with pytest.raises(NotAnImage):
        remade(out.getvalue())
