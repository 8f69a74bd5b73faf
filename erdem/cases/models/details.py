"""What hangs on a penalty: who may enforce, measures, reviews, hearings, the decision, service, execution, publication."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.models import RuleConfidence
from erdem.cases.choices import Outcome
from erdem.cases.choices.details import (
    AgreementForm,
    ExecutionKind,
    FigureName,
    MeasureKind,
    ReviewGround,
    ServiceWay,
)
from erdem.cases.models.case import Case
from erdem.cases.models.papers import OfficialDocument
from erdem.people.models import Organisation, User

DECIDABLE = (Outcome.PENALISED, Outcome.NOT_PENALISED, Outcome.TRANSFERRED, Outcome.CRIMINAL, Outcome.DISMISSED)


class CaseDetail(models.Model):
    """One row of a case, noted by who acts and never removed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.pk}"


class LegalFigure(models.Model):
    """One version of a limit or rate that the law sets in figures."""

    name = models.CharField(_("name"), max_length=20, choices=FigureName.choices)
    value = models.BigIntegerField(_("value"))
    basis = models.CharField(_("legal basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=8, choices=RuleConfidence.choices)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="legal_figure_version_once"),
            models.CheckConstraint(condition=Q(name__in=FigureName.values), name="legal_figure_known"),
            models.CheckConstraint(condition=Q(value__gt=0), name="legal_figure_positive"),
        ]
        verbose_name = _("figure set by law")
        verbose_name_plural = _("figures set by law")

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class EnforcementCertificate(models.Model):
    """That an officer may enforce the law (执法证, 行政处罚法 42)."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("officer"))
    number = models.CharField(_("number of the certificate"), max_length=40, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"\S"), name="certificate_has_a_number"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="certificate_ends_after_it_begins"
            ),
        ]
        verbose_name = _("enforcement certificate")
        verbose_name_plural = _("enforcement certificates")

    def __str__(self) -> str:
        return self.number


class PreservationMeasure(CaseDetail):
    """Evidence or goods held: what, where, by which two officers, since when, until when at the latest."""

    kind = models.CharField(_("kind"), max_length=16, choices=MeasureKind.choices)
    items = models.JSONField(_("items"))
    place = models.CharField(_("place"), max_length=300)
    first_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField(_("since"))
    due_on = models.DateField(_("until at the latest"))
    extended_on = models.DateField(_("extended on"), null=True, blank=True)
    extension_reason = models.TextField(_("reason of the extension"), blank=True)
    released_on = models.DateField(_("ended on"), null=True, blank=True)
    result = models.TextField(_("what became of it"), blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
            models.CheckConstraint(condition=~Q(items=[]), name="measure_names_items"),
            models.CheckConstraint(condition=Q(place__regex=r"\S"), name="measure_names_its_place"),
            models.CheckConstraint(condition=~Q(first_officer=F("second_officer")), name="measure_by_two_officers"),
            models.CheckConstraint(condition=Q(due_on__gte=F("started_on")), name="measure_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True)
                | (~Q(kind=MeasureKind.PRESERVATION) & Q(extension_reason__regex=r"\S")),
                name="measure_extended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | (Q(released_on__gte=F("started_on")) & Q(result__regex=r"\S")),
                name="measure_ended_with_a_result",
            ),
        ]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")


class LegalReview(CaseDetail):
    """A legal review: why the law asks for it, who reviews, what the reviewer says."""

    ground = models.CharField(_("why it is needed"), max_length=16, choices=ReviewGround.choices)
    sent_on = models.DateField(pgettext_lazy("legal review", "handed in on"))
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agrees = models.BooleanField(_("agrees"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=ReviewGround.values), name="legal_review_ground_known"),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, reviewer__isnull=True, reviewed_on__isnull=True)
                | Q(agrees__isnull=False, reviewer__isnull=False, reviewed_on__isnull=False, opinion__regex=r"\S"),
                name="legal_review_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(reviewed_on__gte=F("sent_on")),
                name="legal_review_after_it_was_handed_in",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(agrees__isnull=True), name="legal_review_one_at_a_time"
            ),
        ]
        verbose_name = pgettext_lazy("table", "legal review")
        verbose_name_plural = pgettext_lazy("table", "legal reviews")


class Hearing(CaseDetail):
    """A hearing: when it was asked for, when its notice was given, when it was held, by whom, and what was said."""

    requested_on = models.DateField(_("requested on"))
    notice_on = models.DateField(_("notice given on"), null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    transcript = models.TextField(_("transcript"), blank=True)
    given_up_on = models.DateField(_("given up on"), null=True, blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True) | Q(notice_on__gte=F("requested_on")),
                name="hearing_notice_after_request",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True)
                | Q(held_on__gt=F("notice_on"), notice_on__isnull=False, chair__isnull=False),
                name="hearing_held_after_notice_with_a_chair",
            ),
            models.CheckConstraint(
                condition=Q(transcript="") | Q(held_on__isnull=False), name="hearing_transcript_of_a_day"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(transcript="", given_up_on__isnull=True), name="hearing_one_at_a_time"
            ),
        ]
        verbose_name = pgettext_lazy("table", "hearing")
        verbose_name_plural = pgettext_lazy("table", "hearings")


class PenaltyDecision(CaseDetail):
    """What is decided, with its articles, reasons and amount in fen; one stands at a time."""

    outcome = models.CharField(_("decision"), max_length=16, choices=Outcome.choices)
    articles = models.TextField(_("articles"))
    fine_fen = models.PositiveBigIntegerField(_("fine in fen"), default=0)
    confiscated_fen = models.PositiveBigIntegerField(_("unlawful gain taken, in fen"), default=0)
    content = models.TextField(_("what is imposed"), blank=True)
    reasons = models.TextField(_("reasons"))
    discretion = models.TextField(_("discretion"), blank=True)
    is_simple = models.BooleanField(_("on the spot"), default=False)
    against_person = models.BooleanField(_("against a person"), default=False)
    is_collective = models.BooleanField(_("decided together"), default=False)
    collective_record = models.TextField(_("record of the discussion"), blank=True)
    replaced_on = models.DateField(_("replaced on"), null=True, blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=DECIDABLE), name="penalty_decision_known"),
            models.CheckConstraint(
                condition=Q(articles__regex=r"\S", reasons__regex=r"\S"), name="penalty_decision_gives_reasons"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.PENALISED) | Q(fine_fen=0, confiscated_fen=0, is_simple=False),
                name="penalty_decision_fines_only_as_a_penalty",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.PENALISED) | Q(content__regex=r"\S"), name="penalty_decision_says_what"
            ),
            models.CheckConstraint(
                condition=Q(is_collective=False) | Q(collective_record__regex=r"\S"),
                name="penalty_decision_together_on_record",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaced_on__isnull=True), name="penalty_decision_one_at_a_time"
            ),
        ]
        verbose_name = _("decision on a penalty")
        verbose_name_plural = _("decisions on penalties")


class ServiceRecord(CaseDetail):
    """How a document was served; a document is served once. ``waiver``: with which words the party gave up answering a notice."""

    document = models.OneToOneField(OfficialDocument, on_delete=models.PROTECT, related_name="service")
    way = models.CharField(_("how"), max_length=16, choices=ServiceWay.choices)
    receiver = models.CharField(_("received by"), max_length=200)
    received_on = models.DateField(_("received on"))
    receipt = models.TextField(_("receipt"), blank=True)
    waived_on = models.DateField(_("given up on"), null=True, blank=True)
    waiver = models.TextField(_("how it was given up"), blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(way__in=ServiceWay.values), name="service_way_known"),
            models.CheckConstraint(
                condition=Q(waived_on__isnull=True, waiver="")
                | Q(waived_on__gte=F("received_on"), waiver__regex=r"\S"),
                name="service_waiver_in_words",
            ),
            models.CheckConstraint(condition=Q(receiver__regex=r"\S"), name="service_names_its_receiver"),
        ]
        verbose_name = pgettext_lazy("table", "service")
        verbose_name_plural = pgettext_lazy("table", "services")


class Execution(CaseDetail):
    """One act by which a penalty is carried out. ``plan``: the day and the fen of each instalment that was approved."""

    kind = models.CharField(_("kind"), max_length=16, choices=ExecutionKind.choices)
    amount_fen = models.PositiveBigIntegerField(_("amount in fen"), default=0)
    acted_on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)
    plan = models.JSONField(_("instalments"), default=list, blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ExecutionKind.values), name="execution_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ExecutionKind.INSTALMENTS) ^ Q(plan=[]), name="execution_plans_its_instalments"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExecutionKind.PAYMENT) | Q(amount_fen__gt=0), name="execution_payment_has_an_amount"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[ExecutionKind.INSTALMENTS, ExecutionKind.ENDED]) | Q(note__regex=r"\S"),
                name="execution_says_why",
            ),
        ]
        verbose_name = pgettext_lazy("table", "execution")
        verbose_name_plural = pgettext_lazy("table", "executions")


class Publication(CaseDetail):
    """That a decision stands on the national system, and that it was taken off with a reason (公示规定)."""

    published_on = models.DateField(_("published on"))
    reference = models.CharField(_("reference"), max_length=300)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(reference__regex=r"\S"), name="publication_has_a_reference"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("published_on"), withdrawn_reason__regex=r"\S"),
                name="publication_withdrawn_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_on__isnull=True), name="publication_one_at_a_time"
            ),
        ]
        verbose_name = pgettext_lazy("table", "publication of a decision")
        verbose_name_plural = pgettext_lazy("table", "publications of decisions")


class MediationAgreement(CaseDetail):
    """What the parties of a complaint agreed, and in which form; one in a case."""

    form = models.CharField(_("form"), max_length=10, choices=AgreementForm.choices)
    terms = models.TextField(_("what was agreed"))
    agreed_on = models.DateField(_("agreed on"))

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(form__in=AgreementForm.values), name="agreement_form_known"),
            models.CheckConstraint(condition=Q(terms__regex=r"\S"), name="agreement_has_terms"),
            models.UniqueConstraint(fields=["case"], name="agreement_once"),
        ]
        verbose_name = _("agreement in a mediation")
        verbose_name_plural = _("agreements in mediations")


class CallBack(CaseDetail):
    """A call to who complained after the case (回访)."""

    called_on = models.DateField(_("called on"))
    was_reached = models.BooleanField(_("reached"), default=True)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction, 1 to 5"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(CaseDetail.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5), was_reached=True),
                name="call_back_satisfaction_of_who_was_reached",
            ),
        ]
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
