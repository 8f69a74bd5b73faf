"""Writing single records: begin, change, submit, register, return, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import events
from erdem.base.actor import Actor
from erdem.base.numbering import next_number
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import Kind, Status, Tier
from erdem.knowledge.content import RecordContent
from erdem.knowledge.events import RecordChanged, RecordWithdrawn
from erdem.knowledge.faults import told
from erdem.knowledge.models import Record
from erdem.knowledge.policies import can_change, can_draft, is_holder, serves
from erdem.knowledge.queries.lexicon import substances_by_name
from erdem.knowledge.services.closing import close_stage
from erdem.knowledge.services.disclosure import require_secrecy_check
from erdem.knowledge.services.entering import enter_register
from erdem.knowledge.services.history import keep_present, keep_version, move
from erdem.knowledge.services.history import leave_trace as leave_trace  # the other services find it here too
from erdem.knowledge.services.places import PlaceReader
from erdem.knowledge.services.writing import Lines, fill_record
from erdem.lib.folding import fold_name

NO_PLACE = "000000"


def series_of(place_code: str | None) -> str:
    """Return the number series of a place: TK-152530."""
    return f"TK-{place_code or NO_PLACE}"


def printed_number(series: str, number: int) -> str:
    """Return TK-152530-0007."""
    return f"{series}-{number:04d}"


@transaction.atomic
def draft_record(*, actor: Actor, content: RecordContent) -> Record:
    """Begin a record as a draft with the next number of its place.

    Raises:
        PermissionRefused: the actor may not write records.
        RuleBroken: a field is missing or the record would lie outside what the actor may write.
    """
    require(can_draft(actor))
    require_secrecy_check(actor)
    content = with_codes_of_today(tidy(content))
    record = Record(source_key=content.source_key, is_demonstration=content.is_demonstration)
    record.created_by_id = actor.user_id
    fill_record(record, content)
    check_scope(actor, record)
    series = series_of(record.place_id)
    record.number = printed_number(series, next_number(series, 0))
    fill_record(record, content)
    record.save(force_insert=True)
    lines = Lines(substances_by_name(names_in(content)))
    lines.collect(record, content)
    lines.write()
    keep_version(actor, record, content)
    leave_trace(actor, "knowledge.draft_record", record, kind=record.kind)
    return record


@transaction.atomic
def change_record(
    *,
    actor: Actor,
    record: Record,
    content: RecordContent,
    version: int | None = None,
    reason: str = "",
    restored_from: int | None = None,
) -> Record:
    """Write new content over a record, count its version up and keep it.

    Args:
        version: the version the writer had on the page; a newer one means somebody else has changed the record.
        reason: why; with a registered record it makes the change a correction, told to all who read the record.
        restored_from: the earlier version that is written again.

    Raises:
        PermissionRefused: the actor may not change this record.
        RuleBroken: a field is missing, or somebody else was faster.
    """
    require(can_change(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    require(can_change(actor, record))
    if version is not None and version != record.version:
        raise RuleBroken(
            _(
                "Somebody has changed this record while you were writing. Nothing was overwritten. Copy your text, open the"
                " record again and put your changes in."
            )
        )
    content = with_codes_of_today(tidy(content))
    _refuse_opening(actor, record, content)
    keep_present(actor, record)
    fill_record(record, content)
    check_scope(actor, record)
    record.version += 1
    record.save()
    lines = Lines(substances_by_name(names_in(content)))
    lines.collect(record, content)
    lines.replace(record)
    keep_version(actor, record, content, reason=reason, restored_from=restored_from)
    leave_trace(actor, "knowledge.change_record", record, version=record.version)
    if record.status == Status.REGISTERED:
        events.publish(RecordChanged(record.pk, record.version))
    return record


@transaction.atomic
def submit(*, actor: Actor, record: Record) -> Record:
    """Hand a draft to the office. It must say enough to be judged."""
    missing = what_is_missing(record)
    if missing:
        raise RuleBroken(missing)
    move(record, "submit", actor, submitted_at=timezone.now(), status_reason="")
    leave_trace(actor, "knowledge.submit", record)
    return record


@transaction.atomic
def register_record(*, actor: Actor, record: Record) -> Record:
    """Enter a submitted record into the register."""
    move(record, "register", actor, registered_at=timezone.now(), status_reason="")
    leave_trace(actor, "knowledge.register_record", record)
    enter_register(record)
    return record


@transaction.atomic
def return_record(*, actor: Actor, record: Record, reason: str) -> Record:
    """Return a record on its way to draft, saying why. Its review and its notice end."""
    move(record, "return", actor, status_reason=reason.strip())
    close_stage(record)
    leave_trace(actor, "knowledge.return_record", record)
    return record


@transaction.atomic
def withdraw_record(*, actor: Actor, record: Record, reason: str) -> Record:
    """Take a record out of the register; the number stays taken."""
    move(record, "withdraw", actor, status_reason=reason.strip(), withdrawn_at=timezone.now())
    close_stage(record)
    leave_trace(actor, "knowledge.withdraw_record", record)
    events.publish(RecordWithdrawn(record.pk))
    return record


STEPS_OF_A_RECORD: dict[str, Callable[..., Record]] = {
    "submit": submit,
    "register": register_record,
    "return": return_record,
    "withdraw": withdraw_record,
}


def what_is_missing(record: Record) -> str:
    """Return a sentence naming what a draft lacks before it can be submitted, or an empty text."""
    if record.kind == Kind.FORMULA and not record.ingredients.exists():
        return _("A formula needs at least one ingredient before it is submitted.")
    if record.kind == Kind.PROCESS and not record.steps.exists() and not record.text.strip():
        return _("A process needs at least one step, or a text that describes it, before it is submitted.")
    if record.kind == Kind.NARRATIVE and not (record.text.strip() or record.summary.strip()):
        return _("A narrative needs a text or one sentence about it before it is submitted.")
    if not record.sources.exists():
        return _("Name at least one source before it is submitted; an oral account is a source too.")
    return ""


def tidy(content: RecordContent) -> RecordContent:
    """Drop a type that belongs to another class.

    Raises:
        RuleBroken: there is no name or no class.
    """
    if not content.name.strip():
        raise RuleBroken(_("Write the name of the knowledge."), field="name")
    if not content.tk_class:
        raise RuleBroken(_("Choose the class."), field="tk_class")
    if content.tk_type and not content.tk_type.startswith(f"{content.tk_class}."):
        raise RuleBroken(_("This type belongs to another class. Choose a type of the chosen class."), field="tk_type")
    return replace(content, name=content.name.strip())


def with_codes_of_today(content: RecordContent) -> RecordContent:
    """Return the content with places led to the divisions in force.

    Raises:
        RuleBroken: a code is unknown, or its area was divided and a person has to say which part is meant.
    """
    settled, problems = PlaceReader().settle(content)
    for problem in problems:
        if not problem.kept:
            raise RuleBroken(told(problem.code, problem.params), field="other_places")
    return settled


def check_scope(actor: Actor, record: Record) -> None:
    """Refuse a record that its writer would not be able to write: another community's, another county's.

    Raises:
        RuleBroken: with the field to correct.
    """
    if actor.is_machine or is_holder(actor, record) or serves(actor, record):
        return
    if record.diffusion_tier == Tier.SECRET:
        raise RuleBroken(
            _("A secret or sacred record is written only by members of its community."), field="diffusion_tier"
        )
    if actor.has_role("county_officer", "region_officer"):
        raise RuleBroken(_("Choose a place that your office serves."), field="place")
    raise RuleBroken(_("Choose your own community as the holder."), field="community")


def names_in(content: RecordContent) -> set[str]:
    """Return the folded names of everything that may be a substance."""
    return {fold_name(name) for name in (*(line.name for line in content.ingredients), *content.materials)}


def _refuse_opening(actor: Actor, record: Record, content: RecordContent) -> None:
    if record.community_id is None or actor.is_machine or record.community_id in actor.organisation_ids:
        return
    if content.diffusion_tier > record.diffusion_tier:
        raise RuleBroken(_("Only the holding community opens its record further."), field="diffusion_tier")
    if content.community_id != record.community_id:
        raise RuleBroken(_("Only the holding community hands its record on."), field="community")
