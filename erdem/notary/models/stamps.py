"""Time-stamps of authorities over checkpoints and over single digests, and the alarms of the monitor."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erdem.notary.choices import Log
from erdem.notary.models.logs import PublishedCheckpoint


class StampedItem(models.Model):
    """What is to be stamped, and for whom: a published checkpoint, or a digest of something that is not known here.

    ``note`` is the checkpoint with the signatures that it had when the stamp was asked for: exactly these bytes were stamped.
    ``digests`` are those of the item by algorithm, in hexadecimal digits. No words and no persons but the key of who asked.
    """

    checkpoint = models.OneToOneField(
        PublishedCheckpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="stamped"
    )
    note = models.TextField(blank=True)
    digests = models.JSONField()
    is_public = models.BooleanField(default=False)
    user_id = models.BigIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    tried = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checkpoint__isnull=True, note="")
                | (Q(checkpoint__isnull=False, is_public=True) & ~Q(note="")),
                name="stamped_checkpoint_is_public",
            ),
        ]
        indexes = [models.Index(fields=["not_before"], name="stamp_waiting", condition=Q(done_at__isnull=True))]
        verbose_name = _("item to be stamped")

    def __str__(self) -> str:
        return f"{self.checkpoint or self.pk}"


class TimeStamp(models.Model):
    """All time-stamps of one authority over an item as `ArchiveChain`. A renewal is a row over the older one.

    ``proven_at`` is the time of the first stamp of the chain, which is what it proves; ``expires_at`` is when the first
    certificate of the newest one ends. ``is_local`` says that it proves nothing to outsiders.
    """

    item = models.ForeignKey(StampedItem, on_delete=models.PROTECT, related_name="stamps")
    authority = models.CharField(max_length=200)
    algorithm = models.CharField(max_length=16)
    is_local = models.BooleanField()
    proven_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    chain = models.JSONField()
    renews = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewal")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "authority", "algorithm"], condition=Q(renews__isnull=True), name="stamp_given_once"
            ),
            models.CheckConstraint(condition=~Q(renews=F("id")), name="stamp_renews_another"),
        ]
        verbose_name = _("time-stamp")

    def __str__(self) -> str:
        return f"{self.authority} {self.proven_at:%Y-%m-%d %H:%M:%S}"


class StampAttempt(models.Model):
    """An authority that gave no stamp, and why."""

    item = models.ForeignKey(StampedItem, on_delete=models.PROTECT, related_name="attempts")
    authority = models.CharField(max_length=200)
    algorithm = models.CharField(max_length=16)
    code = models.CharField(max_length=32)
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("failed attempt to stamp")

    def __str__(self) -> str:
        return f"{self.authority}: {self.code}"


class LogAlarm(models.Model):
    """What the monitor has found about a log, from the first time it was seen until it was gone."""

    log = models.CharField(max_length=16, choices=Log.choices)
    kind = models.CharField(max_length=32)
    detail = models.TextField()
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["log", "kind"], condition=Q(gone_at__isnull=True), name="alarm_open_once"),
            models.CheckConstraint(condition=Q(log__in=Log.values), name="alarm_log_known"),
        ]
        verbose_name = _("alarm of a log")

    def __str__(self) -> str:
        return f"{self.log}: {self.kind}"
