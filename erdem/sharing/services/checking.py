"""What the office does with a request: approvals, formal check, returning, turning down, letting it lapse."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.lib.signatures import kind_of
from erdem.people.choices import Role
from erdem.people.models import Membership
from erdem.sharing.choices import RequestStatus
from erdem.sharing.content import ApprovalContent
from erdem.sharing.models import AccessRequest, Approval, HolderQuestion
from erdem.sharing.policies import can_handle_request, can_tend_request
from erdem.sharing.queries.requests import COMPLETION, HOLDERS, deadline
from erdem.sharing.services.faults import MOVED_ON, broken
from erdem.sharing.services.labels import look_at_labels
from erdem.sharing.services.trace import moved, trace
from erdem.sharing.workflow import REQUEST

BEFORE_ASKING = (RequestStatus.SUBMITTED, RequestStatus.APPROVALS)
LARGEST = 20 * 1024 * 1024
SCANS = ("application/pdf", "image/")


@transaction.atomic
def record_approval(*, actor: Actor, approval: Approval, content: ApprovalContent) -> Approval:
    """Record an approval of an authority with its scan, or why it is not needed.

    Raises:
        PermissionRefused: the actor's office does not handle the request.
        RuleBroken: something is missing, the day lies ahead, or the file is no scan.
    """
    access_request = approval.request
    require(can_handle_request(actor, access_request))
    if access_request.status not in BEFORE_ASKING:
        raise RuleBroken(str(MOVED_ON))
    _check(content)
    held = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    held.authority, held.reference = content.authority.strip(), content.reference.strip()
    held.given_on, held.not_needed = content.given_on, content.not_needed.strip()
    if content.file:
        held.blob = blobs.keep(content.file, media_type=kind_of(content.file))
        held.file_name = PurePath(content.file_name.replace("\\", "/")).name[:200]
    held.recorded_by_id, held.recorded_at = actor.user_id, timezone.now()
    with broken():
        held.save()
    trace(actor, "record_approval", access_request, kind=held.kind, needed=not held.not_needed)
    return held


@transaction.atomic
def accept_request(*, actor: Actor, access_request: AccessRequest) -> AccessRequest:
    """Pass the formal check: put the request to every holding community, or wait for approvals when it has a foreign side.

    Raises:
        PermissionRefused: the actor's office does not handle it.
        RuleBroken: approvals are missing, or labels forbid the purpose for every record.
    """
    require(can_handle_request(actor, access_request))
    with acting_as(SYSTEM):
        look_at_labels(access_request)
    missing = access_request.is_foreign and access_request.approvals.filter(recorded_at__isnull=True).exists()
    if missing and access_request.status == RequestStatus.SUBMITTED:
        take_step(REQUEST, access_request, "wait_for_approvals", actor=actor, due_on=None)
    else:
        due = deadline(HOLDERS)
        with broken():
            take_step(REQUEST, access_request, "ask_holders", actor=actor, due_on=due)
        with acting_as(SYSTEM):
            put_questions(access_request)
        access_request.refresh_from_db()
    trace(
        actor,
        "accept_request",
        access_request,
        status=str(access_request.status),
        communities=len(access_request.asked),
    )
    moved(access_request)
    return access_request


def put_questions(access_request: AccessRequest) -> int:
    """Ask each community that holds a requested record and was not asked yet; return how many. For the system."""
    due = deadline(HOLDERS)
    standing = set(access_request.questions.values_list("community_id", flat=True))
    holders = {holder for each in access_request.records.all() for holder in each.holders} - standing
    for community_id in sorted(holders):
        HolderQuestion.objects.create(
            request=access_request, community_id=community_id, due_on=due, language=_language(community_id)
        )
    return len(holders)


@transaction.atomic
def return_request(*, actor: Actor, access_request: AccessRequest, reason: str) -> AccessRequest:
    """Send a request back to be completed, saying what is missing.

    Raises:
        RuleBroken: no reason, or it is elsewhere by now.
    """
    due = deadline(COMPLETION)
    with broken():
        take_step(REQUEST, access_request, "return", actor=actor, status_reason=reason.strip(), due_on=due)
    trace(actor, "return_request", access_request)
    moved(access_request)
    return access_request


@transaction.atomic
def reject_request(*, actor: Actor, access_request: AccessRequest, reason: str) -> AccessRequest:
    """Turn a request down. An office says why.

    Raises:
        RuleBroken: no reason, or it is elsewhere by now.
    """
    _end(actor, access_request, "reject", reason)
    trace(actor, "reject_request", access_request)
    moved(access_request)
    return access_request


@transaction.atomic
def lapse_request(*, actor: Actor, access_request: AccessRequest, reason: str) -> AccessRequest:
    """Let a request lapse when nobody goes on with it.

    Raises:
        RuleBroken: no reason, or it is elsewhere by now.
    """
    require(can_tend_request(actor, access_request))
    _end(actor, access_request, "lapse", reason)
    trace(actor, "lapse_request", access_request)
    moved(access_request)
    return access_request


def _end(actor: Actor, access_request: AccessRequest, step: str, reason: str) -> None:
    with broken():
        take_step(
            REQUEST,
            access_request,
            step,
            actor=actor,
            status_reason=reason.strip(),
            decided_at=timezone.now(),
            due_on=None,
        )


def _check(content: ApprovalContent) -> None:
    if content.given_on is not None and content.given_on > timezone.localdate():
        raise RuleBroken(_("The day of the approval lies ahead. Check it."), field="given_on")
    whole = content.authority.strip() and content.reference.strip() and content.given_on
    if not whole and not content.not_needed.strip():
        raise RuleBroken(
            _("Write authority, number and day of the approval, or why it is not needed."), field="authority"
        )
    if len(content.file) > LARGEST:
        raise RuleBroken(_("The file is larger than 20 MB. Nothing was stored. Scan it smaller."), field="file")
    kind = kind_of(content.file) if content.file else SCANS[0]
    if not kind or not kind.startswith(SCANS):
        raise RuleBroken(
            _("This is no scan or photo (PDF, JPEG, PNG). Nothing was stored. Choose another file."), field="file"
        )


def _language(community_id: int) -> str:
    """Return the language in which the stewards of a community read, when one of them has said so."""
    members = Membership.objects.filter(organisation_id=community_id, role=Role.STEWARD).order_by("pk")
    found = members.exclude(user__language="").values_list("user__language", flat=True).first()
    return str(found or "")
