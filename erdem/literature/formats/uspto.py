"""USPTO grants and applications in XML v4.0 to v4.5, single documents or weekly files of many.

Facts of the formats: the parties stand in `parties` up to v4.2 and in `us-parties` from v4.3; citations stand
in `references-cited` or `us-references-cited`; IPC before 2006 is a fixed-width symbol. A corrected
publication (kind A9) keeps the number of the first one (A1); a reissue names the grant it replaces. Weekly
files also hold sequence listings (`sequence-cwu`), which are parts of other documents and are passed over.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import NO_NUMBER, SEQUENCES_ONLY, XML_UNKNOWN_ROOT
from erdem.literature.formats.fields import classifications, read_date, snapshot
from erdem.literature.formats.model import Claim, Priority, Publication
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.uspto_numbers import identify_american
from erdem.literature.formats.uspto_parties import inventor_names, owner_names, owner_place, read_parties
from erdem.literature.formats.uspto_text import (
    child,
    claim_number,
    paragraphs,
    parts,
    plain,
    references,
    sections,
    set_apart,
    without_number,
)
from erdem.literature.formats.xml_documents import XmlDocument, read_documents, root_name

ROOTS: Final = {
    "us-patent-grant": "us-bibliographic-data-grant",
    "us-patent-application": "us-bibliographic-data-application",
}
NUMBER_PARTS: Final = ("country", "doc-number", "kind")
FIXED_WIDTH: Final = frozenset({"main-classification", "further-classification"})
SKIPPED: Final = frozenset({"sequence-cwu"})
PARENTS: Final = {
    "us-provisional-application": "provisional",
    "continuation": "continuation",
    "division": "division",
    "continuation-in-part": "continuation in part",
    "continuing-reissue": "continuation",
    "reissue": "reissue",
    "substitution": "substitution",
}
REPLACED: Final = frozenset({"reissue", "continuing-reissue", "correction"})
Sections = Mapping[str, etree._Element]


def sniff(head: Head) -> bool:
    return root_name(head.data) in (*ROOTS, *SKIPPED)


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    only_listings = None
    for document in read_documents(source, file):
        if isinstance(document, XmlDocument) and document.root.tag in SKIPPED:
            only_listings = only_listings is not False
            continue
        only_listings = False
        if isinstance(document, Problem):
            yield document
        elif document.root.tag in ROOTS:
            yield _publication(document, file)
        else:
            problem = XML_UNKNOWN_ROOT.at(file, document.line, root=str(document.root.tag)[:60])
            yield problem.with_raw(document.text())
    if only_listings:
        yield SEQUENCES_ONLY.at(file)


def _publication(document: XmlDocument, file: str) -> Publication | Problem:
    root = document.root
    whole = sections(root)
    if ROOTS[root.tag] not in whole:
        problem = XML_UNKNOWN_ROOT.at(file, document.line, root=f"{root.tag}> without <{ROOTS[root.tag]}")
        return problem.with_raw(document.text())
    biblio = sections(whole[ROOTS[root.tag]])
    published, filed = _document_id(biblio, "publication-reference"), _document_id(biblio, "application-reference")
    identity = identify_american(_number(published), filed.get("doc-number", ""), root.get("file", ""))
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "publication-reference").with_raw(document.text())
    lang = (root.get("lang") or "en").lower()
    publication_date = read_date(published.get("date", ""))
    related = list(biblio.get("us-related-documents", ()))
    priorities = _priorities(biblio, related)
    parties = read_parties(biblio)
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=_attribute(biblio, "application-reference", "appl-type"),
        titles={lang: plain(biblio["invention-title"])} if "invention-title" in biblio else {},
        abstracts=_abstract(whole, lang),
        claims=_claims(whole.get("claims"), lang),
        description=paragraphs(whole.get("description")),
        description_lang=lang,
        ipc=classifications(_ipc(biblio)),
        cpc=classifications(_cpc(biblio)),
        locarno=unique([parts(biblio.get("classification-locarno")).get("main-classification", "")]),
        applicants=owner_names(parties),
        inventors=inventor_names(parties),
        applicant_place=owner_place(parties),
        priorities=priorities,
        priority_date=earliest(priorities),
        filing_date=read_date(filed.get("date", "")),
        publication_date=publication_date,
        grant_date=publication_date if root.tag == "us-patent-grant" else None,
        family_members=_own_publications(related),
        citations=_citations(biblio),
        parties=parties,
        corrects=_corrects(related) or first_publication(identity.number, identity.kind),
        withdrawn="WITHDRAWN" in root.get("status", "").upper(),
        source_format="uspto-xml",
        source_id=root.get("file", ""),
        source_line=document.line,
        remarks=identity.remarks,
        snapshot=snapshot(document.data),
    )


def earliest(priorities: Sequence[Priority]) -> datetime.date | None:
    """The earliest date claimed; a continuation in part is left out, because it brings new matter."""
    return min((one.date for one in priorities if one.date and "part" not in one.kind), default=None)


def first_publication(number: str, kind: str) -> str:
    """What a corrected publication (A9) corrects: the first one under the same number; else nothing."""
    return number.removesuffix("A9") + "A1" if kind == "A9" else ""


def _document_id(named: Sections, section: str) -> dict[str, str]:
    element = named.get(section)
    return {} if element is None else parts(child(element, "document-id"))


def _number(document_id: Mapping[str, str]) -> str:
    return "".join([document_id.get(part, "") for part in NUMBER_PARTS])


def _attribute(named: Sections, section: str, attribute: str) -> str:
    return named[section].get(attribute, "") if section in named else ""


def _abstract(named: Sections, lang: str) -> dict[str, str]:
    if "abstract" not in named:
        return {}
    set_apart(named["abstract"])
    return {lang: plain(named["abstract"])}


def _claims(element: etree._Element | None, lang: str) -> tuple[Claim, ...]:
    found: list[Claim] = []
    if element is None:
        return ()
    set_apart(element)
    for claim in element.iter("claim"):
        number = claim_number(claim.get("num", ""), found)
        text = without_number(plain(claim))
        if text:
            listed = " ".join([one.get("idref", "") for one in claim.iter("claim-ref")]).split()
            told = references(listed, number) or (depends_on(text, number) if "laim" in text else ())
            found.append(Claim(number, text, lang, told))
    return tuple(found)


def _ipc(biblio: Sections) -> list[str]:
    """Symbols of either form: parts (2006 on) or fixed width."""
    found = [_symbol(one) for one in biblio.get("classifications-ipcr", ())]
    fixed = [one.text or "" for one in biblio.get("classification-ipc", ()) if one.tag in FIXED_WIDTH]
    return found + fixed


def _cpc(biblio: Sections) -> list[str]:
    if "classifications-cpc" not in biblio:
        return []
    return [_symbol(one) for one in biblio["classifications-cpc"].iter("classification-cpc")]


def _symbol(element: etree._Element) -> str:
    said = parts(element)
    section, main, subclass, group, rest = (
        said.get(part, "") for part in ("section", "class", "subclass", "main-group", "subgroup")
    )
    return f"{section}{main}{subclass} {group}/{rest}" if group else f"{section}{main}{subclass}"


def _priorities(biblio: Sections, related: Sequence[etree._Element]) -> tuple[Priority, ...]:
    found = [_priority(parts(one), "priority") for one in biblio.get("priority-claims", ())]
    found += [_priority(_parent(one), PARENTS[str(one.tag)]) for one in related if one.tag in PARENTS]
    international = _document_id(biblio, "pct-or-regional-filing-data")
    if international:
        found.append(_priority(international, "international"))
    return tuple(dict.fromkeys(found))


def _priority(said: Mapping[str, str], kind: str) -> Priority:
    return Priority(said.get("doc-number", ""), read_date(said.get("date", "")), said.get("country", ""), kind)


def _parent(element: etree._Element) -> dict[str, str]:
    parent = element.find("document-id")
    return parts(element.find("relation/parent-doc/document-id") if parent is None else parent)


def _own_publications(related: Sequence[etree._Element]) -> tuple[str, ...]:
    """Earlier publications of the same application."""
    return unique([_number(parts(one.find("document-id"))) for one in related if one.tag == "related-publication"])


def _corrects(related: Sequence[etree._Element]) -> str:
    """Number of the grant that a reissue or a correction takes the place of."""
    for one in related:
        if one.tag in REPLACED:
            grant = one.find("relation/parent-doc/parent-grant-document/document-id")
            number = _number(parts(one.find("document-corrected/document-id") if grant is None else grant))
            if number:
                return number
    return ""


def _citations(biblio: Sections) -> tuple[str, ...]:
    """Numbers of the patents cited. There are many, so that each is put together from the parts it has and no others."""
    return unique(
        [
            "".join([part.text or "" for part in one if part.tag in NUMBER_PARTS])
            for name in ("us-references-cited", "references-cited")
            if name in biblio
            for one in biblio[name].iter("document-id")
        ]
    )


FORMAT = Format("uspto-xml", "USPTO XML v4.0-4.5", sniff, read)
