"""Documents of the public patent search of the American office, as its service answers and as `patent_client` writes them.

The answer holds a list `patents` (search) or is a list of documents; names are `inventionTitle` there and `patent_title`
in the files of `patent_client`. Texts are HTML with line breaks and marked hits. Documents before 1976 are scans: their
title is only a notice, their description recognised text.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from erdem.lib.fields import squeeze
from erdem.lib.json_items import Item, read_items
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, read_date, snapshot
from erdem.literature.formats.model import Claim, Identity, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.uspto_search_lists import citations, names, place, priorities, read_parties

START: Final = re.compile(r"\s*[\[{]")
KEYS: Final = re.compile(r'"guid"\s*:\s*"[A-Z]{2}-')
NAMES: Final = re.compile(r'"(?:inventionTitle|patent_title|publicationReferenceDocumentNumber)"')
BREAK: Final = re.compile(r"<br\s*/?>|</p>|</tr>|</li>", re.IGNORECASE)
TAG: Final = re.compile(r"<[^<>]{1,500}>")
NUMBERED: Final = re.compile(r"\s*\d{1,4}\s*\.\s*\D")
NOTHING: Final = frozenset({"N/A", "[]", "OCR SCANNED DOCUMENT"})
WRAPPERS: Final = ("docs", "patents")


def sniff(head: Head) -> bool:
    text = head.text
    return bool(START.match(text) and KEYS.search(text) and NAMES.search(text))


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every document of an answer or file."""
    file = source_name(source, name)
    for item in read_items(source, name=file):
        if isinstance(item, Problem):
            yield item
            continue
        record = Record(item.values, file, item.line)
        wrapper = next((one for one in WRAPPERS if isinstance(item.values.get(one), list)), "")
        for one in record.objects(wrapper) if wrapper else [record]:
            yield from _read_record(one, item)


def _read_record(record: Record, item: Item) -> Iterator[Publication | Problem]:
    number = record.text("guid").replace("-", "") or "US" + record.text(
        "publicationReferenceDocumentNumber", "publication_number"
    )
    application = record.text("applicationNumber", "appl_id")
    identity = identify(number if re.search(r"\d", number) else "", application, country="US")
    if not identity.identifier:
        yield NO_NUMBER.at(record.file, record.line, "guid").with_raw(item.raw)
        return
    title = plain(record.text("inventionTitle", "patent_title"))
    texts = _texts(record)
    description = _description(texts)
    yield replace(
        _bibliographic(record, identity),
        titles={"en": title} if title else {},
        abstracts=_english(texts, "abstractHtml", "abstract_html", "abstract"),
        claims=_claims(texts),
        description=description,
        description_lang="en" if description else "",
        unseen=() if title else ("the document is a scan without a title",),
        snapshot=snapshot(item.raw),
    )
    yield from record.problems


def _bibliographic(record: Record, identity: Identity) -> Publication:
    """The publication without its texts."""
    parties = read_parties(record)
    claimed = priorities(record)
    published = _date(record, "datePublished", "publication_date")
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=record.text("applicationRefFilingType", "application_type"),
        ipc=_classes(record, "ipcCodeFlattened", "ipc_code", "intl_class_issued"),
        cpc=_classes(record, "cpcInventiveFlattened", "cpc_inventive", "cpcInventive")
        + _classes(record, "cpcAdditionalFlattened", "cpc_additional", "cpcAdditional"),
        applicants=names(parties, "applicant") or names(parties, "assignee"),
        inventors=names(parties, "inventor"),
        applicant_place=place(parties),
        priorities=claimed,
        priority_date=min((one.date for one in claimed if one.date), default=None),
        filing_date=_date(record, "applicationFilingDate", "app_filing_date"),
        publication_date=published,
        grant_date=published if record.text("type") == "USPAT" else None,
        family_id=record.text("familyIdentifierCur", "family_identifier_cur"),
        citations=citations(record),
        parties=parties,
        source_format="uspto-search",
        source_id=record.text("guid"),
        source_line=record.line,
        remarks=identity.remarks,
    )


def plain(text: str) -> str:
    """HTML as text in one line; a notice that there is nothing is nothing."""
    found = squeeze(html.unescape(TAG.sub("", BREAK.sub(" ", text))))
    return "" if found in NOTHING else found


def lines(text: str) -> str:
    """HTML as text, one paragraph a line."""
    return "\n".join(filter(None, map(plain, BREAK.sub("\n", text).splitlines())))


def _texts(record: Record) -> Record:
    """The object that holds the texts: the document itself in an answer, `document` in a file of `patent_client`."""
    inner = record.values.get("document")
    return Record(inner if isinstance(inner, dict) else record.values, record.file, record.line)


def _html(record: Record, *names: str) -> str:
    _, value = record.first(*names)
    return value if isinstance(value, str) else ""


def _english(record: Record, *names: str) -> dict[str, str]:
    text = plain(_html(record, *names))
    return {"en": text} if text else {}


def _description(texts: Record) -> str:
    parts = (
        ("backgroundTextHtml", "background_html", "background"),
        ("briefHtml", "brief_html", "brief"),
        ("descriptionHtml", "description_html", "description"),
    )
    return "\n".join(filter(None, (lines(_html(texts, *names)) for names in parts)))


def _claims(texts: Record) -> tuple[Claim, ...]:
    """A claim begins at a line with a number; lines without one belong to the claim before."""
    found: list[str] = []
    for line in lines(_html(texts, "claimsHtml", "claims_html", "claims_text")).splitlines():
        if found and not NUMBERED.match(line):
            found[-1] += " " + line
        else:
            found.append(line)
    return make_claims(found, "en")


def _classes(record: Record, *names: str) -> tuple[str, ...]:
    """Symbols written in one text, as a list, or in parts (`cpc_class`, `cpc_subclass`)."""
    name, value = record.first(*names)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        halves = (("cpc_class", "cpc_subclass"), ("intl_class", "intl_subclass"))
        return classifications(
            ["".join(one.text(*pair) for pair in zip(*halves, strict=True)) for one in record.objects(name)]
        )
    return classifications([text.split(" ")[0] for text in record.texts(*names)])


def _date(record: Record, *names: str) -> datetime.date | None:
    _, value = record.first(*names)
    first = value[0] if isinstance(value, list) and value else value
    return read_date(first) if isinstance(first, str) else None


FORMAT = Format("uspto-search", "USPTO Public Search JSON", sniff, read)
