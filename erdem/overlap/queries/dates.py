"""The dates line: what is known about when each side became public, and nothing beyond what can be proved.

The day on which this installation stored a record or raised a finding is ours alone. It is never a date of publication and
is never compared with the patent's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from erdem.base.formatting import iso_date
from erdem.knowledge.models import Record, Source
from erdem.literature.models import Publication
from erdem.overlap.models import Finding
from erdem.overlap.queries.page import DateMark, Order

FAR_BACK = dt.date(1, 1, 1)


def year_words(year: int) -> str:
    """Write a year: 1330, or before the common era in words."""
    return _("%(year)s") % {"year": year} if year > 0 else _("%(year)s BCE") % {"year": -year}


def _year_start(year: int) -> dt.date:
    return dt.date(max(year, 1), 1, 1)


def knowledge_marks(record: Record, sources: Iterable[Source]) -> list[DateMark]:
    """Return the dated sources of a record, oldest first; its own year when no source carries one."""
    marks = [
        DateMark(
            "knowledge",
            source.date_text or year_words(source.year),
            source.title,
            source.proves or source.edition or source.period,
            _year_start(source.year),
        )
        for source in sources
        if source.year is not None
    ]
    known = record.known_since_year
    if known is not None and all(mark.day is None or mark.day.year > max(known, 1) for mark in marks):
        text = record.book and f"《{record.book}》" or _("known since, as recorded")
        note = record.known_since_text if record.known_since_text != str(known) else ""
        marks.append(
            DateMark(
                "knowledge",
                note or year_words(known),
                text,
                "" if note else record.known_since_confidence,
                _year_start(known),
            )
        )
    return sorted(marks, key=lambda mark: mark.day or FAR_BACK)[:3]


def patent_marks(publication: Publication) -> list[DateMark]:
    """Return the dates of the document that are known."""
    named = (
        (publication.priority_date, _("priority date")),
        (publication.filing_date, _("filing date")),
        (publication.publication_date, _("publication")),
        (publication.grant_date, _("announcement of the grant")),
    )
    marks = [DateMark("patent", iso_date(day), text, publication.number, day) for day, text in named if day]
    if publication.filing_year and not publication.filing_date and not publication.priority_date:
        marks.insert(
            0,
            DateMark(
                "patent",
                year_words(publication.filing_year),
                _("filed"),
                _("year from the number"),
                _year_start(publication.filing_year),
            ),
        )
    return marks


def dates_line(finding: Finding, sources: Iterable[Source]) -> tuple[DateMark, ...]:
    """Return the points in order: knowledge, patent, ours last."""
    marks = knowledge_marks(finding.record, sources) + patent_marks(finding.publication)
    marks.sort(key=lambda mark: mark.day or FAR_BACK)
    if not any(mark.kind == "knowledge" for mark in marks):
        marks.insert(0, DateMark("knowledge", _("no date"), _("no dated source of the knowledge recorded")))
    if not any(mark.kind == "patent" for mark in marks):
        marks.append(
            DateMark("patent", _("no date"), _("no date of the document obtained"), finding.publication.number)
        )
    ours = DateMark(
        "ours", iso_date(finding.created_at), _("this finding was raised"), _("our own date, never one of publication")
    )
    return (*marks, ours)


def earliest_patent_day(publication: Publication) -> tuple[dt.date | None, str]:
    """Return the day that prior art must lie before, and its name; the first known of priority, filing, publication."""
    for day, name in (
        (publication.priority_date, _("priority date")),
        (publication.filing_date, _("filing date")),
    ):
        if day:
            return day, name
    if publication.filing_year:
        return dt.date(publication.filing_year, 1, 1), _("year of filing")
    return (publication.publication_date, _("publication")) if publication.publication_date else (None, "")


def order_of(finding: Finding, sources: Iterable[Source]) -> Order:
    """Say whether a dated source of the knowledge lies before the patent, as far as years can tell."""
    dated = [source for source in sources if source.year is not None]
    first = min((source.year for source in dated if source.year is not None), default=None)
    known = finding.record.known_since_year
    year = min((value for value in (first, known) if value is not None), default=None)
    day, name = earliest_patent_day(finding.publication)
    if year is None:
        return Order(
            "unknown", _("No dated source of the knowledge is recorded, so nothing can be said about which came first.")
        )
    if day is None:
        return Order(
            "unknown", _("No date of the document was obtained, so nothing can be said about which came first.")
        )
    given = {
        "year": year_words(year),
        "day": iso_date(day) if name != _("year of filing") else year_words(day.year),
        "name": name,
    }
    if year > day.year:
        return Order(
            "after",
            _(
                "The earliest dated source recorded (%(year)s) is later than the %(name)s (%(day)s). It does not show that the knowledge was public first."
            )
            % given,
        )
    if year == day.year:
        return Order(
            "unproved",
            _(
                "The earliest dated source (%(year)s) is of the same year as the %(name)s (%(day)s), without month and day: it is not proved that it lies before."
            )
            % given,
        )
    if name == _("publication"):
        return Order(
            "unproved",
            _(
                "The earliest dated source (%(year)s) lies before the publication (%(day)s); the filing date was not obtained, and it is the filing date that counts."
            )
            % given,
        )
    if first is None:
        return Order(
            "unproved",
            _(
                "By the record the knowledge is known since %(year)s, before the %(name)s (%(day)s). No dated source is attached that proves it."
            )
            % given,
        )
    return Order(
        "before",
        _(
            "The earliest dated source (%(year)s) lies before the %(name)s (%(day)s). Whether that source was public then has to be shown with the source itself."
        )
        % given,
    )
