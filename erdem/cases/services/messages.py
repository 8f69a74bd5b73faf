"""What goes on between who filed and the office: messages, more files, the withdrawal."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.cases.choices import FilingStatus, MessageSide
from erdem.cases.models import Case, CaseMessage, Filing, FilingFile
from erdem.cases.policies import can_answer, can_follow_filing, has_filed
from erdem.cases.services.faults import broken
from erdem.cases.services.filing_files import HandedFile, keep_files
from erdem.cases.workflow import FILING

MOST_UNREAD = 20
"""Messages of who filed that may wait unread; more come by telephone or in person."""


@transaction.atomic
def send_message(*, actor: Actor, filing: Filing, body: str) -> CaseMessage:
    """Write to the other side: who filed to the office, an officer to who filed.

    Raises:
        PermissionRefused: the actor is neither.
        RuleBroken: nothing is written, or very much of it waits unread.
    """
    mine = has_filed(actor, filing)
    require(can_follow_filing(actor, filing) if mine else can_answer(actor, filing))
    if not body.strip():
        raise RuleBroken(_("Write a message."), field="body")
    side = MessageSide.FILER if mine else MessageSide.OFFICE
    if mine and filing.messages.filter(side=side, read_at__isnull=True).count() >= MOST_UNREAD:
        raise RuleBroken(_("Many of your messages wait to be read. Please telephone the office."), field="body")
    message = CaseMessage(filing=filing, side=side, body=body.strip(), written_by_id=actor.user_id)
    with broken():
        message.save(force_insert=True)
    _trace(actor, "send_message", filing, side=str(side))
    return message


def tell_filers(actor: Actor, case: Case, words_for: Callable[[Filing], str]) -> list[Filing]:
    """Write, as part of what is done to a case, to everybody who handed in what it is about; return their filings.

    A filing that was withdrawn is told too: who withdrew still learns what became of the matter.
    """
    with acting_as(SYSTEM), broken():
        filings = list(Filing.objects.filter(Q(pk=case.filing_id or 0) | Q(joined_to_id=case.pk)).order_by("pk"))
        for filing in filings:
            said = words_for(filing).strip()
            CaseMessage(filing=filing, side=MessageSide.OFFICE, body=said, written_by_id=actor.user_id).save(
                force_insert=True
            )
    return filings


@transaction.atomic
def mark_read(*, actor: Actor, filing: Filing) -> int:
    """Note that the actor's side has read what the other wrote; return how many were new. Reading leaves its mark in the rows."""
    mine = has_filed(actor, filing)
    if not mine and not can_answer(actor, filing):
        return 0
    side = MessageSide.OFFICE if mine else MessageSide.FILER
    return filing.messages.filter(side=side, read_at__isnull=True).update(read_at=timezone.now())


@transaction.atomic
def add_files(*, actor: Actor, filing: Filing, files: tuple[HandedFile, ...]) -> list[FilingFile]:
    """Add files to what was handed in.

    Raises:
        PermissionRefused: the actor is neither who filed nor an officer who has the matter.
        RuleBroken: a file is not taken.
    """
    mine = has_filed(actor, filing)
    require(can_follow_filing(actor, filing) if mine else can_answer(actor, filing))
    kept = keep_files(filing, files, MessageSide.FILER if mine else MessageSide.OFFICE)
    _trace(actor, "add_files", filing, files=[each.pk for each in kept])
    return kept


@transaction.atomic
def withdraw_filing(*, actor: Actor, filing: Filing, reason: str = "") -> Filing:
    """Withdraw what was handed in. When a case was opened already its office is told, and ends it by its own steps.

    Raises:
        PermissionRefused: the actor did not hand it in.
        RuleBroken: it was withdrawn already.
    """
    require(can_follow_filing(actor, filing))
    with acting_as(SYSTEM):
        filing = Filing.objects.select_for_update().get(pk=filing.pk)
        if filing.withdrawn_at is not None:
            raise RuleBroken(_("This was withdrawn already."))
        filing.withdrawn_at = timezone.now()
        if filing.status in (FilingStatus.NEW, FilingStatus.PASSED_ON):
            take_step(
                FILING,
                filing,
                "withdraw",
                actor=SYSTEM,
                withdrawn_at=filing.withdrawn_at,
                status_reason=reason.strip(),
            )
        else:
            filing.save(update_fields=["withdrawn_at", "updated_at"])
    said = _("I withdraw this.")
    message = CaseMessage(
        filing=filing,
        side=MessageSide.FILER,
        body=f"{said} {reason.strip()}".strip(),
        written_by_id=actor.user_id,
    )
    with broken():
        message.save(force_insert=True)
    _trace(actor, "withdraw_filing", filing)
    return filing


def _trace(actor: Actor, action: str, filing: Filing, **detail: object) -> None:
    """Leave one entry. What is done without an account is noted by the system: nobody could read it as an own act."""
    with acting_as(actor if actor.user_id is not None else SYSTEM) as teller:
        audit.record(
            teller,
            action=f"cases.{action}",
            target=filing,
            place_code=filing.place_code,
            organisation_id=filing.office_id,
            detail={"number": filing.number, **detail},
        )
