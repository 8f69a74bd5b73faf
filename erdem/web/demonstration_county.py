"""Loads the package's own seeds into a fresh installation and screens them. Each part is idempotent: it may be stopped."""

from __future__ import annotations

from itertools import islice

from django.utils.translation import gettext_noop

from erdem.base.actor import acting_as
from erdem.base.jobs import JobRun
from erdem.knowledge import services as knowledge
from erdem.knowledge.content import RecordContent
from erdem.knowledge.entries import SEEDS, seed_contents, seed_substances
from erdem.literature import services as literature
from erdem.notary import services as notary
from erdem.overlap import services as overlap
from erdem.web import (
    demonstration,
    demonstration_agreements,
    demonstration_annotation,
    demonstration_benefits,
    demonstration_campaigns,
    demonstration_cases,
    demonstration_certificates,
    demonstration_community,
    demonstration_ledger,
    demonstration_sharing,
)

BATCH = 100
HELD = "records.jsonl"
LEAGUE = "1525"


def load(run: JobRun) -> dict[str, int]:
    """Load lexicon, records and literature, then screen; return the counts to show."""
    run.advance(0, message=gettext_noop("substance lexicon"))
    with acting_as(run.actor):
        substances = knowledge.load_lexicon(actor=run.actor, rows=seed_substances())
    records = _load_records(run)
    demonstration_community.load(run)
    demonstration_ledger.load()
    documents = _load_literature(run)
    outcome = overlap.screen_collection(
        actor=run.actor, on_progress=lambda done, total: run.advance(done, total, gettext_noop("screening patents"))
    )
    run.advance(0, message=gettext_noop("certificate of registration"))
    demonstration_certificates.load(run)
    run.advance(0, message=gettext_noop("requests for access"))
    demonstration_sharing.load(run)
    run.advance(0, message=gettext_noop("terms, permit and benefits"))
    demonstration_agreements.load(run)
    demonstration_benefits.load(run)
    run.advance(0, message=gettext_noop("cases of the office"))
    demonstration_cases.load(run)
    demonstration_campaigns.load(run)
    run.advance(0, message=gettext_noop("pairs for annotators"))
    demonstration_annotation.load(run)
    notary.seal_audit(actor=run.actor)
    return {"substances": substances, "records": records, "documents": documents, "findings": outcome.raised}


def _load_records(run: JobRun) -> int:
    loaded = 0
    for name in SEEDS:
        for community_id, contents in _by_holder(name).items():
            options = knowledge.ImportOptions(
                file=name, register=True, demonstration=True, community_id=community_id or None
            )
            importer = knowledge.Importer(run.actor, options)
            waiting = iter(contents)
            while batch := list(islice(waiting, BATCH)):
                with acting_as(run.actor):
                    loaded += importer.write(batch).kept
                run.advance(loaded, message=gettext_noop("records of traditional knowledge"))
    return loaded


def _by_holder(name: str) -> dict[int, list[RecordContent]]:
    """Sort the entries of a file by the community that looks after them; 0 stands for none.

    The demonstration's elder speaks for the crafts and foods of the demonstration's own league, so that the desk of an
    elder shows something.
    """
    community_id = demonstration.community_id()
    sorted_: dict[int, list[RecordContent]] = {}
    for content in seed_contents(name):
        own = name == HELD and any((code or "").startswith(LEAGUE) for code in content.place_codes)
        sorted_.setdefault(community_id if own else 0, []).append(content)
    return sorted_


def _load_literature(run: JobRun) -> int:
    outcomes = literature.import_seeds(
        actor=run.actor, on_progress=lambda read: run.advance(read, message=gettext_noop("patent literature"))
    )
    return sum(outcome.kept for outcome in outcomes)
