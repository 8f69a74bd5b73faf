"""Pictures: checked to the last line, and smaller copies made of them that carry neither place nor serial number."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from erdem.knowledge.mediafiles.kinds import Refused

MOST_PIXELS: Final = 120_000_000
"""A picture of more pixels is not unpacked: 120 million take about 360 MB of memory."""
QUALITY: Final = 86
LONGEST_TEXT: Final = 120
_FORMATS: Final = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "gif": ("GIF",), "webp": ("WEBP",), "tiff": ("TIFF",)}
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    MemoryError,
    OverflowError,
)


@dataclass(frozen=True)
class Picture:
    """Size of the upright picture in pixels, and what the camera wrote into it."""

    width: int
    height: int
    facts: dict[str, Any] = field(default_factory=dict)
    trace: dict[str, Any] = field(default_factory=dict)


@contextmanager
def _opened(path: Path, code: str) -> Iterator[Image.Image]:
    """Open a picture as exactly the format it was recognised as, and never unpack one of too many pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large pictures and odd tags; we measure and decide ourselves
        try:
            with Image.open(path, formats=_FORMATS[code]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused("too_many_pixels", most=MOST_PIXELS // 1_000_000)
                yield picture
        except Refused:
            raise
        except Image.DecompressionBombError as error:
            raise Refused("too_many_pixels", most=MOST_PIXELS // 1_000_000) from error
        except (UnidentifiedImageError, *_BROKEN) as error:
            raise Refused("damaged") from error


def check_picture(path: Path, code: str) -> Picture:
    """Unpack a picture to its last line.

    Raises:
        Refused: it is cut off, damaged or has too many pixels.
    """
    with _opened(path, code) as picture:
        picture.load()
        upside = picture.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
        width, height = (picture.height, picture.width) if upside else picture.size
        facts, trace = _camera(picture)
    return Picture(width, height, facts, trace)


def upright(path: Path, code: str) -> Image.Image:
    """Return the picture upright, as RGB on white, without anything that the camera wrote into it."""
    with _opened(path, code) as picture:
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            layer = turned.convert("RGBA")
            white = Image.new("RGB", layer.size, "white")
            white.paste(layer, mask=layer.getchannel("A"))
            return white
        plain = _eight_bits(turned).convert("RGB")
        plain.info = {}
        return plain


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = (float(value) for value in picture.getextrema()[:2])  # type: ignore[arg-type]  # one band: two numbers
        scale = 255 / (high - low) if high > low else 1
        return picture.convert("F").point(lambda value: (value - low) * scale).convert("L")
    return picture


def make_preview(path: Path, code: str, longest: int) -> tuple[bytes, int, int]:
    """Return a JPEG whose longer side is at most ``longest`` pixels, with its width and height.

    Raises:
        Refused: the picture is damaged.
    """
    picture = upright(path, code)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return as_jpeg(picture), picture.width, picture.height


def as_jpeg(picture: Image.Image) -> bytes:
    """Return the picture as JPEG without any metadata."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()


def _camera(picture: Image.Image) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the camera wrote: facts for the capture record, and what leads to a place or a person."""
    exif = picture.getexif()
    shot, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    tags = ExifTags.Base
    facts = {
        "make": exif.get(tags.Make),
        "model": exif.get(tags.Model),
        "taken": shot.get(tags.DateTimeOriginal) or exif.get(tags.DateTime),
        "lens": shot.get(tags.LensModel),
        "exposure": shot.get(tags.ExposureTime),
        "aperture": shot.get(tags.FNumber),
        "iso": shot.get(tags.ISOSpeedRatings),
    }
    trace = {
        "serial": shot.get(tags.BodySerialNumber),
        "lens_serial": shot.get(tags.LensSerialNumber),
        "owner": shot.get(tags.CameraOwnerName) or exif.get(tags.Artist),
        "latitude": _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef) == "S"),
        "longitude": _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef) == "W"),
    }
    return _tidy(facts), _tidy(trace)


def _tidy(found: dict[str, Any]) -> dict[str, Any]:
    kept = {name: _plain(value) for name, value in found.items()}
    return {name: value for name, value in kept.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return "".join(letter for letter in value if letter.isprintable()).strip()[:LONGEST_TEXT]
    try:
        return round(float(value), 6) if value is not None else None
    except (TypeError, ValueError, ZeroDivisionError):
        return None


def _degrees(parts: Any, negative: bool) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    whole = degrees + minutes / 60 + seconds / 3600
    return -whole if negative else whole
