"""Feeds of days: what other programs are to read."""

from __future__ import annotations

import datetime as dt

from erdem.base.feeds import FeedDay, feed

AT = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
LONG = "收到投诉后应当作出受理或者不予受理的决定；还有、逗号,和反斜杠\\以及\n第二行" * 4


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_feed_is_whole_days_in_the_order_given() -> None:
    lines = unfolded(
        feed("示例日历", [FeedDay("c-1@erdem", dt.date(2026, 12, 31), "示例届满日", url="https://a.example/x")], at=AT)
    )
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"UID:c-1@erdem", "DTSTAMP:20261127T080000Z", "SUMMARY:示例届满日", "URL:https://a.example/x"} <= set(lines)
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines


def test_every_line_ends_properly_and_is_short_enough() -> None:
    content = feed("示例", [FeedDay("c-1", dt.date(2026, 12, 31), LONG, LONG)], at=AT)
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two


def test_signs_with_a_meaning_are_escaped_and_come_back() -> None:
    (written,) = (
        one for one in unfolded(feed("a", [FeedDay("u", AT.date(), LONG)], at=AT)) if one.startswith("SUMMARY:")
    )
    text = written.removeprefix("SUMMARY:")
    for written_as, sign in (("\\n", "\n"), ("\\,", ","), ("\\;", ";")):
        text = text.replace(written_as, sign)
    assert text.replace("\\\\", "\\") == LONG


def test_no_line_of_its_own_is_slipped_in() -> None:
    nasty = FeedDay("u\r\nATTENDEE:x", AT.date(), "t\rEND:VCALENDAR", url="https://a.example/\r\nX:y")
    lines = unfolded(feed("n\r\nBEGIN:VEVENT", [nasty], at=AT))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == lines.count("END:VCALENDAR") == 1
    assert not [one for one in lines if one.startswith(("ATTENDEE", "X:"))]
