"""The seal of a dossier: the archive of all that belongs to it, and where the public log holds its manifest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.notary.models import Leaf, has_32_bytes
from erdem.overlap.models.finding import Dossier


class DossierSeal(models.Model):
    """One archive a dossier, sealed once. ``archive`` is the bundle without its proof, which grows with the log.

    ``manifest`` is the text whose SHA-256 the log holds behind a commitment; ``nonce`` opens it. ``dates`` stand in the manifest
    too: here the database refuses one that offers our own date as a date of publication.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="seal")
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    nonce = models.BinaryField(max_length=32)
    manifest = models.TextField()
    sha256 = models.CharField(max_length=64)
    dates = models.JSONField(default=list)
    archive = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["dossier_id"]
        constraints = [
            models.CheckConstraint(
                condition=has_32_bytes("nonce"),
                name="dossier_seal_nonce_has_32_bytes",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="dossier_seal_sha256_is_hex"),
        ]
        verbose_name = _("seal of a dossier")
        verbose_name_plural = _("seals of dossiers")

    def __str__(self) -> str:
        return str(self.dossier_id)
