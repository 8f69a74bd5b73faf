"""P4: the request, the check before transfer, the package, its receipt, and what happens at the competent office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base import clock as clocks
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import OPEN_STATES
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import Track
from erdem.cases.models import Case, CaseClock, CaseTransfer
from erdem.cases.papers.package import build_package
from erdem.cases.policies import can_follow, can_handle, can_receive, own_offices
from erdem.cases.queries.patent_request import request_of, respondents_of, what_is_missing
from erdem.cases.services.behalf import on_behalf_of
from erdem.cases.services.case_clocks import meet_case_clock, start_case_clock
from erdem.cases.services.enclosing import enclose
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.staffing import held
from erdem.cases.services.steps import StepGiven, take_case_step
from erdem.cases.services.trace import note_event, trace
from erdem.cases.workflow import Effect
from erdem.people.models import Organisation

MEDIATION_CLOCKS = {
    "accept_mediation": ("ownership_mediation",),
    "settle": ("restore_procedure", "copy_to_cnipa"),
    "end_without_agreement": ("copy_to_cnipa",),
}
"""Clocks of the mediation of who owns a patent (办法 Art. 70), begun with a step."""


@transaction.atomic
def write_request(*, actor: Actor, case: Case, request_given: dict[str, Any], seen_version: int | None = None) -> Case:
    """Write down the request (F12); nothing is refused for being incomplete, the check says what lacks.

    Raises:
        PermissionRefused: the actor does not handle the case.
        RuleBroken: the case has been transferred, or was changed in the meantime.
    """
    return write_particulars(
        actor=actor,
        case=case,
        name="request",
        given=request_given,
        while_in=("received", "supplementing", "returned"),
        seen_version=seen_version,
    )


@transaction.atomic
def write_particulars(
    *,
    actor: Actor,
    case: Case,
    name: str,
    given: dict[str, Any],
    while_in: tuple[str, ...] = (),
    seen_version: int | None = None,
) -> Case:
    """Write what only this kind of case asks for, under a name in its particulars.

    Raises:
        RuleBroken: the case has moved on to where this is no longer written.
    """
    case = held(case)
    require(can_handle(actor, case))
    moved_on = seen_version is not None and seen_version != case.version
    if moved_on or (while_in and case.status not in while_in) or not case.is_open:
        raise RuleBroken(str(MOVED_ON))
    case.particulars = {**case.particulars, name: given}
    with broken():
        case.save(update_fields=["particulars", "updated_at"])
    case.refresh_from_db()
    note_event(actor, case, f"write_{name}", came_from=case.status)
    trace(actor, f"write_{name}", case)
    return case


@transaction.atomic
def finish_check(*, actor: Actor, case: Case, note: str, seen_version: int | None = None) -> Case:
    """End the check before transfer with its note; the three years begin to be watched.

    Raises:
        RuleBroken: something of the request is missing, named one by one; or no note.
    """
    case = held(case)
    require(can_handle(actor, case))
    missing = what_is_missing(case)
    if missing:
        raise RuleBroken(
            _("Still missing: %(points)s.") % {"points": "、".join(point.words for point in missing)}, field="note"
        )
    if not note.strip():
        raise RuleBroken(_("Write the note of the check: what was looked at and what it shows."), field="note")
    precheck = {"note": note.strip(), "on": timezone.localdate().isoformat(), "by": actor.label}
    case.particulars = {**case.particulars, "precheck": precheck}
    before = case.version
    with broken():
        case.save(update_fields=["particulars", "updated_at"])
    seen = None if seen_version is None else seen_version + (case_version(case) - before)
    case = take_case_step(actor=actor, case=case, step="check", given=StepGiven(seen_version=seen))
    _watch_period(actor, case)
    return case


def case_version(case: Case) -> int:
    """Return the version of a case as it stands."""
    case.refresh_from_db(fields=["version"])
    return case.version


def _watch_period(actor: Actor, case: Case) -> None:
    known = request_of(case).get("known_on")
    running = CaseClock.objects.filter(case=case, rule__step="request_period", state__in=OPEN_STATES).exists()
    if known and not running:
        day = dt.date.fromisoformat(known)
        try:
            start_case_clock(actor=actor, case=case, step="request_period", day=day)
        except RuleBroken:  # no version was in force on that day: the point of the check says so
            return


@transaction.atomic
def prepare_package(
    *,
    actor: Actor,
    case: Case,
    to_office: Organisation | None,
    to_name: str = "",
    evidence: Sequence[int] = (),
    seen_version: int | None = None,
) -> CaseTransfer:
    """Make the package: letter, list of contents with hashes, request, note of the check, evidence with its custody.

    Args:
        evidence: numbers of the pieces that go with it; each copy is noted in the custody of the piece.

    Raises:
        RuleBroken: no office is named, or the own office; a piece has no file, or its file was changed.
    """
    case = held(case)
    require(can_handle(actor, case))
    name = str(to_office) if to_office is not None else to_name.strip()
    if not name or (to_office is not None and to_office.pk == case.office_id):
        raise RuleBroken(_("Name the office that has the power for patent disputes."), field="to_office")
    package = build_package(case, name, enclose(actor=actor, case=case, ordinals=evidence, to=name))
    with broken():
        transfer = CaseTransfer.objects.create(
            case=case,
            to_office=to_office,
            to_name=name,
            package=blobs.keep(package.content, media_type="application/zip"),
            contents=package.contents,
            copies=max(1, len(respondents_of(request_of(case)))),
            prepared_by_id=actor.user_id,
        )
    take_case_step(
        actor=actor,
        case=case,
        step="prepare",
        given=StepGiven(seen_version=seen_version, detail={"to": name, "files": len(package.contents)}),
    )
    return transfer


@transaction.atomic
def send_package(*, actor: Actor, case: Case, seen_version: int | None = None) -> CaseTransfer:
    """Hand the newest package over; from now on the competent office sees the case.

    Raises:
        RuleBroken: no package was made.
    """
    case = held(case)
    require(can_handle(actor, case))
    transfer = newest_transfer(case)
    if transfer is None or transfer.sent_at is not None:
        raise RuleBroken(_("Prepare the package first."))
    transfer.sent_at = timezone.now()
    with broken():
        transfer.save(update_fields=["sent_at"])
    case = take_case_step(
        actor=actor,
        case=case,
        step="transfer",
        given=StepGiven(seen_version=seen_version, detail={"to": transfer.to_name}),
    )
    if transfer.to_office_id is not None and transfer.to_office_id not in case.shared_with:
        with acting_as(SYSTEM):
            Case.objects.filter(pk=case.pk).update(shared_with=sorted({*case.shared_with, transfer.to_office_id}))
    return transfer


def newest_transfer(case: Case) -> CaseTransfer | None:
    """Return the last package of a case."""
    return CaseTransfer.objects.filter(case=case).order_by("-id").first()


@transaction.atomic
def acknowledge_package(*, actor: Actor, case: Case, receipt_number: str = "") -> CaseTransfer:
    """Say that the package has come: the time of receipt begins the periods of the competent office.

    Raises:
        PermissionRefused: the actor is not of that office.
        RuleBroken: it was acknowledged already.
    """
    transfer = _sent(actor, case)
    if transfer.received_at is not None:
        raise RuleBroken(_("Receipt was acknowledged already."))
    transfer.received_at, transfer.received_by_id = timezone.now(), actor.user_id
    transfer.receipt_number = receipt_number.strip()
    with broken():
        transfer.save(update_fields=["received_at", "received_by", "receipt_number"])
    follow_case(
        actor=actor, case=case, step="acknowledge", given=StepGiven(detail={"receipt": transfer.receipt_number})
    )
    return transfer


@transaction.atomic
def send_package_back(*, actor: Actor, case: Case, reason: str) -> CaseTransfer:
    """Send the package back with a reason; what ran there stays in the record, what runs here begins again.

    Raises:
        RuleBroken: no reason is given.
    """
    transfer = _sent(actor, case)
    if not reason.strip():
        raise RuleBroken(_("Write why it is sent back and what is missing."), field="reason")
    transfer.returned_at, transfer.return_reason = timezone.now(), reason.strip()
    with broken():
        transfer.save(update_fields=["returned_at", "return_reason"])
    follow_case(actor=actor, case=case, step="send_back", given=StepGiven(reason=reason))
    return transfer


def _sent(actor: Actor, case: Case) -> CaseTransfer:
    found = CaseTransfer.objects.select_for_update(of=("self",)).filter(case=case, sent_at__isnull=False)
    transfer = found.order_by("-id").first()
    if transfer is None or transfer.returned_at is not None:
        raise RuleBroken(str(MOVED_ON))
    require(can_receive(actor, transfer))
    return transfer


@transaction.atomic
def follow_case(*, actor: Actor, case: Case, step: str, given: StepGiven | None = None) -> Case:
    """Take a step of a patent dispute, also as an officer of the competent office, whose case it is not in this system.

    Raises:
        PermissionRefused: the actor is neither of the office that transferred it nor of the competent one.
        RuleBroken: somebody was faster, or a reason or document is missing.
    """
    found = Case.objects.filter(pk=case.pk).first()
    if found is None:
        raise RuleBroken(str(MOVED_ON))
    require(can_follow(actor, found))
    case = found
    if case.office_id in own_offices(actor):
        return _take(actor, case, step, given)
    behalf = on_behalf_of(actor)
    with acting_as(behalf):
        return _take(behalf, case, step, given)


def _take(actor: Actor, case: Case, step: str, given: StepGiven | None) -> Case:
    case = take_case_step(actor=actor, case=case, step=step, given=given)
    _begin_mediation_clocks(actor, case, step)
    return case


def _begin_mediation_clocks(actor: Actor, case: Case, step: str) -> None:
    if request_of(case).get("track") != Track.OWNERSHIP:
        return
    if step in ("settle", "end_without_agreement"):
        meet_case_clock(actor=actor, case=case, step="ownership_mediation")
    for name in MEDIATION_CLOCKS.get(step, ()):
        start_case_clock(actor=actor, case=case, step=name, process="P4M")


def what_a_step_asks(step: str, effect: Effect) -> tuple[str, ...]:
    """Return what a step there asks for besides a reason: the number of the receipt, the document that pauses a clock."""
    asked = ["receipt_number"] if step == "acknowledge" else []
    return (*asked, "paper") if effect.pauses else tuple(asked)


@transaction.atomic
def take_step_there(*, actor: Actor, case: Case, step: str, given: dict[str, Any]) -> Case:
    """Take a step at the competent office as its form gives it: receipt and return go with the package.

    Raises:
        PermissionRefused: the actor follows this case neither here nor there.
        RuleBroken: as `acknowledge_package`, `send_package_back`, `follow_case`.
    """
    if step == "acknowledge":
        acknowledge_package(actor=actor, case=case, receipt_number=given.get("receipt_number", ""))
    elif step == "send_back":
        send_package_back(actor=actor, case=case, reason=given["reason"])
    else:
        words = StepGiven(
            reason=given["reason"],
            outcome=given.get("outcome", ""),
            seen_version=given.get("seen_version"),
            paper=clocks.Paper(given["paper"]) if given.get("paper") else None,
        )
        follow_case(actor=actor, case=case, step=step, given=words)
    case.refresh_from_db()
    return case
