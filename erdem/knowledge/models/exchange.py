"""What offices remember of heads in their tables, and the bundles that communities take of all that is theirs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.people.models import Organisation, User


class ColumnWord(models.Model):
    """What a head of a table means to one office or community, as somebody there once chose. An empty field is not read."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    layout = models.CharField(max_length=16)
    head = models.CharField(_("head of the column"), max_length=200)
    field = models.CharField(_("field"), max_length=40, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["organisation_id", "head"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "layout", "head"], name="column_word_once"),
            models.CheckConstraint(condition=Q(layout__in=["intake", "changing"]), name="column_word_layout_known"),
            models.CheckConstraint(condition=Q(head__regex=r"\S"), name="column_word_has_a_head"),
        ]
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"


class CommunityBundle(models.Model):
    """Everything of one community as a file that is readable without this software. Made by a job; the file goes after a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="bundles")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    progress_id = models.UUIDField(null=True, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    counts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("can be fetched until"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(blob__isnull=True) | Q(finished_at__isnull=False, expires_at__isnull=False),
                name="bundle_with_file_ends",
            )
        ]
        verbose_name = _("community bundle")
        verbose_name_plural = _("community bundles")

    def __str__(self) -> str:
        return f"{self.community_id} {self.created_at:%Y-%m-%d}"
