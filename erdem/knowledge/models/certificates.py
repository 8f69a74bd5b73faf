"""Certificates of registration, and what is entered in the public log about them. Nothing here is ever changed or removed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.certificate_choices import CertificateActKind, CertificateState, RevocationReason
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models.versions import RecordVersion
from erdem.notary.models import Leaf, has_32_bytes
from erdem.people.models import User

HEX = r"^[0-9a-f]{64}$"


class Certificate(models.Model):
    """A certificate that a version of a record stands in the register, as it was issued.

    ``number`` ends in eight characters that nobody guesses: whoever has it may ask how the certificate stands, and nobody finds
    the others by counting. ``title`` is what the holders' copy says, ``public_title`` what the copy for others says: nothing
    unless the public could know the title. ``public_level`` is what that copy shows; whoever may know less does not get it.
    The files are emptied only when the content of the version is removed for good; their digests stay.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="certificates")
    turn = models.PositiveSmallIntegerField(default=1)
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by")
    office = models.CharField(_("issuing office"), max_length=200, blank=True)
    title = models.CharField(_("name"), max_length=200)
    public_title = models.CharField(max_length=200, blank=True)
    public_level = models.PositiveSmallIntegerField(choices=AccessLevel.choices)
    registered_on = models.DateField(_("registered on"))
    written_at = models.DateTimeField(_("version written"))
    issued_at = models.DateTimeField(_("issued"))
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    commitment_sha256 = models.CharField(max_length=64)
    commitment_sm3 = models.CharField(max_length=64)
    log_origin = models.CharField(max_length=255)
    log_index = models.BigIntegerField()
    log_size = models.BigIntegerField()
    pdf_sha256 = models.CharField(max_length=64)
    public_pdf_sha256 = models.CharField(max_length=64)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    public_blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^DJ-[0-9]{4}-[0-9]{4,}-[0-9A-HJKMNP-TV-Z]{8}$"),
                name="certificate_number_form",
            ),
            models.UniqueConstraint(fields=["version", "turn"], name="certificate_turn_once"),
            models.CheckConstraint(condition=Q(public_level__in=AccessLevel.values), name="certificate_level_known"),
            models.CheckConstraint(
                condition=Q(log_index__gte=0, log_size__gt=F("log_index")), name="certificate_entry_in_its_log"
            ),
            models.CheckConstraint(
                condition=Q(
                    sha256__regex=HEX, sm3__regex=HEX, commitment_sha256__regex=HEX, commitment_sm3__regex=HEX,
                    pdf_sha256__regex=HEX, public_pdf_sha256__regex=HEX,
                ),
                name="certificate_digests_are_hex",
            ),
        ]  # fmt: skip
        verbose_name = _("certificate of registration")
        verbose_name_plural = _("certificates of registration")

    def __str__(self) -> str:
        return self.number

    @property
    def revocation(self) -> CertificateAct | None:
        """The act that ended it, or None."""
        return next((act for act in self.acts.all() if act.act == CertificateActKind.REVOCATION), None)

    @property
    def state(self) -> CertificateState:
        """How it stands. A revocation counts, also of one that was amended before."""
        if self.revocation is not None:
            return CertificateState.REVOKED
        return CertificateState.AMENDED if hasattr(self, "amended_by") else CertificateState.ISSUED


class CertificateAct(models.Model):
    """Issue, amendment or revocation of a certificate, with its entry in the public log and the nonce that opens it.

    ``document`` is the canonical JSON whose SHA-256 stands in ``statement``: nothing in either says what was registered, so
    that whoever has the number of the certificate may have both.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=16, choices=CertificateActKind.choices)
    reason = models.CharField(_("reason"), max_length=24, choices=RevocationReason.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    statement = models.JSONField()
    document = models.TextField()
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    nonce = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "act"], name="certificate_act_once"),
            models.CheckConstraint(condition=Q(act__in=CertificateActKind.values), name="certificate_act_known"),
            models.CheckConstraint(
                condition=Q(reason__in=["", *RevocationReason.values]), name="certificate_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(act=CertificateActKind.REVOCATION) ^ Q(reason=""), name="certificate_revoked_with_reason"
            ),
            models.CheckConstraint(
                condition=has_32_bytes("nonce"),
                name="certificate_act_nonce_has_32_bytes",
            ),
        ]
        verbose_name = _("act on a certificate")

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.act}"
