"""One batch of publications against the register: what is found, kept, brought up to date or told to those who decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from erdem.base import events, numbering
from erdem.base.actor import Actor
from erdem.knowledge import queries as knowledge
from erdem.literature import queries as literature
from erdem.literature.models import Publication
from erdem.overlap import engine
from erdem.overlap.choices import DECIDED_STATES, FindingStatus
from erdem.overlap.events import FindingHasNews, FindingRaised
from erdem.overlap.models import ComparedPublication, Finding, ScreeningRun
from erdem.overlap.queries.changes import differences
from erdem.overlap.queries.evidence import compose, facts_of, fingerprint, same_evidence
from erdem.overlap.queries.order import is_looked_after, is_worth_a_finding, reading_band
from erdem.overlap.queries.sources import earliest_years
from erdem.overlap.queries.standing import Right, rights_of
from erdem.overlap.queries.watching import applications_of

Row = dict[str, Any]
BATCH: Final = 25
WIDE: Final = 30
ALTERNATIVES: Final = 5
SERIES: Final = "XS"
LOCK: Final = 7_044_001  # any number that nothing else in this database locks with
PARTS: Final = ("title", "abstract", "claims", "ingredients", "steps", "product")
VANISHED: Final = {"gone": True}
WITHDRAWN: Final = {"gone": True, "why": "record_withdrawn"}
NEWS_FIELDS: Final = ("pending_evidence", "is_outdated", "news", "has_news", "updated_at")


@dataclass
class Pool:
    """The records of one run, ready to be compared with, and their rows by key for the snapshot hashes."""

    prepared: engine.Pool
    rows: dict[int, Row]
    years: dict[int, int | None]
    looked_after: frozenset[int]
    engine_version: str
    lexicon_version: str
    lexicon: engine.Lexicon

    def fingerprint_of(self, record_id: int) -> str:
        """Return the hash of a record as the engine reads it and of the year it is proved from."""
        return fingerprint({"row": self.rows[record_id], "year": self.years.get(record_id)})


@dataclass
class Outcome:
    """What came of a run. ``publications`` is the number compared, ``skipped`` how many held nothing to compare."""

    run_id: int
    records: int = 0
    publications: int = 0
    raised: int = 0
    refreshed: int = 0
    outdated: int = 0
    skipped: int = 0
    is_whole: bool = True


@dataclass(frozen=True)
class Task:
    """What a batch belongs to: whom it concerns, which publications are looked at, and whether it is remembered.

    ``only`` are the records to keep findings of, None for all; ``worth_a_look`` says cheaply whether a publication can
    concern them; ``remembers`` is set when each publication meets the whole pool.
    """

    run: ScreeningRun
    pool: Pool
    outcome: Outcome
    only: Collection[int] | None = None
    worth_a_look: Callable[[Row], bool] | None = None
    remembers: bool = False
    unchanged: dict[int, str] = field(default_factory=dict)


def pool_of(actor: Actor) -> Pool:
    """Prepare the register for one run: once, not for each batch."""
    rows = {int(row["id"]): dict(row) for row in knowledge.screening_rows(actor)}
    lexicon = engine.Lexicon.from_rows(knowledge.lexicon_rows())
    return Pool(
        engine.prepare(rows.values(), lexicon),
        rows,
        earliest_years(rows),
        frozenset(key for key, row in rows.items() if is_looked_after(row)),
        engine.ENGINE_VERSION,
        lexicon.version,
        lexicon,
    )


def holds_something(row: Row) -> bool:
    """Say whether a publication holds a composition, a step, a text or a name that could be compared."""
    return any(row.get(part) for part in PARTS)


def compare_batch(actor: Actor, task: Task, keys: list[int]) -> None:
    """Compare publications, in the caller's transaction. A second run that is at the same place waits for its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if task.remembers:
        keys = [*keys, *applications_of(keys)]
    known = {
        (finding.record_id, finding.publication_id): finding
        for finding in Finding.objects.select_for_update().filter(publication_id__in=keys)
    }
    publications = {one.pk: one for one in Publication.objects.filter(pk__in=keys).defer("search_text")}
    rights = rights_of(publications.values())
    marks: list[ComparedPublication] = []
    for row in literature.screening_rows(actor, ids=keys):
        key = int(row["id"])
        mark = _mark(task, publications[key], row, rights[key])
        marks.append(mark)
        if task.unchanged.get(key) == mark.fingerprint:
            continue
        mine = {pair[0]: finding for pair, finding in known.items() if pair[1] == key}
        _compare(task, row, rights[key], mine)
    if task.remembers:
        _remember(marks)


def _mark(task: Task, publication: Publication, row: Row, right: Right) -> ComparedPublication:
    return ComparedPublication(
        publication_id=publication.pk,
        fingerprint=fingerprint({"row": row, "stage": right.stage}),
        changed_at=publication.updated_at,
        engine_version=task.pool.engine_version,
        lexicon_version=task.pool.lexicon_version,
        run=task.run,
    )


def _remember(marks: list[ComparedPublication]) -> None:
    ComparedPublication.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["publication"],
        update_fields=["fingerprint", "changed_at", "engine_version", "lexicon_version", "run"],
    )


def _compare(task: Task, row: Row, right: Right, known: dict[int, Finding]) -> None:
    """Compare one publication; what was a finding and is none any more is said to be so."""
    pool, seen = task.pool, set()
    concerned = {key for key in known if task.only is None or key in task.only}
    if not holds_something(row):
        task.outcome.skipped += 1
    elif concerned or task.worth_a_look is None or task.worth_a_look(row):
        task.outcome.publications += 1
        for match, others in _worth_a_finding(task, row):
            record_id = int(match["tk"])
            seen.add(record_id)
            state = {"stage": right.stage, "year": pool.years.get(record_id)}
            evidence = compose(match, pool.rows[record_id], row, state, others) | {
                "pool": len(pool.rows),
                "engine_version": pool.engine_version,
                "lexicon_version": pool.lexicon_version,
            }
            _keep(task, known.get(record_id), (record_id, int(row["id"])), evidence)
    for record_id in concerned - seen:
        vanish(known[record_id], VANISHED if record_id in pool.rows else WITHDRAWN, task.outcome)


def _worth_a_finding(task: Task, row: Row) -> Iterator[tuple[Row, list[Row]]]:
    pool = task.pool
    found: list[Row] = [match.as_json() for match in engine.screen(pool.prepared, row, WIDE, chosen=pool.looked_after)]
    for match in found:
        key = int(match["tk"])
        if (task.only is None or key in task.only) and is_worth_a_finding(match, pool.rows[key]):
            yield match, _alternatives(match, found)


def _alternatives(match: Row, found: list[Row]) -> list[Row]:
    """The other clusters that came nearest, as keys and figures: their words are read only by those who may."""
    others = {other["cluster"]: other for other in reversed(found) if other["cluster"] != match["cluster"]}
    nearest = sorted(others.values(), key=lambda other: int(other["rank"]))[:ALTERNATIVES]
    return [
        {
            **{name: other[name] for name in ("tk", "rank", "score", "relation", "cluster_size")},
            "band": other.get("band"),
            "shared": len(other["shared"]),
            "missing": len(other["missing"]),
            "added": len(other["added"]),
            "steps": sum(row["patent"] is not None and row["tk"] is not None for row in other["steps"]),
        }
        for other in nearest
    ]


def _keep(task: Task, known: Finding | None, pair: tuple[int, int], evidence: Row) -> None:
    outcome = task.outcome
    if known is None:
        _raise(task, pair, evidence)
        outcome.raised += 1
    elif same_evidence(known.evidence, evidence):
        _clear(known)
    elif known.status == FindingStatus.NEW:
        _refresh(task, known, evidence)
        outcome.refreshed += 1
    elif changes := differences(known.evidence, evidence):
        _tell(known, evidence, changes, outcome)
    else:
        _refresh(task, known, evidence)
        outcome.refreshed += 1


def _raise(task: Task, pair: tuple[int, int], evidence: Row) -> None:
    record_id, publication_id = pair
    finding = Finding(
        number=numbering.document_number(SERIES, timezone.localdate().year),
        record_id=record_id,
        publication_id=publication_id,
        run=task.run,
        evidence=evidence,
        band=reading_band(task.pool.rows[record_id], evidence["match"]),
        **facts_of(evidence),
    )
    finding.save(force_insert=True)
    events.publish(FindingRaised(finding.pk, finding.number, record_id, publication_id, finding.is_alarm))


def _refresh(task: Task, finding: Finding, evidence: Row) -> None:
    """Put the evidence of today in its place: nobody has looked yet, or nothing material differs from what was seen."""
    for name, value in facts_of(evidence).items():
        setattr(finding, name, value)
    finding.evidence, finding.run = evidence, task.run
    finding.pending_evidence, finding.is_outdated, finding.news, finding.has_news = None, False, [], False
    finding.band = reading_band(task.pool.rows[finding.record_id], evidence["match"])
    finding.save()


def _clear(finding: Finding) -> None:
    """Take a mark off that an earlier run set: this run found what the finding was decided on."""
    if finding.is_outdated or finding.has_news:
        finding.pending_evidence, finding.is_outdated, finding.news, finding.has_news = None, False, [], False
        finding.save(update_fields=NEWS_FIELDS)


def _tell(finding: Finding, newer: Row, changes: list[Row], outcome: Outcome) -> None:
    """Let newer evidence wait, say what is different, and tell once."""
    if finding.news == changes and finding.pending_evidence is not None:
        if not same_evidence(finding.pending_evidence, newer):
            finding.pending_evidence = newer
            finding.save(update_fields=NEWS_FIELDS)
        return
    finding.pending_evidence, finding.is_outdated, finding.news, finding.has_news = newer, True, changes, True
    finding.news_told_at = None
    finding.save(update_fields=(*NEWS_FIELDS, "news_told_at"))
    outcome.outdated += 1
    events.publish(FindingHasNews(finding.pk, finding.number))


def vanish(finding: Finding, how: Row, outcome: Outcome) -> None:
    """Mark a finding that is no longer made; a person decides what becomes of it. One put aside or closed stays as it is."""
    if finding.evidence.get("gone") or (finding.status in DECIDED_STATES and finding.status != FindingStatus.CONFIRMED):
        return
    if finding.status != FindingStatus.NEW:
        _tell(finding, how, differences(finding.evidence, how), outcome)
    elif finding.pending_evidence != how:
        finding.pending_evidence, finding.is_outdated = how, True
        finding.save(update_fields=NEWS_FIELDS)
        outcome.outdated += 1
