"""The entries of the logs, and the checkpoints that were published. What an entry stands for is known above, not here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from erdem.notary.choices import LeafKind, Log


class Leaf(models.Model):
    """One entry of a log. It waits without a position until the log takes it up; a position is given once and for all.

    ``entry`` is what is published: canonical JSON with a hiding commitment, never a name, a title or a person.
    """

    log = models.CharField(max_length=16, choices=Log.choices)
    kind = models.CharField(max_length=32, choices=LeafKind.choices)
    entry = models.BinaryField(max_length=65_535)
    leaf_hash = models.BinaryField(max_length=32)
    position = models.BigIntegerField(null=True, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["log", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["log", "position"], name="leaf_position_once"),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | Q(position__gte=0), name="leaf_position_counts"
            ),
            models.CheckConstraint(condition=Q(log__in=Log.values), name="leaf_log_known"),
            models.CheckConstraint(condition=Q(kind__in=LeafKind.values), name="leaf_kind_known"),
            models.CheckConstraint(
                condition=Q(leaf_hash=Func(Func(Value(b"\x00"), F("entry"), function="byteacat"), function="sha256")),
                name="leaf_hash_is_of_its_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["log", "id"], name="leaf_waiting", condition=Q(position__isnull=True)),
            models.Index(fields=["leaf_hash"], name="leaf_by_hash"),
        ]
        verbose_name = _("log entry")

    def __str__(self) -> str:
        return f"{self.log} {self.position if self.position is not None else '·'}"


class PublishedCheckpoint(models.Model):
    """A checkpoint that was published: the text with its signatures, kept for those who compare."""

    log = models.CharField(max_length=16, choices=Log.choices)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["log", "-size"]
        constraints = [
            models.UniqueConstraint(fields=["log", "size"], name="checkpoint_size_once"),
            models.CheckConstraint(condition=Q(size__gte=0), name="checkpoint_size_counts"),
            models.CheckConstraint(condition=Q(log__in=Log.values), name="checkpoint_log_known"),
        ]
        verbose_name = _("checkpoint")

    def __str__(self) -> str:
        return f"{self.log} {self.size}"
