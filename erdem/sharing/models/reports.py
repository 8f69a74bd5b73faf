"""Reports on what was used: one a period, in versions, with a line for each product and the evidence."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.ledger.choices import CURRENCIES, Unit
from erdem.ledger.models import Entry
from erdem.people.models import User
from erdem.sharing.models.agreements import Agreement, AgreementVersion
from erdem.sharing.models.permits import Permit
from erdem.sharing.report_choices import OPEN_REPORTS, ReportStatus

LARGEST = 10**15
"""Smallest units; what the ledger takes at most in one posting."""


class UseReport(models.Model):
    """What was used in one period under one permit, by the terms in force on its first day (``terms_version``).

    A correction is a new version which replaces an accepted one; both stay. ``agreement`` is kept by the database: who sees it
    sees that there is a report.
    """

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="use_reports")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="use_reports", editable=False)
    terms_version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="use_reports")
    period = models.CharField(_("period"), max_length=12)
    period_from = models.DateField(_("from"))
    period_until = models.DateField(_("until"))
    due_on = models.DateField(_("due on"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces")
    )
    correction_reason = models.TextField(_("why it is corrected"), blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=ReportStatus.choices, default=ReportStatus.EXPECTED, db_index=True
    )
    status_reason = models.TextField(_("reason"), blank=True)
    nothing_used = models.BooleanField(_("nothing was used in this period"), default=False)
    note = models.TextField(_("what was done"), blank=True)
    reminded_on = ArrayField(models.DateField(), default=list, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="report_status_known"),
            models.CheckConstraint(condition=Q(period_until__gte=F("period_from")), name="report_period_has_days"),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True)
                | Q(version__gt=1, replaces__isnull=False, correction_reason__regex=r"\S"),
                name="report_corrected_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.RETURNED) | Q(status_reason__regex=r"\S"),
                name="report_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="report_handed_in_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.ACCEPTED)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("submitted_by"))),
                name="report_accepted_by_another",
            ),
            models.UniqueConstraint(fields=["permit", "period_from", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["permit", "period_from"], condition=Q(status__in=OPEN_REPORTS), name="report_open_once"
            ),
            models.UniqueConstraint(
                fields=["permit", "period_from"], condition=Q(status=ReportStatus.ACCEPTED), name="report_in_force_once"
            ),
        ]
        verbose_name = _("use report")
        verbose_name_plural = _("use reports")

    def __str__(self) -> str:
        return f"{self.permit} {self.period}" + (f" v{self.version}" if self.version > 1 else "")


class UseReportLine(models.Model):
    """One product: quantity, sales before and after deductions in smallest units. Written until the report is handed in.

    Below nothing only where ``corrects`` names the earlier period and line (goods that came back). ``terms_line`` is the key of
    the line of the terms that it is reported for, empty where the terms ask for no part of sales. A rate of exchange: how many
    smallest units of the currency of the terms ``rate_numerator`` / ``rate_denominator`` one smallest unit sold is.
    """

    report = models.ForeignKey(UseReport, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("line"))
    terms_line = models.CharField(_("line of the terms"), max_length=16, blank=True)
    product = models.CharField(_("product"), max_length=200)
    quantity = models.BigIntegerField(_("quantity"), default=0)
    quantity_unit = models.CharField(_("unit"), max_length=30, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=[(unit.value, unit.label) for unit in CURRENCIES])
    gross = models.BigIntegerField(_("sales before deductions"), default=0)
    deductions = models.JSONField(_("deductions"), default=dict, blank=True)
    net = models.BigIntegerField(_("sales after deductions"), default=0)
    corrects = models.CharField(_("corrects the earlier line"), max_length=200, blank=True)
    rate_numerator = models.BigIntegerField(null=True, blank=True)
    rate_denominator = models.BigIntegerField(null=True, blank=True)
    rate_source = models.CharField(_("source of the rate of exchange"), max_length=200, blank=True)
    rate_day = models.DateField(_("day of the rate of exchange"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["report_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="report_line_once"),
            models.CheckConstraint(condition=Q(product__regex=r"\S"), name="report_line_names_a_product"),
            models.CheckConstraint(
                condition=Q(gross__gte=0, quantity__gte=0) | Q(corrects__regex=r"\S"),
                name="report_line_below_nothing_corrects",
            ),
            models.CheckConstraint(
                condition=Q(gross__gte=0, net__gte=0, net__lte=F("gross"))
                | Q(gross__lte=0, net__lte=0, net__gte=F("gross")),
                name="report_line_deducts_no_more_than_sold",
            ),
            models.CheckConstraint(
                condition=Q(gross__gte=-LARGEST, gross__lte=LARGEST, quantity__gte=-LARGEST, quantity__lte=LARGEST),
                name="report_line_is_no_typo",
            ),
            models.CheckConstraint(
                condition=Q(currency__in=[unit.value for unit in CURRENCIES]), name="report_line_currency_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    rate_numerator__isnull=True, rate_denominator__isnull=True, rate_source="", rate_day__isnull=True
                )
                | Q(rate_numerator__gt=0, rate_denominator__gt=0, rate_source__regex=r"\S", rate_day__isnull=False),
                name="report_line_rate_with_source",
            ),
        ]
        verbose_name = _("line of a use report")
        verbose_name_plural = _("lines of use reports")

    def __str__(self) -> str:
        return f"{self.report_id} {self.position}"


class UseReportFile(models.Model):
    """A file that shows what a report says: an invoice, a list from the cash register, a photograph."""

    report = models.ForeignKey(UseReport, on_delete=models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    note = models.CharField(_("what it shows"), max_length=300, blank=True)
    audit = models.ForeignKey(
        "sharing.ReportAudit", on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["report_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "blob"], name="report_file_once"),
            models.CheckConstraint(condition=Q(file_name__regex=r"\S"), name="report_file_has_a_name"),
        ]
        verbose_name = _("evidence of a use report")
        verbose_name_plural = _("evidence of use reports")

    def __str__(self) -> str:
        return self.file_name


class ReportCalculation(models.Model):
    """What a report gives by one line of the terms, step by step, and the entry that owes it. Never changed, only ended.

    ``base_after``, ``due_after``, ``credit_after`` go over to the next period. ``turn`` counts: when an earlier period is
    corrected, what follows from it is computed again. Smallest units of ``currency``.
    """

    report = models.ForeignKey(UseReport, on_delete=models.PROTECT, related_name="calculations")
    line = models.CharField(_("line of the terms"), max_length=16)
    turn = models.PositiveSmallIntegerField(default=1)
    currency = models.CharField(_("currency"), max_length=16, choices=Unit.choices)
    base = models.BigIntegerField()
    royalty = models.BigIntegerField()
    due = models.BigIntegerField(_("due"))
    base_after = models.BigIntegerField()
    due_after = models.BigIntegerField()
    credit_after = models.BigIntegerField()
    steps = ArrayField(models.CharField(max_length=500), verbose_name=_("calculation"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["report_id", "line", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["report", "line", "turn"], name="calculation_turn_once"),
            models.UniqueConstraint(
                fields=["report", "line"], condition=Q(ended_at__isnull=True), name="calculation_in_force_once"
            ),
            models.CheckConstraint(condition=Q(due__gte=0), name="calculation_due_is_no_credit"),
            models.CheckConstraint(
                condition=Q(due=0, entry__isnull=True) | Q(due__gt=0, entry__isnull=False),
                name="calculation_due_is_entered",
            ),
        ]
        verbose_name = _("calculation of a report")
        verbose_name_plural = _("calculations of reports")

    def __str__(self) -> str:
        return f"{self.report_id} {self.line} {self.turn}"
