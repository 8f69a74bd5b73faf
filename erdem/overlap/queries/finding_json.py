"""A finding as JSON to take away: all its evidence, as far as this reader may see it (`docs/reference/finding-json.md`)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.mail import whole_address
from erdem.knowledge import queries as knowledge
from erdem.overlap.models import Finding
from erdem.overlap.queries.alternatives import alternatives_of
from erdem.overlap.queries.bands import band_of, measured
from erdem.overlap.queries.changes import in_words
from erdem.overlap.queries.dates import dates_line, order_of
from erdem.overlap.queries.evidence import read_evidence
from erdem.overlap.queries.sentences import reasons_of
from erdem.overlap.queries.standing import rights_of
from erdem.overlap.queries.variants import hidden_variants, visible_variants
from erdem.overlap.queries.ways import ways_of
from erdem.overlap.queries.words import relation_label

SCHEMA: Final = "erdem.finding/1"
Json = dict[str, Any]
OF_THE_MATCH: Final = (
    "relation",
    "score",
    "rank",
    "alarm",
    "coverage",
    "named",
    "name_term",
    "signals",
    "shared",
    "missing",
    "added",
    "dose",
    "steps",
    "reasons",
)


def finding_json(actor: Actor, finding: Finding) -> Json:
    """Return the finding; texts of other records only where the actor may see these."""
    record = knowledge.records_by_id(actor, [finding.record_id])[finding.record_id]
    finding.record = record
    evidence = read_evidence(finding.evidence, record.kind)
    sources = list(record.sources.all())
    order = order_of(finding, sources)
    match, read = finding.evidence["match"], finding.evidence.get("read") or {}
    return {
        "schema": SCHEMA,
        "caveat": "The score only puts candidates in order. It is not a conclusion.",
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "number": finding.number,
        "url": whole_address(reverse("overlap:finding-detail", args=[finding.number])),
        "status": finding.status,
        "opinion": finding.opinion,
        "reason": finding.reason,
        "raised_at": finding.created_at.isoformat(timespec="seconds"),
        "versions": {"engine": finding.engine_version, "lexicon": finding.lexicon_version},
        "record": _record(finding, read),
        "publication": _publication(finding, read),
        "match": {name: match.get(name) for name in OF_THE_MATCH} | {"pool_size": finding.pool_size},
        "band": _band(match),
        "relation_label": str(relation_label(finding.relation)),
        "why_not_higher": [{"heading": said.heading, "text": said.text} for said in reasons_of(evidence, order)],
        "dates": [
            {"kind": mark.kind, "date": mark.date, "text": mark.text, "note": mark.note}
            for mark in dates_line(finding, sources)
        ],
        "order": {"answer": order.answer, "sentence": order.sentence},
        "windows": _windows(finding, order),
        "alternatives": _alternatives(actor, finding, evidence),
        **_variants(actor, finding, match),
        "news": [*finding.news],
        "news_text": in_words(finding.news),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _record(finding: Finding, read: Json) -> Json:
    record = finding.record
    return {
        "number": record.number,
        "name": record.name,
        "kind": record.kind,
        "book": record.book,
        "known_since": record.known_since_year,
        "url": whole_address(reverse("knowledge:record-detail", args=[record.number])),
        "sha256": read.get("record"),
    }


def _publication(finding: Finding, read: Json) -> Json:
    publication = finding.publication
    right = rights_of([publication])[publication.pk]
    return {
        "number": publication.number,
        "title": publication.title,
        "office": publication.country,
        "type": publication.type,
        "application_number": publication.application_number,
        "priority_date": _day(publication.priority_date),
        "filing_date": _day(publication.filing_date),
        "publication_date": _day(publication.publication_date),
        "grant_date": _day(right.granted),
        "stage": right.stage,
        "url": whole_address(reverse("literature:publication-detail", args=[publication.number_key])),
        "sha256": read.get("publication"),
        "texts": read.get("texts") or {},
    }


def _band(match: Json) -> Json:
    band = band_of(match)
    found = measured().get(band)
    precision = None
    if found is not None:
        precision = {
            "true": found.true,
            "pairs": found.pairs,
            "interval": None if found.low is None else [found.low, found.high],
            "real": {"true": found.real_true, "pairs": found.real_pairs},
            "data": found.data,
            "pool_size": found.pool,
        }
    return {"slug": band, "precision": precision}


def _windows(finding: Finding, order: Any) -> list[Json]:
    return [
        {
            "slug": way.slug,
            "title": way.title,
            "state": way.window_state,
            "last_day": _day(way.ends),
            "law": way.law,
            "confidence": way.confidence,
            "source": way.source,
        }
        for way in ways_of(finding, order)
        if way.window_state
    ]


def _alternatives(actor: Actor, finding: Finding, evidence: Any) -> list[Json]:
    return [
        {
            "record": one.number,
            "name": one.name,
            "relation": one.relation_slug,
            "score": one.score,
            "band": one.band_slug,
            "rank": one.rank,
            "why": one.why,
        }
        for one in alternatives_of(actor, finding, evidence)
    ]


def _variants(actor: Actor, finding: Finding, match: Json) -> Json:
    rows = visible_variants(actor, finding)
    partners = knowledge.records_by_id(actor, [int(key) for key in match.get("partners") or ()])
    return {
        "cluster": match.get("cluster"),
        "variants": [
            {"record": row["number"], "name": row["name"], "book": row["book"], "year": row["year"]} for row in rows
        ],
        "variants_not_shown": hidden_variants(actor, finding, len(rows)),
        "combined_with": [partner.number for partner in partners.values()],
    }
