"""Issuing a permit and what happens to it afterwards. Each act enters the public log, and access follows, as it happens."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs, events
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import Blob
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge import services as knowledge
from erdem.notary.choices import LeafKind, Log
from erdem.notary.services import enter
from erdem.people import queries as people
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation
from erdem.sharing import ircc
from erdem.sharing.choices import RequestStatus
from erdem.sharing.events import PermitMoved, RequestMoved
from erdem.sharing.ircc import Confidential
from erdem.sharing.models import AccessRequest, AgreementVersion, Permit, PermitAct, PermitRecord
from erdem.sharing.permit_choices import AmendmentIntent, Part, PermitActKind
from erdem.sharing.permit_content import SERIES, Told, act_document, certificate_of, documents_of, purposes_of
from erdem.sharing.permit_paper import permit_pdf
from erdem.sharing.permit_workflow import PERMIT
from erdem.sharing.policies import can_issue, can_keep_permit
from erdem.sharing.queries import permits as reads
from erdem.sharing.services.permit_faults import refusals
from erdem.sharing.workflow import REQUEST

PDF = "application/pdf"
STEPS = {
    "suspend": PermitActKind.SUSPENSION,
    "resume": PermitActKind.RESUMPTION,
    "revoke": PermitActKind.REVOCATION,
    "expire": PermitActKind.EXPIRY,
}
"""Steps that need a reason at most, and the act of each."""


@dataclass(frozen=True)
class Term:
    """First and last day of a permit, both counted."""

    valid_from: dt.date
    expires_on: dt.date


@transaction.atomic
def issue_permit(*, actor: Actor, access_request: AccessRequest, term: Term) -> Permit:
    """Issue the permit of a request and open what the holders agreed to. Who presses twice, or second, gets the same permit.

    Raises:
        PermissionRefused: the actor's office does not handle the request.
        RuleBroken: a condition is not met; the sentence names it.
    """
    require(can_issue(actor, access_request))
    held = AccessRequest.objects.select_for_update(of=("self",)).get(pk=access_request.pk)
    standing = reads.standing_permit(held)
    if standing is not None:
        return standing
    missing = next((one for one in reads.conditions(held) if not one.is_met), None)
    version = reads.signed_version(held)
    if missing is not None or version is None:
        raise _lacks(missing)
    with refusals():
        permit = _write(actor, held, version, term)
        _cover(permit)
        _prove(actor, permit, PermitActKind.ISSUE)
        take_step(REQUEST, held, "issue", actor=actor, decided_at=permit.status_at, due_on=None)
    _open_access(permit)
    _trace(actor, "issue_permit", permit)
    events.publish(RequestMoved(held.pk, str(RequestStatus.PERMITTED)))
    return permit


@transaction.atomic
def amend_permit(*, actor: Actor, permit: Permit, term: Term, intent: str, because: str) -> Permit:
    """Issue a new permit in place of one in force, which is void from then on. What was due under the old one stays due under it.

    Raises:
        PermissionRefused: the actor's office does not handle the request.
        RuleBroken: no intent or reason, the old one is not in force, or a condition is not met any more.
    """
    require(can_keep_permit(actor, permit))
    if intent not in AmendmentIntent.values:
        raise RuleBroken(_("Choose what is amended."), field="intent")
    if not because.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="because")
    held = AccessRequest.objects.select_for_update(of=("self",)).get(pk=permit.request_id)
    lacking = [one for one in reads.conditions(held) if not one.is_met and one.code != "request"]
    version = reads.signed_version(held)
    if lacking or version is None:
        raise _lacks(lacking[0] if lacking else None)
    old = Permit.objects.select_for_update(of=("self",)).get(pk=permit.pk)
    with refusals():
        made = _write(actor, held, version, term, _Amends(old, intent, because.strip()))
        _cover(made)
        _prove(actor, made, PermitActKind.AMENDMENT)
        take_step(PERMIT, old, "amend", actor=actor, status_at=made.status_at)
        _prove(actor, old, PermitActKind.VOIDED, successor=made.number)
    _close_access(old, "amended")
    _open_access(made)
    _trace(actor, "amend_permit", made, replaces=old.number, intent=intent)
    return made


@transaction.atomic
def move_permit(*, actor: Actor, permit: Permit, step: str, reason: str = "") -> Permit:
    """Suspend a permit, put it in force again, revoke it or note that it is over; access follows.

    Args:
        step: one of `STEPS`.

    Raises:
        PermissionRefused: the actor's office does not handle the request.
        RuleBroken: no reason, somebody was faster, or a condition of a permit in force is not met any more.
    """
    if step not in STEPS:
        raise RuleBroken(_("There is no such step."))
    current = Permit.objects.select_related("request").get(pk=permit.pk)
    if step == "resume":
        _may_resume(current)
    given = {"status_at": timezone.now()} | ({"status_reason": reason.strip()} if step != "expire" else {})
    with refusals():
        take_step(PERMIT, current, step, actor=actor, **given)
        _prove(actor, current, STEPS[step])
    if step == "resume":
        _open_access(current)
    else:
        _close_access(current, step)
    _trace(actor, f"{step}_permit", current)
    return current


def _lacks(condition: reads.Condition | None) -> RuleBroken:
    if condition is None:
        return RuleBroken(_("The terms are not signed by every party yet. Nothing was issued."))
    words = _("A condition is not met: %(title)s. %(note)s Nothing was issued.")
    return RuleBroken(words % {"title": condition.title, "note": condition.note})


def _may_resume(permit: Permit) -> None:
    """Put in force again only what could be issued today."""
    found = {each.requested.record_id for each in reads.coverable(permit.request)}
    covered = set(permit.records.values_list("record_id", flat=True))
    if not covered <= found:
        raise RuleBroken(
            _("A holder has taken the consent back. Amend the permit for what is left, or leave it suspended.")
        )
    if reads.forbidding(sorted(covered), tuple(permit.purposes)):
        raise RuleBroken(_("A label was put on that forbids a purpose. Ask the community that put it on."))


@dataclass(frozen=True)
class _Amends:
    """What a permit takes the place of, and why; nothing for a first one."""

    replaces: Permit | None = None
    intent: str = ""
    because: str = ""


def _write(
    actor: Actor, access_request: AccessRequest, version: AgreementVersion, term: Term, amends: _Amends = _Amends()
) -> Permit:
    """Set the certificate and both papers, and keep the permit."""
    now, office = timezone.now(), _office(actor)
    told = _told(access_request, version, term, office, amends)
    whole, public = documents_of(certificate_of(access_request, told))
    papers = [_paper(document, term, now, for_parties=document is whole) for document in (whole, public)]
    hides = told.confidential
    return Permit.objects.create(
        number=told.number,
        request=access_request,
        version=version,
        replaces=amends.replaces,
        status_at=now,
        intent=amends.intent,
        amended_because=amends.because,
        office=office,
        office_name=told.office,
        issued_on=told.issued_on,
        issued_by_id=actor.user_id,
        valid_from=term.valid_from,
        expires_on=term.expires_on,
        pic_granted=True,
        mat_established=True,
        purposes=list(purposes_of(told.terms)),
        transfer=str(told.terms.transfer.rule),
        abroad=access_request.leaves_country,
        hides_providers=hides.providers,
        hides_entities=hides.entities,
        hides_subject=hides.subject_matter,
        hides_usages=hides.usages,
        **_kept(whole, public, papers),
    )


def _told(
    access_request: AccessRequest, version: AgreementVersion, term: Term, office: Organisation | None, amends: _Amends
) -> Told:
    matter = reads.matter_of(access_request)
    if matter is None:
        raise RuleBroken(_("Write what it is about, as others may read it."))
    shown = reads.published_parts(access_request)
    covered = sorted({one for each in reads.coverable(access_request) for one in each.communities})
    today = timezone.localdate()
    return Told(
        number=document_number(SERIES, today.year),
        office=office.name if office else "Erdem",
        issued_on=today,
        expires_on=term.expires_on,
        providers=tuple(reads.names_of(covered).values()),
        confidential=Confidential(
            providers=Part.PROVIDERS not in shown,
            entities=Part.ENTITIES not in shown,
            subject_matter=Part.SUBJECT not in shown,
            usages=Part.USAGES not in shown,
        ),
        matter=matter,
        terms=version.terms,
        terms_sha256=version.sha256,
        amends=amends.replaces.number if amends.replaces else "",
        because=amends.because,
    )


def _paper(document: dict[str, Any], term: Term, now: dt.datetime, *, for_parties: bool) -> Blob:
    pdf = permit_pdf(
        document, valid_from=term.valid_from, issued_at=now, for_parties=for_parties, digest=ircc.digest(document)
    )
    return blobs.keep(pdf, media_type=PDF)


def _kept(whole: dict[str, Any], public: dict[str, Any], papers: list[Blob]) -> dict[str, Any]:
    return {
        "document": whole,
        "public_document": public,
        "sha256": ircc.digest(whole),
        "public_sha256": ircc.digest(public),
        "pdf_sha256": papers[0].sha256,
        "public_pdf_sha256": papers[1].sha256,
        "blob": papers[0],
        "public_blob": papers[1],
    }


def _office(actor: Actor) -> Organisation | None:
    """Return the office in whose name the actor issues."""
    own = people.organisations(OrganisationKind.OFFICE).filter(pk__in=actor.organisation_ids)
    return own.order_by("pk").first()


def _cover(permit: Permit) -> None:
    for each in reads.coverable(permit.request):
        PermitRecord.objects.create(
            permit=permit, record_id=each.requested.record_id, level=each.level, communities=list(each.communities)
        )


def _prove(actor: Actor, permit: Permit, act: PermitActKind, **told: str) -> None:
    """Enter the act in the public log: numbers, days and digests, and no name."""
    said = {
        "certificate": permit.sha256,
        "public_certificate": permit.public_sha256,
        "valid_from": permit.valid_from.isoformat(),
        "expires_on": permit.expires_on.isoformat(),
        **told,
    }
    document = act_document(permit.number, act, permit.status_at, said)
    statement = {
        "number": permit.number,
        "act": str(act),
        "sha256": hashlib.sha256(document.encode()).hexdigest(),
        "pdf": permit.pdf_sha256,
        "public_pdf": permit.public_pdf_sha256,
    }
    (entered,) = enter(actor=actor, log=Log.REGISTER, kind=LeafKind.PERMIT, statements=[statement])
    PermitAct.objects.create(
        permit=permit,
        act=act,
        statement=statement,
        document=document,
        leaf=entered.leaf,
        nonce=entered.nonce,
        made_at=permit.status_at,
        made_by_id=actor.user_id,
    )


def _open_access(permit: Permit) -> None:
    """Give what each community decided, in the name of who decided for it; labels and the database still have their say."""
    request = permit.request
    terms = knowledge.GrantTerms(
        purpose=request.purpose,
        reference=permit.number,
        valid_from=permit.valid_from,
        valid_until=permit.expires_on,
        user_id=request.applicant_user_id if request.applicant_id is None else None,
        organisation_id=request.applicant_id,
    )
    with acting_as(SYSTEM):
        for record in PermitRecord.objects.filter(permit=permit).select_related("permit"):
            for community, user, decision in reads.decisions_for(record):
                decided = knowledge.Decided(community, record.record_id, user, f"sharing.holderdecision {decision}")
                knowledge.grant_by_decision(actor=SYSTEM, decision=decided, terms=replace(terms, level=record.level))


def _close_access(permit: Permit, why: str) -> None:
    with acting_as(SYSTEM):
        knowledge.withdraw_grants(actor=SYSTEM, reference=permit.number, reason=f"permit: {why}")


def _trace(actor: Actor, action: str, permit: Permit, **detail: str) -> None:
    places = permit.request.place_search.split()
    audit.record(
        actor,
        action=f"sharing.{action}",
        target=permit,
        place_code=places[0] if places else "",
        organisation_id=permit.request.applicant_id,
        detail={"number": permit.number, **detail},
    )
    events.publish(PermitMoved(permit.pk, str(permit.status)))
