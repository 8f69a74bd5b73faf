"""Heads of the audit trail: each covers all entries of a range of transactions, and follows the one before."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.notary.models.digests import has_32_bytes
from erdem.notary.models.logs import Leaf


class AuditHead(models.Model):
    """What the trail held of a range of transactions when that was final. It tells numbers and hashes, no content.

    The range is of transaction numbers of one database cluster, the end not included. ``document`` is canonical JSON that
    names the SHA-256 of the document before it; the log of heads holds the commitment to it, which ``nonce`` opens.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    cluster_id = models.BigIntegerField()
    first_transaction = models.BigIntegerField()
    end_transaction = models.BigIntegerField()
    entries = models.PositiveIntegerField(_("entries"))
    first_at = models.DateTimeField(_("first entry"), null=True, blank=True)
    last_at = models.DateTimeField(_("last entry"), null=True, blank=True)
    root = models.BinaryField(max_length=32)
    document = models.TextField()
    nonce = models.BinaryField(max_length=32)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(_("sealed"), auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_transaction__gt=F("first_transaction")), name="audit_head_covers_transactions"
            ),
            models.CheckConstraint(
                condition=has_32_bytes("nonce"),
                name="audit_head_nonce_has_32_bytes",
            ),
            models.CheckConstraint(
                condition=has_32_bytes("root"),
                name="audit_head_root_has_32_bytes",
            ),
        ]
        verbose_name = _("head of the audit trail")
        verbose_name_plural = _("heads of the audit trail")

    def __str__(self) -> str:
        return str(self.number)
