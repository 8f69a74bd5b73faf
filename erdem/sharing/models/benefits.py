"""What is due by a permit, to whom it belongs in the books, what was delivered in kind, and which reports are looked into."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.ledger.choices import CURRENCIES, Unit
from erdem.ledger.models import Entry, Payee
from erdem.people.models import Organisation, User
from erdem.sharing.models.agreements import Agreement, AgreementVersion
from erdem.sharing.models.permits import Permit
from erdem.sharing.models.reports import UseReport
from erdem.sharing.report_choices import AuditStatus, DeliveryStatus, ObligationKind, ObligationState


class TermsPayee(models.Model):
    """Ties a party of the terms, by its key there (``community:12``, ``user`` for who pays), to a payee of the office's book.

    ``known`` is False where the terms name somebody whom the system does not find: what belongs to it waits in escrow.
    """

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="payees")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", editable=False)
    key = models.CharField(max_length=240)
    name = models.CharField(_("name"), max_length=200)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    known = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["permit_id", "id"]
        constraints = [models.UniqueConstraint(fields=["permit", "key"], name="terms_payee_once")]
        verbose_name = _("payee of the terms")
        verbose_name_plural = _("payees of the terms")

    def __str__(self) -> str:
        return self.name


class Obligation(models.Model):
    """One thing that is due by a permit. ``key`` names it for ever: ``fee/1``, ``r1/2027Q1``, ``n1/2``.

    ``amount``: smallest units of a currency, or whole units in kind; None until a report says how much. ``due_on``: None for a
    milestone that nobody has reached. How much of it was settled is read from the ledger, never kept twice.
    """

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="obligations")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", editable=False)
    terms_version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    line = models.CharField(_("line of the terms"), max_length=16)
    kind = models.CharField(_("kind"), max_length=16, choices=ObligationKind.choices)
    label = models.CharField(_("what for"), max_length=200)
    period = models.CharField(_("period"), max_length=12, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=16, choices=Unit.choices)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    state = models.CharField(
        _("status"), max_length=16, choices=ObligationState.choices, default=ObligationState.PLANNED, db_index=True
    )
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_note = models.CharField(_("what shows it"), max_length=300, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["permit", "key"], name="obligation_once"),
            models.CheckConstraint(condition=Q(kind__in=ObligationKind.values), name="obligation_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ObligationState.values), name="obligation_state_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="obligation_unit_known"),
            models.CheckConstraint(
                condition=Q(kind=ObligationKind.IN_KIND) ^ Q(unit__in=CURRENCIES), name="obligation_in_kind_is_no_money"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, kind=ObligationKind.ROYALTY)
                | Q(amount__gte=0, kind=ObligationKind.ROYALTY)
                | (Q(amount__gt=0) & ~Q(kind=ObligationKind.ROYALTY)),
                name="obligation_amount_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(kind=ObligationKind.MILESTONE), name="obligation_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ObligationKind.MILESTONE)
                | Q(reached_on__isnull=True, state__in=[ObligationState.PLANNED, ObligationState.ENDED])
                | Q(reached_on__isnull=False, reached_note__regex=r"\S", due_on__isnull=False),
                name="obligation_milestone_reached_first",
            ),
        ]
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")

    def __str__(self) -> str:
        return f"{self.permit} {self.key}"


class Delivery(models.Model):
    """Benefits in kind that the user says it delivered. It counts once the receiving side has confirmed it."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="deliveries")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", editable=False)
    payee = models.ForeignKey(TermsPayee, on_delete=models.PROTECT, related_name="deliveries")
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("how many"))
    evidence = models.CharField(_("what proves it"), max_length=300)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=16, choices=DeliveryStatus.choices, default=DeliveryStatus.REPORTED
    )
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DeliveryStatus.values), name="delivery_status_known"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=10**9), name="delivery_of_something"),
            models.CheckConstraint(condition=Q(evidence__regex=r"\S"), name="delivery_names_its_proof"),
            models.CheckConstraint(
                condition=~Q(status=DeliveryStatus.REFUSED) | Q(status_reason__regex=r"\S"),
                name="delivery_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=DeliveryStatus.CONFIRMED)
                | (
                    Q(entry__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(answered_by=F("reported_by"))
                ),
                name="delivery_confirmed_by_another",
            ),
        ]
        verbose_name = _("delivery in kind")
        verbose_name_plural = _("deliveries in kind")

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.day} {self.amount}"


class AuditDraw(models.Model):
    """A draw of reports to be looked into: from which reports, with which seed, how many. Anybody can repeat it."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(_("seed"), max_length=64)
    wanted = models.PositiveSmallIntegerField(_("how many"))
    reports = ArrayField(models.BigIntegerField(), verbose_name=_("drawn from"))
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gt=0), name="draw_of_something"),
            models.CheckConstraint(condition=Q(seed__regex=r"\S"), name="draw_has_a_seed"),
        ]
        verbose_name = _("draw of audits")
        verbose_name_plural = _("draws of audits")

    def __str__(self) -> str:
        return f"{self.office_id} {self.seed}"


class ReportAudit(models.Model):
    """A report that was drawn: evidence is asked for by a day, and what was found is noted."""

    draw = models.ForeignKey(AuditDraw, on_delete=models.PROTECT, related_name="audits")
    report = models.ForeignKey(UseReport, on_delete=models.PROTECT, related_name="audits")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", editable=False)
    due_on = models.DateField(_("evidence by"))
    status = models.CharField(_("status"), max_length=16, choices=AuditStatus.choices, default=AuditStatus.ASKED)
    finding = models.TextField(_("what was found"), blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "report"], name="report_drawn_once"),
            models.CheckConstraint(condition=Q(status__in=AuditStatus.values), name="audit_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[AuditStatus.SOUND, AuditStatus.UNSOUND])
                | Q(finding__regex=r"\S", closed_by__isnull=False, closed_at__isnull=False),
                name="audit_closed_with_a_finding",
            ),
        ]
        verbose_name = _("audit of a report")
        verbose_name_plural = _("audits of reports")

    def __str__(self) -> str:
        return f"{self.draw_id} {self.report_id}"
