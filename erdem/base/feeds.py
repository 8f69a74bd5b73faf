"""Days as a calendar that other programs subscribe to: iCalendar (RFC 5545), written here because a dozen lines suffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

PRODUCT = "-//Erdem//Clocks//ZH"
LONGEST_LINE = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class FeedDay:
    """A whole day in a feed. ``uid`` stays the same for the same thing, so that a moved day replaces the old one."""

    uid: str
    day: dt.date
    title: str
    description: str = ""
    url: str = ""


def feed(name: str, days: Iterable[FeedDay], *, at: dt.datetime) -> bytes:
    """Return the calendar file.

    Args:
        name: what the calendar is called in the program that subscribes.
        days: whole days; sensitive words do not belong into a feed, which leaves the house.
        at: moment of making, aware; goes into every entry (DTSTAMP).
    """
    stamp = at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "X-WR-TIMEZONE:Asia/Shanghai"]
    for one in days:
        lines += ["BEGIN:VEVENT", f"UID:{_escaped(one.uid)}", f"DTSTAMP:{stamp}"]
        lines += [f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{one.day + dt.timedelta(days=1):%Y%m%d}"]
        lines += [f"SUMMARY:{_escaped(one.title)}"]
        lines += [f"DESCRIPTION:{_escaped(one.description)}"] if one.description else []
        lines += [f"URL:{_address(one.url)}"] if one.url else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    """Escape text (RFC 5545, 3.3.11); control characters other than line ends are dropped."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in kept if one == "\n" or (ord(one) >= 32 and ord(one) != 127))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(sign, written)
    return kept


def _address(url: str) -> str:
    return "".join(one for one in url if ord(one) > 32 and ord(one) != 127)


def _folded(line: str) -> bytes:
    """End a line with CRLF and fold it between characters, each piece within 75 octets."""
    pieces: list[bytes] = []
    room, piece = LONGEST_LINE, b""
    for one in line:
        octets = one.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            room, piece = LONGEST_LINE - 1, b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
