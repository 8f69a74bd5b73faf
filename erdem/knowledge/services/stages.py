"""The first stages: whose case it is, the check of consents, the classification; the deposit of what is secret; ways back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import Status
from erdem.knowledge.consent_choices import ConsentUse
from erdem.knowledge.models import Handling, Record
from erdem.knowledge.policies import can_check_consent, can_classify, can_deposit
from erdem.knowledge.queries.gates import what_stands_in_the_way
from erdem.knowledge.queries.versions import present_content
from erdem.knowledge.register_choices import NoticeOutcome
from erdem.knowledge.services.closing import close_stage
from erdem.knowledge.services.consent_acts import write_act
from erdem.knowledge.services.entering import enter_register
from erdem.knowledge.services.history import keep_present, keep_version, leave_trace, move


@dataclass(frozen=True)
class Classification:
    """What the office confirms: class, type within it, subject groups."""

    tk_class: str
    tk_type: str
    subject_groups: tuple[str, ...]


def refuse_while_missing(record: Record) -> None:
    """Refuse to go on as long as a consent or a checklist is not complete.

    Raises:
        RuleBroken: with the sentences that say what is missing.
    """
    missing = what_stands_in_the_way(record)
    if missing:
        raise RuleBroken(" ".join(missing))


def enter_under_consent(record: Record) -> None:
    """Enter a record into the register, and note that under the consent of each holding community.

    Raises:
        RuleBroken: a consent was taken back meanwhile.
    """
    write_act(record, ConsentUse.REGISTRATION, _("Entered in the register"), record.number)
    enter_register(record)


@transaction.atomic
def take_case(*, actor: Actor, record: Record) -> Record:
    """Take the case of a record, or take it over; taking it twice changes nothing.

    Raises:
        PermissionRefused: the actor's office does not serve the place.
    """
    require(can_check_consent(actor, record))
    if actor.user_id is not None:
        taken = {"user_id": actor.user_id, "taken_at": timezone.now()}
        Handling.objects.update_or_create(record=record, defaults=taken)
    leave_trace(actor, "knowledge.take_case", record)
    return record


@transaction.atomic
def release_case(*, actor: Actor, record: Record) -> Record:
    """Put the case back for anybody of the office."""
    require(can_check_consent(actor, record))
    Handling.objects.filter(record=record).delete()
    leave_trace(actor, "knowledge.release_case", record)
    return record


@transaction.atomic
def confirm_consent(*, actor: Actor, record: Record) -> Record:
    """Confirm that every consent is there. It is asked again here: one may have ended since the page was loaded.

    Raises:
        RuleBroken: something is missing, or somebody has moved the record on.
    """
    require(can_check_consent(actor, record))  # what is missing is not for everybody
    refuse_while_missing(record)
    move(record, "confirm_consent", actor, status_reason="")
    leave_trace(actor, "knowledge.confirm_consent", record)
    return record


@transaction.atomic
def classify(*, actor: Actor, record: Record, classification: Classification) -> Record:
    """Confirm class, type and subject groups; where they differ from what was written, a new version says so.

    Raises:
        RuleBroken: the type belongs to another class, no group was chosen, or the record was moved on.
    """
    require(can_classify(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    if record.status != Status.CLASSIFICATION:
        raise RuleBroken(_("Somebody has moved this on in the meantime. Reload the page to see where it stands now."))
    if not classification.tk_type.startswith(f"{classification.tk_class}."):
        raise RuleBroken(_("This type belongs to another class. Choose a type of the chosen class."), field="tk_type")
    if not classification.subject_groups:
        raise RuleBroken(_("Choose at least one subject group."), field="subject_groups")
    before = present_content(record)
    after = replace(
        before,
        tk_class=classification.tk_class,
        tk_type=classification.tk_type,
        subject_groups=classification.subject_groups,
    )
    if after != before:
        keep_present(actor, record)
        record.tk_class, record.tk_type = after.tk_class, after.tk_type
        record.subject_groups = list(after.subject_groups)
        record.version += 1
        record.save(update_fields=["tk_class", "tk_type", "subject_groups", "version", "updated_at"])
        keep_version(actor, record, after, reason=_("Class confirmed by the office"))
    facts = {"class": after.tk_class, "type": after.tk_type, "groups": list(after.subject_groups)}
    move(record, "classify", actor, status_reason="", detail={**facts, "changed": after != before})
    leave_trace(actor, "knowledge.classify", record, changed=after != before)
    return record


@transaction.atomic
def classify_again(*, actor: Actor, record: Record, reason: str) -> Record:
    """Send a record back to its classification, saying why; review and notice end."""
    move(record, "classify_again", actor, status_reason=reason.strip())
    close_stage(record)
    leave_trace(actor, "knowledge.classify_again", record)
    return record


@transaction.atomic
def review_again(*, actor: Actor, record: Record, reason: str) -> Record:
    """Put a record on notice before the experts again, saying why."""
    move(record, "review_again", actor, status_reason=reason.strip())
    close_stage(record, NoticeOutcome.STOPPED)
    leave_trace(actor, "knowledge.review_again", record)
    return record


@transaction.atomic
def deposit_record(*, actor: Actor, record: Record) -> Record:
    """Deposit a secret record: it is registered for its community alone, without experts and without notice.

    Raises:
        PermissionRefused: the record is not secret, or the actor does not speak for its community.
        RuleBroken: a consent is missing.
    """
    require(can_deposit(actor, record))
    refuse_while_missing(record)
    move(record, "deposit", actor, registered_at=timezone.now(), status_reason="")
    leave_trace(actor, "knowledge.deposit_record", record)
    enter_under_consent(record)
    return record
