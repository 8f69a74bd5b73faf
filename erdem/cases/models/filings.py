"""What somebody handed in, its receipt, its files and messages, and the router of subjects to bodies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob, RuleConfidence
from erdem.cases.choices import Body, CaseKind, Channel, FilingForm, FilingStatus, MessageSide, Subject
from erdem.people.models import Organisation, User


class Filing(models.Model):
    """A complaint, report, request or application as it was handed in; ``answers`` never says who handed it in.

    ``kinds`` are the kinds of case that it asks for: one, or several when it is mixed. ``respondent_key`` is the folded name of
    the respondent, ``token`` the digest of the token of the form, by which a form sent twice is one filing. ``digest`` is the
    SHA-256 of what was handed in, printed on the receipt. ``is_named`` says that an identity lies sealed beside it.
    """

    number = models.CharField(_("number"), max_length=32, unique=True)
    form = models.CharField(_("form"), max_length=4, choices=FilingForm.choices)
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    subject = models.CharField(_("what it is about"), max_length=28, choices=Subject.choices)
    channel = models.CharField(_("how it came"), max_length=16, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=16)
    title = models.CharField(_("short title"), max_length=200)
    answers = models.JSONField(default=dict)
    place_code = models.CharField(_("division"), max_length=12)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_named = models.BooleanField(_("an identity lies sealed"), default=False)
    status = models.CharField(_("status"), max_length=12, choices=FilingStatus.choices, default=FilingStatus.NEW)
    status_reason = models.TextField(_("reason"), blank=True)
    joined_to = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    respondent_key = models.CharField(max_length=200, blank=True)
    right_number = models.CharField(_("number of the right"), max_length=64, blank=True)
    record_number = models.CharField(_("number of the record"), max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    token = models.CharField(max_length=64, unique=True)
    submitted_at = models.DateTimeField(_("received on"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["office", "status", "submitted_at"], name="filing_office_status"),
            models.Index(fields=["office", "respondent_key"], name="filing_respondent"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=FilingForm.values), name="filing_form_known"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="filing_subject_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="filing_channel_known"),
            models.CheckConstraint(condition=Q(status__in=FilingStatus.values), name="filing_status_known"),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=CaseKind.values, kinds__len__gte=1), name="filing_kinds_known"
            ),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="filing_has_a_title"),
            models.CheckConstraint(
                condition=Q(place_code__regex=r"^\d{6}(\d{3}){0,2}$"), name="filing_place_is_digits"
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="filing_digest_is_one"),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True) | Q(recorded_by__isnull=True), name="filing_by_one_side"
            ),
        ]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")

    def __str__(self) -> str:
        return self.number


class FilingReceipt(models.Model):
    """What opens a filing without an account: the digest of its code and the hash of its passphrase. For machines alone."""

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, primary_key=True, related_name="receipt")
    code_digest = models.CharField(max_length=64, unique=True)
    phrase_hash = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return str(self.filing_id)


class ReceiptGuess(models.Model):
    """How often somebody was wrong about one receipt, or from one address; ``key`` is a digest, an address is not kept."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wrong passphrase")
        verbose_name_plural = _("wrong passphrases")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.failures}"


class CaseMessage(models.Model):
    """A message between who filed and the office; read by both, never changed but for the moment it was read."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(_("from"), max_length=8, choices=MessageSide.choices)
    body = models.TextField(_("message"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["filing", "id"], name="case_message_order"),
            models.Index(fields=["side"], condition=Q(read_at__isnull=True), name="case_message_unread"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=MessageSide.values), name="case_message_side_known"),
            models.CheckConstraint(condition=Q(body__regex=r"\S"), name="case_message_says_something"),
        ]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.filing_id} {self.side}"


class FilingFile(models.Model):
    """A file handed in with a filing, later by who filed, or by the office with a message; never changed, never removed."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(_("from"), max_length=8, choices=MessageSide.choices)
    file_name = models.CharField(_("file"), max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "blob"], name="filing_file_once"),
            models.CheckConstraint(condition=Q(side__in=MessageSide.values), name="filing_file_side_known"),
            models.CheckConstraint(condition=Q(file_name__regex=r"\S"), name="filing_file_has_a_name"),
        ]
        verbose_name = _("file of a filing")
        verbose_name_plural = _("files of filings")

    def __str__(self) -> str:
        return self.file_name


class RouterRule(models.Model):
    """Which body has the power over a subject, and by which form it is asked: a dated row with its source.

    ``form`` blank: nothing is taken here, people are told where to go. ``place_prefix`` narrows a row to part of the region.
    """

    subject = models.CharField(_("what it is about"), max_length=28, choices=Subject.choices)
    place_prefix = models.CharField(_("division"), max_length=12, blank=True)
    body = models.CharField(_("competent body"), max_length=20, choices=Body.choices)
    form = models.CharField(_("form"), max_length=4, choices=FilingForm.choices, blank=True)
    contact = models.CharField(_("how to reach it"), max_length=200, blank=True)
    basis = models.CharField(_("legal basis"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=8, choices=RuleConfidence.choices)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["subject", "place_prefix", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="router_subject_known"),
            models.CheckConstraint(condition=Q(body__in=Body.values), name="router_body_known"),
            models.CheckConstraint(condition=Q(form__in=["", *FilingForm.values]), name="router_form_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="router_rule_ends_after",
            ),
            models.UniqueConstraint(fields=["subject", "place_prefix", "valid_from"], name="router_rule_once_a_day"),
        ]
        verbose_name = _("rule of the router")
        verbose_name_plural = _("rules of the router")

    def __str__(self) -> str:
        return f"{self.subject} → {self.body}"
