"""USPTO grants and applications in XML v4.0 to v4.5, single documents or weekly files of many.

Facts of the formats: the parties stand in `parties` up to v4.2 and in `us-parties` from v4.3; up to v4.2 the
listed applicants are the inventors and the owner is the assignee; citations stand in `references-cited` or
`us-references-cited`; IPC before 2006 is a fixed-width symbol. Weekly files also hold sequence listings
(`sequence-cwu`), which are parts of other documents and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import NO_NUMBER, XML_UNKNOWN_ROOT
from erdem.literature.formats.fields import classifications, read_date, snapshot
from erdem.literature.formats.model import Claim, Priority, Publication, identify
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.xml_documents import XmlDocument, read_documents, root_name

ROOTS: Final = {
    "us-patent-grant": "us-bibliographic-data-grant",
    "us-patent-application": "us-bibliographic-data-application",
}
SKIPPED: Final = frozenset({"sequence-cwu"})
BLOCKS: Final = ("claim-text", "li", "entry", "dd", "dt")
PARENTS: Final = {
    "us-provisional-application": "provisional",
    "continuation": "continuation",
    "division": "division",
    "continuation-in-part": "continuation in part",
}
TEXT: Final = etree.XPath("string()")


def sniff(head: Head) -> bool:
    return root_name(head.data) in (*ROOTS, *SKIPPED)


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for document in read_documents(source, file):
        if isinstance(document, Problem):
            yield document
            continue
        root = document.root
        if root.tag in ROOTS:
            yield _publication(document, file)
        elif root.tag not in SKIPPED:
            yield XML_UNKNOWN_ROOT.at(file, document.line, root=str(root.tag)[:60])


def _publication(document: XmlDocument, file: str) -> Publication | Problem:
    root = document.root
    biblio = root.find(ROOTS[root.tag])
    if biblio is None:
        return XML_UNKNOWN_ROOT.at(file, document.line, root=f"{root.tag}> without <{ROOTS[root.tag]}")
    published = biblio.find("publication-reference/document-id")
    filed = biblio.find("application-reference/document-id")
    identity = identify(_number(published), _said(filed, "doc-number"), country="US", fallback=root.get("file", ""))
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "publication-reference")
    lang = (root.get("lang") or "en").lower()
    publication_date = read_date(_said(published, "date"))
    priorities = _priorities(biblio)
    title, abstract = biblio.find("invention-title"), root.find("abstract")
    owners, place = _owners(biblio)
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=next((one.get("appl-type", "") for one in biblio.iterfind("application-reference")), ""),
        titles={lang: _plain(title)} if title is not None else {},
        abstracts={lang: _plain(abstract)} if abstract is not None else {},
        claims=_claims(root, lang),
        description=_description(root),
        description_lang=lang,
        ipc=classifications(_ipc(biblio)),
        cpc=classifications([_symbol(one) for one in biblio.iterfind("classifications-cpc//classification-cpc")]),
        locarno=unique([_said(one, "main-classification") for one in biblio.iterfind("classification-locarno")]),
        applicants=owners,
        inventors=_inventors(biblio),
        applicant_place=place,
        priorities=priorities,
        priority_date=min((one.date for one in priorities if one.date and "part" not in one.kind), default=None),
        filing_date=read_date(_said(filed, "date")),
        publication_date=publication_date,
        grant_date=publication_date if root.tag == "us-patent-grant" else None,
        citations=_citations(biblio),
        source_format="uspto-xml",
        source_id=root.get("file", ""),
        source_line=document.line,
        remarks=identity.remarks,
        snapshot=snapshot(document.data),
    )


def _said(element: etree._Element | None, path: str) -> str:
    """Text of a child without surrounding space; empty when anything is missing."""
    return "" if element is None else (element.findtext(path) or "").strip()


def _plain(element: etree._Element) -> str:
    """All text of an element in one line; blocks are kept apart by a space."""
    for block in element.iter(*BLOCKS):
        block.text = " " + (block.text or "")
        block.tail = " " + (block.tail or "")
    return " ".join(str(TEXT(element)).split())


def _number(document_id: etree._Element | None) -> str:
    return "".join(_said(document_id, part) for part in ("country", "doc-number", "kind"))


def _claims(root: etree._Element, lang: str) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for claim in root.iterfind("claims/claim"):
        expected = found[-1].n + 1 if found else 1
        written = claim.get("num", "")
        number = int(written) if written.isdigit() and int(written) > 0 else expected
        text = _plain(claim)
        head = text[:8].lstrip("0123456789 ")
        if text[:1].isdigit() and head.startswith("."):
            text = text[text.index(".") + 1 :].strip()
        if text:
            referred = _referred(claim) or depends_on(text, number)
            found.append(Claim(number, text, lang, tuple(one for one in referred if one < number)))
    return tuple(found)


def _referred(claim: etree._Element) -> tuple[int, ...]:
    listed = " ".join(one.get("idref", "") for one in claim.iter("claim-ref")).split()
    return tuple(sorted({int(one.rpartition("-")[2]) for one in listed if one.rpartition("-")[2].isdigit()}))


def _description(root: etree._Element) -> str:
    description = root.find("description")
    if description is None:
        return ""
    return "\n".join(filter(None, (_plain(part) for part in description.iter("p", "heading"))))


def _ipc(biblio: etree._Element) -> list[str]:
    """Symbols of either form: parts (2006 on) or fixed width."""
    found = [_symbol(one) for one in biblio.iterfind("classifications-ipcr/classification-ipcr")]
    for one in biblio.iterfind("classification-ipc"):
        found.append(_said(one, "main-classification"))
        found += [(further.text or "").strip() for further in one.iterfind("further-classification")]
    return found


def _symbol(element: etree._Element) -> str:
    section, main, subclass, group, rest = (
        _said(element, part) for part in ("section", "class", "subclass", "main-group", "subgroup")
    )
    return f"{section}{main}{subclass} {group}/{rest}" if group else f"{section}{main}{subclass}"


def _party(element: etree._Element) -> str:
    """Organisation, else person; both with or without an address book around them."""
    book = element.find("addressbook")
    book = element if book is None else book
    person = " ".join(filter(None, (_said(book, "first-name"), _said(book, "last-name"))))
    return " ".join((_said(book, "orgname") or person or _said(book, "name")).split())


def _owners(biblio: etree._Element) -> tuple[tuple[str, ...], str]:
    """Applicants from v4.3 on, then assignees, else the applicants of the older form; and the place of the
    first.
    """
    newer = [
        one
        for one in biblio.iterfind("us-parties/us-applicants/us-applicant")
        if "inventor" not in one.get("app-type", "")
    ]
    parties = newer + list(biblio.iterfind("assignees/assignee"))
    if not parties:
        parties = list(biblio.iterfind("parties/applicants/applicant"))
    if not parties:
        parties = list(biblio.iterfind("us-parties/us-applicants/us-applicant"))
    places = [
        ", ".join(filter(None, (_said(address, part) for part in ("city", "state", "country"))))
        for party in parties
        for address in party.iter("address")
    ]
    return unique([_party(party) for party in parties]), next(filter(None, places), "")


def _inventors(biblio: etree._Element) -> tuple[str, ...]:
    found = list(biblio.iterfind("us-parties/inventors/inventor")) or list(
        biblio.iterfind("parties/inventors/inventor")
    )
    older = [
        one
        for one in (
            *biblio.iterfind("parties/applicants/applicant"),
            *biblio.iterfind("us-parties/us-applicants/us-applicant"),
        )
        if "inventor" in one.get("app-type", "")
    ]
    return unique([_party(one) for one in (*found, *older)])


def _priorities(biblio: etree._Element) -> tuple[Priority, ...]:
    found = [
        Priority(_said(one, "doc-number"), read_date(_said(one, "date")), _said(one, "country"))
        for one in biblio.iterfind("priority-claims/priority-claim")
    ]
    related = biblio.find("us-related-documents")
    for tag, kind in PARENTS.items() if related is not None else ():
        for one in related.iterfind(tag) if related is not None else ():
            parent = one.find("document-id")
            parent = one.find("relation/parent-doc/document-id") if parent is None else parent
            date = read_date(_said(parent, "date"))
            found.append(Priority(_said(parent, "doc-number"), date, _said(parent, "country"), kind))
    return tuple(dict.fromkeys(found))


def _citations(biblio: etree._Element) -> tuple[str, ...]:
    paths = ("us-references-cited/us-citation/patcit/document-id", "references-cited/citation/patcit/document-id")
    return unique([_number(one) for path in paths for one in biblio.iterfind(path)])


FORMAT = Format("uspto-xml", "USPTO XML v4.0-4.5", sniff, read)
