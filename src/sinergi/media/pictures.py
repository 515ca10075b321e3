"""Making pictures small, upright and free of what they tell about the place."""

import datetime as dt
import io
import warnings
from dataclasses import dataclass
from typing import IO
from zoneinfo import ZoneInfo

import pillow_heif
from PIL import Image, ImageOps

from sinergi.media.kinds import PILLOW_FORMATS

LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320
QUALITY = 82
MEGAPIXELS_LIMIT = 80
TAKEN_AT, EXIF_PART = 0x9003, 0x8769

pillow_heif.register_heif_opener()


class TooLarge(Exception):
    """The picture has more pixels than are decoded."""


class Unreadable(Exception):
    """The picture breaks off or is no picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded JPEG with its thumbnail."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_at: dt.datetime | None


def prepare(file: IO[bytes], *, content_type: str, zone: ZoneInfo) -> Picture:
    """Decode, turn upright, shrink and encode anew, without any metadata.

    Only the moment of the photograph is read from what the camera noted.

    Raises:
        TooLarge: The picture has too many pixels; nothing was decoded.
        Unreadable: It cannot be decoded.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=[PILLOW_FORMATS[content_type]]) as image:
                return _prepared(image, zone)
    except Image.DecompressionBombError:
        raise TooLarge from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        RuntimeError,
        KeyError,
    ) as error:
        raise Unreadable from error


def _prepared(image: Image.Image, zone: ZoneInfo) -> Picture:
    if image.width * image.height > MEGAPIXELS_LIMIT * 1_000_000:
        raise TooLarge
    taken_at = _moment(image, zone)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    flat = _on_white(upright)
    content = _encoded(flat)
    width, height = flat.size
    flat.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(content, _encoded(flat), width, height, taken_at)


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in plain colours, with white where it was transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def _encoded(image: Image.Image) -> bytes:
    """JPEG bytes of the dots alone; a fresh image carries no metadata along."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    stream = io.BytesIO()
    bare.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return stream.getvalue()


def _moment(image: Image.Image, zone: ZoneInfo) -> dt.datetime | None:
    """When the camera says that the photograph was taken, if it says so sensibly."""
    said = image.getexif().get_ifd(EXIF_PART).get(TAKEN_AT)
    try:
        naive = dt.datetime.strptime(str(said), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras note no zone
    except ValueError:
        return None
    return naive.replace(tzinfo=zone)
