"""What else was considered: other records near this patent, other patents near this record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.knowledge import queries as knowledge
from erdem.overlap.models import Finding
from erdem.overlap.queries import findings
from erdem.overlap.queries.bands import band_label, band_of
from erdem.overlap.queries.evidence import Evidence
from erdem.overlap.queries.findings import FindingRow
from erdem.overlap.queries.joining import clauses
from erdem.overlap.queries.words import record_line, relation_label

SHOWN = 5


@dataclass(frozen=True)
class Alternative:
    """Another record that came near this patent, and what sets it apart from the one of the finding."""

    number: str
    name: str
    line: str
    url: str
    relation_slug: str
    relation: str
    score: float
    band_slug: str
    band: str
    rank: int
    why: str


def alternatives_of(actor: Actor, finding: Finding, evidence: Evidence) -> tuple[Alternative, ...]:
    """Return the nearest other clusters whose records the actor may see; of the others nothing is said."""
    stored: list[dict[str, Any]] = list(finding.evidence.get("alternatives") or ())
    records = knowledge.records_by_id(actor, [int(one["tk"]) for one in stored])
    return tuple(
        Alternative(
            number=record.number,
            name=record.name,
            line=record_line(record),
            url=reverse("knowledge:record-detail", args=[record.number]),
            relation_slug=one["relation"],
            relation=str(relation_label(one["relation"])),
            score=float(one["score"]),
            band_slug=band_of(one),
            band=band_label(band_of(one)),
            rank=int(one["rank"]),
            why=_why(one, evidence),
        )
        for one in stored
        if (record := records.get(int(one["tk"]))) is not None
    )


def _why(one: dict[str, Any], evidence: Evidence) -> str:
    """Say in counts why it stands where it stands: what it shares, lacks and adds, beside this finding's own counts."""
    if evidence.is_process and not one["steps"] and one["shared"]:
        return _("%(count)s shared") % {"count": one["shared"]}
    if evidence.is_process:
        steps = ngettext("%(count)s step corresponds", "%(count)s steps correspond", one["steps"])
        own = _("here %(count)s") % {"count": evidence.matched_steps}
        return _("%(words)s (%(own)s)") % {"words": steps % {"count": one["steps"]}, "own": own}
    parts = (
        (_("%(count)s shared"), one["shared"], len(evidence.shared)),
        (_("%(count)s missing"), one["missing"], len(evidence.missing)),
        (_("%(count)s added"), one["added"], len(evidence.added)),
    )
    return clauses(
        _("%(words)s (%(own)s)") % {"words": words % {"count": count}, "own": _("here %(count)s") % {"count": own}}
        for words, count, own in parts
    )


def other_patents(actor: Actor, finding: Finding) -> tuple[FindingRow, ...]:
    """Return the visible findings of the same record on other publications, the nearest first."""
    found = findings.of_record(actor, finding.record.number).exclude(pk=finding.pk)
    return tuple(findings.rows_of(found[:SHOWN]))
