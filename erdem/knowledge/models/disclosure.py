"""Before and beside the record: checks, checklist, decision about disclosure, leaks, and the periods they run by."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.consent_choices import (
    DisclosureChoice,
    NoticeLevel,
    PeriodUnit,
    Phase,
    SecrecyAnswer,
    SourceConfidence,
)
from erdem.knowledge.models.consent import Consent
from erdem.knowledge.models.importing import RecordImport
from erdem.knowledge.models.record import Record
from erdem.people.models import Organisation, User


class LegalPeriod(models.Model):
    """A period with its source, its confidence and the days from and until which it holds; never a number in code."""

    code = models.CharField(_("code"), max_length=40)
    amount = models.PositiveSmallIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=4, choices=PeriodUnit.choices)
    basis = models.CharField(_("legal basis"), max_length=200)
    quotation = models.TextField(_("text of the source"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=4, choices=SourceConfidence.choices)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=PeriodUnit.values), name="period_unit_known"),
            models.CheckConstraint(condition=Q(confidence__in=SourceConfidence.values), name="period_confidence_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="period_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="period_once_a_day"),
        ]
        verbose_name = _("legal period")
        verbose_name_plural = _("legal periods")

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.unit}"

    @property
    def is_confirmed(self) -> bool:
        """Say whether the period was read in its source."""
        return self.confidence == SourceConfidence.READ


class ChecklistItem(models.Model):
    """A point of the three-phase checklist of documentation (WIPO toolkit)."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    phase = models.CharField(_("phase"), max_length=8, choices=Phase.choices)
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    help_zh = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=4, choices=SourceConfidence.choices)
    is_required = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(phase__in=Phase.values), name="checklist_phase_known")]
        verbose_name = _("point of the checklist")
        verbose_name_plural = _("points of the checklist")

    def __str__(self) -> str:
        return self.code


class ChecklistAnswer(models.Model):
    """What somebody answered to a point of the checklist for a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="checklist")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="answers")
    is_done = models.BooleanField(_("done"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["item_id"]
        constraints = [models.UniqueConstraint(fields=["record", "item"], name="checklist_answer_once")]
        verbose_name = _("answer to the checklist")
        verbose_name_plural = _("answers to the checklist")

    def __str__(self) -> str:
        return f"{self.record_id} {self.item_id}"


class SecrecyCheck(models.Model):
    """A signed “no”: the person has checked that what is about to be stored is no state secret.

    One covers one record written by hand, or one file handed in. Other answers leave no row: only a count in the trail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(_("signed by"), max_length=150)
    answer = models.CharField(_("answer"), max_length=8, choices=SecrecyAnswer.choices, default=SecrecyAnswer.NO)
    answered_at = models.DateTimeField(auto_now_add=True)
    record = models.OneToOneField(
        Record, on_delete=models.CASCADE, null=True, blank=True, related_name="secrecy_check", verbose_name=_("record")
    )
    upload = models.OneToOneField(
        RecordImport,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="secrecy_check",
        verbose_name=_("file"),
    )

    class Meta:
        ordering = ["-answered_at"]
        constraints = [
            models.CheckConstraint(condition=Q(answer=SecrecyAnswer.NO), name="secrecy_only_no_is_stored"),
            models.CheckConstraint(condition=Q(signed_name__regex=r"\S"), name="secrecy_is_signed"),
            models.CheckConstraint(
                condition=Q(record__isnull=True) | Q(upload__isnull=True), name="secrecy_of_a_record_or_a_file"
            ),
        ]
        verbose_name = _("check for state secrets")
        verbose_name_plural = _("checks for state secrets")

    def __str__(self) -> str:
        return f"{self.user_id} {self.answered_at:%Y-%m-%d %H:%M}"


class DisclosureDecision(models.Model):
    """What a community has decided about the secrecy of a record, knowing what it means for patents. Added, never changed.

    The latest of a community counts. It opens nothing: what readers see is decided by the protocol alone.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="disclosures")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))
    choice = models.CharField(_("decision"), max_length=16, choices=DisclosureChoice.choices)
    notice_level = models.PositiveSmallIntegerField(
        _("public notice"), choices=NoticeLevel.choices, default=NoticeLevel.NONE
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="disclosures", verbose_name=_("consent")
    )
    decided_on = models.DateField(_("day of the decision"))
    signed_name = models.CharField(_("signed by"), max_length=100)
    understood = models.BooleanField(_("consequences were explained"), default=False)
    explanation = models.CharField(max_length=16)
    reason = models.TextField(_("reason"), blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(choice__in=DisclosureChoice.values), name="disclosure_choice_known"),
            models.CheckConstraint(condition=Q(notice_level__in=NoticeLevel.values), name="disclosure_notice_known"),
            models.CheckConstraint(condition=Q(understood=True), name="disclosure_was_explained"),
            models.CheckConstraint(condition=Q(signed_name__regex=r"\S"), name="disclosure_is_signed"),
            models.CheckConstraint(
                condition=~Q(choice=DisclosureChoice.SEAL) | Q(notice_level=NoticeLevel.NONE),
                name="disclosure_sealed_has_no_notice",
            ),
        ]
        verbose_name = _("decision about disclosure")
        verbose_name_plural = _("decisions about disclosure")

    def __str__(self) -> str:
        return f"{self.record_id} {self.choice}"


class Leak(models.Model):
    """It has become known without the holders' will: when, where, and until when a patent application keeps its novelty.

    The period in force on the day of the leak is pinned. ``due_on`` is the last day to file.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="leaks")
    community = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    happened_on = models.DateField(_("became known on"))
    learned_on = models.DateField(_("noticed on"))
    place = models.CharField(_("where"), max_length=300)
    account = models.TextField(_("what happened"), blank=True)
    address = models.CharField(_("address or reference"), max_length=500, blank=True)
    period = models.ForeignKey(LegalPeriod, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("last day to file"))
    reported_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(_("what was done"), blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(learned_on__gte=F("happened_on")), name="leak_noticed_after_it_happened"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("happened_on")), name="leak_due_after_it_happened"),
            models.CheckConstraint(condition=Q(place__regex=r"\S"), name="leak_has_a_place"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_reason__regex=r"\S"), name="leak_closed_with_a_reason"
            ),
        ]
        verbose_name = _("leak")
        verbose_name_plural = _("leaks")

    def __str__(self) -> str:
        return f"{self.record_id} {self.happened_on}"
