"""Answers of the European Open Patent Services and DOCDB deliveries: bibliographic data, full text, families, status.

Facts of the format: one file holds many `exchange-document`, `fulltext-document` or `family-member`, each its own
publication. Numbers and names are repeated in several formats (see `bibliographic`). Claims often stand in one block of
text, or as several `claim-text` of one `claim`. A list of search results and a list of page images hold no document;
this is said. The same in JSON is turned into the same tree by `ops_json`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats import bibliographic as biblio_of
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import (
    IMAGES_ONLY,
    NO_CONTENT,
    NO_NUMBER,
    NUMBERS_ONLY,
    XML_NO_RECORDS,
    XML_UNKNOWN_ROOT,
)
from erdem.literature.formats.fields import read_date, snapshot
from erdem.literature.formats.model import Claim, Identity, LegalEvent, Publication, identify
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.xml_documents import XmlDocument, root_name
from erdem.literature.formats.xml_records import read_records
from erdem.literature.formats.xml_text import language, paragraphs, plain, said, without_namespaces

RECORDS: Final = ("family-member", "exchange-document", "fulltext-document")
ROOTS: Final = frozenset({*RECORDS, "world-patent-data", "exchange-documents", "fulltext-documents"})
NUMBERED: Final = re.compile(r"\s*\d{1,3}\s*[.)．、]\s*\D")
CLAIMS_HEADING: Final = re.compile(
    r"\s*(?:what is claimed is|claims?|patentansprüche|ansprüche|revendications|权利要求书?)\b\s*:?\s*", re.IGNORECASE
)
LONGEST_EVENT: Final = 4_000


def sniff(head: Head) -> bool:
    return root_name(head.data) in ROOTS


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every publication of a file, and one problem for an answer that holds none."""
    file = source_name(source, name)
    for document in read_records(source, file, RECORDS):
        if isinstance(document, Problem):
            yield document
            continue
        without_namespaces(document.root)
        yield read_record(document, file) if document.root.tag in RECORDS else nothing_in(document, file)


def nothing_in(document: XmlDocument, file: str) -> Problem:
    """What to say of an answer without any document."""
    root = document.root
    listed = sum(1 for _ in root.iterfind(".//search-result//publication-reference"))
    if listed:
        return NUMBERS_ONLY.at(file, document.line, count=listed)
    if root.find(".//document-inquiry") is not None:
        return IMAGES_ONLY.at(file, document.line)
    fault = XML_NO_RECORDS if root.tag in ROOTS else XML_UNKNOWN_ROOT
    return fault.at(file, document.line, root=str(root.tag)[:60]).with_raw(document.text())


def read_record(document: XmlDocument, file: str) -> Publication | Problem:
    """The publication of one record, or why there is none."""
    record = document.root
    biblio = record.find(".//bibliographic-data")
    biblio = record if biblio is None else biblio
    identity = _identity(record, biblio)
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "publication-reference").with_raw(document.text())
    found = _publication(document, biblio, identity)
    said_nothing = (found.titles, found.abstracts, found.claims, found.description, found.ipc, found.legal_events)
    if not any((*said_nothing, found.parties, found.priorities, found.filing_date, found.publication_date)):
        return NO_CONTENT.at(file, document.line, value=identity.identifier).with_raw(document.text())
    return found


def _identity(record: etree._Element, biblio: etree._Element) -> Identity:
    published = biblio_of.chosen(biblio_of.document_ids(biblio, "publication-reference"), biblio_of.EXCHANGE)
    number = biblio_of.number_of(published)
    if record.get("doc-number"):
        number = "".join(record.get(part, "") for part in ("country", "doc-number", "kind"))
    filed = biblio_of.document_ids(biblio, "application-reference")
    application, country = biblio_of.application_number(filed)
    return identify(number, application, country=country)


def _publication(document: XmlDocument, biblio: etree._Element, identity: Identity) -> Publication:
    record = document.root
    published = biblio_of.document_ids(biblio, "publication-reference")
    priorities = biblio_of.priorities(biblio)
    parties = biblio_of.read_parties(biblio)
    description = record.find("description")
    text = paragraphs(description, "p", "heading")
    withdrawn = record.get("status", "").upper() == "D"
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        titles=biblio_of.titles(biblio),
        abstracts=biblio_of.abstracts(list(record.iterfind(".//abstract"))),
        claims=_claims(record),
        description=text,
        description_lang=language(description, text) if text else "",
        ipc=biblio_of.ipc(biblio),
        cpc=biblio_of.cpc(biblio),
        applicants=biblio_of.names(parties, "applicant", "assignee"),
        inventors=biblio_of.names(parties, "inventor"),
        applicant_place=biblio_of.place(parties),
        priorities=priorities,
        priority_date=min((one.date for one in priorities if one.date), default=None),
        filing_date=biblio_of.dated(biblio_of.document_ids(biblio, "application-reference")),
        publication_date=biblio_of.dated(published) or read_date(record.get("date-publ", "")),
        family_id=record.get("family-id", ""),
        citations=biblio_of.citations(biblio),
        parties=parties,
        legal_events=_legal_events(record),
        withdrawn=withdrawn,
        source_format="epo-ops",
        source_id=record.get("doc-id", ""),
        source_line=document.line,
        remarks=identity.remarks,
        snapshot=snapshot(document.data),
    )


def _claims(record: etree._Element) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for claims in record.iterfind("claims"):
        texts = [_block(one) for one in claims.iter("claim-text")] or [_block(claims)]
        separate = separated(texts)
        found += make_claims(separate, language(claims, " ".join(separate)[:400]))
    return tuple(found)


def _block(element: etree._Element) -> str:
    """Text with its line breaks, which tell the claims of one block apart."""
    return "".join(map(str, element.itertext())) if element.find("claim-text") is None else element.text or ""


def separated(texts: list[str]) -> list[str]:
    """One text for each claim. Where lines begin with numbers, a line without one belongs to the claim before it; a
    heading before the first number is left off, anything else there stays with the first claim.
    """
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    if lines and (heading := CLAIMS_HEADING.match(lines[0])):
        lines[0] = lines[0][heading.end() :]
    if not any(map(NUMBERED.match, lines)):
        return [" ".join(text.split()) for text in texts] if len(texts) > 1 else [" ".join(lines)]
    found: list[str] = []
    numbered = False
    for line in filter(None, lines):
        begins = NUMBERED.match(line) is not None
        if not found or (begins and numbered):
            found.append(line)
        else:
            found[-1] += " " + line
        numbered = numbered or begins
    return found


def _legal_events(record: etree._Element) -> tuple[LegalEvent, ...]:
    """Events of the status data base: gazette day, code, its meaning and the details that come with it."""
    events = [_legal_event(one) for one in record.iterfind(".//legal")]
    return tuple(dict.fromkeys(events))


def _legal_event(legal: etree._Element) -> LegalEvent:
    details = [
        f"{one.get('desc', '')}: {plain(one)}"
        for holder in legal
        if str(holder.tag).startswith("L500")
        for one in holder.iter("*")
        if not len(one) and plain(one)
    ]
    text = "; ".join((" ".join(legal.get("desc", "").split()), *details))
    code = legal.get("code", "").strip() or said(legal, "L008EP")
    return LegalEvent(_event_day(legal), code, text.strip("; ")[:LONGEST_EVENT], said(legal, "L001EP"))


def _event_day(legal: etree._Element) -> datetime.date | None:
    """The day of the gazette, else the day the event took effect."""
    return read_date(said(legal, "L007EP")) or read_date(said(legal, ".//L525EP"))


FORMAT = Format("epo-ops", "EPO OPS and DOCDB XML", sniff, read)
