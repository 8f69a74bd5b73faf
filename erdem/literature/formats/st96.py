"""Documents in WIPO ST.96, whatever the version of the standard and the dialect of the office.

Facts of the format: the namespaces carry the version and the office (`urn:us:gov:doc:uspto:patent`), so names are read
without them. The dialect of the American office gives claims, specification and abstract of one application as documents
of their own, made by text recognition: page headers and line numbers stand inside the text in `BoundaryData` and are
left out; claims that were cancelled have no text. In an archive the documents of one application are put together by
`joined`. Japanese and generic files keep everything in one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.faults import NO_CONTENT, NO_NUMBER, XML_UNKNOWN_ROOT
from erdem.literature.formats.fields import read_date, snapshot
from erdem.literature.formats.model import Claim, Identity, Publication, identify
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.st96_data import classes, parties, priorities, symbols
from erdem.literature.formats.xml_documents import XmlDocument, read_documents, root_name
from erdem.literature.formats.xml_text import language, paragraphs, plain, read_claims, said, without_namespaces

PIECES: Final = frozenset({"ClaimsDocument", "SpecificationDocument", "AbstractDocument"})
WHOLE: Final = frozenset(
    ("ApplicationBody", "PatentPublication", "PatentApplicationPublication", "PatentGrant", "PatentGrantPublication")
) | {"UnexaminedPatentPublication", "RegisteredPatentPublication", "InternationalPatentPublication", "PatentDocument"}
NOISE: Final = ("BoundaryData", "DocumentHeaderDetails")
STATUS: Final = re.compile(
    r"^\s*(?:\d{1,4}\s*[.:]?\s*)?\((?:currently|previously|original|new|cancel|withdrawn)[^()]{0,60}\)[\s:.]*",
    re.IGNORECASE,
)

HEADING: Final = re.compile(r"\W*abstract(?: of the disclosure)?\W*", re.IGNORECASE)


def sniff(head: Head) -> bool:
    return root_name(head.data) in PIECES | WHOLE


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """A publication for each document of a file."""
    file = source_name(source, name)
    for document in read_documents(source, file):
        if isinstance(document, Problem):
            yield document
            continue
        root = without_namespaces(document.root)
        if root.tag in PIECES | WHOLE:
            yield _publication(document, file)
        else:
            yield XML_UNKNOWN_ROOT.at(file, document.line, root=str(root.tag)[:60]).with_raw(document.text())


def _publication(document: XmlDocument, file: str) -> Publication | Problem:
    root = document.root
    identity = _identity(root)
    etree.strip_elements(root, *NOISE, with_tail=False)
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "ApplicationNumber").with_raw(document.text())
    found = _whole(document, identity) if root.tag in WHOLE else _piece(document, identity)
    if not any((found.titles, found.abstracts, found.claims, found.description, found.parties)):
        return NO_CONTENT.at(file, document.line, value=identity.identifier).with_raw(document.text())
    return found


def _identity(root: etree._Element) -> Identity:
    """Numbers of the document itself; those of priorities and citations stand deeper."""
    published = root.find(".//PatentPublicationIdentification")
    published = root.find(".//PatentGrantIdentification") if published is None else published
    office = said(published, "IPOfficeCode") or ("US" if root.tag in PIECES else root.get("receivingOffice", ""))
    office = office or ("JP" if root.tag in WHOLE and "Publication" in root.tag and root.tag[:6] != "Patent" else "")
    number = said(published, "PublicationNumber", "PatentNumber")
    kind = said(published, "PatentDocumentKindCode")
    filed = root.find(".//ApplicationIdentification")
    application = said(filed, ".//ApplicationNumberText", "ApplicationNumber") or said(root, ".//ApplicationNumber")
    return identify(office + number.removeprefix(office) + kind if number else "", application, country=office)


def _piece(document: XmlDocument, identity: Identity) -> Publication:
    """Claims, abstract or description, whichever the document is."""
    root = document.root
    text = paragraphs(root.find(".//Specification"), "P", "Heading")
    received = said(root, "MailRoomDate")
    code = said(root, "DocumentCode")
    is_abstract = code == "ABST" or root.tag == "AbstractDocument"
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        application=identity.application,
        abstracts={language(root, text): _without_heading(text)} if is_abstract and text else {},
        claims=_claims(root, "en"),
        description="" if is_abstract else text,
        description_lang="" if is_abstract or not text else language(root, text),
        source_format="st96",
        source_id=root.get("instanceFileName", "") or root.get("id", ""),
        source_line=document.line,
        remarks=(*identity.remarks, *((f"{code or root.tag} received {received}",) if received else ())),
        snapshot=snapshot(document.data),
    )


def _without_heading(text: str) -> str:
    """The abstract in one line, from below its heading on where it has one."""
    lines = text.splitlines()
    headings = [index for index, line in enumerate(lines) if HEADING.fullmatch(line)]
    return " ".join(lines[headings[-1] + 1 if headings else 0 :])


def _whole(document: XmlDocument, identity: Identity) -> Publication:
    root = document.root
    lang = root.get("languageCode", "").lower()[:2]
    named = parties(root)
    claimed = priorities(root)
    description = root.find(".//Description")
    text = paragraphs(description, "P", "Heading", "InventionTitle")
    applicants = tuple(dict.fromkeys(one.name for one in named if one.role == "applicant"))
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        titles={language(one, plain(one), lang): plain(one) for one in root.iter("InventionTitle") if plain(one)},
        abstracts={
            language(one, plain(one), lang): paragraphs(one, "P") for one in root.iter("Abstract") if plain(one)
        },
        claims=_claims(root, lang),
        description=text,
        description_lang=language(description, text, lang) if text else "",
        ipc=classes(root),
        cpc=symbols(root, "CPCClassificationBag"),
        applicants=applicants or tuple(dict.fromkeys(one.name for one in named if one.role == "assignee")),
        inventors=tuple(dict.fromkeys(one.name for one in named if one.role == "inventor")),
        applicant_place=next((one.address or one.city for one in named if one.address or one.city), ""),
        priorities=claimed,
        priority_date=min((one.date for one in claimed if one.date), default=None),
        filing_date=read_date(said(root, ".//ApplicationIdentification/FilingDate")),
        publication_date=read_date(said(root, ".//PatentPublicationIdentification/PublicationDate")),
        grant_date=read_date(said(root, ".//PatentGrantIdentification/GrantDate")),
        parties=named,
        source_format="st96",
        source_id=root.get("documentFileName", ""),
        source_line=document.line,
        remarks=identity.remarks,
        snapshot=snapshot(document.data),
    )


def _claims(root: etree._Element, lang: str) -> tuple[Claim, ...]:
    """Claims with text; notices of the applicant that recognition took for claims have an unknown number and are left
    out.
    """
    known = [one for one in root.iter("Claim") if not one.get("id", "").startswith("UNKNOWN")]
    return read_claims(known, lang, _claim_text)


def _claim_text(claim: etree._Element) -> str:
    etree.strip_elements(claim, "ClaimLabelText", with_tail=False)
    return STATUS.sub("", " ".join(filter(None, map(plain, claim.iterfind("ClaimText")))), count=1).strip()


def joined(items: Iterable[Publication | Problem]) -> Iterator[Publication | Problem]:
    """Put documents of one application that follow each other together; everything else passes.

    Of claims and abstracts the later ones stand, of descriptions the longest, since an amendment may be one paragraph.
    """
    held: Publication | None = None
    for item in items:
        is_piece = isinstance(item, Publication) and item.source_format == "st96" and not item.number
        if held and is_piece and isinstance(item, Publication) and item.identifier == held.identifier:
            held = _together(held, item)
            continue
        if held:
            yield held
            held = None
        if is_piece and isinstance(item, Publication):
            held = item
        else:
            yield item
    if held:
        yield held


def _together(earlier: Publication, later: Publication) -> Publication:
    longer = max(later, earlier, key=lambda one: len(one.description))
    return replace(
        earlier,
        abstracts={**earlier.abstracts, **later.abstracts},
        claims=later.claims or earlier.claims,
        description=longer.description,
        description_lang=longer.description_lang,
        remarks=unique((*earlier.remarks, *later.remarks)),
        snapshot=snapshot(earlier.snapshot + later.snapshot),
    )


FORMAT = Format("st96", "WIPO ST.96", sniff, read)
