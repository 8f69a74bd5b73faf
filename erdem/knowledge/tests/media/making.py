"""Small files of every kind for tests: sound ones, and hostile ones."""

from __future__ import annotations

import io
import math
import struct
import wave
import zipfile
import zlib
from typing import Any

import numpy
import pypdf
import soundfile
from PIL import ExifTags, Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

SERIAL = "ZQX-SERIAL-4711"
PLACE = "+43.6000+115.9900"


def jpeg(width: int = 640, height: int = 480, *, with_place: bool = False, turned: int = 1) -> bytes:
    """A photograph, on request with place, serial number and owner as a telephone writes them."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    if with_place:
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "示例相机厂", "X-100"
        shot = exif.get_ifd(ExifTags.IFD.Exif)
        shot[ExifTags.Base.BodySerialNumber], shot[ExifTags.Base.DateTimeOriginal] = SERIAL, "2026:10:12 09:30:00"
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (43.0, 36.0, 0.0)
        place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (115.0, 59.0, 24.0)
    stream = io.BytesIO()
    picture(width, height).save(stream, "JPEG", exif=exif, comment=SERIAL.encode() if with_place else b"")
    return stream.getvalue()


def picture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture in which every part differs."""
    across = numpy.linspace(0, 255, width)[None, :, None]
    down = numpy.linspace(0, 255, height)[:, None, None]
    red, green = numpy.broadcast_to(across, (height, width, 1)), numpy.broadcast_to(down, (height, width, 1))
    whole = numpy.concatenate([red, green, 255 - red], axis=2).astype("uint8")
    return Image.fromarray(whole, "RGB").convert(mode)


def saved(form: str, mode: str = "RGB", **given: Any) -> bytes:
    """A picture in some format."""
    stream = io.BytesIO()
    picture(320, 200, mode).save(stream, form, **given)
    return stream.getvalue()


def tone(seconds: float = 1.0, form: str = "WAV") -> bytes:
    """A tone that grows louder."""
    rate = 8000
    time = numpy.arange(int(rate * seconds)) / rate
    samples = numpy.sin(2 * math.pi * 440 * time) * time / seconds
    stream = io.BytesIO()
    soundfile.write(stream, samples, rate, format=form)
    return stream.getvalue()


def tone_with_remarks() -> bytes:
    """A WAV file with a chunk in which a recorder wrote its serial number."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    plain = stream.getvalue()
    remark = SERIAL.encode().ljust(20, b"\x00")
    chunk = b"bext" + struct.pack("<I", len(remark)) + remark
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(chunk)) + plain[8:] + chunk


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I4s", len(content) + 8, kind) + content


def film(*, with_place: bool = False, sound_only: bool = False) -> bytes:
    """The boxes of an MP4 film of 2.5 seconds, 640 by 360, without frames."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 2500) + bytes(80))
    track = box(
        b"tkhd", bytes(76) + struct.pack(">II", (0 if sound_only else 640) << 16, (0 if sound_only else 360) << 16)
    )
    handler = box(b"mdia", box(b"hdlr", bytes(8) + (b"soun" if sound_only else b"vide") + bytes(12)))
    place = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE) + 1, 0x15C7) + PLACE.encode() + b"/"))
    moov = box(b"moov", header + box(b"trak", track + handler) + (place if with_place else b""))
    return box(b"ftyp", b"isom" + bytes(4) + b"isommp42") + moov + box(b"mdat", bytes(64))


def webm(*, sound_only: bool = False) -> bytes:
    """The head of a WebM file of 3 seconds."""

    def element(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack(">B", 0x80 | len(content)) + content if len(content) < 127 else b""

    head = element(b"\x1aE\xdf\xa3", element(b"\x42\x82", b"webm"))
    info = element(
        b"\x15\x49\xa9\x66",
        element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3, "big")) + element(b"\x44\x89", struct.pack(">d", 3000.0)),
    )
    video = b"" if sound_only else element(b"\xe0", element(b"\xb0", b"\x02\x80") + element(b"\xba", b"\x01\x68"))
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\xd7", b"\x01") + video))
    return head + element(b"\x18\x53\x80\x67", info + tracks)  # fmt: skip


def pdf(**given: Any) -> bytes:
    """A PDF of one page; with ``script`` one that runs something, with ``password`` a locked one, with ``side`` a huge one."""
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(given.get("side", 200), 200)
    if "script" in given:
        code = TextStringObject(given["script"])
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): code}
        )
    if "hidden" in given:
        action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")}
        writer._add_object(DictionaryObject(action))
    if "password" in given:
        writer.encrypt(given["password"])
    writer.write(stream)
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    """A ZIP archive; names write / as __ and . as _dot_."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def word(**more: bytes) -> bytes:
    """A word-processing file, as far as its parts go."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr("word/document.xml", b"<w:document/>")
        for name, content in more.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def picture_bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it is ``side`` pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
        + chunk(b"IEND", b"")
    )


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>'
SVG_WITH_SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><body onload=alert(1)>x</body></html>"
