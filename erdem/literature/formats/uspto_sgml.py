"""USPTO grants of 2001 to 2004 (`PATDOC`, SGML and the XML made of it), single documents or weekly files.

Fields stand under the INID codes of WIPO ST.9 with a letter before them: B110 number, B130 kind, B140 date,
B210 application, B220 filing, B300 priorities, B511 and B512 IPC of the edition in B516 in columns (for
designs Locarno), B561 citations, B600 related documents, B721 inventors, B731 assignees, B741 agents, B746
and B747 examiners, B861 international filing. Source: USPTO, document types ST.32 v2.4 and v2.5, and real
files. The applicants of that law were the inventors; they are named as applicants where there is no assignee.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.american import shared_fields
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import read_date, snapshot
from erdem.literature.formats.model import Claim, Party, Priority, Publication
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.uspto_documents import Dialect, OldDocument, read_old_documents
from erdem.literature.formats.uspto_numbers import identify_american, old_classes, series_and_serial
from erdem.literature.formats.uspto_text import claim_number, paragraphs, plain, references, set_apart, without_number
from erdem.literature.formats.xml_documents import root_name

EMPTY: Final = frozenset({"CITED-BY-EXAMINER", "CITED-BY-OTHER", "B473US", "B597US", "EMI", "COLSPEC", "colspec"})
FLAT: Final = frozenset({"PARA", "H", "CLM", "CLMSTEP", "PTEXT", "PDAT", "row", "entry"})
CODE: Final = re.compile(r"B\d{3}(?:US)?")
ROLES: Final = {
    "B711": "applicant",
    "B721": "inventor",
    "B731": "assignee",
    "B741": "agent",
    "B746": "examiner",
    "B747": "examiner",
}
PARENTS: Final = {
    "B631": "continuation",
    "B632": "continuation in part",
    "B633": "continuation",
    "B62": "division",
    "B63": "continuation",
    "B64": "reissue",
    "B66": "substitution",
    "B68": "provisional",
}
BLOCKS: Final = ("PARA", "CLMSTEP", "LI", "DD", "DT", "entry")
TYPES: Final = {"S": "design", "P": "plant", "E": "reissue", "H": "sir"}


def _ends(opened: str, starting: str) -> bool:
    """Paragraphs, claims and cells do not hold their like; a field (B511) lies in its group (B510), no field in
    another.
    """
    if opened == starting:
        return opened in FLAT or CODE.fullmatch(opened) is not None
    if CODE.fullmatch(opened) and CODE.fullmatch(starting):
        return opened not in (starting[:2] + "00", starting[:3] + "0")
    return False


DIALECT: Final = Dialect("PATDOC", EMPTY | {"CUSTOM-CHARACTER"}, _ends)


def sniff(head: Head) -> bool:
    return root_name(head.data) == DIALECT.root


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for document in read_old_documents(source, file, DIALECT):
        yield document if isinstance(document, Problem) else _publication(document, file)


def _publication(document: OldDocument, file: str) -> Publication | Problem:
    root = document.root
    kind = _said(root, "SDOBI/B100/B130")
    number = _said(root, "SDOBI/B100/B110")
    country = _said(root, "SDOBI/B100/B190") or "US"
    filed = _said(root, "SDOBI/B200/B210")
    application = filed if len(filed) == 8 else series_and_serial(_said(root, "SDOBI/B200/B211US"), filed)
    identity = identify_american(country + number + kind if number else "", application)
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "B110").with_raw(document.text())
    ipc, locarno = old_classes(
        "".join(map(str, one.itertext())).strip("\n")
        for one in root.iterfind("SDOBI/B500/B510/*")
        if one.tag in ("B511", "B512")
    )
    publication_date = read_date(_said(root, "SDOBI/B100/B140"))
    title, abstract = _said(root, "SDOBI/B500/B540"), paragraphs(root.find("SDOAB"), ("PARA",))
    return Publication(
        **shared_fields(identity, title, abstract.replace("\n", " "), _parties(root), _priorities(root)),
        patent_type=TYPES.get(kind[:1], "utility"),
        claims=_claims(root),
        description=paragraphs(root.find("SDODE"), ("PARA", "H")),
        ipc=ipc,
        locarno=locarno,
        filing_date=read_date(_said(root, "SDOBI/B200/B220")),
        publication_date=publication_date,
        grant_date=publication_date,
        citations=unique([_cited(one) for one in root.iterfind("SDOBI/B500/B560/B561/PCIT/DOC")]),
        family_members=unique([_cited(one) for one in root.iterfind("SDOBI/B600/B650//DOC")]),
        corrects=next((_cited(one) for one in root.iterfind("SDOBI/B600/B640//PPUB/DOC")), ""),
        source_format="uspto-sgml",
        source_line=document.line,
        remarks=identity.remarks + document.remarks,
        snapshot=snapshot(document.data),
    )


def _said(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else plain(found)


def _claims(root: etree._Element) -> tuple[Claim, ...]:
    listed = root.find("SDOCL")
    found: list[Claim] = []
    if listed is None:
        return ()
    set_apart(listed, BLOCKS)
    for claim in listed.iter("CLM"):
        number = claim_number(claim.get("ID", "").rpartition("-")[2], found)
        text = without_number(plain(claim))
        if text:
            pointed = references([one.get("ID", "") for one in claim.iter("CLREF")], number)
            found.append(Claim(number, text, "en", pointed or depends_on(text, number)))
    return tuple(found)


def _parties(root: etree._Element) -> tuple[Party, ...]:
    """The parties, owners before agents; an organisation among the agents is the agency."""
    found = []
    for code, role in ROLES.items():
        for element in root.iterfind(f"SDOBI/B700//{code}"):
            company = _said(element, ".//ONM")
            name = company or " ".join(filter(None, (_said(element, ".//FNM"), _said(element, ".//SNM"))))
            if name:
                found.append(_located("agency" if role == "agent" and company else role, name, element))
    return tuple(dict.fromkeys(found))


def _located(role: str, name: str, element: etree._Element) -> Party:
    state, country = _said(element, ".//ADR/STATE"), _said(element, ".//ADR/CTRY")
    return Party(
        role,
        name,
        country=country or ("US" if state else ""),
        province=state,
        city=_said(element, ".//ADR/CITY"),
        county=_said(element, ".//ADR/CNTY"),
        postcode=_said(element, ".//ADR/PCODE"),
        address=_said(element, ".//ADR/STR") or _said(element, ".//ADR/OMC"),
    )


def _priorities(root: etree._Element) -> tuple[Priority, ...]:
    found = [
        Priority(_said(one, "B310"), read_date(_said(one, "B320")), _said(one, "B330"))
        for one in root.iterfind("SDOBI/B300")
    ]
    for one in root.iterfind("SDOBI/B600/*/*"):
        tag = str(one.tag)
        kind = PARENTS.get(tag) or PARENTS.get(tag[:3])
        parent = one.find(".//PDOC/DOC")
        parent = one.find(".//DOC") if parent is None else parent
        if kind and parent is not None:
            found.append(_earlier(parent, kind))
    found += [_earlier(one, "international") for one in root.iterfind("SDOBI/B800/B860/B861/DOC")]
    return tuple(dict.fromkeys(found))


def _earlier(document: etree._Element, kind: str) -> Priority:
    return Priority(_said(document, "DNUM"), read_date(_said(document, "DATE")), _said(document, "CTRY"), kind)


def _cited(document: etree._Element) -> str:
    number = re.sub(r"[\s.,]", "", _said(document, "DNUM"))
    return (_said(document, "CTRY") or "US") + number + _said(document, "KIND") if number else ""


FORMAT = Format("uspto-sgml", "USPTO SGML of 2001-2004", sniff, read)
