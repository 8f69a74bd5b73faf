"""Sealed content of secret knowledge: what the server may hold of it. No plain text, no key, no share is ever among it.

The format is described in ``docs/reference/sealing.md``; the second lock is in ``sql/sealing.sql``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import KeyKeeping, KeyState, SealedClass, SealSuite, SizeBand
from erdem.knowledge.models.record import Record
from erdem.people.models import Organisation, User

HEX_64 = r"^[0-9a-f]{64}$"
RECIPIENT = r"^age1[02-9ac-hj-np-z]{58}$"


class HolderKey(models.Model):
    """The public key of a holder, listed for one community; content is sealed to it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holder_keys")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("what it is called"), max_length=60)
    recipient = models.CharField(_("public key"), max_length=70, unique=True)
    keeping = models.CharField(_("where the private key lies"), max_length=16, choices=KeyKeeping.choices)
    state = models.CharField(_("state"), max_length=16, choices=KeyState.choices, default=KeyState.ACTIVE)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user_id", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(recipient__regex=RECIPIENT), name="holder_key_is_public"),
            models.CheckConstraint(condition=Q(label__regex=r"\S"), name="holder_key_has_a_label"),
            models.CheckConstraint(condition=Q(keeping__in=KeyKeeping.values), name="holder_key_keeping_known"),
            models.CheckConstraint(condition=Q(state__in=KeyState.values), name="holder_key_state_known"),
            models.CheckConstraint(
                condition=Q(state=KeyState.ACTIVE, ended_at__isnull=True)
                | (~Q(state=KeyState.ACTIVE) & Q(ended_at__isnull=False)),
                name="holder_key_ends_with_a_moment",
            ),
        ]
        verbose_name = _("holder's key")
        verbose_name_plural = _("holders' keys")

    def __str__(self) -> str:
        return f"{self.recipient[:12]}…"


class HolderKeySecret(models.Model):
    """A private key encrypted in the browser with the holder's passphrase (age, scrypt); only the holder fetches it."""

    key = models.OneToOneField(HolderKey, on_delete=models.CASCADE, related_name="secret")
    wrapped = models.TextField(max_length=4000)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wrapped__startswith="-----BEGIN AGE ENCRYPTED FILE-----"), name="holder_secret_is_encrypted"
            )
        ]
        verbose_name = _("locked private key")
        verbose_name_plural = _("locked private keys")

    def __str__(self) -> str:
        return f"{self.key_id} v{self.version}"


class SealedItem(models.Model):
    """One sealed content of a record. ``commitment`` binds it without showing it; file name and type are inside."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="sealed_items")
    ordinal = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64)
    media_class = models.CharField(_("sort"), max_length=16, choices=SealedClass.choices)
    size_band = models.CharField(_("size"), max_length=16, choices=SizeBand.choices)
    suite = models.CharField(max_length=32, choices=SealSuite.choices, default=SealSuite.AGE_X25519)
    version = models.PositiveIntegerField(default=1)
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["record_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["record", "ordinal"], name="sealed_item_once"),
            models.CheckConstraint(condition=Q(commitment__regex=HEX_64), name="sealed_commitment_is_hex"),
            models.CheckConstraint(condition=Q(media_class__in=SealedClass.values), name="sealed_class_known"),
            models.CheckConstraint(condition=Q(size_band__in=SizeBand.values), name="sealed_size_known"),
            models.CheckConstraint(condition=Q(suite__in=SealSuite.values), name="sealed_suite_known"),
        ]
        verbose_name = _("sealed content")
        verbose_name_plural = _("sealed contents")

    def __str__(self) -> str:
        return f"{self.record_id}/{self.ordinal}"


class SealedVersion(models.Model):
    """One encryption of a sealed content: adding or removing a holder makes the next. Dropped, only its hash stays."""

    item = models.ForeignKey(SealedItem, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="sealed_version_once"),
            models.CheckConstraint(condition=Q(sha256__regex=HEX_64), name="sealed_sha256_is_hex"),
            models.CheckConstraint(
                condition=Q(blob__isnull=False, dropped_at__isnull=True)
                | Q(blob__isnull=True, dropped_at__isnull=False),
                name="sealed_version_is_there_or_dropped",
            ),
        ]
        verbose_name = _("version of sealed content")
        verbose_name_plural = _("versions of sealed content")

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class SealedRecipient(models.Model):
    """A key to which a version is sealed. The encrypted file itself does not say so."""

    version = models.ForeignKey(SealedVersion, on_delete=models.CASCADE, related_name="recipients")
    key = models.ForeignKey(HolderKey, on_delete=models.PROTECT, related_name="sealed")

    class Meta:
        ordering = ["version_id", "key_id"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="sealed_recipient_once")]
        verbose_name = _("recipient of sealed content")
        verbose_name_plural = _("recipients of sealed content")

    def __str__(self) -> str:
        return f"{self.version_id} → {self.key_id}"


class RecoverySplit(models.Model):
    """A private key split into shares, any ``threshold`` of which bring it back (SLIP-39). A newer split ends an older."""

    key = models.ForeignKey(HolderKey, on_delete=models.CASCADE, related_name="splits")
    threshold = models.PositiveSmallIntegerField(_("shares needed"))
    count = models.PositiveSmallIntegerField(_("shares made"))
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key_id", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=2, threshold__lte=F("count"), count__lte=16),
                name="recovery_numbers_sensible",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(ended_at__isnull=True), name="recovery_split_one_in_force"
            ),
        ]
        verbose_name = _("split of a key")
        verbose_name_plural = _("splits of keys")

    def __str__(self) -> str:
        return f"{self.key_id}: {self.threshold}/{self.count}"


class RecoveryShare(models.Model):
    """Who keeps one share, and its fingerprint. The share itself is on paper only."""

    split = models.ForeignKey(RecoverySplit, on_delete=models.CASCADE, related_name="shares")
    ordinal = models.PositiveSmallIntegerField()
    holder_name = models.CharField(_("who keeps it"), max_length=100)
    fingerprint = models.CharField(max_length=16)

    class Meta:
        ordering = ["split_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["split", "ordinal"], name="recovery_share_once"),
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{16}$"), name="recovery_fingerprint_is_hex"
            ),
            models.CheckConstraint(condition=Q(holder_name__regex=r"\S"), name="recovery_share_has_a_keeper"),
        ]
        verbose_name = _("share of a key")
        verbose_name_plural = _("shares of keys")

    def __str__(self) -> str:
        return f"{self.split_id}/{self.ordinal}"
