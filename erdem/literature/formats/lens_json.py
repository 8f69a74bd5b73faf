"""Records of Lens: the JSON Lines of the web export (`publicationKey`, `displayKey`) and of the programming
interface (`lens_id`, `biblio`). The latter is read by its published schema; no saved file was at hand to
check it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from erdem.lib.fields import unique
from erdem.lib.reading import Problem
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, read_date, snapshot
from erdem.literature.formats.model import LegalEvent, Party, Priority, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Head


def is_lens(values: dict[str, Any]) -> bool:
    return "publicationKey" in values or ("lens_id" in values and "biblio" in values)


def sniff(head: Head) -> bool:
    first = head.text.lstrip()
    return first.startswith("{") and (
        '"publicationKey"' in first[:4000] or ('"lens_id"' in first[:4000] and '"biblio"' in first)
    )


def read_record(values: dict[str, Any], file: str, line: int, raw: str) -> tuple[Publication | None, list[Problem]]:
    record = Record(values, file, line)
    publication = _from_export(record, raw) if "publicationKey" in values else _from_interface(record, raw)
    if not publication.identifier:
        return None, [NO_NUMBER.at(file, line, "publicationKey")]
    return publication, record.problems


PRIORITY: Final = re.compile(r"(?P<number>(?P<country>[A-Z]{2}) .+?)(?: (?P<date>\d{8}))?")


def read_priority(text: str) -> Priority:
    """`US 201361891677 P 20131016` as both exports of Lens write it."""
    match = PRIORITY.fullmatch(text)
    if match is None:
        return Priority(text)
    return Priority(match["number"], read_date(match["date"]) if match["date"] else None, match["country"])


def _from_export(record: Record, raw: str) -> Publication:
    identity = identify(
        record.text("displayKey") or record.text("publicationKey").replace("_", ""),
        record.text("filingNumber"),
        fallback=record.text("lensId"),
    )
    title = record.text("title")
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind or record.text("kindCode"),
        application=identity.application,
        patent_type=record.text("docType"),
        titles={guess_language(title): title} if title else {},
        ipc=classifications(record.texts("ipcrClassifications")),
        cpc=classifications(record.texts("cpcClassifications")),
        applicants=record.texts("applicants"),
        inventors=record.texts("inventors"),
        parties=tuple(_exported_parties(record)),
        priorities=tuple(read_priority(one) for one in record.texts("priorityFilingKeysActive")),
        priority_date=record.date("earliestPriorityDate"),
        filing_date=record.date("filingDate"),
        publication_date=record.date("publicationDate"),
        family_members=record.texts("simpleFamilyMembers"),
        citations=record.texts("nplCitations", mark="\n"),
        legal_status=record.text("legalStatus"),
        legal_events=tuple(_transfers(record)),
        source_format="lens-jsonl",
        source_id=record.text("lensId"),
        source_url=record.text("url"),
        source_line=record.line,
        unseen=("only bibliographic data",),
        remarks=identity.remarks,
        snapshot=snapshot(raw),
    )


def _exported_parties(record: Record) -> Iterator[Party]:
    yield from (Party("applicant", one) for one in record.texts("applicants"))
    yield from (Party("assignee", one.text("name")) for one in record.objects("owners") if one.text("name"))
    yield from (Party("inventor", one) for one in record.texts("inventors"))


def _transfers(record: Record) -> Iterator[LegalEvent]:
    """The days on which the owners of today took the right over."""
    for owner in record.objects("owners"):
        day, name = owner.date("executionDate"), owner.text("name")
        if day and name:
            yield LegalEvent(day, "", f"assigned to {name}")


def _child(record: Record, *names: str) -> Record:
    """A nested object; an empty one when it is absent."""
    for name in names:
        value = record.values.get(name)
        record = Record(value if isinstance(value, dict) else {}, record.file, record.line)
    return record


def _worded(record: Record, name: str) -> dict[str, str]:
    """`[{text, lang}]` as texts by language."""
    return {member.text("lang") or "en": member.text("text") for member in record.objects(name) if member.text("text")}


def _doc(record: Record) -> str:
    return record.text("jurisdiction") + record.text("doc_number") + record.text("kind")


def _names(record: Record, name: str) -> tuple[str, ...]:
    return unique([_child(member, "extracted_name").text("value") for member in record.objects(name)])


def _parties(parties: Record) -> Iterator[Party]:
    """Everybody with the country of residence and the address, where given; `owners_all` are the owners of today."""
    for plural, role in (("applicants", "applicant"), ("owners_all", "assignee"), ("inventors", "inventor")):
        for one in parties.objects(plural):
            if name := _child(one, "extracted_name").text("value"):
                yield Party(role, name, country=one.text("residence"), address=one.text("extracted_address"))


def _events(status: Record) -> tuple[LegalEvent, ...]:
    days = (
        ("grant_date", "granted"),
        ("anticipated_term_date", "term ends, as anticipated"),
        ("discontinuation_date", "ended"),
    )
    return tuple(LegalEvent(day, "", words) for name, words in days if (day := status.date(name)))


def _family(record: Record) -> tuple[str, ...]:
    members = _child(record, "families", "simple_family").objects("members")
    return unique([_doc(_child(one, "document_id")) for one in members])


def _citations(biblio: Record) -> tuple[str, ...]:
    """Cited publications by number, other literature by its text."""
    cited = _child(biblio, "references_cited").objects("citations")
    return unique([_doc(_child(one, "patcit", "document_id")) or _child(one, "nplcit").text("text") for one in cited])


def _symbols(record: Record, name: str) -> tuple[str, ...]:
    return classifications([one.text("symbol") for one in _child(record, name).objects("classifications")])


def _from_interface(record: Record, raw: str) -> Publication:
    biblio = _child(record, "biblio")
    filed = _child(biblio, "application_reference")
    parties = _child(biblio, "parties")
    claims = _child(biblio, "priority_claims")
    identity = identify(
        _doc(record), filed.text("jurisdiction") + filed.text("doc_number"), fallback=record.text("lens_id")
    )
    priorities = tuple(
        Priority(_doc(one), one.date("date"), one.text("jurisdiction")) for one in claims.objects("claims")
    )
    wording = record.objects("claims")
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=record.text("publication_type"),
        titles=_worded(biblio, "invention_title"),
        abstracts=_worded(record, "abstract"),
        claims=make_claims(
            [" ".join(claim.texts("claim_text", mark="\n")) for one in wording[:1] for claim in one.objects("claims")],
            wording[0].text("lang") if wording else "",
        ),
        description=_child(record, "description").long_text("text"),
        description_lang=_child(record, "description").text("lang"),
        ipc=_symbols(biblio, "classifications_ipcr"),
        cpc=_symbols(biblio, "classifications_cpc"),
        applicants=_names(parties, "applicants"),
        inventors=_names(parties, "inventors"),
        parties=tuple(_parties(parties)),
        legal_events=_events(_child(record, "legal_status")),
        family_members=_family(record),
        citations=_citations(biblio),
        applicant_place=next((one.text("residence") for one in parties.objects("applicants")), ""),
        priorities=priorities,
        priority_date=_child(claims, "earliest_claim").date("date"),
        filing_date=filed.date("date"),
        publication_date=record.date("date_published"),
        legal_status=_child(record, "legal_status").text("patent_status"),
        source_format="lens-jsonl",
        source_id=record.text("lens_id"),
        source_line=record.line,
        remarks=identity.remarks,
        snapshot=snapshot(raw),
    )
