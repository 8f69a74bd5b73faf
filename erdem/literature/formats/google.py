"""Records of Google's table `patents-public-data.patents.publications`, exported as JSON Lines or as a JSON array.

By its published schema: numbers are written `CN-104751825-B`, days are whole numbers like 20180831 (or the same as text)
with 0 for unknown, texts are lists of `{text, language}`, `assignee_harmonized` names the country. A text marked
`truncated` breaks off, which `unseen` says. No saved export was at hand to check this against.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from erdem.lib.fields import unique
from erdem.lib.reading import Problem
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.model import Claim, LegalEvent, Party, Priority, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Head
from erdem.literature.numbers import parse

SIGNS = ("title_localized", "country_code", "family_id", "assignee_harmonized")


def is_google(values: dict[str, Any]) -> bool:
    return "publication_number" in values and any(sign in values for sign in SIGNS)


def is_schema(values: dict[str, Any]) -> bool:
    """Whether this describes a column (`name`, `type`, `mode`) instead of being a record."""
    return isinstance(values.get("name"), str) and isinstance(values.get("type"), str) and "mode" in values


def sniff(head: Head) -> bool:
    first = head.text.lstrip()
    return first[:1] in ("{", "[") and '"publication_number"' in first and any(f'"{sign}"' in first for sign in SIGNS)


def read_record(values: dict[str, Any], file: str, line: int, raw: str) -> tuple[Publication | None, list[Problem]]:
    """The publication of one row (None when it has no number) and the problems met."""
    record = Record(values, file, line)
    written = record.text("publication_number")
    identity = identify(written, record.text("application_number_formatted", "application_number"))
    if not identity.identifier:
        return None, [NO_NUMBER.at(file, line, "publication_number").with_raw(raw)]
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country or record.text("country_code"),
        kind=identity.kind or record.text("kind_code"),
        application=identity.application,
        patent_type=record.text("application_kind_text"),
        priorities=_priorities(record),
        priority_date=_day(record, "priority_date"),
        filing_date=_day(record, "filing_date"),
        publication_date=_day(record, "publication_date"),
        grant_date=_day(record, "grant_date"),
        family_id="" if record.text("family_id") == "-1" else record.text("family_id"),
        citations=_citations(record),
        legal_status=record.text("legal_status"),
        legal_events=_events(record),
        source_format="google-bigquery",
        source_id=written,
        source_line=line,
        unseen=_unseen(record),
        remarks=identity.remarks,
        snapshot=snapshot(raw),
    )
    return _with_parties(_with_texts(publication, record), record), record.problems


def _with_texts(publication: Publication, record: Record) -> Publication:
    description, language = _description(record)
    return replace(
        publication,
        titles=_worded(record, "title_localized"),
        abstracts=_worded(record, "abstract_localized"),
        claims=_claims(record),
        description=description,
        description_lang=language,
        ipc=_codes(record, "ipc"),
        cpc=_codes(record, "cpc"),
        locarno=_codes(record, "locarno"),
    )


def _with_parties(publication: Publication, record: Record) -> Publication:
    assignees, inventors = tuple(_parties(record, "assignee")), tuple(_parties(record, "inventor"))
    return replace(
        publication,
        applicants=tuple(one.name for one in assignees),
        inventors=tuple(one.name for one in inventors),
        parties=(*assignees, *inventors, *_examiners(record)),
    )


def _day(record: Record, name: str) -> datetime.date | None:
    return None if str(record.values.get(name)) == "0" else record.date(name)


def _worded(record: Record, name: str) -> dict[str, str]:
    """`[{text, language}]` as texts by language; the first of a language counts."""
    found: dict[str, str] = {}
    for one in record.objects(name):
        text = one.text("text")
        if text:
            found.setdefault(one.text("language").lower() or guess_language(text), text)
    return found


def _claims(record: Record) -> tuple[Claim, ...]:
    """The claims, which come as one text in each language; those of the first one are taken."""
    for one in record.objects("claims_localized"):
        if text := one.long_text("text"):
            return make_claims([text], one.text("language").lower())
    return ()


def _description(record: Record) -> tuple[str, str]:
    """The first description and its language."""
    for one in record.objects("description_localized"):
        if text := one.long_text("text"):
            return text, one.text("language").lower() or guess_language(text)
    return "", ""


def _codes(record: Record, name: str) -> tuple[str, ...]:
    return classifications([one.text("code") for one in record.objects(name)])


def _parties(record: Record, role: str) -> Iterable[Party]:
    """The harmonised names with their country; the plain ones where there are none."""
    for one in record.objects(f"{role}_harmonized"):
        if one.text("name"):
            yield Party(role, one.text("name"), country=one.text("country_code"))
    if not record.values.get(f"{role}_harmonized"):
        yield from (Party(role, one) for one in record.texts(role))


def _examiners(record: Record) -> Iterable[Party]:
    return (Party("examiner", one.text("name")) for one in record.objects("examiner") if one.text("name"))


def _priorities(record: Record) -> tuple[Priority, ...]:
    found = []
    for one in record.objects("priority_claim"):
        written = one.text("application_number", "publication_number")
        number = parse(written, "application") if written else None
        shown = number.compact() if number else written
        country = number.country.replace("PCT", "WO") if number else written[:2]
        found.append(Priority(shown, _day(one, "filing_date"), country))
        record.problems += one.problems
    return tuple(found)


def _citations(record: Record) -> tuple[str, ...]:
    """Numbers of cited publications; other literature as written."""
    found = []
    for one in record.objects("citation"):
        written = one.text("publication_number")
        number = parse(written, "publication") if written else None
        found.append(number.compact() if number else written or one.text("npl_text"))
    return unique(found)


def _events(record: Record) -> tuple[LegalEvent, ...]:
    """Events where the row was joined with a legal table: `legal: [{date, code, description}]`."""
    return tuple(
        LegalEvent(_day(one, "date"), one.text("code"), one.text("description", "title"), one.text("country_code"))
        for one in record.objects("legal", "legal_events")
    )


def _unseen(record: Record) -> tuple[str, ...]:
    parts = {"abstract_localized": "abstract", "claims_localized": "claims", "description_localized": "description"}
    absent = [f"no {word}" for name, word in parts.items() if not record.values.get(name)]
    broken = [
        f"the {word} breaks off"
        for name, word in parts.items()
        if any(one.values.get("truncated") is True for one in record.objects(name))
    ]
    return (*absent, *broken)
