"""What an asker may know of a permit for the question “may X do Y with Z today?”, and the answer in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.knowledge.queries.holders import known_record_id
from erdem.sharing.models import Permit, PermitWithdrawal, PublicPermit
from erdem.sharing.permit_check import NOTHING_KNOWN, Answered, Facts, Question, Reason, answer
from erdem.sharing.queries import permits as reads

WORDS = {
    Reason.IN_FORCE: _("The permit is in force, and nothing in it stands against this."),
    Reason.NO_SUCH_PERMIT: _("There is no permit with this number."),
    Reason.NOT_YET: _("The permit is not valid yet."),
    Reason.EXPIRED: _("The permit has expired."),
    Reason.SUSPENDED: _("The permit is suspended."),
    Reason.REVOKED: _("The permit was revoked."),
    Reason.REPLACED: _("The permit was replaced by a newer one, which counts."),
    Reason.PURPOSE: _("The permit does not allow this purpose. Another use needs a new request."),
    Reason.PURPOSE_NOT_TOLD: _("The parties keep the permitted uses confidential."),
    Reason.TERRITORY: _("The permit does not allow use in this country."),
    Reason.THIRD_PARTY: _("The terms do not allow handing on to third parties."),
    Reason.THIRD_PARTY_CONSENT: _("A third party needs the written consent of every provider. Have it shown to you."),
    Reason.THIRD_PARTY_TERMS: _(
        "A third party has to have taken over the same terms in writing. Have them shown to you."
    ),
    Reason.ANOTHER_PARTY: _("The permit was granted to somebody else, and handing on is not allowed."),
    Reason.PARTY_NOT_TOLD: _("The parties keep confidential to whom it was granted."),
    Reason.RECORD_NOT_COVERED: _("The permit does not cover this record."),
    Reason.RECORD_NOT_TOLD: _("Which records it covers is told to its parties alone."),
    Reason.LABEL: _("A label on the record stands against this purpose today."),
    Reason.HOLDER_WITHDREW: _("A holder has taken the consent back: no new use."),
}


@dataclass(frozen=True)
class Told:
    """The answer for one asker: with the number of the newer permit where there is one."""

    number: str
    answered: Answered
    newer: str = ""


def check_permit(actor: Actor, number: str, question: Question) -> Told:
    """Answer for today, from the register for everybody and from the permit itself for those who see it."""
    shown = reads.get_public(actor, number)
    if shown is None:
        return Told(number.strip()[:24], NOTHING_KNOWN)
    permit = reads.get_permit(actor, shown.number)
    facts = _known_to_all(shown) if permit is None else _known_to_parties(actor, permit, question)
    return Told(shown.number, answer(question, facts, timezone.localdate()), shown.replaced_by)


def _known_to_all(shown: PublicPermit) -> Facts:
    holders = tuple(each["name"]["zh"] for each in shown.document.get("entitiesToWhomPICGranted", ()))
    return Facts(
        status=shown.status,
        valid_from=shown.valid_from,
        expires_on=shown.expires_on,
        purposes=tuple(shown.purposes) or None,
        holders=holders or None,
        transfer=shown.transfer,
        abroad=shown.abroad,
        home=shown.country,
    )


def _known_to_parties(actor: Actor, permit: Permit, question: Question) -> Facts:
    return Facts(
        status=permit.status,
        valid_from=permit.valid_from,
        expires_on=permit.expires_on,
        purposes=tuple(permit.purposes),
        holders=(permit.request.applicant_name,),
        transfer=permit.transfer,
        abroad=permit.abroad,
        record=_record(actor, permit, question) if question.record else "",
    )


def _record(actor: Actor, permit: Permit, question: Question) -> str:
    """What is said of a record: nothing of one that the asker may not know, as for a number that does not exist."""
    record_id = known_record_id(actor, question.record.strip())
    if record_id is None:
        return ""
    covered = permit.records.filter(record_id=record_id).first()
    if covered is None:
        return "not_covered"
    gone = PermitWithdrawal.objects.filter(request=permit.request, community_id__in=covered.communities)
    if gone.exists() and record_id not in {each.requested.record_id for each in reads.coverable(permit.request)}:
        return "withdrawn"
    purposes = (question.purpose,) if question.purpose else tuple(permit.purposes)
    return "label" if reads.forbidding([record_id], purposes) else "covered"
