"""What the open program `patent_client` (Apache-2.0) writes of the European Open Patent Services: its own JSON.

Six shapes, told apart by their keys: bibliographic data (`documents`), claims and description (`document_id`), family
(`family_members`), status (`events`), and two that hold no document and are refused with the reason: a list of numbers
(`docdb_number` alone) and a list of page images (`full_document`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from erdem.lib.fields import unique
from erdem.lib.json_items import Item, read_items
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.claims import depends_on, make_claims
from erdem.literature.formats.faults import IMAGES_ONLY, NO_NUMBER, NUMBERS_ONLY
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.model import Claim, LegalEvent, Party, Priority, Publication, identify
from erdem.literature.formats.ops import separated
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head

START: Final = re.compile(r"\s*\{")
KEYS: Final = re.compile(
    r'"(?:document_id"\s*:\s*\{|id_type"\s*:\s*"|docdb_number"|applicants_epodoc"|full_document"\s*:\s*\{)'
)
RESIDENCE: Final = re.compile(r"\s*\[([A-Z]{2})\]\s*$")
Given = dict[str, object]


def sniff(head: Head) -> bool:
    return START.match(head.text) is not None and KEYS.search(head.text) is not None


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every publication of a file; a file that only lists numbers or images gives one problem."""
    file = source_name(source, name)
    listed = 0
    for item in read_items(source, name=file):
        if isinstance(item, Problem):
            yield item
        elif _is_number_alone(item):
            listed += 1
        else:
            yield from _read_item(item, file)
    if listed:
        yield NUMBERS_ONLY.at(file, 1, count=listed)


def _is_number_alone(item: Item) -> bool:
    return "docdb_number" in item.values and "titles" not in item.values and "title" not in item.values


def _read_item(item: Item, file: str) -> Iterator[Publication | Problem]:
    if "full_document" in item.values:
        yield IMAGES_ONLY.at(file, item.line)
        return
    record = Record(item.values, file, item.line)
    for key, shape in SHAPES.items():
        if key in item.values:
            members = record.objects(key) if key in ("documents", "family_members") else [record]
            for member in members:
                yield from _publication(member, shape(member), item)
                yield from member.problems
            return
    yield NO_NUMBER.at(file, item.line, "publication_number").with_raw(item.raw)


def _publication(record: Record, given: Given, item: Item) -> Iterator[Publication | Problem]:
    reference = _member(record, "document_id", "publication_reference")
    number = "".join(reference.text(part) for part in ("country",)) + reference.text("doc_number", "number")
    identity = identify(record.text("publication_number") or number + reference.text("kind"), _application(record))
    if not identity.identifier:
        yield NO_NUMBER.at(record.file, record.line, "publication_number").with_raw(item.raw)
        return
    yield Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        family_id=record.text("family_id"),
        source_format="epo-ops-dump",
        source_line=record.line,
        remarks=identity.remarks,
        snapshot=snapshot(item.raw),
        **given,  # type: ignore[arg-type] # each shape gives fields of `Publication` under their names
    )


def _member(record: Record, *names: str) -> Record:
    """The first of these objects; of a list the first member in the exchange form."""
    name, value = record.first(*names)
    listed = record.objects(name) if isinstance(value, list) else []
    exchange = [one for one in listed if one.text("id_type") == "docdb"]
    found = value if isinstance(value, dict) else {}
    return (exchange or listed or [Record(found, record.file, record.line)])[0]


def _application(record: Record) -> str:
    """As `bibliographic.application_number`: an American number only as the applicant writes it."""
    reference = _member(record, "application_reference_docdb", "application_reference")
    country, number = reference.text("country"), reference.text("number")
    original = re.sub(r"\D", "", _member(record, "application_reference_original").text("number"))
    if country == "US" and len(number) < 12:
        return country + original if len(original) == 8 else ""
    return country + number if number else ""


def _bibliographic(record: Record) -> Given:
    parties = (*_parties(record, "applicants", "applicant"), *_parties(record, "inventors", "inventor"))
    listed = {one.text("lang") or "en": one.text("text") for one in record.objects("titles")}
    abstract = record.text("abstract")
    priorities = tuple(
        Priority(one.text("number"), one.date("date"), one.text("country"))
        for one in record.objects("priority_claims")
        if one.text("id_type") != "original"
    )
    published = _member(record, "publication_reference_docdb", "publication_reference_epodoc")
    filed = [_member(record, f"application_reference_{form}").date("date") for form in ("docdb", "epodoc")]
    return {
        "titles": {lang: text for lang, text in listed.items() if text} or _by_look(record.text("title")),
        "abstracts": _by_look(abstract),
        "ipc": classifications(record.texts("intl_class")),
        "cpc": classifications(record.texts("cpc_class")),
        "applicants": unique([one.name for one in parties if one.role == "applicant"]),
        "inventors": unique([one.name for one in parties if one.role == "inventor"]),
        "applicant_place": next((one.country for one in parties if one.country), ""),
        "parties": parties,
        "priorities": priorities,
        "priority_date": min((one.date for one in priorities if one.date), default=None),
        "filing_date": next(filter(None, filed), None),
        "publication_date": published.date("date"),
        "citations": unique([one.text("docdb_number").replace(".", "") for one in record.objects("citations")]),
    }


def _by_look(text: str) -> dict[str, str]:
    return {guess_language(text): text} if text else {}


def _parties(record: Record, names: str, role: str) -> list[Party]:
    """Names as the applicant writes them, with the country that the exchange form carries in brackets."""
    plain, coded = record.texts(f"{names}_original", mark="\n"), record.texts(f"{names}_epodoc", mark="\n")
    countries = [found[1] if (found := RESIDENCE.search(one)) else "" for one in coded]
    shown = plain or tuple(RESIDENCE.sub("", one) for one in coded)
    return [Party(role, one, dict(enumerate(countries)).get(index, "")) for index, one in enumerate(shown)]


def _claims(record: Record) -> Given:
    found: list[Claim] = []
    for one in record.objects("claims"):
        text = " ".join(one.texts("limitations", mark="\n"))
        number = int(one.number("number") or 0)
        if text and number > (found[-1].n if found else 0):
            found.append(Claim(number, text, guess_language(text), depends_on(text, number)))
    block = make_claims(separated([record.long_text("claim_text")]))
    return {"claims": block if len(block) > len(found) else tuple(found)}


def _description(record: Record) -> Given:
    text = record.long_text("description")
    return {"description": text, "description_lang": guess_language(text) if text else ""}


def _family(record: Record) -> Given:
    priorities = tuple(
        Priority(reference.text("number"), reference.date("date"), reference.text("country"))
        for one in record.objects("priority_claims")
        for reference in [_member(one, "application_reference")]
    )
    return {
        "priorities": priorities,
        "priority_date": min((one.date for one in priorities if one.date), default=None),
        "filing_date": _member(record, "application_reference").date("date"),
        "publication_date": _member(record, "publication_reference").date("date"),
    }


def _events(record: Record) -> Given:
    events = [
        LegalEvent(
            one.date("event_date", "effective_date"),
            one.text("event_code").rpartition(".")[2],
            "; ".join(filter(None, (one.text("event_description"), one.text("free_text"), one.text("new_owner_name")))),
            one.text("event_country", "country_code"),
        )
        for one in record.objects("events")
    ]
    return {"legal_events": tuple(dict.fromkeys(events))}


SHAPES: Final[dict[str, Callable[[Record], Given]]] = {
    "documents": _bibliographic,
    "family_members": _family,
    "events": _events,
    "claims": _claims,
    "description": _description,
}
FORMAT = Format("epo-ops-dump", "EPO OPS data written by patent_client", sniff, read)
