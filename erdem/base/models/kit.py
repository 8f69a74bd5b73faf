"""Tables of the kit: audit, workflow steps, number series, blobs, job progress. No domain words."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One write, or one read of something restricted. Append-only: a trigger refuses change and removal.

    A trigger writes the transaction and the database cluster in which an entry was made: heads of the trail go by these.
    It names its target by type and id and survives the target's deletion. It holds no title of what it speaks of, because
    the reader of the trail may not be a reader of the record.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_kind = models.CharField(max_length=16)
    actor_user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    actor_label = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=100, db_index=True)
    target_type = models.CharField(max_length=100)
    target_id = models.CharField(max_length=64)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    place_code = models.CharField(max_length=12, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    cluster_id = models.BigIntegerField(default=0, editable=False)
    transaction_id = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_target"),
            models.Index(fields=["organisation_id", "-id"], name="audit_organisation"),
            BrinIndex(fields=["transaction_id"], name="audit_order", pages_per_range=16),
        ]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_type} {self.target_id}"


class WorkflowStep(models.Model):
    """A step that a document type may take; the trigger on each document table reads this list.

    A blank source marks an initial state. Filled from the workflow tables of the apps when the database is upgraded.
    """

    document_type = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    source = models.CharField(max_length=32, blank=True)
    target = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document_type", "name", "source", "target"], name="workflow_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_type}: {self.source or '·'} → {self.target}"


class NumberSeries(models.Model):
    """The last number given out in one series and year. Locked while a document takes its number: no gaps."""

    series = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class Blob(models.Model):
    """A stored file, addressed by the SHA-256 of its content. Who may read it is decided by the record that owns it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_sha256_is_hex")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class JobState(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    FAILED = "failed", _("stopped with an error")


class JobProgress(models.Model):
    """How far a background job has come, for the person who started it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    user_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    message = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_progress_state_known")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state} {self.done}/{self.total or '?'}"
