"""Writing requests for access: begin, write on, name records, submit, take back. Each leaves one entry in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge.models import Record
from erdem.knowledge.queries.holders import known_record_id
from erdem.people.models import Organisation
from erdem.sharing.choices import ApprovalKind
from erdem.sharing.content import NamedRecord, RequestContent
from erdem.sharing.models import AccessRequest, Approval, RequestedRecord
from erdem.sharing.policies import can_edit_request, can_make_request, can_withdraw_request, is_applicant
from erdem.sharing.queries.requests import FORMAL_CHECK, deadline
from erdem.sharing.services.faults import broken
from erdem.sharing.services.labels import look_at_labels
from erdem.sharing.services.trace import moved, trace
from erdem.sharing.workflow import REQUEST

SERIES = "AR"
REGION = "150000"
MOST_RECORDS = 50


@transaction.atomic
def create_request(
    *,
    actor: Actor,
    content: RequestContent,
    records: Sequence[NamedRecord] = (),
    follows: AccessRequest | None = None,
) -> AccessRequest:
    """Begin a request as a draft. A change of use is a new request that follows the old one.

    Raises:
        PermissionRefused: nobody is signed in.
        RuleBroken: with the field to correct; a record of which the actor may not know.
    """
    require(can_make_request(actor))
    _check(actor, content)
    if follows is not None and not is_applicant(actor, follows):
        raise RuleBroken(_("A change of use follows a request of your own."))
    access_request = AccessRequest(
        number=document_number(SERIES, timezone.localdate().year), applicant_user_id=actor.user_id or 0, follows=follows
    )
    _fill(access_request, content)
    with broken():
        access_request.save(force_insert=True)
        _name(actor, access_request, records)
    access_request.refresh_from_db()
    trace(actor, "create_request", access_request, records=len(records))
    return access_request


@transaction.atomic
def edit_request(
    *,
    actor: Actor,
    access_request: AccessRequest,
    content: RequestContent,
    records: Sequence[NamedRecord] | None = None,
) -> AccessRequest:
    """Write a draft, or a returned request, anew, and with ``records`` what it names too. Who applies stays.

    Raises:
        RuleBroken: with the field to correct.
    """
    access_request = _held(access_request)
    require(can_edit_request(actor, access_request))
    _check(actor, content)
    applicant_id = access_request.applicant_id
    _fill(access_request, content)
    access_request.applicant_id = applicant_id
    with broken():
        access_request.save()
        if records is not None:
            _name(actor, access_request, records)
    access_request.refresh_from_db()
    trace(actor, "edit_request", access_request)
    return access_request


@transaction.atomic
def name_records(*, actor: Actor, access_request: AccessRequest, records: Sequence[NamedRecord]) -> AccessRequest:
    """Say which records are asked for, and nothing but these; only records of which the applicant may know.

    Raises:
        RuleBroken: there is no such record that the applicant may know, as for a number that does not exist.
    """
    access_request = _held(access_request)
    require(can_edit_request(actor, access_request))
    with broken():
        _name(actor, access_request, records)
    trace(actor, "name_records", access_request, records=len(records))
    return access_request


@transaction.atomic
def submit_request(*, actor: Actor, access_request: AccessRequest) -> AccessRequest:
    """Hand the request in: its offices follow from the records; with a foreign side the approvals are listed.

    Raises:
        RuleBroken: with what is missing; a record that no community holds is refused with the way to find its holders.
    """
    access_request = _held(access_request)
    require(can_edit_request(actor, access_request))
    missing = what_is_missing(access_request)
    if missing:
        raise missing
    with acting_as(SYSTEM):
        places = _places(access_request)
    due = deadline(FORMAL_CHECK)
    now = timezone.now()
    with broken():
        take_step(REQUEST, access_request, "submit", actor=actor, submitted_at=now, due_on=due, status_reason="")
    with acting_as(SYSTEM):
        AccessRequest.objects.filter(pk=access_request.pk).update(place_search=places)
        if access_request.is_foreign:
            wanted = [Approval(request=access_request, kind=kind) for kind in ApprovalKind.values]
            Approval.objects.bulk_create(wanted, ignore_conflicts=True)
        look_at_labels(access_request)
    access_request.refresh_from_db()
    trace(actor, "submit_request", access_request, foreign=access_request.is_foreign)
    moved(access_request)
    return access_request


@transaction.atomic
def withdraw_request(*, actor: Actor, access_request: AccessRequest, reason: str = "") -> AccessRequest:
    """Take a request back, at any time before the permit; no reason is needed."""
    require(can_withdraw_request(actor, access_request))
    with broken():
        take_step(
            REQUEST,
            access_request,
            "withdraw",
            actor=actor,
            status_reason=reason.strip(),
            decided_at=timezone.now(),
            due_on=None,
        )
    trace(actor, "withdraw_request", access_request)
    moved(access_request)
    return access_request


def what_is_missing(access_request: AccessRequest) -> RuleBroken | None:
    """Return what a request lacks before it may be submitted, with the field, or None."""
    foreign_or_commercial = access_request.is_foreign or access_request.purpose == "commercial"
    wanted = (
        (access_request.records.exists(), "records", _("Name at least one record that you ask for.")),
        (access_request.contact.strip(), "contact", _("Write how you can be reached.")),
        (
            access_request.benefit_plan.strip() or not foreign_or_commercial,
            "benefit_plan",
            _("For commercial use, or with a foreign side, write how benefits are to be shared. The draft is kept."),
        ),
        (
            access_request.ethics_promised,
            "ethics_promised",
            _("Promise to respect the knowledge and its people first."),
        ),
        (
            access_request.use_until >= timezone.localdate(),
            "use_until",
            _("The last day of use is past already. Write a later one."),
        ),
    )
    return next((RuleBroken(sentence, field=field) for given, field, sentence in wanted if not given), None)


def _held(access_request: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request.pk)


def _check(actor: Actor, content: RequestContent) -> None:
    if content.applicant_id is not None and content.applicant_id not in actor.organisation_ids:
        raise RuleBroken(_("You do not work for this organisation. Choose one of yours."), field="applicant")
    if content.use_until < content.use_from:
        raise RuleBroken(_("The last day of use lies before the first. Check both days."), field="use_until")
    if not content.methods:
        raise RuleBroken(_("Choose at least one way of access."), field="methods")


def _fill(access_request: AccessRequest, content: RequestContent) -> None:
    for field in fields(RequestContent):
        value = getattr(content, field.name)
        setattr(access_request, field.name, list(value) if field.name == "methods" else value)
    access_request.country = content.country.upper()
    access_request.controller_country = content.controller_country.upper()


def _name(actor: Actor, access_request: AccessRequest, records: Sequence[NamedRecord]) -> None:
    """Replace what a request names."""
    if len(records) > MOST_RECORDS:
        raise RuleBroken(
            _("A request names 50 records at most. Make a second request for the others."), field="records"
        )
    wanted: dict[int, str] = {}
    for named in records:
        found = known_record_id(actor, named.number.strip())
        if found is None:
            message = _("There is no record %(number)s that you may know of. Look it up in the register.")
            raise RuleBroken(message % {"number": named.number.strip()[:40]}, field="records")
        wanted[found] = named.scope.strip()[:300]
    standing = {each.record_id: each for each in access_request.records.all()}
    gone = [each.pk for key, each in standing.items() if wanted.get(key) != each.scope]
    RequestedRecord.objects.filter(pk__in=gone).delete()
    kept = {key for key, each in standing.items() if each.pk not in gone}
    for record_id, scope in wanted.items():
        if record_id not in kept:
            RequestedRecord.objects.create(request=access_request, record_id=record_id, scope=scope)


def _places(access_request: AccessRequest) -> str:
    """Return the codes of the places whose offices handle the request, each after a blank.

    Raises:
        RuleBroken: no community holds one of the records.
    """
    codes: dict[str, None] = {}
    for record in Record.objects.filter(pk__in=access_request.records.values("record_id")).order_by("pk"):
        if not record.holders:
            message = _(
                "Nobody can be asked for record %(number)s: no community holds it yet. Ask the office of the place to have its"
                " holders found by a call, or take it out of the request."
            )
            raise RuleBroken(message % {"number": record.number}, field="records")
        own = record.place_search.split() or list(
            Organisation.objects.filter(pk__in=record.holders, place__isnull=False).values_list("place_id", flat=True)
        )
        codes.update(dict.fromkeys(map(str, own or [REGION])))
    joined = "".join(f" {code}" for code in codes)
    return joined if len(joined) <= 500 else f" {REGION}"
