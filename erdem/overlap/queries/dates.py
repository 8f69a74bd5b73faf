"""The dates line: what is known about when each side became public, and nothing beyond what can be proved.

The day on which this installation stored a record or raised a finding is ours alone. It is never a date of publication and
is never compared with the patent's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base.formatting import iso_date
from erdem.knowledge.models import Record, Source
from erdem.literature.choices import Stage
from erdem.literature.models import Publication
from erdem.overlap.models import Finding
from erdem.overlap.queries.joining import typeset
from erdem.overlap.queries.own_dates import sources_of_others
from erdem.overlap.queries.page import DateMark, Order

FAR_BACK = dt.date(1, 1, 1)
SHORT = 10


def year_words(year: int) -> str:
    """Write a year: 1330, or before the common era in words."""
    return _("year %(year)s") % {"year": year} if year > 0 else _("%(year)s BCE") % {"year": -year}


def _year_start(year: int) -> dt.date:
    return dt.date(max(year, 1), 1, 1)


def knowledge_marks(record: Record, sources: Iterable[Source]) -> list[DateMark]:
    """Return the dated sources of a record, oldest first; its own year when no source carries one."""
    marks = [
        DateMark(
            "knowledge",
            source.date_text or year_words(source.year),
            f"《{source.title}》" if source.kind == "classic" and "《" not in source.title else source.title,
            source.proves or source.edition or source.period,
            _year_start(source.year),
        )
        for source in sources_of_others(sources)
        if source.year is not None
    ]
    known = record.known_since_year
    if known is not None and all(mark.day is None or mark.day.year > max(known, 1) for mark in marks):
        marks.append(_own_year(record, known))
    return sorted(marks, key=lambda mark: mark.day or FAR_BACK)[:3]


def _own_year(record: Record, known: int) -> DateMark:
    """Return the year that the record itself states, without a dated source: said to be so, not proved."""
    stated = typeset(record.known_since_text) if record.known_since_text != str(known) else ""
    is_short = 0 < len(stated) <= SHORT
    text = f"《{record.book}》" if record.book else stated if stated and not is_short else ""
    said = _("known since, as recorded")
    return DateMark(
        "knowledge", stated if is_short else year_words(known), text or said, said if text else "", _year_start(known)
    )


def grant_day(publication: Publication) -> dt.date | None:
    """Return the day of the announcement of the grant; the document of a granted patent is published on that day."""
    if publication.grant_date is not None:
        return publication.grant_date
    return publication.publication_date if publication.stage == Stage.GRANTED else None


def patent_marks(publication: Publication) -> list[DateMark]:
    """Return the dates of the document that are known."""
    granted = grant_day(publication)
    published = publication.publication_date if publication.publication_date != granted else None
    named = (
        (publication.priority_date, _("priority date")),
        (publication.filing_date, _("filing date")),
        (published, _("publication of the document")),
        (granted, _("announcement of the grant")),
    )
    marks = [DateMark("patent", iso_date(day), text, publication.number, day) for day, text in named if day]
    if publication.filing_year and not publication.filing_date and not publication.priority_date:
        first = _year_start(publication.filing_year)
        words = year_words(publication.filing_year)
        marks.insert(0, DateMark("patent", words, _("filed"), _("year from the number"), first))
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


@dataclass(frozen=True)
class Limit:
    """What a source has to lie before: ``year`` is the first year that would no longer prove it."""

    year: int
    name: str
    shown: str
    is_filing: bool = True


def limit_of(publication: Publication) -> Limit | None:
    """Return the date that counts. Without a known priority the priority may lie up to a year before the filing."""
    if publication.priority_date:
        return Limit(publication.priority_date.year, _("priority date"), iso_date(publication.priority_date))
    if publication.filing_date:
        return Limit(publication.filing_date.year - 1, _("filing date"), iso_date(publication.filing_date))
    if publication.filing_year:
        return Limit(publication.filing_year - 1, _("year of filing"), year_words(publication.filing_year))
    day = publication.publication_date
    return Limit(day.year, _("publication of the document"), iso_date(day), is_filing=False) if day else None


def order_of(finding: Finding, sources: Iterable[Source]) -> Order:
    """Say whether a dated source of the knowledge lies before the patent, as far as years can tell."""
    dated = (source.year for source in sources_of_others(sources) if source.year is not None)
    proved = min(dated, default=None)
    known = finding.record.known_since_year
    limit = limit_of(finding.publication)
    if proved is None and known is None:
        return Order("unknown", str(_SENTENCES["undated"]), "source")
    if limit is None:
        return Order("unknown", str(_SENTENCES["undated patent"]), "patent")
    first = proved if proved is not None else known
    given = {"year": year_words(first or 0), "known": year_words(known or 0), "day": limit.shown, "name": limit.name}
    if proved is None or (known is not None and known < limit.year <= proved):
        early = known is not None and known < limit.year
        return Order("unproved", str(_SENTENCES["only said" if early else "too late"]) % given, "source")
    if proved > limit.year + 1 or (proved > limit.year and limit.name == _("priority date")):
        return Order("after", str(_SENTENCES["too late"]) % given, "source")
    if proved >= limit.year:
        return Order("unproved", str(_SENTENCES["too near"]) % given, "source")
    return (
        Order("before", str(_SENTENCES["before"]) % given)
        if limit.is_filing
        else Order("unproved", str(_SENTENCES["no filing"]) % given, "patent")
    )


_SENTENCES = {
    "undated": gettext_lazy(
        "No dated source of the knowledge is recorded, so nothing can be said about which came first."
    ),
    "undated patent": gettext_lazy(
        "No date of the document was obtained, so nothing can be said about which came first."
    ),
    "too late": gettext_lazy(
        "The earliest dated source recorded (%(year)s) is later than the %(name)s (%(day)s). It does not show that the"
        " knowledge was public first."
    ),
    "too near": gettext_lazy(
        "The earliest dated source (%(year)s) is too near the %(name)s (%(day)s), without month and day: it is not"
        " proved"
        " that it lies before."
    ),
    "no filing": gettext_lazy(
        "The earliest dated source (%(year)s) lies before the publication (%(day)s); the filing date was not"
        " obtained, and"
        " it is the filing date that counts."
    ),
    "only said": gettext_lazy(
        "By the record the knowledge is known since %(known)s, before the %(name)s (%(day)s). No dated source is"
        " attached"
        " that proves it."
    ),
    "before": gettext_lazy(
        "The earliest dated source (%(year)s) lies before the %(name)s (%(day)s). Whether that source was public then"
        " has"
        " to be shown with the source itself."
    ),
}
