"""Reads of agreements on terms; each begins from the policy."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Record
from erdem.people.models import Organisation
from erdem.sharing import policies
from erdem.sharing.models import Agreement, AgreementComment, AgreementVersion, Clause
from erdem.sharing.queries.requests import agreed_records
from erdem.sharing.terms.model import Subject


def agreements(actor: Actor) -> QuerySet[Agreement]:
    """Every agreement the actor sees."""
    return Agreement.objects.filter(policies.visible_agreements(actor)).select_related("request", "period", "settled")


def get_agreement(actor: Actor, request_number: str) -> Agreement | None:
    """The agreement of a request by the number of that; None when the actor sees none."""
    return agreements(actor).filter(request__number=request_number).first()


def versions_of(actor: Actor, agreement: Agreement) -> QuerySet[AgreementVersion]:
    """Every version, the newest first."""
    found = AgreementVersion.objects.filter(policies.visible_versions(actor), agreement=agreement)
    return found.select_related("community", "proposed_by").prefetch_related("assents__community")


def newest_version(agreement: Agreement) -> AgreementVersion | None:
    """The newest version; for whoever holds the agreement already."""
    return AgreementVersion.objects.filter(agreement=agreement).order_by("-number").first()


def comments_on(actor: Actor, agreement: Agreement) -> QuerySet[AgreementComment]:
    """Every comment on any version that the actor may read, the newest first."""
    found = AgreementComment.objects.filter(policies.visible_comments(actor), version__agreement=agreement)
    return found.select_related("version__agreement__request", "community", "resolved_by").order_by("-made_at", "-id")


def party_names(agreement: Agreement) -> dict[int | None, str]:
    """The names of the parties; None is the applicant."""
    names = dict(Organisation.objects.filter(pk__in=agreement.providers).values_list("pk", "name"))
    return {None: agreement.request.applicant_name, **{party: names[party] for party in agreement.providers}}


def library(field: str = "", day: dt.date | None = None) -> QuerySet[Clause]:
    """The clauses that are offered on a day, of one clause of the terms or of all."""
    day = day or timezone.localdate()
    offered = Clause.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
    return offered.filter(field=field) if field else offered


def agreed_record_ids(agreement: Agreement) -> list[int]:
    """The ids of the records to which enough of their communities agreed, and that no label keeps out."""
    with acting_as(SYSTEM):  # which record a community agreed to is known to every party of its agreement
        return sorted(each.requested.record_id for each in agreed_records(agreement.request))


def subject_of(agreement: Agreement) -> list[Subject]:
    """The records of the terms as they may be named to every party and to the office.

    Number and name are given when the office may know them, and each providing community holds the record or may know its name
    like anybody who is signed in; otherwise the place in the request stands for it (AR-2026-0001/2), which tells nothing.
    """
    with acting_as(SYSTEM):  # what may be told is decided here, for all parties at once
        agreed = set(agreed_record_ids(agreement))
        asked = list(agreement.request.records.select_related("record").order_by("id"))
        return [
            _subject(each.record, each.scope, f"{agreement.request.number}/{place}", agreement.providers)
            for place, each in enumerate(asked, 1)
            if each.record_id in agreed
        ]


def _subject(record: Record, scope: str, otherwise: str, providers: list[int]) -> Subject:
    known_outside = record.level_signed_in >= AccessLevel.TITLE
    known = record.level_office >= AccessLevel.TITLE and (known_outside or set(providers) <= set(record.holders))
    return Subject(record.pk, record.number if known else otherwise, record.name if known else "", scope)
