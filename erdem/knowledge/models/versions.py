"""What a record said at each moment, what was corrected after registration, and what is left when it is removed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import Tier
from erdem.knowledge.models.record import Record
from erdem.knowledge.register_choices import RemovalReason, TombstoneReader
from erdem.notary.models import Leaf, has_32_bytes
from erdem.people.models import User


class RecordVersion(models.Model):
    """The whole content of a record after one change, as `erdem.knowledge.snapshots` writes it. Never changed.

    It outlives its record (``record`` becomes NULL, ``number`` stays). ``sha256`` is the digest of the content in canonical
    JSON; when a removal demands it ``content`` is emptied, ``erased_at`` says when, and the digest stays.
    """

    record = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True, related_name="versions")
    record_number = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    diffusion_tier = models.CharField(max_length=4, choices=Tier.choices)
    community_id = models.BigIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)
    is_correction = models.BooleanField(default=False)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["record_number", "version"]
        constraints = [
            models.UniqueConstraint(fields=["record_number", "version"], name="record_version_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="record_version_sha256_is_hex"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(content={}), name="record_version_erased_is_empty"
            ),
        ]
        verbose_name = _("version of a record")
        verbose_name_plural = _("versions of records")

    def __str__(self) -> str:
        return f"{self.record_number} v{self.version}"


class VersionProof(models.Model):
    """Where the public log holds the commitment to a version, and the nonce that opens it. The log itself hides both."""

    version = models.OneToOneField(RecordVersion, on_delete=models.PROTECT, related_name="proof")
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    nonce = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=has_32_bytes("nonce"),
                name="version_proof_nonce_has_32_bytes",
            )
        ]
        verbose_name = _("proof of a version")

    def __str__(self) -> str:
        return str(self.version_id)


class Correction(models.Model):
    """What was corrected in a registered record, and why: for all who read the record. Names fields, never old words."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField()
    fields = ArrayField(models.CharField(max_length=40), default=list)
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["record_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["record", "version"], name="correction_once"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="correction_has_a_reason"),
        ]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.record_id} v{self.version}"


class Tombstone(models.Model):
    """What stands in place of a record whose content was removed: number, reason, date. The number is never used again.

    Fields after InvenioRDM's tombstones. ``note`` is for those who looked after the record; ``citation`` is what may be cited
    and names the knowledge only when everybody could read its name before.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="tombstone")
    record_number = models.CharField(max_length=40, unique=True)
    reason = models.CharField(_("reason"), max_length=24, choices=RemovalReason.choices)
    citation = models.CharField(_("how to cite it"), max_length=300)
    readers = models.CharField(max_length=16, choices=TombstoneReader.choices)
    erased = models.BooleanField(_("earlier versions emptied too"), default=False)
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-removed_at"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=RemovalReason.values), name="tombstone_reason_known"),
            models.CheckConstraint(condition=Q(readers__in=TombstoneReader.values), name="tombstone_readers_known"),
        ]
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return self.record_number


class Removal(models.Model):
    """The inner side of a tombstone: who removed the content and what was said about it. For the keepers alone."""

    tombstone = models.OneToOneField(Tombstone, on_delete=models.PROTECT, related_name="removal")
    removed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    removed_by_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")

    def __str__(self) -> str:
        return str(self.tombstone_id)
