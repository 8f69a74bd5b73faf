"""Agreements on terms: the versions that were proposed, who agreed to which, and what was said about their clauses."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.models import LegalPeriod
from erdem.people.models import Organisation, User
from erdem.sharing.choices import AgreementSide, AgreementStatus, ClauseConfidence
from erdem.sharing.models.requests import AccessRequest
from erdem.sharing.terms import Terms, read_terms


class Agreement(models.Model):
    """The terms of one request. ``providers`` are the communities whose holders agreed; the database writes them when it opens.

    ``due_on`` is the last day for the negotiation, reckoned from ``period``; an office may extend it. ``settled`` is the version
    that every party agreed to.
    """

    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="agreement")
    number = models.CharField(_("number"), max_length=24, unique=True)
    status = models.CharField(
        _("status"), max_length=16, choices=AgreementStatus.choices, default=AgreementStatus.NEGOTIATING, db_index=True
    )
    status_reason = models.TextField(_("reason"), blank=True)
    providers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    period = models.ForeignKey(LegalPeriod, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("last day for the negotiation"))
    extended_because = models.TextField(_("reason of the extension"), blank=True)
    settled = models.ForeignKey(
        "sharing.AgreementVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=AgreementStatus.values), name="agreement_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[AgreementStatus.SETTLED, AgreementStatus.SIGNED])
                | Q(settled__isnull=False, settled_at__isnull=False),
                name="agreement_settled_on_a_version",
            ),
            models.CheckConstraint(condition=~Q(providers=[]), name="agreement_has_a_provider"),
        ]
        verbose_name = _("agreement on terms")
        verbose_name_plural = _("agreements on terms")

    def __str__(self) -> str:
        return self.number


class AgreementVersion(models.Model):
    """Terms as one party proposed them: the canonical document and its SHA-256. Never changed, never removed.

    ``community`` is the proposing community, None for the applicant.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("what was changed, and why"), blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["agreement_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreement_version_from_one"),
        ]
        verbose_name = _("version of terms")
        verbose_name_plural = _("versions of terms")

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"

    @property
    def side(self) -> AgreementSide:
        """On which side it was proposed."""
        return AgreementSide.USER if self.community_id is None else AgreementSide.PROVIDER

    @property
    def terms(self) -> Terms:
        """The structured terms."""
        return read_terms(self.document)


class Assent(models.Model):
    """One party agrees to one version, as long as it is the newest. ``community`` None is the applicant."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="assents")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "community"], name="assent_once", nulls_distinct=False),
        ]
        verbose_name = _("assent to terms")
        verbose_name_plural = _("assents to terms")

    def __str__(self) -> str:
        return f"{self.version_id} {self.community_id or 'applicant'}"


class AgreementComment(models.Model):
    """A word about one clause of a version. With ``community`` it is private: only that community's members see it."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="comments")
    clause = models.CharField(_("clause"), max_length=220, blank=True)
    text = models.TextField(_("comment"))
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="agreement_comment_says_something"),
        ]
        verbose_name = _("comment on terms")
        verbose_name_plural = _("comments on terms")

    def __str__(self) -> str:
        return f"{self.version_id} {self.clause}"


class Clause(models.Model):
    """A clause of the library: words to choose, with their source and the days from and until which they are offered."""

    key = models.CharField(_("key"), max_length=60)
    field = models.CharField(_("clause of the terms"), max_length=20)
    title_zh = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    text_zh = models.TextField()
    text_en = models.TextField()
    text_mn = models.TextField(blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=4, choices=ClauseConfidence.choices)
    valid_from = models.DateField(_("offered from"))
    valid_until = models.DateField(_("offered until"), null=True, blank=True)

    class Meta:
        ordering = ["field", "key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="clause_once_a_day"),
            models.CheckConstraint(condition=Q(confidence__in=ClauseConfidence.values), name="clause_confidence_known"),
            models.CheckConstraint(condition=Q(text_zh__regex=r"\S", text_en__regex=r"\S"), name="clause_has_words"),
        ]
        verbose_name = _("clause of the library")
        verbose_name_plural = _("clauses of the library")

    def __str__(self) -> str:
        return self.key
