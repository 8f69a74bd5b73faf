"""Reads of permits: those that somebody sees with their requests, what an issue still lacks, and the public register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.models import LabelRule, LabelUse
from erdem.notary.queries import evidence_of
from erdem.people.models import Organisation
from erdem.sharing.choices import AgreementStatus, LabelVerdict, RequestStatus
from erdem.sharing.models import (
    AccessRequest,
    Agreement,
    AgreementVersion,
    HolderDecision,
    Permit,
    PermitAct,
    PermitMatter,
    PermitRecord,
    PermitWithdrawal,
    PublicationChoice,
    PublicPermit,
)
from erdem.sharing.permit_choices import Part, PermitActKind, PermitStatus
from erdem.sharing.permit_content import purposes_of
from erdem.sharing.policies import visible_register, visible_requests, visible_with_request
from erdem.sharing.queries.requests import AgreedRecord, agreed_records

__all__ = ["AccessRequest", "Permit", "PublicPermit"]
SORTS: Final = {"number": "number", "issued": "issued_on", "expires": "expires_on", "status": "status"}
REGISTER_SORTS: Final = {**SORTS, "office": "office_name", "holder": "holder_name"}
MADE = (PermitActKind.ISSUE, PermitActKind.AMENDMENT)
IN_FORCE = (PermitStatus.ISSUED, PermitStatus.SUSPENDED)


@dataclass(frozen=True)
class Condition:
    """One condition of an issue, whether it is met, and what is missing if not."""

    code: str
    title: str
    is_met: bool
    note: str = ""


@dataclass(frozen=True)
class PartyChoice:
    """What one party lets the register show; ``choice`` None when it has said nothing, which shows nothing."""

    community: int | None
    name: str
    choice: PublicationChoice | None


def permits(actor: Actor) -> QuerySet[Permit]:
    """Return the permits that the actor sees, newest first."""
    found = Permit.objects.filter(visible_with_request(actor))
    return found.select_related("request", "version", "replaces", "replaced_by")


def get_permit(actor: Actor, number: str) -> Permit | None:
    """Return a permit by its number, or None when there is none that the actor sees."""
    if "\x00" in number:
        return None
    return permits(actor).filter(number=number).first()


def permit_list(actor: Actor, sort: str) -> QuerySet[Permit]:
    """Return the permits of the list in an order of `SORTS`, with ``-`` in front the other way round."""
    return permits(actor).order_by(_order(sort, SORTS), "-id")


def request_for_permit(actor: Actor, number: str) -> AccessRequest | None:
    """Return the request with that number, or None when there is none that the actor sees."""
    if "\x00" in number:
        return None
    return AccessRequest.objects.filter(visible_requests(actor), number=number).first()


def permits_of(actor: Actor, request: AccessRequest) -> list[Permit]:
    """Return the permits of a request, the newest first."""
    return list(permits(actor).filter(request=request).order_by("-id").prefetch_related("records", "acts__leaf"))


def standing_permit(request: AccessRequest) -> Permit | None:
    """Return the newest permit of a request, whoever asks; part of services."""
    return Permit.objects.filter(request=request, replaced_by__isnull=True).order_by("-id").first()


def signed_version(request: AccessRequest) -> AgreementVersion | None:
    """Return the version of the terms that every party has signed, or None; read for the system."""
    with acting_as(SYSTEM):
        agreement = (
            Agreement.objects.filter(request=request, status=AgreementStatus.SIGNED).select_related("settled").first()
        )
        return agreement.settled if agreement else None


def coverable(request: AccessRequest) -> list[AgreedRecord]:
    """Return the records that a permit may open now: enough communities agreed and none of these has withdrawn since."""
    with acting_as(SYSTEM):
        gone = set(PermitWithdrawal.objects.filter(request=request).values_list("community_id", flat=True))
        return [
            AgreedRecord(each.requested, kept, each.level)
            for each in agreed_records(request)
            if (kept := tuple(one for one in each.communities if one not in gone))
            and len(kept) >= (each.requested.needed or len(each.communities))
        ]


def forbidding(record_ids: list[int], purposes: tuple[str, ...]) -> bool:
    """Say whether a label in force on one of the records forbids one of the purposes."""
    with acting_as(SYSTEM):
        rules = {
            rule.code: set(rule.allowed_purposes or ()) for rule in LabelRule.objects.exclude(allowed_purposes=None)
        }
        worn = LabelUse.objects.filter(record_id__in=record_ids, removed_at__isnull=True, code__in=rules)
        return any(not set(purposes) <= rules[use.code] for use in worn)


def conditions(request: AccessRequest) -> list[Condition]:
    """Return what an issue needs, in the order in which it is checked."""
    version, found = signed_version(request), coverable(request)
    with acting_as(SYSTEM):
        asked = request.records.exclude(label_verdict=LabelVerdict.REFUSED).count()
        open_approvals = request.is_foreign and request.approvals.filter(recorded_at__isnull=True).exists()
        matter = PermitMatter.objects.filter(request=request).exists()
    purposes = purposes_of(version.terms) if version else (request.purpose,)
    barred = forbidding([each.requested.record_id for each in found], purposes)
    covered = _("%(covered)s of %(asked)s records") % {"covered": len(found), "asked": asked}
    ready = request.status == RequestStatus.AGREED
    return [
        Condition("consents", _("Consent of the holders (PIC), by quorum"), bool(found), covered),
        Condition(
            "approvals",
            _("Approvals of authorities"),
            not open_approvals,
            "" if request.is_foreign else _("not needed: nothing about it is foreign"),
        ),
        Condition(
            "terms",
            _("Terms signed by every party (MAT)"),
            version is not None,
            _("version %(number)s") % {"number": version.number} if version else _("the signatures are missing"),
        ),
        Condition(
            "labels",
            _("No label on a record forbids the purposes"),
            not barred,
            _("A label was put on that forbids a purpose. Ask the community that put it on.") if barred else "",
        ),
        Condition("subject", _("Words about the subject-matter"), matter, "" if matter else _("Write them below.")),
        Condition("request", _("The request has come to the permit"), ready, str(request.get_status_display())),
    ]


def parties_choices(request: AccessRequest) -> list[PartyChoice]:
    """Return what each party of the terms lets the register show, the applicant first."""
    with acting_as(SYSTEM):
        agreement = Agreement.objects.filter(request=request).first()
        communities = list(agreement.providers) if agreement else list(request.asked)
        names = names_of(communities)
        said = {each.community_id: each for each in PublicationChoice.objects.filter(request=request)}
    return [
        PartyChoice(None, request.applicant_name, said.get(None)),
        *(PartyChoice(each, names.get(each, ""), said.get(each)) for each in communities),
    ]


def published_parts(request: AccessRequest) -> frozenset[str]:
    """Return the parts that every party lets the register show: the database decides the same at the issue."""
    matter = matter_of(request)
    choices = [each.choice for each in parties_choices(request)]
    shown = {part for part in Part.values if all(each is not None and getattr(each, part) for each in choices)}
    sealed = matter is not None and all(each is not None and each.matter_sha256 == matter.sha256 for each in choices)
    return frozenset(part for part in shown if part != Part.SUBJECT or sealed)


def matter_of(request: AccessRequest) -> PermitMatter | None:
    """Return the words about the subject-matter, or None."""
    return PermitMatter.objects.filter(request=request).first()


def names_of(communities: list[int]) -> dict[int, str]:
    """Return the names of communities by their id: that a body exists is no secret, which one holds what may be."""
    return dict(Organisation.objects.filter(pk__in=communities).values_list("pk", "name"))


def withdrawals_of(actor: Actor, request: AccessRequest) -> list[PermitWithdrawal]:
    """Return the withdrawals of holders since the permit, as the actor sees them."""
    found = PermitWithdrawal.objects.filter(visible_with_request(actor), request=request)
    return list(found.select_related("community"))


def running_out(day: dt.date) -> QuerySet[Permit]:
    """Return permits in force whose last day is not after a day and of which nobody was told yet, for the system."""
    found = Permit.objects.filter(status__in=IN_FORCE, expires_on__lte=day, expires_on__gte=timezone.localdate())
    return found.filter(noticed_on__isnull=True).select_related("request").order_by("pk")


def run_out() -> QuerySet[Permit]:
    """Return permits whose last day has passed and that do not say so yet, for the system."""
    found = Permit.objects.filter(status__in=IN_FORCE, expires_on__lt=timezone.localdate())
    return found.select_related("request").order_by("pk")


def register(actor: Actor, sort: str = "", words: str = "") -> QuerySet[PublicPermit]:
    """Return the public register, the newest first unless sorted; ``words`` are looked for in what it shows."""
    found = PublicPermit.objects.filter(visible_register(actor))
    for word in words.replace("\x00", "").split()[:8]:
        found = (
            found.filter(number__icontains=word)
            | found.filter(holder_name__icontains=word)
            | found.filter(subject__icontains=word)
        )
    return found.order_by(_order(sort, REGISTER_SORTS), "-id")


def get_public(actor: Actor, number: str) -> PublicPermit | None:
    """Return what the register shows of a permit, or None."""
    tidy = number.strip().upper()[:24]
    if "\x00" in tidy:
        return None
    return PublicPermit.objects.filter(visible_register(actor), number=tidy).first()


def standing_today(shown: PublicPermit) -> PermitStatus:
    """Return how a permit stands today: one whose last day has passed is over, whether that was noted yet or not."""
    if shown.status in IN_FORCE and shown.expires_on < timezone.localdate():
        return PermitStatus.EXPIRED
    return PermitStatus(shown.status)


def public_file(number: str) -> bytes | None:
    """Return the paper for everybody.

    Raises:
        BlobDamaged: the stored file was changed.
    """
    with acting_as(SYSTEM):
        found = Permit.objects.filter(number=number).select_related("public_blob").first()
        return blobs.read_verified(found.public_blob) if found and found.public_blob else None


def whole_file(permit: Permit) -> bytes | None:
    """Return the paper of the parties, for a permit that the actor has read.

    Raises:
        BlobDamaged: the stored file was changed.
    """
    with acting_as(SYSTEM):
        blob = Permit.objects.select_related("blob").get(pk=permit.pk).blob
        return blobs.read_verified(blob) if blob else None


def permit_evidence(number: str, *, of_issue: bool = True) -> bytes | None:
    """Return the evidence of the issue, or of the newest act, for everybody; it names nobody. None while the log has it not.

    Raises:
        StorageProblem: the files of the log cannot be read.
    """
    with acting_as(SYSTEM):
        acts = PermitAct.objects.filter(permit__number=number).select_related("leaf")
        act = (acts.filter(act__in=MADE).first() if of_issue else acts.order_by("-id").first()) if number else None
    if act is None:
        return None
    return evidence_of(act.leaf, statement=act.statement, document=act.document, nonce=bytes(act.nonce))


def public_acts(number: str) -> list[dict[str, Any]]:
    """Return what happened to a permit: kind and moment, and the place of each entry in the public log."""
    with acting_as(SYSTEM):
        acts = PermitAct.objects.filter(permit__number=number).select_related("leaf").order_by("id")
        return [{"act": one.get_act_display(), "at": one.made_at, "position": one.leaf.position} for one in acts]


def number_of_file(sha256: str) -> str:
    """Return the number of the permit that a file is, byte for byte; empty for any other file."""
    with acting_as(SYSTEM):
        found = Permit.objects.filter(pdf_sha256=sha256) | Permit.objects.filter(public_pdf_sha256=sha256)
        return found.values_list("number", flat=True).first() or ""


def decisions_for(record: PermitRecord) -> list[tuple[int, int, int]]:
    """Return for a record of a permit the community, who decided for it, and the decision, for the system."""
    rows = HolderDecision.objects.filter(
        agrees=True,
        requested__record_id=record.record_id,
        question__request_id=record.permit.request_id,
        question__community_id__in=record.communities,
    ).select_related("question")
    return [(row.question.community_id, row.question.answered_by_id or 0, row.pk) for row in rows.order_by("pk")]


def _order(sort: str, known: dict[str, str]) -> str:
    field = known.get(sort.removeprefix("-"), "")
    if not field:
        return "-number"
    return f"-{field}" if sort.startswith("-") else field
