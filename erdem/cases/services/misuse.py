"""P8: from a confirmed finding to what was handed in. The communities are asked first; a window that is over is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import Answer, CaseKind, Channel, Subject, Way
from erdem.cases.models import ActionTaken, Case, HolderConsentToAct
from erdem.cases.policies import can_answer_for_community, can_handle, can_take_action, own_offices
from erdem.cases.queries.action_windows import OF_A_RIGHT, ActionWindow, remaining, right_of_case, window_of
from erdem.cases.services.case_clocks import meet_case_clock, start_case_clock
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.opening import NewCase, open_case
from erdem.cases.services.staffing import held
from erdem.cases.services.steps import StepGiven, take_case_step
from erdem.cases.services.trace import note_event, trace
from erdem.overlap.choices import FindingStatus
from erdem.overlap.models import Finding
from erdem.people.models import Organisation

REFERRED = {Way.REFER_PATENT: CaseKind.PATENT_DISPUTE, Way.REFER_REPORT: CaseKind.REPORT}


@dataclass(frozen=True)
class WayChosen:
    """The way an office chooses: against which right, from which day its window counts, and why this way."""

    way: str
    target: str = ""
    basis_on: dt.date | None = None
    dossier_number: str = ""
    reason: str = ""
    seen_version: int | None = None


@transaction.atomic
def open_misuse_action(*, actor: Actor, finding: Finding, office: Organisation | None = None) -> Case:
    """Open a case about a confirmed finding; the case names the publication, never what the record says.

    A second press of the button finds the case that is open already.

    Raises:
        PermissionRefused: the actor is no officer.
        RuleBroken: the finding was not confirmed by a person.
    """
    require(can_take_action(actor))
    if finding.status != FindingStatus.CONFIRMED:
        raise RuleBroken(_("Only a finding that a person has confirmed leads to an action. Confirm it first."))
    office = office or Organisation.objects.get(pk=own_offices(actor)[0])
    open_already = Case.objects.filter(
        kind=CaseKind.MISUSE_ACTION, finding=finding, office=office, closed_at__isnull=True
    ).first()
    if open_already is not None:
        return open_already
    publication = finding.publication
    new = NewCase(
        kind=CaseKind.MISUSE_ACTION,
        title=_("About %(number)s") % {"number": publication.number},
        office=office,
        received_on=timezone.localdate(),
        subject=Subject.OTHER,
        channel=Channel.FINDING,
        facts=publication.title,
        right_number=publication.number,
        record_id=finding.record_id,
        finding_id=finding.pk,
        communities=tuple(finding.record.holders or ()),
    )
    return open_case(actor=actor, new=new)


@transaction.atomic
def ask_holders(
    *, actor: Actor, case: Case, question: str, ways: tuple[str, ...], seen_version: int | None = None
) -> list[HolderConsentToAct]:
    """Ask every community whose knowledge it is whether the office may act, and by which ways.

    Raises:
        RuleBroken: nothing is asked, or no way is named.
    """
    case = held(case)
    require(can_handle(actor, case))
    if not question.strip():
        raise RuleBroken(_("Write what the communities are asked."), field="question")
    if not ways:
        raise RuleBroken(_("Name at least one way about which they are asked."), field="ways")
    HolderConsentToAct.objects.filter(case=case, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    with broken():
        asked = [
            HolderConsentToAct.objects.create(
                case=case, community_id=key, question=question.strip(), ways=list(ways), asked_by_id=actor.user_id
            )
            for key in case.communities
        ]
    take_case_step(
        actor=actor,
        case=case,
        step="ask_holders",
        given=StepGiven(seen_version=seen_version, detail={"ways": list(ways), "communities": len(asked)}),
    )
    return asked


@transaction.atomic
def answer_for_community(
    *, actor: Actor, asked: HolderConsentToAct, answer: str, conditions: str = ""
) -> HolderConsentToAct:
    """Note what a community answers. When all agree, or one does not, the case moves on by itself.

    Raises:
        PermissionRefused: the actor is no steward of this community.
        RuleBroken: it has answered, the question was taken back, or a refusal is not yes or no.
    """
    asked = HolderConsentToAct.objects.select_for_update(of=("self",)).select_related("case").get(pk=asked.pk)
    require(can_answer_for_community(actor, asked))
    if answer not in (Answer.YES, Answer.NO):
        raise RuleBroken(_("Say yes or no. No answer is no consent."), field="answer")
    if asked.answer or asked.withdrawn_at is not None or asked.case.status != "asked":
        raise RuleBroken(str(MOVED_ON))
    asked.answer, asked.conditions = answer, conditions.strip()
    asked.answered_by_id, asked.answered_at = actor.user_id, timezone.now()
    with broken():
        asked.save(update_fields=["answer", "conditions", "answered_by", "answered_at"])
    trace(actor, "answer_for_community", asked.case, answer=answer, community=asked.community_id)
    with acting_as(SYSTEM):
        note_event(actor, asked.case, "answer_for_community", came_from=asked.case.status, detail={"answer": answer})
        _settle(asked.case)
    return asked


def _settle(case: Case) -> None:
    answers = set(
        HolderConsentToAct.objects.filter(case=case, withdrawn_at__isnull=True).values_list("answer", flat=True)
    )
    if Answer.NO in answers:
        take_case_step(actor=SYSTEM, case=case, step="note_refusal")
    elif answers == {Answer.YES}:
        take_case_step(actor=SYSTEM, case=case, step="note_consent")


@transaction.atomic
def choose_way(*, actor: Actor, case: Case, chosen: WayChosen) -> ActionTaken:
    """Choose the way; its window has to be open today, and the communities have to have been asked about it.

    Raises:
        RuleBroken: the window is over, not open yet or not known, with the ways that remain; or nobody was asked about it.
    """
    case = held(case)
    require(can_handle(actor, case))
    window = window_of(chosen.way, right=right_of_case(case), basis_on=chosen.basis_on)
    _require_open(case, window)
    _require_asked(case, chosen.way)
    ActionTaken.objects.filter(case=case, submitted_on__isnull=True, given_up_at__isnull=True).update(
        given_up_at=timezone.now()
    )
    with broken():
        taken = ActionTaken.objects.create(
            case=case,
            way=chosen.way,
            target=chosen.target.strip() or case.right_number,
            basis_on=chosen.basis_on or window.begins,
            window_end=window.ends,
            rule_step=window.rule.step if window.rule else "",
            confidence=window.rule.confidence if window.rule else "",
            dossier_number=chosen.dossier_number,
            reason=chosen.reason.strip(),
            chosen_by_id=actor.user_id,
        )
    take_case_step(
        actor=actor,
        case=case,
        step="choose",
        given=StepGiven(reason=chosen.reason, seen_version=chosen.seen_version, detail={"way": chosen.way}),
    )
    _begin_clock(actor, case, taken, window)
    return taken


def _begin_clock(actor: Actor, case: Case, taken: ActionTaken, window: ActionWindow) -> None:
    """Let the window run as a clock: from its own day, one without end from today."""
    if window.rule is None:
        return
    day = timezone.localdate() if taken.way in OF_A_RIGHT else taken.basis_on
    start_case_clock(actor=actor, case=case, step=window.rule.step, day=day, process=window.rule.process)


def _require_open(case: Case, window: ActionWindow, today: dt.date | None = None) -> None:
    if window.is_open:
        return
    others = "、".join(remaining(case, window.way, today=today)) or _("none")
    raise RuleBroken(
        _("%(way)s is not open: %(reason)s Ways that remain: %(others)s.")
        % {"way": Way(window.way).label, "reason": window.reason, "others": others},
        field="way",
    )


def _require_asked(case: Case, way: str) -> None:
    for asked in HolderConsentToAct.objects.filter(case=case, withdrawn_at__isnull=True):
        if asked.answer != Answer.YES or way not in asked.ways:
            raise RuleBroken(
                _("The communities were not asked about this way, or have not agreed to it. Ask them first."),
                field="way",
            )


@transaction.atomic
def note_submission(
    *,
    actor: Actor,
    case: Case,
    submitted_on: dt.date,
    submitted_to: str,
    reference: str = "",
    seen_version: int | None = None,
) -> Case:
    """Note that what was chosen was handed in, while its window was open; a referral opens the case it leads to.

    Raises:
        RuleBroken: the window was over on that day, or nothing was chosen.
    """
    case = held(case)
    require(can_handle(actor, case))
    taken = ActionTaken.objects.filter(case=case, submitted_on__isnull=True, given_up_at__isnull=True).first()
    if taken is None:
        raise RuleBroken(_("Choose the way first."))
    if submitted_on > timezone.localdate():
        raise RuleBroken(_("That day lies in the future. Check it."), field="submitted_on")
    window = window_of(taken.way, right=right_of_case(case), basis_on=taken.basis_on, today=submitted_on)
    _require_open(case, window, submitted_on)
    taken.submitted_on, taken.submitted_to, taken.reference = submitted_on, submitted_to.strip(), reference.strip()
    with broken():
        taken.save(update_fields=["submitted_on", "submitted_to", "reference"])
    detail = {"way": taken.way, "on": submitted_on.isoformat(), "reference": taken.reference}
    case = take_case_step(
        actor=actor, case=case, step="submit", given=StepGiven(seen_version=seen_version, detail=detail)
    )
    if taken.way == Way.GI_OBJECTION:  # its rule is of another process, so the table of steps does not name it
        meet_case_clock(actor=actor, case=case, step=taken.rule_step, day=submitted_on)
    _refer(actor, case, taken)
    return case


def _refer(actor: Actor, case: Case, taken: ActionTaken) -> None:
    kind = REFERRED.get(Way(taken.way))
    if kind is None:
        return
    is_patent = kind == CaseKind.PATENT_DISPUTE
    new = NewCase(
        kind=kind,
        title=case.title,
        office=case.office,
        received_on=timezone.localdate(),
        subject=Subject.PATENT_INFRINGEMENT if is_patent else Subject.UNFAIR_COMPETITION,
        channel=Channel.FINDING,
        facts=case.facts,
        right_number=taken.target,
    )
    open_case(actor=actor, new=new, source=case)
