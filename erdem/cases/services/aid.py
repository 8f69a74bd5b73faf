"""P5 and P6: the application, who is assigned after a look for conflicts, the opinion, and how satisfied they were."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import CaseKind, LegalAidStatus
from erdem.cases.models import AidOpinion, AidProvider, AidRating, Case, CaseMember
from erdem.cases.policies import can_give_opinion, can_handle, can_keep_roster
from erdem.cases.queries.aid_roster import conflicts_of
from erdem.cases.services.faults import broken
from erdem.cases.services.patents import write_particulars
from erdem.cases.services.staffing import add_member, held
from erdem.cases.services.steps import StepGiven, take_case_step
from erdem.cases.services.trace import note_event, trace
from erdem.people.models import User

RATING_DAYS: Final = 30
"""How long a link to rate stays open; our proposal, nothing legal hangs on it."""
TOKEN_BYTES: Final = 32


@dataclass(frozen=True)
class OpinionGiven:
    """What a lawyer or expert writes."""

    opinion: str
    facts: str = ""
    advice: str = ""


@transaction.atomic
def write_application(
    *, actor: Actor, case: Case, application: dict[str, Any], seen_version: int | None = None
) -> Case:
    """Write down an application for aid or help (F13, F14).

    Raises:
        RuleBroken: the case has moved on to where this is no longer written.
    """
    return write_particulars(
        actor=actor,
        case=case,
        name="aid",
        given=application,
        while_in=("received", "supplementing", "triage", "accepted", "provisional"),
        seen_version=seen_version,
    )


@transaction.atomic
def keep_provider(*, actor: Actor, provider: AidProvider) -> AidProvider:
    """Put somebody on the roster of the own office, or change what stands there.

    Raises:
        PermissionRefused: the line is of another office.
        RuleBroken: this account stands on the roster already, or no name is given.
    """
    require(can_keep_roster(actor, provider))
    with broken():
        provider.save()
    audit.record(
        actor,
        action="cases.keep_provider",
        target=provider,
        organisation_id=provider.office_id,
        detail={"role": provider.role},
    )
    return provider


@transaction.atomic
def assign_provider(
    *, actor: Actor, case: Case, provider: AidProvider, reason: str = "", seen_version: int | None = None
) -> Case:
    """Assign somebody of the roster, without a conflict; who has an account sees the case from now on.

    Raises:
        PermissionRefused: the actor does not handle the case.
        RuleBroken: there is a conflict, or the person is not available.
    """
    case = held(case)
    require(can_handle(actor, case))
    found = conflicts_of(provider, case)
    if found:
        raise RuleBroken(
            _("%(name)s cannot be assigned: %(why)s. Choose somebody else.")
            % {"name": provider.name, "why": "、".join(found)},
            field="provider",
        )
    if not provider.is_available:
        raise RuleBroken(_("This person is not available now. Choose somebody else."), field="provider")
    named = {"name": provider.name, "firm": provider.firm, "licence": provider.licence, "key": provider.pk}
    case.particulars = {**case.particulars, "provider": named}
    with broken():
        case.save(update_fields=["particulars", "updated_at"])
    if provider.user_id is not None and provider.user_id not in case.taking_part:
        add_member(actor=actor, case=case, user_id=provider.user_id, role=provider.role)
    detail = {"provider": provider.pk, "role": provider.role}
    return take_case_step(actor=actor, case=case, step="assign", given=StepGiven(reason=reason, detail=detail))


@transaction.atomic
def release_provider(*, actor: Actor, case: Case, reason: str) -> Case:
    """Take a case from who was assigned, who no longer sees it; it waits for somebody else.

    Raises:
        RuleBroken: no reason is given.
    """
    case = take_case_step(actor=actor, case=case, step="reassign", given=StepGiven(reason=reason))
    CaseMember.objects.filter(case=case, until__isnull=True).update(until=timezone.now())
    return case


@transaction.atomic
def give_opinion(*, actor: Actor, case: Case, given: OpinionGiven) -> AidOpinion:
    """Write an opinion in a case in which one takes part. It is a reference without legal effect.

    Raises:
        PermissionRefused: the actor does not take part, or the case is closed.
        RuleBroken: nothing is written.
    """
    require(can_give_opinion(actor, case))
    if not given.opinion.strip():
        raise RuleBroken(_("Write the opinion."), field="opinion")
    with broken():
        opinion = AidOpinion.objects.create(
            case=case,
            author_id=actor.user_id or 0,
            facts=given.facts.strip(),
            opinion=given.opinion.strip(),
            advice=given.advice.strip(),
        )
    trace(actor, "give_opinion", case, opinion=opinion.pk)
    with acting_as(SYSTEM):
        note_event(actor, case, "write_opinion", came_from=case.status, detail={"opinion": opinion.pk})
        for step in _steps_to_the_opinion(case):
            case = take_case_step(actor=SYSTEM, case=case, step=step)
    return opinion


def _steps_to_the_opinion(case: Case) -> tuple[str, ...]:
    """An opinion on hand ends the work on help with rights; legal aid goes on until its closing report."""
    if case.kind != "rights_assistance":
        return ()
    return {"assigned": ("begin", "give_opinion"), "working": ("give_opinion",)}.get(case.status, ())


@transaction.atomic
def tell_who_asked(*, actor: Actor, case: Case, seen_version: int | None = None) -> str:
    """Send the opinion on and make the link by which who asked says once how it was; return the secret part of the link.

    Only its digest is kept: a link that is lost is made anew. Help with rights moves on by it; legal aid is reported by then.

    Raises:
        RuleBroken: there is no opinion yet, or no closing report.
    """
    case = held(case)
    require(can_handle(actor, case))
    if case.kind == CaseKind.LEGAL_AID:
        _tell_of_aid(actor, case)
    else:
        take_case_step(actor=actor, case=case, step="give_feedback", given=StepGiven(seen_version=seen_version))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_on = timezone.localdate() + dt.timedelta(days=RATING_DAYS)
    AidRating.objects.create(case=case, digest=digest_of(token), expires_on=expires_on)
    return token


def _tell_of_aid(actor: Actor, case: Case) -> None:
    if case.status != LegalAidStatus.REPORTED:
        raise RuleBroken(_("The closing report comes first."))
    note_event(actor, case, "tell_who_asked", came_from=case.status)
    trace(actor, "tell_who_asked", case)


def digest_of(token: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_rating(token: str) -> AidRating | None:
    """Return the rating to which a link leads while it may be used, else nothing: wrong, used and late look the same."""
    with acting_as(SYSTEM):
        return (
            AidRating.objects.filter(
                digest=digest_of(token), rated_at__isnull=True, expires_on__gte=timezone.localdate()
            )
            .select_related("case")
            .first()
        )


@transaction.atomic
def rate_aid(*, actor: Actor, token: str, score: int, words: str = "") -> AidRating:
    """Note how satisfied somebody was, once, without an account; who it was is not noted, with an account neither.

    Raises:
        RuleBroken: the link was used, is too old or wrong, or the mark is not 1 to 5.
    """
    if score not in range(1, 6):
        raise RuleBroken(_("Choose one of the five marks."), field="score")
    with acting_as(SYSTEM):
        rating = AidRating.objects.select_for_update(of=("self",)).filter(digest=digest_of(token)).first()
        if rating is None or rating.rated_at is not None or rating.expires_on < timezone.localdate():
            raise RuleBroken(_("This link was used already or is no longer valid. Nothing was changed."))
        rating.score, rating.words, rating.rated_at = score, words.strip()[:2000], timezone.now()
        rating.save(update_fields=["score", "words", "rated_at"])
        case = Case.objects.get(pk=rating.case_id)
        if case.status == "feedback":
            take_case_step(actor=SYSTEM, case=case, step="rate")
        trace(SYSTEM, "rate_aid", case, score=score)
    return rating


@transaction.atomic
def keep_provider_given(
    *, actor: Actor, provider: AidProvider | None, office_id: int, given: dict[str, Any]
) -> AidProvider:
    """Write a line of the roster as a form gives it.

    Raises:
        RuleBroken: there is no such account.
    """
    line = provider or AidProvider(office_id=office_id)
    username = given["username"].strip()
    user = User.objects.filter(username=username, is_active=True).first() if username else None
    if username and user is None:
        raise RuleBroken(_("There is no such account. Check the login name."), field="username")
    line.user = user
    for name in ("name", "role", "firm", "licence", "subjects", "languages", "most_at_once", "is_available", "note"):
        setattr(line, name, given[name])
    line.places = given["places"].split()
    return keep_provider(actor=actor, provider=line)


@transaction.atomic
def set_availability(*, actor: Actor, provider: AidProvider, is_available: bool) -> AidProvider:
    """Say whether somebody takes cases now; the office that keeps the line, or the person on it.

    Raises:
        PermissionRefused: neither.
    """
    if provider.user_id is None or provider.user_id != actor.user_id:
        require(can_keep_roster(actor, provider))
    with acting_as(SYSTEM):
        AidProvider.objects.filter(pk=provider.pk).update(is_available=is_available)
    audit.record(
        actor,
        action="cases.set_availability",
        target=provider,
        organisation_id=provider.office_id,
        detail={"available": is_available},
    )
    return provider
