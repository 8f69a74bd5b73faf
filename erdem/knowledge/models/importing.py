"""Uploaded files: checked first, imported when the person says so."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import ImportState
from erdem.people.models import User


class RecordImport(models.Model):
    """One uploaded file, what the check found, and how the import went. Seen by the person and by machines.

    ``problems`` holds the first problems (line, field, code, message), ``counts`` the numbers read, kept and so on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=ImportState.choices, default=ImportState.CHECKED)
    options = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    progress_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="record_import_state_known")
        ]
        verbose_name = _("import of records")
        verbose_name_plural = _("imports of records")

    def __str__(self) -> str:
        return self.file_name
