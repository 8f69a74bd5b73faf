"""What a document adds to a held publication: empty fields filled, missing rows added, nothing taken away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from erdem.base.actor import significant_digits
from erdem.lib.folding import fold_name
from erdem.literature.choices import PublicationType, Stage, Standing
from erdem.literature.models import Party, Priority, Publication, SourceRecord
from erdem.literature.services.holdings import Held, event_key
from erdem.literature.services.intake import Intake, coverage_of, searchable
from erdem.literature.services.legal_status import group_of
from erdem.literature.services.said import digest, texts_said

EMPTY: Final[tuple[object, ...]] = (None, "", [], PublicationType.UNKNOWN, Stage.UNKNOWN)
LANGUAGES: Final = ("zh", "en")
ADDRESS: Final = ("region", "address", "country", "province", "city", "county", "postcode", "agency")


@dataclass(slots=True)
class Filled:
    """Rows that a batch adds, and held rows that it completes."""

    rows: dict[type[Any], list[Any]] = field(default_factory=lambda: defaultdict(list))
    parties: list[Party] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)

    def add(self, held: Held, *rows: Any) -> None:
        """Take new rows of a publication."""
        for row in rows:
            row.publication = held.publication
            self.rows[type(row)].append(row)


def fill(held: Held, intake: Intake, filled: Filled) -> bool:
    """Take from a document what the publication lacks; say whether a row was added or completed."""
    said = _say(held, intake)  # before the texts are taken over: it compares with what was held until now
    _fill_fields(held.publication, intake, is_first=held.is_new and not held.publication.sources)
    rows: list[Any] = [*said, *_texts(held, intake), *_codes(held, intake), *_facts(held, intake)]
    completed = _parties(held, intake, filled, rows) | _priorities(held, intake, filled, rows)
    for event in intake.events:
        if event_key(event) not in held.events:
            held.events[event_key(event)] = event
            rows.append(event)
    held.family_id = intake.family_id or held.family_id
    fill_status(held, [held.publication.status, intake.scalars["status"]])
    held.publication.coverage = coverage_of(
        {unit for unit, _ordinal, _language in held.texts}, has_facts=held.has_ingredients or held.has_steps
    )
    filled.add(held, *rows)
    return bool(rows) or completed


def fill_status(held: Held, said: Iterable[str]) -> None:
    """Work out the standing in law from all that is known."""
    publication = held.publication
    for words in said:
        publication.status_group = group_of(publication.status_group, words, held.events.values())


def _fill_fields(publication: Publication, intake: Intake, *, is_first: bool) -> None:
    for name, value in intake.scalars.items():
        if getattr(publication, name) in EMPTY and value not in EMPTY:
            setattr(publication, name, value)
    publication.application_key = publication.application_key or intake.application_key
    publication.corrects = publication.corrects or intake.corrects
    if intake.withdrawn:
        publication.standing = Standing.WITHDRAWN
    publication.year = publication.filing_year or publication.year
    shown = {publication.title_language: publication.title} if publication.title else {}
    publication.title_language, publication.title = best_title({**intake.titles, **shown})
    publication.remarks = list(dict.fromkeys([*publication.remarks, *intake.remarks]))
    if is_first:
        publication.unseen = intake.unseen
    else:
        publication.unseen = [note for note in publication.unseen if note in intake.unseen]
    _add_source(publication, intake)
    known = publication.search_text
    lines = [line for line in searchable(intake).splitlines() if line not in known]
    publication.search_text = "\n".join(part for part in (known, *lines) if part)


def _add_source(publication: Publication, intake: Intake) -> None:
    entry = {key: value for key, value in intake.source.items() if value}
    identity = (entry.get("name"), entry.get("snapshot"))
    if all((held.get("name"), held.get("snapshot")) != identity for held in publication.sources):
        publication.sources = [*publication.sources, entry]


def _say(held: Held, intake: Intake) -> list[SourceRecord]:
    """What this source says, unless it said the same before."""
    source = intake.source
    name, snapshot = source.get("name", "")[:100], source.get("snapshot", "")[:64]
    if (name, snapshot) in held.sources:
        return []
    held.sources.add((name, snapshot))
    first = {(text.unit, text.ordinal, text.language): digest(text.text) for text in reversed(intake.texts)}
    return [
        SourceRecord(
            name=name,
            file=source.get("file", "")[:255],
            day=dt.date.fromisoformat(source["day"]),
            url=source.get("url", ""),
            external_id=source.get("id", "")[:200],
            snapshot=snapshot,
            fields={**intake.said, **texts_said(intake.texts, {**first, **held.texts})},
        )
    ]


def _texts(held: Held, intake: Intake) -> list[Any]:
    rows = []
    for text in intake.texts:
        key = (text.unit, text.ordinal, text.language)
        if key not in held.texts:
            held.texts[key] = digest(text.text)
            rows.append(text)
    return rows


def _codes(held: Held, intake: Intake) -> list[Any]:
    rows = []
    for code in intake.classifications:
        if (code.scheme, code.code) not in held.codes:
            held.codes.add((code.scheme, code.code))
            rows.append(code)
    return rows


def _facts(held: Held, intake: Intake) -> list[Any]:
    rows: list[Any] = []
    if not held.has_ingredients:
        rows += intake.ingredients
        held.has_ingredients = bool(intake.ingredients)
    if not held.has_steps:
        rows += intake.steps
        held.has_steps = bool(intake.steps)
    return rows


def _parties(held: Held, intake: Intake, filled: Filled, rows: list[Any]) -> bool:
    """Add the parties of a role that nobody is known in; complete the known ones by name."""
    known_roles = {party.role for party in held.parties}
    by_name = {(party.role, fold_name(party.name)): party for party in reversed(held.parties)}
    completed = False
    for party in intake.parties:
        if party.role not in known_roles:
            held.parties.append(party)
            rows.append(party)
        elif (known := by_name.get((party.role, fold_name(party.name)))) and _complete_party(known, party):
            completed = True
            if known.pk and known not in filled.parties:
                filled.parties.append(known)
    return completed


def _complete_party(known: Party, party: Party) -> bool:
    """Fill blanks of an address; a division inside the known one says more."""
    changed = False
    for name in ADDRESS:
        if not getattr(known, name) and getattr(party, name):
            setattr(known, name, getattr(party, name))
            changed = True
    found, held = party.place_id or "", known.place_id or ""
    if found != held and found.startswith(significant_digits(held) if held else "") and found:
        known.place_id = found
        changed = True
    return changed


def _priorities(held: Held, intake: Intake, filled: Filled, rows: list[Any]) -> bool:
    completed = False
    for priority in intake.priorities:
        known = next((one for one in held.priorities if _same_filing(one, priority)), None)
        if known is None:
            priority.ordinal = 1 + max((one.ordinal for one in held.priorities), default=-1)
            held.priorities.append(priority)
            rows.append(priority)
        elif _complete_priority(known, priority):
            completed = True
            if known.pk and known not in filled.priorities:
                filled.priorities.append(known)
    return completed


def _same_filing(one: Priority, other: Priority) -> bool:
    """By number where both have one, else by day."""
    if one.number and other.number:
        same_key = bool(one.number_key) and one.number_key == other.number_key
        return same_key or fold_name(one.number) == fold_name(other.number)
    return one.date is not None and one.date == other.date


def _complete_priority(known: Priority, priority: Priority) -> bool:
    changed = False
    for name in ("number", "number_key", "country", "date"):
        if not getattr(known, name) and getattr(priority, name):
            setattr(known, name, getattr(priority, name))
            changed = True
    return changed


def best_title(titles: Mapping[str, str]) -> tuple[str, str]:
    """Language and text of the title to show: Chinese, else English, else any."""
    for language in (*LANGUAGES, *titles):
        if titles.get(language):
            return language, titles[language]
    return "", ""
