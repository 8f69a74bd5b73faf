"""Legal status and decisions of the Chinese office: `PRSRecord` (one event of one application) and `PatentVerdict`.

A delivery of status holds one record for each event, ordered by day and number; records of one application that follow
each other are given as one publication, so that nothing has to be held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from erdem.lib.reading import Problem
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import read_date, snapshot
from erdem.literature.formats.model import Identity, LegalEvent, Publication, identify
from erdem.literature.formats.xml_documents import XmlDocument
from erdem.literature.formats.xml_text import plain, said

STATUS: Final = "PRSRecord"
VERDICT: Final = "PatentVerdict"
LONGEST_EVENT: Final = 4_000
MOST_HELD: Final = 1_000
DATES: Final = ("DecisionDate", "VerdictDate", "PublicationDate", "AnnouncementDate")
NUMBERS: Final = ("DecisionNumber", "VerdictNumber", "DecisionNo", "VerdictNo", "CaseNumber")
RESULTS: Final = ("DecisionResult", "VerdictResult", "Conclusion", "Result", "Decision", "VerdictType", "DecisionType")


def legal_events(records: Iterable[etree._Element]) -> tuple[LegalEvent, ...]:
    """The events of status records by day; a record that the office took back (`status="D"`) is none."""
    found = [_event(one) for one in records if one.get("status", "").upper() != "D"]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.date.isoformat() if one.date else ""))


def _event(record: etree._Element) -> LegalEvent:
    day = read_date(said(record, "PRSPublicationDate/Date", "PRSPublicationDate", "Date"))
    words = dict.fromkeys((said(record, "PRSValue"), said(record, "PRSInformation")))
    country = said(record, ".//WIPOST3Code") or "CN"
    return LegalEvent(day, said(record, "PRSCode"), "：".join(filter(None, words))[:LONGEST_EVENT], country)


def verdicts(elements: Iterable[etree._Element]) -> tuple[LegalEvent, ...]:
    """Decisions on re-examination and invalidation: day, number and what was decided, else all their words."""
    found = []
    for element in elements:
        date = next(filter(None, map(read_date, _all(element, DATES))), None)
        if date is None:
            date = next(filter(None, map(read_date, _all(element, ("Date",)))), None)
        text = "：".join(dict.fromkeys(_all(element, RESULTS))) or plain(element)
        found.append(LegalEvent(date, next(iter(_all(element, NUMBERS)), ""), text[:LONGEST_EVENT], "CN"))
    return tuple(dict.fromkeys(found))


def _all(element: etree._Element, tags: tuple[str, ...]) -> list[str]:
    """Texts of the descendants of these names, in the order of the names."""
    return [text for tag in tags for one in element.iter(tag) if (text := plain(one))]


def read_status(items: Iterable[XmlDocument | Publication | Problem], file: str) -> Iterator[Publication | Problem]:
    """Turn the status records and decisions of a stream into publications; everything else passes."""
    held: list[XmlDocument] = []
    known: Identity | None = None
    for item in items:
        identity = _identity(item.root) if isinstance(item, XmlDocument) else None
        if known and (identity is None or identity.identifier != known.identifier or len(held) == MOST_HELD):
            yield _publication(held, known)
            held, known = [], None
        if not isinstance(item, XmlDocument):
            yield item
        elif identity is None or not identity.identifier:
            yield NO_NUMBER.at(file, item.line, "ApplicationReference").with_raw(item.text())
        else:
            known = identity
            held.append(item)
    if known:
        yield _publication(held, known)


def _identity(record: etree._Element) -> Identity:
    references = list(record.iter("ApplicationReference"))
    original = [one for one in references if one.get("dataFormat", "original") == "original"]
    filed = next(iter(original or references), None)
    published = next(record.iter("PublicationReference"), None)
    number = "".join(said(published, f".//{part}") for part in ("WIPOST3Code", "DocNumber", "Kind"))
    application = said(filed, ".//DocNumber") or next(iter(_all(record, ("PatentNumber", "ApplicationNumber"))), "")
    return identify(number if re.search(r"\d", number) else "", application, country="CN")


def _publication(records: list[XmlDocument], identity: Identity) -> Publication:
    status = [one.root for one in records if one.root.tag == STATUS]
    events = (*legal_events(status), *verdicts(one.root for one in records if one.root.tag == VERDICT))
    latest = max(status, key=lambda one: said(one, "PRSPublicationDate/Date", "PRSPublicationDate"), default=None)
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        filing_date=next(filter(None, (read_date(said(one, "ApplicationReference//Date")) for one in status)), None),
        legal_status=said(latest, "PRSValue"),
        legal_events=events,
        source_format="cnipa",
        source_id=records[0].root.get("PRSID", ""),
        source_line=records[0].line,
        remarks=identity.remarks,
        snapshot=snapshot(b"".join(one.data for one in records)),
    )
