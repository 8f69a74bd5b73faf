"""One JSON object as a publication: the interchange shape of the command line, and the shapes of collected
facts.

Accepted names, first filled wins: `publication | pub | patent`, `application | app`, `title`, `abstract`,
`claims` (list of texts or of `{n, text}`) or `claim1`, `description`, `ingredients` (`herb | name`, `lo`,
`hi`, `unit`, `processing`, `dose`), `steps`, `ipc`, `cpc`, `locarno`, `applicants | applicant`, `inventors`,
`applicant_place | province`, `priority_date | priority`, `filing_date`, `publication_date | date`,
`grant_date`, `family_id`, `family`, `indication`, `product | form`, `declared_source`, `confidence`,
`truncated`, `note`, `url | source | src`, `parties` (the fields of `model.Party`), `legal_events` (`date`, `code`,
`text`). Cases collected by hand may say `tk_use | tk_subject` (the indication), `outcome` (a legal event) and
`tk_ingredients` (named in the remarks only, for they are those of the older text and not of the publication).
"""

from __future__ import annotations

import datetime
import re
from typing import Any, Final

from erdem.lib.reading import Problem
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_CONTENT, NO_NUMBER, UNREADABLE_NUMBER
from erdem.literature.formats.fields import (
    classifications,
    guess_language,
    read_date,
    snapshot,
)
from erdem.literature.formats.model import (
    ROLES,
    Claim,
    Identity,
    Ingredient,
    LegalEvent,
    Party,
    Priority,
    Publication,
    Step,
    identify,
)
from erdem.literature.formats.record import Record

LABELLED: Final = re.compile(
    r"\s*Title:\s*(?P<title>.*?)\s*(?:Keywords:.*?)?\s*Abstract:\s*(?P<abstract>.*)", re.DOTALL
)
SEPARATED: Final = re.compile(r"(?P<title>.*?) \[SEP\] .*? \[SEP\] (?P<abstract>.*)", re.DOTALL)
NUMBER_FIRST: Final = re.compile(
    r"(?P<number>[^\s\[]+) (?P<date>\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4})(?:T\S*)? (?P<country>[A-Z]{2})\b"
)
COUNTRY_FIRST: Final = re.compile(r"\b(?P<country>[A-Z]{2}) (?P<date>\d{8}) (?P<number>[^\s\]]+)")
NUMBERING: Final = frozenset(
    {"publication", "pub", "patent", "application", "app", "publicationKey", "publication_number"}
)
NAMING: Final = NUMBERING | {"title", "titles", "abstract", "abstracts", "claims", "lens_id", "id", "url"}
DATED: Final = re.compile(r"Dated\s+(\d\d/\d\d/\d{4})")


def is_foreign(values: dict[str, Any]) -> bool:
    """Whether an object has no field at all by which a publication of any known shape could be told."""
    return not NAMING & values.keys()


def read_record(values: dict[str, Any], file: str, line: int, raw: str) -> tuple[Publication | None, list[Problem]]:
    """The publication of one object (None when it was refused) and the problems met."""
    record = Record(values, file, line)
    identity = _identity(record)
    refused = _refusal(record, identity)
    if refused:
        return None, [refused]
    publication = _build(record, identity, raw)
    if not _says_something(publication):
        return None, [NO_CONTENT.at(file, line, value=identity.identifier)]
    return publication, record.problems


def _says_something(publication: Publication) -> bool:
    """Whether there is anything beyond a number."""
    return bool(
        publication.titles
        or publication.abstracts
        or publication.claims
        or publication.ingredients
        or publication.ipc
        or publication.applicants
        or publication.publication_date
        or publication.filing_date
        or publication.indication
        or publication.legal_events
    )


def _identity(record: Record) -> Identity:
    name, value = record.first("publication", "pub", "patent")
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), "")
    elif value is not None and not isinstance(value, (str, int)):
        record.wrong(name, value, "text")
        value = ""
    return identify(
        str(value or "").strip(),
        record.text("application", "app"),
        country=record.text("country"),
        fallback=record.text("id", "url", "source", "lens_id"),
    )


def _refusal(record: Record, identity: Identity) -> Problem | None:
    if not identity.identifier:
        return NO_NUMBER.at(record.file, record.line, "publication")
    if "pub" in record.values and not re.search(r"\d", identity.identifier):
        return UNREADABLE_NUMBER.at(record.file, record.line, "pub", value=identity.identifier)
    return None


def _build(record: Record, identity: Identity, raw: str) -> Publication:
    lang = record.text("lang")
    titles, abstracts = _texts(record, lang)
    priorities, priority_date = _priorities(record, identity)
    indian = identity.country == "IN" and "journal" in record.values
    day_first = identity.country == "IN"
    return Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind or record.text("kind"),
        application=identity.application,
        patent_type=record.text("type"),
        titles=titles,
        abstracts=abstracts,
        claims=_claims(record, lang),
        description=record.long_text("description"),
        description_lang=lang,
        ipc=classifications(record.texts("ipc")),
        cpc=classifications(record.texts("cpc")),
        locarno=record.texts("locarno"),
        applicants=record.texts("applicants", "applicant"),
        inventors=record.texts("inventors"),
        parties=_parties(record),
        legal_events=_legal_events(record, identity),
        applicant_place=record.text("applicant_place", "province"),
        priorities=priorities,
        priority_date=priority_date,
        filing_date=record.date("date", day_first=True) if indian else record.date("filing_date", day_first=day_first),
        publication_date=None if indian else record.date("publication_date", "date", day_first=day_first),
        grant_date=_journal_date(record) if indian else record.date("grant_date"),
        family_id=record.text("family_id"),
        family_members=record.texts("family"),
        citations=record.texts("citations"),
        legal_status=record.text("legal_status"),
        ingredients=_ingredients(record),
        steps=_steps(record),
        indication=record.text("indication", "tk_use", "tk_subject"),
        product=record.text("product", "form"),
        declared_source=record.text("declared_source"),
        source_format="jsonl",
        source_id=record.text("id", "lens_id"),
        source_url=record.text("url", "source", "src"),
        source_line=record.line,
        unseen=_unseen(record),
        remarks=(*identity.remarks, *record.texts("note", "script_note", mark="\n"), *_older_text(record)),
        snapshot=snapshot(raw),
    )


def _parties(record: Record) -> tuple[Party, ...]:
    """As listed; else the applicants, the first with the place that the record gives, and the inventors."""
    parts = ("country", "province", "city", "county", "postcode", "address", "agency")
    listed = record.objects("parties")
    if listed:
        known = [one for one in listed if one.text("role") in ROLES and one.text("name")]
        return tuple(
            Party(one.text("role"), one.text("name"), **{part: one.text(part) for part in parts}) for one in known
        )
    province, place = record.text("province"), record.text("applicant_place")
    if not province and not place:
        return ()
    names = record.texts("applicants", "applicant")
    first = tuple(Party("applicant", name, province=province, address=place) for name in names[:1])
    return (
        *first,
        *(Party("applicant", name) for name in names[1:]),
        *(Party("inventor", name) for name in record.texts("inventors")),
    )


def _legal_events(record: Record, identity: Identity) -> tuple[LegalEvent, ...]:
    listed = [
        LegalEvent(one.date("date"), one.text("code"), one.text("text"), one.text("country"))
        for one in record.objects("legal_events")
    ]
    outcome = record.text("outcome")
    return (*listed, *((LegalEvent(None, "", outcome, identity.country),) if outcome else ()))


def _older_text(record: Record) -> tuple[str, ...]:
    named = record.texts("tk_ingredients")
    return (f"ingredients of the older text: {', '.join(named)}",) if named else ()


def _texts(record: Record, lang: str) -> tuple[dict[str, str], dict[str, str]]:
    text = record.values.get("text")
    labelled = (LABELLED.fullmatch(text) or SEPARATED.fullmatch(text)) if isinstance(text, str) else None
    if labelled and "title" not in record.values:
        known = lang or guess_language(labelled["title"])
        return {known: labelled["title"]}, {known: labelled["abstract"]}
    titles = record.by_language(lang, "title", "titles")
    abstracts = record.by_language(lang, "abstract", "abstracts")
    return _named(titles), _named(abstracts)


def _named(texts: dict[str, str]) -> dict[str, str]:
    """Texts without a language under the one they look to be in."""
    return {lang or guess_language(text): text for lang, text in texts.items()}


def _claims(record: Record, lang: str) -> tuple[Claim, ...]:
    name, value = record.first("claims", "claim1")
    if isinstance(value, str):
        return make_claims([value], lang)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return make_claims(value, lang)
    texts = [member.text("text") for member in record.objects(name)] if name else []
    return make_claims(texts, lang)


def _priorities(record: Record, identity: Identity) -> tuple[tuple[Priority, ...], datetime.date | None]:
    """Priorities as written by PATENTSCOPE, or a single priority date."""
    written = record.values.get("priority")
    listed = patentscope_priorities(written) if isinstance(written, str) else ()
    if listed:
        return listed, min((one.date for one in listed if one.date), default=None)
    date = record.date("priority_date", "priority", day_first=identity.country == "IN")
    return ((Priority("", date, ""),) if date else ()), date


def patentscope_priorities(text: str) -> tuple[Priority, ...]:
    """`[60582692 2004-06-24T23:59:59.000Z US]` or `[US 20140625 62/016,924]`, several joined by any mark."""
    found = list(NUMBER_FIRST.finditer(text)) or list(COUNTRY_FIRST.finditer(text))
    return tuple(Priority(one["number"].rstrip(",;"), read_date(one["date"]), one["country"]) for one in found)


def _journal_date(record: Record) -> datetime.date | None:
    match = DATED.search(record.text("journal"))
    return read_date(match[1], day_first=True) if match else None


def _ingredients(record: Record) -> tuple[Ingredient, ...]:
    found = []
    for index, member in enumerate(record.objects("ingredients")):
        name = member.text("herb", "name")
        if not name:
            record.wrong(f"ingredients[{index}]", member.values, "a herb or name")
            continue
        bounds = member.number("lo"), member.number("hi")
        found.append(Ingredient(name, *bounds, member.text("unit"), member.text("processing"), member.text("dose")))
        record.problems += member.problems
    return tuple(found)


def _steps(record: Record) -> tuple[Step, ...]:
    parts = ("op", "materials", "tool", "temp", "time", "other")
    members = [Step(*(member.text(part) for part in parts)) for member in record.objects("steps")]
    return tuple(step for step in members if step.op or step.materials)


def _unseen(record: Record) -> tuple[str, ...]:
    """What the source says about how much of the text was seen."""
    notes = [record.text("confidence")]
    if record.values.get("truncated") is True:
        notes.append("the text seen breaks off")
    if record.values.get("preferred_truncated") is True:
        notes.append("the preferred amounts break off")
    return tuple(note for note in notes if note and note != "full text")
