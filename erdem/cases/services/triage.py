"""What the office makes of a filing: one case or several, part of an existing one, or the name of the competent body."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.cases.choices import Body, CaseKind, CaseRole, LinkKind, MessageSide, PartyKind
from erdem.cases.intake.forms import definition_of
from erdem.cases.models import Case, CaseMessage, CaseParty, Filing, Party
from erdem.cases.policies import can_work, can_work_on_filing
from erdem.cases.services.faults import broken
from erdem.cases.services.opening import NewCase, open_case
from erdem.cases.services.trace import note_event
from erdem.cases.workflow import FILING, PROCESSES
from erdem.lib import credit_code


@transaction.atomic
def open_filing(*, actor: Actor, filing: Filing, kinds: Sequence[str]) -> list[Case]:
    """Open the cases that a filing asks for, each with the clocks of its own kind; several are linked as split off.

    The days count from the day on which the filing was received, not from today.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: no kind is chosen, one has no process, or somebody was faster.
    """
    filing = _held(actor, filing)
    chosen = [kind for kind in CaseKind.values if kind in kinds]
    if not chosen or not set(kinds) <= set(PROCESSES):
        raise RuleBroken(_("Choose what kind of case it is."), field="kinds")
    with broken():
        take_step(FILING, filing, "open", actor=actor)
    cases: list[Case] = []
    for kind in chosen:
        source = cases[0] if cases else None
        case = open_case(actor=actor, new=_new_case(filing, kind), source=source, link=LinkKind.SPLIT)
        with acting_as(SYSTEM):
            Case.objects.filter(pk=case.pk).update(filing_id=filing.pk)
        case.refresh_from_db()
        _name_respondent(filing, case)
        cases.append(case)
    _trace(actor, "open_filing", filing, cases=[case.number for case in cases])
    return cases


@transaction.atomic
def join_filing(*, actor: Actor, filing: Filing, case: Case) -> Filing:
    """Add a filing to a case that is about the same matter; who filed follows the progress of that case.

    Raises:
        PermissionRefused: the filing or the case is another office's.
        RuleBroken: the case is closed, or somebody was faster.
    """
    filing = _held(actor, filing)
    require(can_work(actor, case))
    if not case.is_open:
        raise RuleBroken(_("This case is closed. Open a new one that follows it."), field="case")
    with broken():
        take_step(FILING, filing, "join", actor=actor)
    with acting_as(SYSTEM):
        Filing.objects.filter(pk=filing.pk).update(joined_to_id=case.pk)
    filing.refresh_from_db()
    note_event(actor, case, "join_filing", came_from=case.status, detail={"filing": filing.number})
    _trace(actor, "join_filing", filing, case=case.number)
    return filing


@transaction.atomic
def pass_on_filing(*, actor: Actor, filing: Filing, body: str, reason: str) -> Filing:
    """Tell who filed which body is competent (处理暂行办法 Art. 29); they read it with their receipt.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: no body or reason is named, or somebody was faster.
    """
    filing = _held(actor, filing)
    if body not in Body.values:
        raise RuleBroken(_("Name the body that is competent."), field="body")
    if not reason.strip():
        raise RuleBroken(_("Say why, in words that who filed understands."), field="reason")
    with broken():
        take_step(FILING, filing, "pass_on", actor=actor, status_reason=reason.strip())
        said = _("This office has no power over it. Please go to: %(body)s.") % {"body": Body(body).label}
        CaseMessage(
            filing=filing,
            side=MessageSide.OFFICE,
            body=f"{said}\n{reason.strip()}",
            written_by_id=actor.user_id,
        ).save(force_insert=True)
    _trace(actor, "pass_on_filing", filing, body=body)
    return filing


@transaction.atomic
def take_back_filing(*, actor: Actor, filing: Filing) -> Filing:
    """Look again at a filing for which another body was named.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: it stands elsewhere by now.
    """
    filing = _held(actor, filing)
    with broken():
        take_step(FILING, filing, "take_back", actor=actor, status_reason="")
    _trace(actor, "take_back_filing", filing)
    return filing


def _held(actor: Actor, filing: Filing) -> Filing:
    """Return the filing as it stands now, its row held."""
    found = Filing.objects.select_for_update(of=("self",)).select_related("office").filter(pk=filing.pk).first()
    if found is None:
        raise RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))
    require(can_work_on_filing(actor, found))
    return found


def _new_case(filing: Filing, kind: str) -> NewCase:
    answers = filing.answers
    facts = str(answers.get("clues") if kind == CaseKind.REPORT and "clues" in answers else answers.get("facts", ""))
    return NewCase(
        kind=kind,
        title=filing.title,
        office=filing.office,
        received_on=timezone.localdate(filing.submitted_at),
        subject=filing.subject,
        channel=filing.channel,
        facts=facts,
        demand=str(answers.get("demand", "")),
        right_number=filing.right_number,
        happened_on=answers.get("happened_on"),
        is_named=filing.is_named,
        place_code=filing.place_code,
        particulars=_particulars(filing),
    )


def _particulars(filing: Filing) -> dict[str, object]:
    """Return what only this form asks for, with the version of the form by which it was checked."""
    kept = ("facts", "clues", "demand", "happened_on", "right_number")
    said = {key: value for key, value in filing.answers.items() if key not in kept}
    return {"filing": filing.number, "form": filing.form, "form_version": definition_of(filing.form).version, **said}


def _name_respondent(filing: Filing, case: Case) -> None:
    """Enter the respondent in the registry of the office, once, and in the case."""
    name = str(filing.answers.get("respondent_name", "")).strip()
    if not name:
        return
    given = credit_code.clean(str(filing.answers.get("respondent_code", "")))
    code = given if credit_code.is_valid(given) else ""  # what does not check out stays in the answers alone
    known = Party.objects.filter(office=case.office, merged_into__isnull=True)
    party = (known.filter(uscc=code).first() if code else None) or known.filter(name=name).first()
    if party is None:
        party = Party(
            office=case.office,
            kind=PartyKind.UNKNOWN,
            name=name,
            uscc=code,
            place_code=filing.place_code,
            address=str(filing.answers.get("respondent_address", ""))[:300],
            contact=str(filing.answers.get("respondent_contact", ""))[:200],
        )
        party.save(force_insert=True)
    CaseParty.objects.get_or_create(case=case, party=party, role=CaseRole.RESPONDENT)


def _trace(actor: Actor, action: str, filing: Filing, **detail: object) -> None:
    audit.record(
        actor,
        action=f"cases.{action}",
        target=filing,
        place_code=filing.place_code,
        organisation_id=filing.office_id,
        detail={"number": filing.number, **detail},
    )
