"""Reads of P4–P8: questions to communities, transfers, opinions, ratings, what a review is about."""

from __future__ import annotations

from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.cases.models import (
    ActionTaken,
    AidOpinion,
    AidRating,
    Case,
    CaseTransfer,
    ChallengedDecision,
    HolderConsentToAct,
)
from erdem.cases.policies import visible_challenged, visible_consents_to_act, visible_with_case


def questions_of(actor: Actor, case: Case) -> QuerySet[HolderConsentToAct]:
    """Return the questions to communities that the actor may read, those taken back left out."""
    found = HolderConsentToAct.objects.filter(visible_consents_to_act(actor), case=case, withdrawn_at__isnull=True)
    return found.select_related("community", "answered_by")


def question_of(actor: Actor, case: Case, key: int) -> HolderConsentToAct | None:
    """Return one question, or nothing."""
    return questions_of(actor, case).filter(pk=key).first()


def actions_of(actor: Actor, case: Case) -> QuerySet[ActionTaken]:
    """Return the ways that were chosen, oldest first."""
    return ActionTaken.objects.filter(visible_with_case(actor), case=case)


def transfers_of(actor: Actor, case: Case) -> QuerySet[CaseTransfer]:
    """Return the packages of a case, newest first."""
    return CaseTransfer.objects.filter(visible_with_case(actor), case=case).select_related("package").order_by("-id")


def transfer_of(actor: Actor, case: Case, key: int) -> CaseTransfer | None:
    """Return one package, or nothing."""
    return transfers_of(actor, case).filter(pk=key).first()


def opinions_of(actor: Actor, case: Case) -> QuerySet[AidOpinion]:
    """Return the opinions in a case, newest first."""
    return AidOpinion.objects.filter(visible_with_case(actor), case=case).select_related("author").order_by("-id")


def ratings_of(actor: Actor, case: Case) -> QuerySet[AidRating]:
    """Return how satisfied they were."""
    return AidRating.objects.filter(visible_with_case(actor), case=case)


def challenged_by(actor: Actor, case: Case) -> ChallengedDecision | None:
    """Return what a review is about, or nothing."""
    return ChallengedDecision.objects.filter(visible_challenged(actor), review=case).select_related("case").first()
