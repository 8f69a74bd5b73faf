"""Runs of the importer, what was wrong, the records that wait to be corrected, and what the search index must take up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.literature.choices import QuarantineState, RunState
from erdem.literature.models.documents import Publication


class ImportRun(models.Model):
    """One file read by the importer: what came of it, and what was wrong with it.

    ``position`` counts the records and problems of the file that are settled in the database; it is written in the
    transaction of each batch, so that an interrupted run goes on behind it. ``path`` is where the command line read the
    file, ``mapping`` which column holds which field of a plain table, ``size_bytes`` the size of the file,
    ``total_items`` how many records and problems the check counted, ``advanced_at`` when the last batch was settled.
    """

    source_name = models.CharField(_("source"), max_length=100)
    file_name = models.CharField(_("file"), max_length=255)
    format = models.CharField(_("format"), max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=16, choices=RunState.choices, default=RunState.CHECKING)
    progress_id = models.UUIDField(null=True, blank=True)
    user_id = models.BigIntegerField(null=True, blank=True)
    read = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    distinct_publications = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    total_items = models.PositiveBigIntegerField(default=0)
    advanced_at = models.DateTimeField(null=True, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    path = models.TextField(blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    interruptions = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    sample = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="import_run_state_known"),
            models.CheckConstraint(condition=Q(read__gte=F("kept")), name="import_run_keeps_no_more_than_read"),
        ]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")

    def __str__(self) -> str:
        return f"{self.source_name}: {self.file_name}"


class ImportProblem(models.Model):
    """One thing wrong at one place of an imported file. ``record_kept`` when only the named field was left out."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    file = models.CharField(max_length=255)
    line = models.PositiveBigIntegerField(null=True, blank=True)
    field = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60)
    message = models.TextField()
    params = models.JSONField(default=dict, blank=True)
    record_kept = models.BooleanField(default=False)

    class Meta:
        ordering = ["run_id", "id"]
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")

    def __str__(self) -> str:
        return f"{self.file}:{self.line or ''} {self.code}"


class QuarantinedRecord(models.Model):
    """A record that was refused, kept as it came so that a person can open it, correct it and have it read again.

    ``raw`` is the record as a small file of its own in ``format``; ``corrected`` what a person made of it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="quarantine")
    file = models.CharField(max_length=255)
    line = models.PositiveBigIntegerField(null=True, blank=True)
    field = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60)
    message = models.TextField()
    params = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=40, blank=True)
    raw = models.TextField()
    corrected = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=QuarantineState.choices, default=QuarantineState.WAITING)
    publication = models.ForeignKey(
        Publication, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("publication")
    )
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=QuarantineState.values), name="quarantine_state_known"),
            models.CheckConstraint(condition=~Q(raw=""), name="quarantine_keeps_the_record"),
            models.CheckConstraint(
                condition=Q(state=QuarantineState.WAITING) | Q(settled_at__isnull=False),
                name="quarantine_settled_at_a_time",
            ),
        ]
        verbose_name = _("quarantined record")
        verbose_name_plural = _("quarantined records")

    def __str__(self) -> str:
        return f"{self.file}:{self.line or ''} {self.code}"


class IndexChange(models.Model):
    """A publication that was written or removed and that the search index has not taken up yet.

    Filled by a trigger on the table of publications, in the transaction of the write; emptied by the index writer.
    ``publication_id`` is no foreign key: the publication may be gone.
    """

    publication_id = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("change for the search index")
        verbose_name_plural = _("changes for the search index")

    def __str__(self) -> str:
        return str(self.publication_id)
