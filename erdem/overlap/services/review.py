"""What people decide about a finding. The machine only ranks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge import services as knowledge
from erdem.overlap.events import FindingReviewed
from erdem.overlap.models import Finding, Review
from erdem.overlap.policies import can_review, is_restricted
from erdem.overlap.queries.evidence import facts_of
from erdem.overlap.workflow import WORKFLOW


@transaction.atomic
def take_review_step(
    *, actor: Actor, finding: Finding, step: str, opinion: str = "", reason: str = "", seen: str = ""
) -> Finding:
    """Move a finding on and keep what the person wrote.

    Args:
        actor: the person who decides.
        finding: a visible finding.
        step: name of a step of the workflow.
        opinion: what the person found; confirming, asking and advising need it.
        reason: why the finding is put aside, closed or checked again.
        seen: the status the person had before the eyes; a finding that has moved on since is left alone.

    Raises:
        PermissionRefused: the actor may not take this step.
        RuleBroken: no such step, a word is missing, or somebody else was quicker.
    """
    try:
        wanted = WORKFLOW.step(step)
    except KeyError:
        raise RuleBroken(_("There is no such step. Reload the page.")) from None
    require(wanted.allowed(actor, finding))
    written = {"opinion": opinion.strip(), "reason": reason.strip()}
    given: dict[str, Any] = {name: written[name] for name in wanted.required}
    if seen and seen != finding.status:
        raise RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))
    take_step(WORKFLOW, finding, step, actor=actor, **given)
    entry = Review.objects.create(
        finding=finding,
        step=step,
        status=finding.status,
        text=written["opinion"] or written["reason"],
        user_id=actor.user_id,
        signed=actor.label[:200],
    )
    _leave_entry(actor, "take_review_step", finding, step=step, status=finding.status, review=entry.pk)
    events.publish(FindingReviewed(finding.pk, step, finding.status))
    return finding


@transaction.atomic
def accept_newer_evidence(*, actor: Actor, finding: Finding) -> Finding:
    """Put the newer evidence of a reviewed finding in the place of the one it was reviewed on. The decision stays.

    When the newer comparison makes the finding no longer, the evidence stays too, with the mark that this was seen.

    Raises:
        PermissionRefused: the actor may not work on the finding.
        RuleBroken: there is no newer evidence.
    """
    require(can_review(actor, finding))
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    newer = locked.pending_evidence or {}
    if "match" not in newer and not newer.get("gone"):
        raise RuleBroken(_("There is no newer evidence to take over."))
    if "match" in newer:
        for name, value in facts_of(newer).items():
            setattr(locked, name, value)
        locked.evidence = newer
    else:
        locked.evidence = {**locked.evidence, **newer}
    seen = [change["slug"] for change in locked.news]
    locked.pending_evidence, locked.is_outdated, locked.news, locked.has_news = None, False, [], False
    locked.save()
    _leave_entry(actor, "accept_newer_evidence", locked, seen=seen)
    return locked


def note_reading(*, actor: Actor, finding: Finding) -> bool:
    """Leave an entry when somebody reads a finding about knowledge that is not open to everybody; say whether it was left."""
    if not is_restricted(finding.record) or actor.is_machine:
        return False
    _leave_entry(actor, "read_finding", finding)
    knowledge.note_reading(actor=actor, record=finding.record, part="findings")
    return True


def _leave_entry(actor: Actor, action: str, finding: Finding, **detail: Any) -> None:
    record = finding.record
    audit.record(
        actor,
        action=f"overlap.{action}",
        target=finding,
        place_code=(record.place_id or "") if record.diffusion_tier != "D1" else "",
        organisation_id=record.community_id,
        detail=detail,
    )
