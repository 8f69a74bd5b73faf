"""Envelopes: a paper that several parties sign in order. What was signed is kept as revisions, each longer than the last."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.notary.models import Leaf, StampedItem
from erdem.people.models import Organisation, User
from erdem.sharing.models.agreements import AgreementVersion
from erdem.sharing.models.requests import AccessRequest
from erdem.sharing.signing_choices import (
    LIVING,
    EnvelopeStatus,
    IdentityProof,
    SignerRole,
    SignerState,
    SigningMethod,
)

HEX = r"^[0-9a-f]{64}$"


class Envelope(models.Model):
    """The paper of a version of terms, and those who sign it.

    ``document_blob`` is the document as it was before anybody signed; after sending nothing of it changes. When all have signed,
    ``completed_sha256`` is that of the sealed file, ``leaf`` its entry in the public log, opened by ``nonce`` and ``statement``,
    and ``stamped`` what the time authorities were asked for.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="envelopes")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="envelopes")
    title = models.CharField(_("document"), max_length=200)
    status = models.CharField(
        _("status"), max_length=16, choices=EnvelopeStatus.choices, default=EnvelopeStatus.DRAFT, db_index=True
    )
    status_reason = models.TextField(_("reason"), blank=True)
    expires_on = models.DateField(_("to be signed by"))
    document_blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    document_sha256 = models.CharField(max_length=64)
    document_size = models.PositiveBigIntegerField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    completed_sha256 = models.CharField(max_length=64, blank=True)
    statement = models.JSONField(null=True, blank=True)
    proof_document = models.TextField(blank=True)
    nonce = models.BinaryField(max_length=32, null=True, blank=True)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stamped = models.ForeignKey(StampedItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=EnvelopeStatus.values), name="envelope_status_known"),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="envelope_has_a_title"),
            models.CheckConstraint(condition=Q(document_sha256__regex=HEX), name="envelope_document_sha256_is_hex"),
            models.CheckConstraint(
                condition=Q(completed_sha256__regex=HEX, leaf__isnull=False, nonce__isnull=False)
                | (~Q(status=EnvelopeStatus.COMPLETED) & Q(completed_sha256="")),
                name="envelope_completed_with_its_proof",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[EnvelopeStatus.REFUSED, EnvelopeStatus.CANCELLED])
                | Q(status_reason__regex=r"\S"),
                name="envelope_ended_with_reason",
            ),
            models.UniqueConstraint(fields=["version"], condition=Q(status__in=LIVING), name="envelope_once_a_version"),
        ]
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")

    def __str__(self) -> str:
        return self.number


class Signer(models.Model):
    """Somebody who signs: an organisation through whoever may sign for it, or a named person. ``position`` counts from 1.

    A signature by hand is a scan (``scan_…``) whose text a second person has found to be the same (``confirmed_…``).
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="signers")
    position = models.PositiveSmallIntegerField(_("order"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signs for")
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("signs as"), max_length=16, choices=SignerRole.choices)
    method = models.CharField(
        _("way of signing"), max_length=16, choices=SigningMethod.choices, default=SigningMethod.ELECTRONIC
    )
    state = models.CharField(_("status"), max_length=16, choices=SignerState.choices, default=SignerState.WAITING)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    next_reminder_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_name = models.CharField(max_length=200, blank=True)
    proof = models.CharField(_("identity shown by"), max_length=16, choices=IdentityProof.choices, blank=True)
    certificate = models.CharField(_("number of the certificate"), max_length=64, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    scan_blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    scan_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scan_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["envelope_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "position"], name="signer_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="signer_position_counts"),
            models.CheckConstraint(condition=Q(role__in=SignerRole.values), name="signer_role_known"),
            models.CheckConstraint(condition=Q(method__in=SigningMethod.values), name="signer_method_known"),
            models.CheckConstraint(condition=Q(state__in=SignerState.values), name="signer_state_known"),
            models.CheckConstraint(condition=Q(proof__in=["", *IdentityProof.values]), name="signer_proof_known"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(user__isnull=False), name="signer_is_somebody"
            ),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="signer_has_a_name"),
            models.CheckConstraint(
                condition=~Q(state=SignerState.SIGNED)
                | Q(decided_by__isnull=False, decided_at__isnull=False, certificate__regex=r"\S", proof__regex=r"\S"),
                name="signer_signed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignerState.REFUSED)
                | Q(decided_by__isnull=False, decided_at__isnull=False, reason__regex=r"\S"),
                name="signer_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignerState.SIGNED, method=SigningMethod.WET_INK)
                | Q(scan_sha256__regex=HEX, scan_by__isnull=False, confirmed_by__isnull=False)
                & ~Q(scan_by=F("confirmed_by")),
                name="signer_scan_seen_by_two",
            ),
        ]
        verbose_name = _("signer")
        verbose_name_plural = _("signers")

    def __str__(self) -> str:
        return f"{self.envelope_id} {self.position}"

    @property
    def field(self) -> str:
        """Name of the place in the PDF."""
        return f"signer-{self.position}"


class SignedRevision(models.Model):
    """The file as it was sent (number 0) and after each signature; the last one, without a signer, is sealed by the house.

    Each begins with all bytes of the one before it, of which it keeps the SHA-256.
    """

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    signer = models.OneToOneField(Signer, on_delete=models.PROTECT, null=True, blank=True, related_name="revision")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    previous_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["envelope_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex=HEX, previous_sha256__regex=HEX), name="revision_sha256_is_hex"
            ),
        ]
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")

    def __str__(self) -> str:
        return f"{self.envelope_id} {self.number}"
