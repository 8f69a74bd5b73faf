"""Records of Lens: the JSON Lines of the web export (`publicationKey`, `displayKey`) and of the programming
interface (`lens_id`, `biblio`). The latter is read by its published schema; no saved file was at hand to
check it."""

from __future__ import annotations

from typing import Any

from erdem.lib.fields import unique
from erdem.lib.reading import Problem
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.model import Priority, Publication, identify
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


def _from_export(record: Record, raw: str) -> Publication:
    identity = identify(
        record.text("displayKey") or record.text("publicationKey").replace("_", ""),
        record.text("filingNumber"),
        fallback=record.text("lensId"),
    )
    title = record.text("title")
    earliest = record.date("earliestPriorityDate")
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
        priorities=tuple(Priority(number) for number in record.texts("priorityFilingKeysActive")),
        priority_date=earliest,
        filing_date=record.date("filingDate"),
        publication_date=record.date("publicationDate"),
        legal_status=record.text("legalStatus"),
        source_format="lens-jsonl",
        source_id=record.text("lensId"),
        source_url=record.text("url"),
        source_line=record.line,
        unseen=("only bibliographic data",),
        remarks=identity.remarks,
        snapshot=snapshot(raw),
    )


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
