"""A file that a person is sending, piece by piece."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.media_choices import UploadState
from erdem.knowledge.models.media import Media
from erdem.knowledge.models.record import Record
from erdem.people.models import User


class Upload(models.Model):
    """A file on its way. ``received`` bytes are safe on disk; what is written beyond them was never acknowledged.

    ``content`` is what the person wrote about it; ``fault`` and ``params`` lead to the sentence of a refusal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=16, choices=UploadState.choices, default=UploadState.OPEN)
    content = models.JSONField(default=dict)
    fault = models.CharField(max_length=32, blank=True)
    params = models.JSONField(default=dict, blank=True)
    media = models.ForeignKey(Media, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    progress_id = models.UUIDField(null=True, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="upload_state_known"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_not_beyond_its_size"),
            models.CheckConstraint(
                condition=~Q(state=UploadState.REFUSED) | Q(fault__regex=r"\S"), name="upload_refused_with_reason"
            ),
        ]
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return f"{self.file_name} {self.received}/{self.size}"
