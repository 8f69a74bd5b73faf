"""Documents in WIPO ST.36: those of the European office (`ep-patent-document`, DTD 1.0 to 1.7) and of others.

Facts of the European form: the bibliographic data stand in `SDOBI` under the codes of WIPO ST.9; a title follows the
element that names its language; granted documents carry their claims in three languages; IPC symbols are fixed-width
text. The attribute `id` is made of the application number, so the publication number is taken from `doc-number`.
Generic files keep `bibliographic-data` as the American office does, with or without a prefix of the office (`cn-`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats import bibliographic as biblio_of
from erdem.literature.formats.faults import NO_NUMBER, XML_UNKNOWN_ROOT
from erdem.literature.formats.fields import read_date, snapshot
from erdem.literature.formats.model import Claim, Identity, Publication, identify
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.st36_codes import CodedData, read_codes
from erdem.literature.formats.xml_documents import XmlDocument, root_name
from erdem.literature.formats.xml_records import read_records
from erdem.literature.formats.xml_text import language, paragraphs, read_claims, without_namespaces

ROOTS: Final = (
    "ep-patent-document",
    "patent-document",
    "cn-patent-document",
    "kr-patent-document",
    "ru-patent-document",
    "wo-patent-document",
    "wo-published-application",
    "jp-official-gazette",
)
COLLECTIONS: Final = frozenset({"patent-documents", "ep-patent-documents", "documents"})


def sniff(head: Head) -> bool:
    root = root_name(head.data)
    return root in ROOTS or (root in COLLECTIONS and any(f"<{one}" in head.text for one in ROOTS))


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every document of a file, single, joined end to end, or inside one root."""
    file = source_name(source, name)
    for document in read_records(source, file, ROOTS):
        if isinstance(document, Problem):
            yield document
            continue
        root = without_namespaces(document.root)
        if root.tag in ROOTS:
            yield _publication(document, file)
        else:
            yield XML_UNKNOWN_ROOT.at(file, document.line, root=str(root.tag)[:60]).with_raw(document.text())


def _publication(document: XmlDocument, file: str) -> Publication | Problem:
    root = document.root
    coded = root.find("SDOBI")
    data = read_codes(coded) if coded is not None else _plain_data(root)
    number = "".join(root.get(part, "") for part in ("country", "doc-number", "kind"))
    identity = identify(number if root.get("doc-number") else data.number, data.application, country=data.country)
    if not identity.identifier:
        return NO_NUMBER.at(file, document.line, "doc-number").with_raw(document.text())
    lang = root.get("lang", "").lower()[:2]
    return replace(
        _bibliographic(data, identity, read_date(root.get("date-publ", ""))),
        titles=data.titles or biblio_of.titles(root, lang),
        abstracts=biblio_of.abstracts(list(root.iter("abstract")), lang),
        claims=_claims(root, lang),
        description=paragraphs(root.find(".//description"), "p", "heading", "invention-title"),
        description_lang=_description_language(root, lang),
        family_id=root.get("family-id", ""),
        corrects=_corrected(identity.number, identity.kind, data.corrected_kind),
        withdrawn=root.get("status", "").lower() in ("d", "deleted", "withdrawn"),
        source_id=root.get("id", "") or root.get("ucid", "") or root.get("file", ""),
        source_line=document.line,
        snapshot=snapshot(document.data),
    )


def _bibliographic(data: CodedData, identity: Identity, said_on_top: datetime.date | None) -> Publication:
    """The publication without its texts; the day of publication may stand in the root element only."""
    published = data.publication_date or said_on_top
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=data.patent_type,
        ipc=data.ipc,
        cpc=data.cpc,
        applicants=biblio_of.names(data.parties, "applicant", "assignee"),
        inventors=biblio_of.names(data.parties, "inventor"),
        applicant_place=biblio_of.place(data.parties),
        priorities=data.priorities,
        priority_date=min((one.date for one in data.priorities if one.date and one.kind == "priority"), default=None),
        filing_date=data.filing_date,
        publication_date=published,
        grant_date=published if identity.country == "EP" and identity.kind[:1] == "B" else None,
        citations=data.citations,
        parties=data.parties,
        legal_events=data.legal_events,
        source_format="st36",
        remarks=identity.remarks,
    )


def _plain_data(root: etree._Element) -> CodedData:
    """What generic files say in named elements, in the shape of the coded ones."""
    filed = biblio_of.document_ids(root, ".//application-reference")
    published = [
        one
        for tag in ("publication-reference", "cn-publication-reference")
        for one in biblio_of.document_ids(root, f".//{tag}")
        if not any(True for _ in one.iterancestors("references-cited", "patcit"))
    ]
    application, country = biblio_of.application_number(filed)
    reference = root.find(".//application-reference")
    return CodedData(
        number=biblio_of.number_of(biblio_of.chosen(published, biblio_of.EXCHANGE)),
        country=country or root.get("country", ""),
        application=application,
        patent_type="" if reference is None else reference.get("appl-type", ""),
        titles=biblio_of.titles(root, root.get("lang", "").lower()[:2]),
        ipc=biblio_of.ipc(root),
        cpc=biblio_of.cpc(root),
        parties=biblio_of.read_parties(root),
        priorities=biblio_of.priorities(root),
        filing_date=biblio_of.dated(filed),
        publication_date=biblio_of.dated(published),
        citations=biblio_of.citations(root),
    )


def _claims(root: etree._Element, lang: str) -> tuple[Claim, ...]:
    """Claims of every language; the language of the document itself first."""
    found: list[tuple[bool, tuple[Claim, ...]]] = []
    for claims in root.iter("claims"):
        own = language(claims, "", lang) if claims.get("lang") or lang else ""
        found.append((own != lang, read_claims(claims.iterfind("claim"), own)))
    return tuple(claim for _, claims in sorted(found, key=lambda one: one[0]) for claim in claims)


def _description_language(root: etree._Element, lang: str) -> str:
    description = root.find(".//description")
    return "" if description is None else language(description, paragraphs(description, "p")[:400], lang)


def _corrected(number: str, kind: str, original: str) -> str:
    """The number of the publication that an A8, A9, B8 or B9 document corrects, where the original kind is said."""
    return number.removesuffix(kind) + original if original and kind[1:] in ("8", "9") else ""


FORMAT = Format("st36", "WIPO ST.36 (EP documents)", sniff, read)
