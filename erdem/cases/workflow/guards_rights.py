"""What P4–P8 ask for before a step; each says what is missing, so that a button never leads into a half-filled case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.cases.choices import Answer
from erdem.cases.models import (
    ActionTaken,
    AidOpinion,
    AidRating,
    Case,
    CaseTransfer,
    ChallengedDecision,
    HolderConsentToAct,
)
from erdem.cases.queries.patent_request import is_mediation, request_of, what_is_missing


def _newest(case: Case) -> CaseTransfer | None:
    return CaseTransfer.objects.filter(case=case).order_by("-id").first()


def request_is_complete(_actor: Actor, case: Case) -> RuleBroken | None:
    """The request has all that it needs, and the note of the check is written."""
    missing = what_is_missing(case)
    if missing:
        words = "、".join(point.words for point in missing)
        return RuleBroken(_("Still missing: %(points)s.") % {"points": words})
    if not case.particulars.get("precheck"):
        return RuleBroken(_("Write the note of the check: what was looked at and what it shows."))
    return None


def package_is_there(_actor: Actor, case: Case) -> RuleBroken | None:
    """A package that was not sent yet."""
    newest = _newest(case)
    return None if newest and newest.sent_at is None else RuleBroken(_("Prepare the package first."))


def package_is_sent(_actor: Actor, case: Case) -> RuleBroken | None:
    """The package was handed over."""
    newest = _newest(case)
    return None if newest and newest.sent_at else RuleBroken(_("Hand the package over first."))


def package_is_received(_actor: Actor, case: Case) -> RuleBroken | None:
    """The receipt was acknowledged by who may."""
    newest = _newest(case)
    return None if newest and newest.received_at else RuleBroken(_("The competent office acknowledges the receipt."))


def package_is_returned(_actor: Actor, case: Case) -> RuleBroken | None:
    """The package was sent back with a reason."""
    newest = _newest(case)
    return None if newest and newest.returned_at else RuleBroken(_("The competent office sends the package back."))


def asks_for_mediation(_actor: Actor, case: Case) -> RuleBroken | None:
    """What is asked for is mediation."""
    if is_mediation(request_of(case)):
        return None
    return RuleBroken(_("A decision is asked for here. It is made by the competent office: prepare the package."))


def asks_for_decision(_actor: Actor, case: Case) -> RuleBroken | None:
    """What is asked for is a decision."""
    if not is_mediation(request_of(case)):
        return None
    return RuleBroken(_("Only mediation is asked for here: it ends without agreement."))


def supplement_not_asked(_actor: Actor, case: Case) -> RuleBroken | None:
    """A supplement is asked for once (法律援助法 Art. 43)."""
    if case.events.filter(step="ask_supplement").exists():
        return RuleBroken(_("A supplement was asked for already. It is asked for once; decide on what is there."))
    return None


def is_emergency(_actor: Actor, case: Case) -> RuleBroken | None:
    """An emergency of Art. 44 is written down."""
    if case.particulars.get("aid", {}).get("emergency"):
        return None
    return RuleBroken(
        _("Write in the application why it is an emergency: a period about to end, or something to secure.")
    )


def ground_is_named(_actor: Actor, case: Case) -> RuleBroken | None:
    """The condition of Art. 41–42 is named."""
    if case.particulars.get("aid", {}).get("ground"):
        return None
    return RuleBroken(_("Name in the application the condition for aid: hardship, a promise, or an exempt group."))


def provider_is_named(_actor: Actor, case: Case) -> RuleBroken | None:
    """Somebody of the roster was chosen, without a conflict."""
    return None if case.particulars.get("provider") else RuleBroken(_("Choose somebody of the roster first."))


def opinion_is_there(_actor: Actor, case: Case) -> RuleBroken | None:
    """An opinion or report was written by who takes part."""
    if AidOpinion.objects.filter(case=case).exists():
        return None
    return RuleBroken(_("Nothing has been handed in yet. Who was assigned writes it on their own page of the case."))


def link_was_made(_actor: Actor, case: Case) -> RuleBroken | None:
    """The link to rate was made with the answer."""
    if AidRating.objects.filter(case=case).exists():
        return None
    return RuleBroken(_("Tell who asked by the page of this step, which makes the link to rate."))


def was_rated(_actor: Actor, case: Case) -> RuleBroken | None:
    """Who asked said how it was."""
    if AidRating.objects.filter(case=case, rated_at__isnull=False).exists():
        return None
    return RuleBroken(_("Nobody has rated it yet. The system notes this by itself when the link is used."))


def result_is_noted(_actor: Actor, case: Case) -> RuleBroken | None:
    """The day of the result is written, where the review belongs to a decision of ours."""
    challenged = ChallengedDecision.objects.filter(review=case).first()
    if challenged is None or challenged.result_on is not None:
        return None
    return RuleBroken(_("Enter the day of the result."))


def holders_are_asked(_actor: Actor, case: Case) -> RuleBroken | None:
    """Each community was asked; knowledge without a community known has nobody to ask."""
    asked = HolderConsentToAct.objects.filter(case=case, withdrawn_at__isnull=True).values_list(
        "community_id", flat=True
    )
    if set(case.communities) <= set(asked):
        return None
    return RuleBroken(_("Write what the communities are asked."))


def holders_agree(_actor: Actor, case: Case) -> RuleBroken | None:
    """Every community answered yes; silence is no consent."""
    open_questions = HolderConsentToAct.objects.filter(case=case, withdrawn_at__isnull=True)
    if all(one.answer == Answer.YES for one in open_questions) and holders_are_asked(_actor, case) is None:
        return None
    return RuleBroken(_("Not every community has agreed. No answer is no consent."))


def a_holder_refuses(_actor: Actor, case: Case) -> RuleBroken | None:
    """One community answered no."""
    if HolderConsentToAct.objects.filter(case=case, withdrawn_at__isnull=True, answer=Answer.NO).exists():
        return None
    return RuleBroken(_("No community has refused."))


def way_is_chosen(_actor: Actor, case: Case) -> RuleBroken | None:
    """A way with an open window was chosen."""
    if ActionTaken.objects.filter(case=case, submitted_on__isnull=True, given_up_at__isnull=True).exists():
        return None
    return RuleBroken(_("Choose the way first."))


def _handed_in(case: Case) -> bool:
    return ActionTaken.objects.filter(case=case, submitted_on__isnull=False).exists()


def way_was_submitted(_actor: Actor, case: Case) -> RuleBroken | None:
    """What was chosen was handed in, with its day."""
    if way_is_chosen(_actor, case) is not None and _handed_in(case):
        return None
    return RuleBroken(_("Enter when and where it was handed in."))
