"""The State Council's notice of a year, as rows of a table: read, looked over, and what is odd about it said before it counts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from erdem.base.formatting import long_date
from erdem.base.models import DayKind
from erdem.lib.working_days import NEXT_NOTICE_REACHES_BACK, SATURDAY, statutory_days

DAY = dt.timedelta(days=1)
MOST_ROWS = 200
_KINDS = {
    DayKind.OFF: {"放假", "休", "休息", "放", "off", "holiday"},
    DayKind.MAKE_UP: {"上班", "调休上班", "补班", "班", "工作", "make_up", "make-up", "work"},
}
_DATE = re.compile(r"(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_RANGE = re.compile(r"\.\.|至|到|—|–|~|～")


@dataclass(frozen=True)
class NoticeDay:
    """A day that a notice makes a day off or a working day."""

    day: dt.date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Notice:
    """What was read: the days, the rows that could not be read, and what is odd though readable."""

    year: int
    days: tuple[NoticeDay, ...]
    problems: tuple[str, ...]
    doubts: tuple[str, ...]


def read_notice(year: int, rows: Iterable[Sequence[str]]) -> Notice:
    """Read rows of day (or first and last day), kind and name; a head line and empty rows are passed over."""
    found: dict[dt.date, NoticeDay] = {}
    problems: list[str] = []
    for number, cells in enumerate(rows, 1):
        words = [cell.strip() for cell in cells if cell.strip()]
        if not words or (number == 1 and not re.search(r"\d", "".join(words))):
            continue
        if number > MOST_ROWS:
            problems.append(
                _("There are more than %(number)s rows. A notice has fewer than a hundred.") % {"number": MOST_ROWS}
            )
            break
        read = _row(year, words)
        if isinstance(read, str):
            problems.append(_("Row %(number)s: %(problem)s") % {"number": number, "problem": read})
            continue
        for one in read:
            if one.day in found and found[one.day].kind != one.kind:
                problems.append(_("%(day)s stands there as off and as working day.") % {"day": long_date(one.day)})
            found[one.day] = one
    days = tuple(found[day] for day in sorted(found))
    if not days and not problems:
        problems.append(_("There is no row with a day. Paste the rows of the notice: day, off or working, name."))
    return Notice(year, days, tuple(problems), tuple(_doubts(year, found) if days else ()))


def _row(year: int, words: list[str]) -> list[NoticeDay] | str:
    kind = next((kind for kind, names in _KINDS.items() if any(word.lower() in names for word in words)), None)
    if kind is None:
        return _("it does not say whether the day is off (放假) or worked on (上班).")
    bounds = _bounds(year, next((word for word in words if _DATE.search(word)), ""))
    bounds += [
        one for word in words[1:] if not bounds[1:] and (one := _day(year, word)) is not None and one != bounds[0]
    ]
    if not bounds or len(bounds) > 2:
        return _("the day cannot be read. Write it as %(example)s.") % {"example": f"{year}-02-05"}
    first, last = bounds[0], bounds[-1]
    if last < first or (last - first).days > 20:
        return _("the last day lies before the first, or too far behind it.")
    days = [first + DAY * offset for offset in range((last - first).days + 1)]
    if any((one + NEXT_NOTICE_REACHES_BACK).year < year or one.year > year for one in days):
        return _("the day lies outside the year %(year)s.") % {"year": year}
    known = {name for names in _KINDS.values() for name in names}
    rest = [word for word in words if word.lower() not in known and not _DATE.search(word)]
    return [NoticeDay(one, kind, (rest[0] if rest else str(kind.label))[:100]) for one in days]


def _bounds(year: int, text: str) -> list[dt.date]:
    """Return the first and the last day of “1月1日至3日”: the last may leave out what is the same."""
    first_text, *rest = _RANGE.split(text)
    first = _day(year, first_text)
    if first is None or not rest:
        return [first] if first else []
    last, number = _day(year, rest[-1]), re.search(r"\d{1,2}", rest[-1])
    if last is None and number and not _DATE.search(rest[-1]):
        last = _day(year, f"{first.year}-{first.month}-{number[0]}")
    return [first, last] if last else []


def _day(year: int, text: str) -> dt.date | None:
    found = _DATE.search(text)
    if found is None:
        return None
    written, month, number = found.groups()
    try:
        return dt.date(int(written or year), int(month), int(number))
    except ValueError:
        return None


def _doubts(year: int, found: dict[dt.date, NoticeDay]) -> Iterable[str]:
    for day, name in sorted(statutory_days(year).items()):
        if day not in found or found[day].kind != DayKind.OFF:
            yield _("%(day)s (%(name)s) is off by law but not among the days off.") % {
                "day": long_date(day),
                "name": name,
            }
    for one in found.values():
        if one.kind == DayKind.MAKE_UP and one.day.weekday() < SATURDAY:
            yield _("%(day)s is a weekday and is worked on anyway.") % {"day": long_date(one.day)}
