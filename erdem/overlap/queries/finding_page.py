"""The finding page, assembled: evidence, both texts, dates, what can be done, who looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.base.policy import Decision, Denied
from erdem.knowledge import queries as knowledge
from erdem.knowledge.models import Record, Source
from erdem.literature import queries as literature
from erdem.overlap.choices import SHAPES, FindingStatus
from erdem.overlap.models import Dossier, Finding, Review
from erdem.overlap.policies import can_review
from erdem.overlap.queries.alternatives import alternatives_of, other_patents
from erdem.overlap.queries.bands import band_label, band_sentence
from erdem.overlap.queries.changes import in_words
from erdem.overlap.queries.dates import dates_line, order_of
from erdem.overlap.queries.evidence import Evidence, read_evidence
from erdem.overlap.queries.findings import dossiers_of
from erdem.overlap.queries.joining import typeset
from erdem.overlap.queries.page import FindingPage, StepButton, TrailEntry
from erdem.overlap.queries.rows import (
    formula_pairs,
    formula_rows,
    materials_note,
    process_pairs,
    process_rows,
)
from erdem.overlap.queries.sentences import reasons_of, rows_note, score_sentence, title_of
from erdem.overlap.queries.sides import knowledge_side, patent_side
from erdem.overlap.queries.variants import count_visible
from erdem.overlap.queries.ways import ways_of
from erdem.overlap.queries.words import relation_label

READING = "overlap.read_finding"
SHOWN_READINGS = 5


def sources_of(record: Record) -> list[Source]:
    """Return the sources of a record in their order."""
    return list(record.sources.all())


def finding_page(actor: Actor, finding: Finding, *, steps: Sequence[Any], dossier: Decision) -> FindingPage:
    """Return everything the page shows.

    Args:
        actor: who looks; may see the finding.
        finding: a visible finding.
        steps: the steps of the workflow that the actor may take now.
        dossier: whether a dossier may be made.
    """
    record = knowledge.records_by_id(actor, [finding.record_id])[finding.record_id]
    finding.record = record
    row = next(literature.screening_rows(actor, ids=[finding.publication_id]))
    evidence = replace(read_evidence(finding.evidence, record.kind), variants=count_visible(actor, finding))
    sources = sources_of(record)
    order = order_of(finding, sources)
    facts = [] if any(shared.unit for shared in evidence.shared) else list(row.get("ingredients") or ())
    rows = process_rows(evidence) if evidence.is_process else formula_rows(evidence, facts)
    buttons = tuple(StepButton(step.name, str(step.label), step.emphasis) for step in steps)
    dossiers = dossiers_of(actor, finding)
    return FindingPage(
        finding=finding,
        path=_path(finding),
        title=title_of(finding, evidence),
        status=finding.get_status_display(),
        shape=SHAPES[finding.status],
        relation=str(relation_label(finding.relation)),
        score=score_sentence(finding, evidence),
        is_process=evidence.is_process,
        patent=patent_side(finding.publication, evidence, row),
        knowledge=knowledge_side(record, evidence),
        pairs=process_pairs(evidence) if evidence.is_process else formula_pairs(evidence),
        rows=rows,
        rows_note=rows_note(evidence),
        materials_note=materials_note(evidence),
        has_amounts=any(line.patent_amount or line.record_amount for line in rows),
        dates=dates_line(finding, sources),
        order=order,
        reasons=reasons_of(evidence, order),
        ways=ways_of(finding, order),
        steps=tuple(button for button in buttons if button.name != "start_checking"),
        first_step=next((button for button in buttons if button.name == "start_checking"), None),
        trail=_trail(finding, dossiers),
        dossiers=dossiers,
        dossier_refused=dossier.reason if isinstance(dossier, Denied) else "",
        newer_evidence=_newer(finding),
        may_accept_newer=_may_accept(actor, finding),
        **_around(actor, finding, evidence),
    )


def _around(actor: Actor, finding: Finding, evidence: Evidence) -> dict[str, Any]:
    """What stands around the evidence: the band, the news, the differences, what else was considered."""
    return {
        "news": in_words(finding.news),
        "band": band_label(finding.strength),
        "precision": band_sentence(finding.strength),
        "missing": _one_sided(evidence, "record") if evidence.is_process else evidence.missing,
        "added": _one_sided(evidence, "patent") if evidence.is_process else evidence.added,
        "alternatives": alternatives_of(actor, finding, evidence),
        "other_patents": other_patents(actor, finding),
        "variants": evidence.variants,
    }


def _one_sided(evidence: Evidence, side: str) -> tuple[str, ...]:
    """The steps that only one side has; none when a side is not written, for then they are only not seen."""
    if not evidence.has_both_steps:
        return ()
    alone = [getattr(row, side) for row in evidence.steps if row.number is None and getattr(row, side) is not None]
    return tuple(typeset(written.get("operation", "")) for written in alone)


def _may_accept(actor: Actor, finding: Finding) -> bool:
    """Newer evidence can be taken over; that a finding is made no longer can be acknowledged once somebody works on it."""
    newer = finding.pending_evidence or {}
    waits = "match" in newer or (newer.get("gone") and finding.status != FindingStatus.NEW)
    return bool(waits) and bool(can_review(actor, finding))


def _path(finding: Finding) -> tuple[dict[str, str], ...]:
    return (
        {"label": _("Work desk"), "url": "/"},
        {"label": _("Findings"), "url": reverse("overlap:finding-list")},
        {"label": finding.number, "url": ""},
    )


def _newer(finding: Finding) -> str:
    if not finding.is_outdated:
        return ""
    if "match" in (finding.pending_evidence or {}):
        return _(
            "A later comparison differs from this one. What you see is the evidence on which the finding was worked on."
        )
    return _("The latest comparison no longer makes this finding. What you see is the evidence on which it was raised.")


def _trail(finding: Finding, dossiers: Iterable[Dossier]) -> tuple[TrailEntry, ...]:
    """Return who looked, the latest first: opinions, dossiers, restricted readings this reader may know of, the screening."""
    wrote, read = _("%(who)s wrote dossier %(number)s"), _("%(who)s read it")
    readings = audit.trail_of(finding).filter(action=READING)[:SHOWN_READINGS]
    entries = [
        *(
            (review.at, _step_words(review.step) % {"who": review.signed}, review.text)
            for review in Review.objects.filter(finding=finding)
        ),
        *((made.made_at, wrote % {"who": made.made_by, "number": made.number}, "") for made in dossiers),
        *((entry.at, read % {"who": entry.actor_label}, "") for entry in readings),
    ]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    shown = [TrailEntry(iso_moment(at)[5:16], text, note) for at, text, note in entries]
    raised = _("Raised by screening, engine %(engine)s, lexicon %(lexicon)s") % {
        "engine": finding.engine_version,
        "lexicon": finding.lexicon_version[:8],
    }
    shown.append(TrailEntry(iso_date(finding.created_at)[5:], raised))
    first = shown[0]
    return (TrailEntry(first.time, first.text, first.note, on=finding.status != FindingStatus.NEW), *shown[1:])


def _step_words(step: str) -> str:
    words = {
        "start_checking": _("%(who)s began to check"),
        "confirm": _("%(who)s confirmed the overlap"),
        "ask_expert": _("%(who)s asked an expert"),
        "advise": _("%(who)s gave an opinion"),
        "dismiss": _("%(who)s put it aside"),
        "reopen": _("%(who)s took it up again"),
        "close": _("%(who)s closed it"),
    }
    return words.get(step, "%(who)s")
