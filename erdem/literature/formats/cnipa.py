"""Full texts of the Chinese office (standardised full text data TXTS V2.2.1): inventions, utility models, designs.

Facts of the format: the elements stand in namespaces whose prefixes differ from year to year, so names are read without
them. Numbers and classes come once as the office wrote them (`dataFormat="original"`) and once standardised; the original
is taken. Each agent carries the agency it works for. Applicants have province, city and county of their own, which tie a
document to a banner. Designs keep their data in `DesignBibliographicData`. The document type names a file that nobody
has; it is cut off unread. Deliveries of legal status (`PRSRecord`) and of decisions are read by `cnipa_status`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.cnipa_parties import applicant_place, read_parties
from erdem.literature.formats.cnipa_status import STATUS, VERDICT, legal_events, read_status, verdicts
from erdem.literature.formats.faults import NO_NUMBER, XML_NO_RECORDS, XML_UNKNOWN_ROOT
from erdem.literature.formats.fields import classification, classifications, read_date, snapshot
from erdem.literature.formats.model import Claim, Identity, Priority, Publication, identify
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.xml_documents import XmlDocument, root_name
from erdem.literature.formats.xml_records import read_records
from erdem.literature.formats.xml_text import first, language, paragraphs, plain, read_claims, said, without_namespaces

DOCUMENT: Final = "PatentDocumentAndRelated"
RECORDS: Final = (DOCUMENT, STATUS, VERDICT)
ROOTS: Final = frozenset({*RECORDS, "PRS", "PRSRecords", "PatentVerdicts"})
TYPES: Final = {"10": "invention", "20": "utility model", "30": "design"}
GRANTED: Final = frozenset("BCUYS")
PARTS: Final = {
    "TechnicalField": "技术领域",
    "BackgroundArt": "背景技术",
    "Disclosure": "发明内容",
    "DrawingsDescription": "附图说明",
    "InventionMode": "具体实施方式",
}


def sniff(head: Head) -> bool:
    return root_name(head.data) in ROOTS


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every document; status records of one application that follow each other come as one publication."""
    file = source_name(source, name)
    yield from read_status(_documents(source, file), file)


def _documents(source: Source, file: str) -> Iterator[XmlDocument | Publication | Problem]:
    for document in read_records(source, file, RECORDS):
        if isinstance(document, Problem):
            yield document
            continue
        root = without_namespaces(document.root)
        if root.tag == DOCUMENT:
            yield _publication(document, file)
        elif root.tag in (STATUS, VERDICT):
            yield document
        else:
            fault = XML_NO_RECORDS if root.tag in ROOTS else XML_UNKNOWN_ROOT
            yield fault.at(file, document.line, root=str(root.tag)[:60]).with_raw(document.text())


def _publication(document: XmlDocument, file: str) -> Publication | Problem:
    root = document.root
    biblio = first(root, "BibliographicData", "DesignBibliographicData")
    biblio = root if biblio is None else biblio
    identity = _identity(root, biblio)
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "PublicationReference").with_raw(document.text())
    lang = language(root, said(biblio, "InventionTitle", "DesignTitle"))
    events = (*legal_events(root.iter(STATUS)), *verdicts(root.iter(VERDICT)))
    return replace(
        _bibliographic(root, biblio, identity),
        titles={language(one, plain(one), lang): plain(one) for one in biblio.iter("InventionTitle", "DesignTitle")},
        abstracts=_abstracts(root, lang),
        claims=_claims(root, lang),
        description=_description(root),
        description_lang=lang,
        legal_status=next((one.text for one in reversed(events) if one.text), ""),
        legal_events=events,
        corrects=_corrected(identity),
        withdrawn=root.get("status", "").upper() == "D",
        source_id=root.get("file", ""),
        source_line=document.line,
        snapshot=snapshot(document.data),
    )


def _bibliographic(root: etree._Element, biblio: etree._Element, identity: Identity) -> Publication:
    """The publication without its texts."""
    published, filed = reference(biblio, "PublicationReference"), reference(biblio, "ApplicationReference")
    parties = read_parties(biblio)
    priorities = _priorities(biblio)
    publication_date = read_date(said(published, ".//Date") or root.get("datePublication", ""))
    owners = [one.name for one in parties if one.role == "applicant"]
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=_patent_type(root, filed),
        ipc=_ipc(biblio),
        cpc=classifications([said(one, "ClassificationSymbol") for one in biblio.iterfind(".//PatentClassification")]),
        locarno=_locarno(biblio),
        applicants=unique(owners or [one.name for one in parties if one.role == "assignee"]),
        inventors=unique([one.name for one in parties if one.role == "inventor"]),
        applicant_place=applicant_place(parties),
        priorities=priorities,
        priority_date=min((one.date for one in priorities if one.date and one.kind == "priority"), default=None),
        filing_date=read_date(said(filed, ".//Date")),
        publication_date=publication_date,
        grant_date=publication_date if identity.kind[:1] in GRANTED else None,
        citations=_citations(biblio),
        parties=parties,
        source_format="cnipa",
        remarks=identity.remarks,
    )


def reference(biblio: etree._Element, tag: str) -> etree._Element | None:
    """The reference as the office wrote it, else one without a format, else the standardised one."""
    ranks = {"original": 0, "": 1, "standard": 2}
    found = list(biblio.iterfind(tag))
    return min(found, key=lambda one: ranks.get(one.get("dataFormat", ""), 3), default=None)


def document_number(element: etree._Element | None) -> str:
    """Country, number and kind of a `DocumentID` in one word."""
    return "".join(said(element, f".//{part}") for part in ("WIPOST3Code", "DocNumber", "Kind"))


def _identity(root: etree._Element, biblio: etree._Element) -> Identity:
    published, filed = reference(biblio, "PublicationReference"), reference(biblio, "ApplicationReference")
    number = document_number(published) if said(published, ".//DocNumber") else ""
    if not number and root.get("docNumber"):
        number = "".join(root.get(part, "") for part in ("country", "docNumber", "kind"))
    application = said(filed, ".//DocNumber") or said(biblio, "PatentNumber")
    return identify(number, application, country=said(filed, ".//WIPOST3Code") or root.get("country", ""))


def _patent_type(root: etree._Element, filed: etree._Element | None) -> str:
    code = "" if filed is None else filed.get("applType", "")
    return TYPES.get(code, "design" if root.find("DesignBibliographicData") is not None else code)


def _corrected(identity: Identity) -> str:
    """A8 and A9 correct the A publication of the same number, B8 and B9 the B one, and so on (ZC 0008)."""
    if identity.kind[1:] not in ("8", "9"):
        return ""
    return identity.number.removesuffix(identity.kind) + identity.kind[0]


def _abstracts(root: etree._Element, lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in root.iterfind("Abstract"):
        text = " ".join(filter(None, map(plain, one.iterfind("Paragraphs")))) or plain(one)
        if text:
            found.setdefault(language(one, text, lang), text)
    return found


def _claims(root: etree._Element, lang: str) -> tuple[Claim, ...]:
    claims = root.find("Claims")
    if claims is None:
        return ()
    found = read_claims(claims.iterfind("Claim"), lang)
    return found or make_claims([plain(one) for one in claims.iterfind("Paragraphs")] or [plain(claims)], lang)


def _description(root: etree._Element) -> str:
    """The five parts under their headings, which some deliveries write and others only mean; or plain paragraphs, or
    the brief explanation of a design.
    """
    description = first(root, "Description", "DesignBriefExplanation")
    if description is None:
        return ""
    parts: list[str] = []
    for part in description:
        text = paragraphs(part, "Paragraphs")
        heading = PARTS.get(str(part.tag), "")
        if text and heading and not text.startswith(heading):
            parts.append(heading)
        parts.append(text)
    return "\n".join(filter(None, parts)) or plain(description)


def _ipc(biblio: etree._Element) -> tuple[str, ...]:
    """Symbols in parts or as text (2006 on), else main and further classification of the older editions."""
    found = [
        classification(said(one, "Text")) if not said(one, "MainGroup") else _symbol(one)
        for one in biblio.iterfind("ClassificationIPCRDetails/ClassificationIPCR")
    ]
    for one in biblio.iterfind("ClassificationIPC"):
        found += [classification(plain(part)) for part in one.iter("MainClassification", "FurtherClassification")]
    return unique(found)


def _symbol(element: etree._Element) -> str:
    section, main, subclass, group, rest = (
        said(element, part) for part in ("Section", "MainClass", "Subclass", "MainGroup", "Subgroup")
    )
    return classification(f"{section}{main}{subclass}{group}/{rest}")


def _locarno(biblio: etree._Element) -> tuple[str, ...]:
    found: list[str] = []
    for one in biblio.iterfind("ClassificationLocarno"):
        found += [plain(part) for part in one.iter("MainClassification", "FurtherClassification")] or [plain(one)]
    return unique(found)


def _priorities(biblio: etree._Element) -> tuple[Priority, ...]:
    """Priorities as the office wrote them, and the application that a divisional one was taken from."""
    claims = list(biblio.iter("PriorityClaim"))
    original = [one for one in claims if one.get("dataFormat", "original") == "original"]
    found = [_priority(one, "priority") for one in original or claims]
    found += [_priority(one, "division") for one in biblio.iter("Division", "DivisionReference")]
    return tuple(dict.fromkeys(one for one in found if one.number or one.date))


def _priority(element: etree._Element, kind: str) -> Priority:
    date = read_date(said(element, ".//Date"))
    return Priority(said(element, ".//DocNumber"), date, said(element, ".//WIPOST3Code"), kind)


def _citations(biblio: etree._Element) -> tuple[str, ...]:
    cited = biblio.iterfind("ReferencesCited/Citation")
    return unique(
        [document_number(one.find(".//DocumentID")) for one in cited if one.find(".//DocumentID") is not None]
    )


FORMAT = Format("cnipa", "CNIPA TXTS V2.2.1", sniff, read)
