"""Where the public log holds the commitment to a consent or a permit, as it was given and as it was taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import ProvenAct
from erdem.knowledge.models.consent import Consent
from erdem.knowledge.models.wall import AccessGrant
from erdem.notary.models import Leaf, has_32_bytes


class ActProof(models.Model):
    """What was said, word for word, and the nonce that opens the commitment to it. It names no person."""

    act = models.CharField(max_length=12, choices=ProvenAct.choices)
    document = models.TextField()
    nonce = models.BinaryField(max_length=32)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ConsentProof(ActProof):
    """The proof of a consent."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="proofs")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "act"], name="consent_proof_once"),
            models.CheckConstraint(condition=Q(act__in=ProvenAct.values), name="consent_proof_act_known"),
            models.CheckConstraint(condition=has_32_bytes("nonce"), name="consent_proof_nonce_has_32_bytes"),
        ]
        verbose_name = _("proof of a consent")

    def __str__(self) -> str:
        return f"{self.consent_id} {self.act}"


class GrantProof(ActProof):
    """The proof of a permit."""

    grant = models.ForeignKey(AccessGrant, on_delete=models.PROTECT, related_name="proofs")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "act"], name="grant_proof_once"),
            models.CheckConstraint(condition=Q(act__in=ProvenAct.values), name="grant_proof_act_known"),
            models.CheckConstraint(condition=has_32_bytes("nonce"), name="grant_proof_nonce_has_32_bytes"),
        ]
        verbose_name = _("proof of a permit")

    def __str__(self) -> str:
        return f"{self.grant_id} {self.act}"
