"""What the public could harvest, and when it last changed: identifiers, dates and levels, never words."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import AccessLevel


class PublicListing(models.Model):
    """A record that the public knows, or once knew, of. Written by the database alone (`sql/listing.sql`).

    ``key`` is its name among harvesters and says nothing. ``level`` is what the public sees of it, 0 when that is over: then the
    number is gone and the row stays, so that who holds a copy learns of it and nobody else learns of what. ``stamp`` is
    the fingerprint of what the public sees; ``changed_at`` moves only when that changes, so its dates tell nothing of changes
    that the public cannot see. ``place_code`` and ``tk_class`` are empty where only the title is known.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True, null=True)  # noqa: DJ001 - none, and yet unique
    level = models.PositiveSmallIntegerField(choices=AccessLevel.choices, default=0)
    tk_class = models.CharField(_("class"), max_length=4, blank=True)
    place_code = models.CharField(_("place"), max_length=12, blank=True)
    stamp = models.CharField(max_length=32, blank=True)
    ends_after = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["changed_at", "id"]
        indexes = [models.Index(fields=["changed_at", "id"], name="listing_changed")]
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=5), name="listing_level_known"),
            models.CheckConstraint(
                condition=Q(level=0, number__isnull=True) | Q(level__gt=0, number__isnull=False),
                name="listing_numbered_while_known",
            ),
        ]
        verbose_name = _("public listing")
        verbose_name_plural = _("public listings")

    def __str__(self) -> str:
        return str(self.key)
