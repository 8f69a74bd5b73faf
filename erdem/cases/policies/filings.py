"""Who sees and does what with filings. Second lock: ``sql/filings.sql``, ``sql/identity.sql``.

Who handed something in sees it, by account or by a receipt opened in this session, with its messages and files. Officers of the
office that it went to see it, so do region officers above its place and offices that have a case of it. Nobody sees a sealed
identity: it is opened by two officers.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.cases.choices import FilingStatus, UnlockState
from erdem.cases.models import Case, Filing, IdentityUnlock
from erdem.cases.policies.cases import EVERYTHING, NOTHING, own_offices
from erdem.people.choices import Role


@built_once
def visible_filings(actor: Actor) -> Q:
    """Who filed, the office it went to, the region above, offices that have a case of it."""
    if actor.is_machine:
        return EVERYTHING
    rule = Q(pk__in=sorted(actor.receipts))
    if actor.user_id is not None:
        rule |= Q(submitted_by_id=actor.user_id)
    if offices := own_offices(actor):
        theirs = Case.objects.filter(Q(office_id__in=offices) | Q(shared_with__overlap=offices))
        rule |= Q(office_id__in=offices) | Q(pk__in=theirs.filter(filing__isnull=False).values("filing_id"))
    if actor.has_role(Role.REGION_OFFICER):
        for prefix in actor.place_prefixes:
            rule |= Q(place_code__startswith=prefix)
    return rule


@built_once
def visible_with_filing(actor: Actor) -> Q:
    """Messages and files are seen with their filing."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Filing.objects.filter(visible_filings(actor), pk=OuterRef("filing_id"))))


def for_machines(actor: Actor) -> Q:
    """What opens a receipt, and wrong guesses."""
    return EVERYTHING if actor.is_machine else NOTHING


def for_nobody(_actor: Actor) -> Q:
    """Sealed identities are selected by nobody, the system included."""
    return NOTHING


def visible_unlocks(actor: Actor) -> Q:
    """Requests to open an identity, for the officers of the office."""
    return EVERYTHING if actor.is_machine else Q(office_id__in=own_offices(actor))


def visible_openings(actor: Actor) -> Q:
    """Openings, for the officers of the office."""
    return EVERYTHING if actor.is_machine else Q(unlock__office_id__in=own_offices(actor))


def visible_to_all(_actor: Actor) -> Q:
    """The router is public."""
    return EVERYTHING


def has_filed(actor: Actor, filing: Filing) -> bool:
    """Say whether the actor is who handed it in, by account or by an open receipt."""
    return filing.pk in actor.receipts or (actor.user_id is not None and filing.submitted_by_id == actor.user_id)


def can_follow_filing(actor: Actor, filing: Filing) -> Decision:
    """Who handed it in writes messages, adds files and withdraws."""
    if has_filed(actor, filing):
        return ALLOWED
    return Denied(_("Only who handed this in does that. Open it with its receipt first."))


def offices_of(filing: Filing) -> set[int]:
    """Return the offices that have the filing or a case of it, as far as the reader sees these."""
    return {filing.office_id, *filing.cases.values_list("office_id", flat=True)}


def can_work_on_filing(actor: Actor, filing: Filing) -> Decision:
    """Officers of the office that it went to."""
    if actor.is_machine or filing.office_id in own_offices(actor):
        return ALLOWED
    return Denied(_("Only the office that received this works on it."))


def can_answer(actor: Actor, filing: Filing) -> Decision:
    """Officers of the office that has the filing or a case of it write to who filed."""
    if offices_of(filing).intersection(own_offices(actor)):
        return ALLOWED
    return Denied(_("Only the office that has this matter writes to who handed it in."))


def can_record(actor: Actor) -> Decision:
    """Officers write down what came by letter, telephone or visit."""
    if own_offices(actor):
        return ALLOWED
    return Denied(_("Only officers write down what came to the office."))


def can_tend_filing(actor: Actor, filing: Filing) -> Decision:
    """The office, or who handed it in, or the system for them."""
    return ALLOWED if actor.is_machine or has_filed(actor, filing) else can_work_on_filing(actor, filing)


def can_ask_unlock(actor: Actor, filing: Filing) -> Decision:
    """An officer of the office that has the matter asks, when an identity lies sealed."""
    if not filing.is_named:
        return Denied(_("Nothing is sealed: this was handed in without a name."))
    if actor.user_id is not None and offices_of(filing).intersection(own_offices(actor)):
        return ALLOWED
    return Denied(_("Only officers of the office that has this matter ask to know who handed it in."))


def can_decide_unlock(actor: Actor, unlock: IdentityUnlock) -> Decision:
    """Another officer of the same office, while it waits."""
    if unlock.office_id not in own_offices(actor):
        return Denied(_("Only officers of the office that has this matter decide about it."))
    if actor.user_id == unlock.asked_by_id:
        return Denied(_("A second officer decides about this. Nobody opens an identity alone."))
    if unlock.state != UnlockState.ASKED:
        return Denied(_("This was decided already."))
    return ALLOWED


def is_waiting(filing: Filing) -> bool:
    """Say whether the office has still to look at it."""
    return filing.status == FilingStatus.NEW
