"""Who sees and does what with use reports, obligations, deliveries and audits. Second lock: ``sql/reports.sql``.

Who sees the agreement sees that a report is expected, and what is due. What a report says is read by the reporting side from the
first word, by the others once it has been handed in.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.people.choices import OrganisationKind, Role
from erdem.sharing.models import (
    AccessRequest,
    Agreement,
    AuditDraw,
    Delivery,
    Obligation,
    Permit,
    ReportAudit,
    ReportCalculation,
    TermsPayee,
    UseReport,
    UseReportFile,
    UseReportLine,
)
from erdem.sharing.policies.agreements import visible_agreements
from erdem.sharing.policies.requests import EVERYTHING, NOTHING, OFFICERS, handles, is_applicant
from erdem.sharing.report_choices import BEING_WRITTEN, HANDED_IN, AuditStatus, ReportStatus


@built_once
def visible_with_agreement(actor: Actor) -> Q:
    """Who sees the agreement: its parties and the office."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Agreement.objects.filter(visible_agreements(actor), pk=OuterRef("agreement_id"))))


def _reported_by(actor: Actor) -> Q:
    """Reports of which the actor is the reporting side."""
    own = list(actor.organisation_ids)
    asked = Q(applicant_user_id=actor.user_id) | Q(applicant_id__in=own)
    return Q(Exists(AccessRequest.objects.filter(asked, agreement__pk=OuterRef("agreement_id"))))


@built_once
def visible_in_reports(actor: Actor) -> Q:
    """Lines and evidence: for the reporting side always, for others once handed in."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    read = UseReport.objects.filter(visible_with_agreement(actor), Q(status__in=HANDED_IN) | _reported_by(actor))
    return Q(Exists(read.filter(pk=OuterRef("report_id"))))


@built_once
def visible_with_report(actor: Actor) -> Q:
    """What an accepted report came to is seen with the report."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(UseReport.objects.filter(visible_with_agreement(actor), pk=OuterRef("report_id"))))


def visible_draws(actor: Actor) -> Q:
    """A draw is seen by the officers of the office that drew."""
    if actor.is_machine:
        return EVERYTHING
    return Q(office_id__in=list(actor.organisation_ids)) if actor.has_role(*OFFICERS) else NOTHING


def is_user(actor: Actor, permit: Permit) -> bool:
    """Say whether the actor is the user of the permit, or works for it."""
    return is_applicant(actor, permit.request)


def can_write_report(actor: Actor, report: UseReport) -> Decision:
    """The user of the permit writes the report."""
    if not is_user(actor, report.permit):
        return Denied(_("Only the holder of the permit writes its use reports."))
    if report.status not in BEING_WRITTEN:
        return Denied(_("This report was handed in. To change it, correct it: a new version will replace it."))
    return ALLOWED


def can_correct_report(actor: Actor, report: UseReport) -> Decision:
    """The user of the permit corrects an accepted report by a new version."""
    if is_user(actor, report.permit) and report.status == ReportStatus.ACCEPTED:
        return ALLOWED
    return Denied(_("Only the holder of the permit corrects a report, and only an accepted one."))


def can_decide_report(actor: Actor, report: UseReport) -> Decision:
    """The office of the place decides; nobody decides about the report of the own house."""
    if is_user(actor, report.permit):
        return Denied(_("This is a report of your own. Somebody else of the office decides about it."))
    if handles(actor, report.permit.request):
        return ALLOWED
    return Denied(_("Only the office that handles the request decides about its reports."))


def can_tend_reports(actor: Actor, _record: object = None) -> Decision:
    """Calendars, reminders and days are tended by the system."""
    return ALLOWED if actor.is_machine else Denied(_("This is done by the system on its day."))


def can_note_milestone(actor: Actor, obligation: Obligation) -> Decision:
    """The user says that a milestone is reached, or the office notes it."""
    if is_user(actor, obligation.permit) or handles(actor, obligation.permit.request):
        return ALLOWED
    return Denied(_("The holder of the permit or the office notes that a milestone is reached."))


def can_report_delivery(actor: Actor, obligation: Obligation) -> Decision:
    """The user reports what it delivered, or the office for it."""
    if is_user(actor, obligation.permit) or handles(actor, obligation.permit.request):
        return ALLOWED
    return Denied(_("The holder of the permit or the office reports what was delivered."))


def can_answer_delivery(actor: Actor, delivery: Delivery) -> Decision:
    """Who received it says so: a steward of the community; where nobody can sign in, the office. Never who delivered."""
    permit, receiver = delivery.obligation.permit, delivery.payee.organisation
    if actor.user_id is None or is_user(actor, permit):
        return Denied(_("Who delivers does not confirm it. The receiving community does."))
    if receiver is not None and receiver.kind == OrganisationKind.COMMUNITY:
        if actor.has_role(Role.STEWARD) and receiver.pk in actor.speaks_for:
            return ALLOWED
        return Denied(_("Only a steward of the community that received it confirms a delivery."))
    if handles(actor, permit.request):
        return ALLOWED
    return Denied(_("The office confirms this delivery, because who received it has no account here."))


def can_draw(actor: Actor, _record: object = None) -> Decision:
    """Officers draw."""
    return ALLOWED if actor.has_role(*OFFICERS) else Denied(_("Only officers draw reports to be looked into."))


def can_answer_audit(actor: Actor, audit: ReportAudit) -> Decision:
    """The user of the permit hands in the evidence."""
    if is_user(actor, audit.report.permit) and audit.status in (AuditStatus.ASKED, AuditStatus.ANSWERED):
        return ALLOWED
    return Denied(_("Only the holder of the permit hands in evidence, as long as the audit is open."))


def can_close_audit(actor: Actor, audit: ReportAudit) -> Decision:
    """The office notes what was found."""
    return can_decide_report(actor, audit.report)


def can_see_figures(actor: Actor, _record: object = None) -> Decision:
    """The figures of fairness are for officers."""
    return ALLOWED if actor.has_role(*OFFICERS) else Denied(_("These figures are for the officers of the programme."))


def is_member_of_community(actor: Actor, community_id: int) -> bool:
    """Say whether the actor belongs to a community: its page is for its members alone."""
    return community_id in actor.organisation_ids and actor.has_role(Role.BEARER, Role.STEWARD)


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    **dict.fromkeys((UseReport, TermsPayee, Obligation, Delivery, ReportAudit), visible_with_agreement),
    **dict.fromkeys((UseReportLine, UseReportFile), visible_in_reports),
    ReportCalculation: visible_with_report,
    AuditDraw: visible_draws,
}
