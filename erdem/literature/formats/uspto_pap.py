"""USPTO applications of 2001 to 2004 (`patent-application-publication`), single documents or weekly files.

Facts of the format (PAP v1.5 and v1.6, and real files): the number is that of the publication with its year;
IPC of the seventh edition in columns; inventors are applicants unless an assignee is named; a paragraph
begins with its own number; a corrected publication (kind A9) keeps the number of the first one. The address
for letters is no party and is left out. Some early files carry the document type of another language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.american import shared_fields
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, read_date, snapshot
from erdem.literature.formats.model import Claim, Party, Priority, Publication
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.uspto import first_publication
from erdem.literature.formats.uspto_documents import Dialect, OldDocument, read_old_documents
from erdem.literature.formats.uspto_numbers import identify_american
from erdem.literature.formats.uspto_text import (
    claim_number,
    paragraphs,
    parts,
    plain,
    references,
    set_apart,
    without_number,
)
from erdem.literature.formats.xml_documents import root_name

FLAT: Final = frozenset({"paragraph", "heading", "claim", "inventor", "row", "entry"})
DIALECT: Final = Dialect(
    "patent-application-publication",
    frozenset({"colspec", "image", "custom-character"}),
    lambda opened, starting: opened == starting and opened in FLAT,
)
BIBLIO: Final = "subdoc-bibliographic-information/"
PARENTS: Final = {
    "continuation-of": "continuation",
    "continuation-in-part-of": "continuation in part",
    "division-of": "division",
    "reissue-of": "reissue",
    "substitution-for": "substitution",
    "non-provisional-of-provisional": "provisional",
    "a-371-of-international": "international",
}


def sniff(head: Head) -> bool:
    return root_name(head.data) == DIALECT.root


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for document in read_old_documents(source, file, DIALECT):
        yield document if isinstance(document, Problem) else _publication(document, file)


def _publication(document: OldDocument, file: str) -> Publication | Problem:
    root = document.root
    published = parts(root.find(BIBLIO + "document-id"))
    number = published.get("doc-number", "")
    kind = published.get("kind-code", "")
    application = _said(root, BIBLIO + "domestic-filing-data/application-number/doc-number")
    identity = identify_american(f"US{number}{kind}" if number else "", application)
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "document-id").with_raw(document.text())
    title = _said(root, BIBLIO + "technical-information/title-of-invention")
    abstract = paragraphs(root.find("subdoc-abstract"), ("paragraph",))
    prior = root.find(BIBLIO + "prior-publication/document-id")
    return Publication(
        **shared_fields(
            identity, title, abstract.replace("\n", " "), _parties(root), _priorities(root), inventors_apply=False
        ),
        patent_type="plant" if kind.startswith("P") else "utility",
        claims=_claims(root),
        description=_description(root),
        ipc=classifications(
            [plain(one) for one in root.iterfind(BIBLIO + "technical-information/classification-ipc//ipc")]
        ),
        filing_date=read_date(_said(root, BIBLIO + "domestic-filing-data/filing-date")),
        publication_date=read_date(published.get("document-date", "")),
        family_members=unique([_number(parts(one)) for one in root.iterfind(".//parent-patent/document-id")]),
        corrects=_number(parts(prior)) or first_publication(identity.number, identity.kind),
        source_format="uspto-pap",
        source_line=document.line,
        remarks=identity.remarks + document.remarks,
        snapshot=snapshot(document.data),
    )


def _said(element: etree._Element | None, path: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else plain(found)


def _number(document_id: dict[str, str]) -> str:
    number = document_id.get("doc-number", "")
    return f"{document_id.get('country-code') or 'US'}{number}{document_id.get('kind-code', '')}" if number else ""


def _description(root: etree._Element) -> str:
    """Paragraphs without their own numbers (`[0001]`)."""
    for number in root.iterfind("subdoc-description//paragraph/number"):
        number.text = ""
    return paragraphs(root.find("subdoc-description"), ("paragraph", "heading"))


def _claims(root: etree._Element) -> tuple[Claim, ...]:
    listed = root.find("subdoc-claims")
    found: list[Claim] = []
    if listed is None:
        return ()
    for one in listed.iterfind(".//dependent-claim-reference/claim-text"):
        one.tag = "reference-text"  # no block of its own, only the words of the reference
    set_apart(listed)
    for claim in listed.iter("claim"):
        number = claim_number(claim.get("id", "").rpartition("-")[2], found)
        text = without_number(plain(claim))
        if text:
            listed_claims = (one.get("depends_on", "") for one in claim.iter("dependent-claim-reference"))
            pointed = references(" ".join(listed_claims).split(), number)
            found.append(Claim(number, text, "en", pointed or depends_on(text, number)))
    return tuple(found)


def _parties(root: etree._Element) -> tuple[Party, ...]:
    assignees = [
        _party("assignee", _said(one, "organization-name") or _person(one), one)
        for one in root.iterfind(BIBLIO + "assignee")
    ]
    inventors = [_party("inventor", _person(one), one) for one in root.iterfind(BIBLIO + "inventors/*")]
    applicants = [
        _party("applicant", _person(one), one)
        for one in root.iterfind(BIBLIO + "inventors/*")
        if not assignees or _said(one, "authority-applicant") == "INV"
    ]
    return tuple(dict.fromkeys(one for one in (*applicants, *inventors, *assignees) if one.name))


def _person(element: etree._Element) -> str:
    name = element.find("name")
    said = parts(name)
    given = [said.get(part, "") for part in ("given-name", "middle-name", "family-name", "name-suffix")]
    return " ".join(filter(None, given)) or ("" if name is None else plain(name))


def _party(role: str, name: str, element: etree._Element) -> Party:
    """The place of residence, else the address for letters."""
    homes = [one for one in element.iterfind("residence/*") if one.tag != "citizenship"]
    address = element.find("address")
    said = parts(homes[0] if homes else address)
    country = said.get("country-code", "") or _said(address, "country/country-code")
    lines = [said.get(f"address-{number}", "") for number in range(1, 6)]
    return Party(
        role,
        name,
        country=country if len(country) == 2 else "",
        province=said.get("state", ""),
        city=said.get("city", ""),
        county=said.get("county", ""),
        postcode=said.get("postalcode", ""),
        address=", ".join(filter(None, lines)),
    )


def _priorities(root: etree._Element) -> tuple[Priority, ...]:
    found = [
        Priority(
            _said(one, "priority-application-number/doc-number"),
            read_date(_said(one, "filing-date")),
            _said(one, "country-code"),
        )
        for one in root.iterfind(BIBLIO + "foreign-priority-data")
    ]
    continuity = root.find(BIBLIO + "continuity-data")
    for one in () if continuity is None else continuity.iter(*PARENTS):
        parent = one.find("parent-child/parent/document-id")
        said = parts(one.find("document-id") if parent is None else parent)
        date = read_date(said.get("document-date", ""))
        found.append(Priority(said.get("doc-number", ""), date, said.get("country-code", ""), PARENTS[str(one.tag)]))
    return tuple(dict.fromkeys(one for one in found if one.number))


FORMAT = Format("uspto-pap", "USPTO applications of 2001-2004 (PAP)", sniff, read)
