"""What the small world holds of use reports: one in every state, what is due by them, a delivery and an audit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.people.models import Organisation
from erdem.sharing import services
from erdem.sharing.models import Obligation, Permit, TermsPayee, UseReport
from erdem.sharing.services.permit_parties import MatterContent, write_matter
from erdem.sharing.services.permits import Term, issue_permit
from erdem.sharing.services.reporting import LineContent
from tests.world_permit import agreed

NUMBER = "AR-2026-9004"


@dataclass(frozen=True)
class ReportWorld:
    """Keys with which the addresses of reports are tried."""

    accepted: int
    submitted: int
    draft: int
    expected: int
    file: int
    audit: int
    money: int
    kind: int
    milestone: int
    delivery: int
    community: int


def add_reports(people: People, steward: Actor, record: Record) -> ReportWorld:
    """Issue a permit on terms that began last year, and report by it."""
    firm, officer = people.applicant, people.officer
    begins = dt.date(timezone.localdate().year - 1, 1, 1)
    request = agreed(people, steward, record, number=NUMBER, begins=begins)
    with acting_as(officer):
        content = MatterContent("示例报告标的", ("示例",))
        write_matter(actor=officer, access_request=request, content=content)
        permit = issue_permit(
            actor=officer, access_request=request, term=Term(begins, begins + dt.timedelta(days=1000))
        )
    with acting_as(SYSTEM):
        services.open_calendar(actor=SYSTEM, permit=permit)
    accepted, submitted, draft = (_report(firm, permit, place) for place in range(3))
    with acting_as(firm):
        file = services.attach_file(
            actor=firm, report=draft, content=b"1", file_name="示例凭证.txt", media_type="text/plain", note="示例"
        )
        for report in (accepted, submitted):
            services.submit_report(actor=firm, report=report)
    with acting_as(officer):
        accepted = services.accept_report(actor=officer, report=_read(permit, 0))
        office = Organisation.objects.get(pk=next(iter(officer.organisation_ids)))
        draw = services.draw_audits(actor=officer, office=office, reports=[accepted], wanted=1)
        audit = draw.audits.get()
    kinds = _kinds(permit)
    with acting_as(SYSTEM):
        payee = TermsPayee.objects.exclude(key="user").get(permit=permit)
        kind = Obligation.objects.select_related("permit__request", "agreement").get(pk=kinds["in_kind"])
    with acting_as(firm):
        delivery = services.report_delivery(
            actor=firm, obligation=kind, payee=payee, day=begins, amount=1, evidence="示例签到表",
            file=("示例.txt", "text/plain", b"2"),
        )  # fmt: skip
    (own,) = people.holder.organisation_ids
    return ReportWorld(
        accepted=accepted.pk,
        submitted=submitted.pk,
        draft=draft.pk,
        expected=_read(permit, 3).pk,
        file=file.pk,
        audit=audit.pk,
        money=kinds["fixed"],
        kind=kinds["in_kind"],
        milestone=kinds["milestone"],
        delivery=delivery.pk,
        community=own,
    )


def _read(permit: Permit, place: int) -> UseReport:
    with acting_as(SYSTEM):
        found = UseReport.objects.filter(permit=permit).order_by("period_from")
        return found.select_related("permit__request", "permit__office", "agreement", "terms_version")[place]


def _report(firm: Actor, permit: Permit, place: int) -> UseReport:
    report = _read(permit, place)
    with acting_as(firm):
        services.add_line(actor=firm, report=report, content=LineContent("示例产品", "CNY", gross=10_000_00))
    return report


def _kinds(permit: Permit) -> dict[str, int]:
    with acting_as(SYSTEM):
        return dict(Obligation.objects.filter(permit=permit).order_by("-pk").values_list("kind", "pk"))
