"""Media of a record: what others may know of an item, what only its audience may have, the files, the words spoken.

The row of an item is seen by readers of its record when it is open to them or announced. Everything else hangs on rows of
its own, seen only by whom the item is open to; the original and what it betrays only by those who hold the record.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.models import Blob
from erdem.knowledge.media_choices import Audience, CopiesState, FileRole, Language, MediaKind, Method
from erdem.knowledge.models.record import Record
from erdem.people.models import Group, User


class Media(models.Model):
    """One photograph, recording, film, scan or document of a record.

    ``announced`` lets readers of the record know that there is a restricted item: its title, kind, length and the reason.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="media")
    ordinal = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=16, choices=MediaKind.choices)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=Language.choices, default=Language.NONE)
    duration_ms = models.PositiveBigIntegerField(null=True, blank=True)
    audience = models.CharField(_("open to"), max_length=16, choices=Audience.choices, default=Audience.RECORD)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    announced = models.BooleanField(_("others may know that it exists"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    copies = models.CharField(max_length=8, choices=CopiesState.choices, default=CopiesState.WAITING)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="media_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=MediaKind.values), name="media_kind_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="media_language_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="media_audience_known"),
            models.CheckConstraint(condition=Q(copies__in=CopiesState.values), name="media_copies_known"),
            models.CheckConstraint(
                condition=Q(audience=Audience.GROUP, group__isnull=False)
                | (~Q(audience=Audience.GROUP) & Q(group__isnull=True)),
                name="media_group_when_for_a_group",
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.RECORD) | Q(reason__regex=r"\S"), name="media_restricted_with_reason"
            ),
        ]
        verbose_name = _("media item")
        verbose_name_plural = _("media items")

    def __str__(self) -> str:
        return self.title


class Capture(models.Model):
    """How an item came about: description and capture record (F02). Read by whom the item is open to."""

    media = models.OneToOneField(Media, on_delete=models.CASCADE, related_name="capture")
    description = models.TextField(pgettext_lazy("of a media item", "description"), blank=True)
    narrator = models.CharField(_("narrator or performer"), max_length=200, blank=True)
    operator = models.CharField(_("collected by"), max_length=200, blank=True)
    captured_on = models.DateField(_("day"), null=True, blank=True)
    captured_text = models.CharField(_("time as stated"), max_length=100, blank=True)
    place_text = models.CharField(_("place"), max_length=200, blank=True)
    method = models.CharField(_("way of collecting"), max_length=16, choices=Method.choices, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    parameters = models.CharField(_("settings"), max_length=300, blank=True)
    plan_number = models.CharField(_("number of the collecting plan"), max_length=60, blank=True)
    rights = models.TextField(_("statement of rights"), blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(method__in=["", *Method.values]), name="capture_method_known")
        ]
        verbose_name = _("capture record")
        verbose_name_plural = _("capture records")

    def __str__(self) -> str:
        return f"{self.media_id}"


class MediaTrace(models.Model):
    """What the original betrays of place, device and person. Read by those who hold the record only."""

    media = models.OneToOneField(Media, on_delete=models.CASCADE, related_name="trace")
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("trace in an original")
        verbose_name_plural = _("traces in originals")

    def __str__(self) -> str:
        return f"{self.media_id}"


class MediaFile(models.Model):
    """One stored file of an item: the original, or what was made of it for readers.

    Its address and size stand here too: the public reads open items, but no rows of the files themselves.
    """

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=16, choices=FileRole.choices)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=16)
    file_name = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["media_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=FileRole.values), name="media_file_role_known"),
            models.UniqueConstraint(fields=["media", "role"], name="media_file_once_a_role"),
        ]
        verbose_name = _("file of a media item")
        verbose_name_plural = _("files of media items")

    def __str__(self) -> str:
        return f"{self.media_id} {self.role}"

    @property
    def stored(self) -> Blob:
        """The stored file, without asking for its row."""
        return Blob(sha256=self.sha256, size=self.size)


class Segment(models.Model):
    """Words of a recording from one moment to another, with translations by language. It counts once a person confirms it."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="segments")
    from_ms = models.PositiveBigIntegerField()
    to_ms = models.PositiveBigIntegerField()
    speaker = models.CharField(_("speaker"), max_length=100, blank=True)
    transcript = models.TextField(_("words"), blank=True)
    translations = models.JSONField(default=dict, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["media_id", "from_ms", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(to_ms__gt=models.F("from_ms")), name="segment_ends_after_it_begins")
        ]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")

    def __str__(self) -> str:
        return f"{self.media_id} {self.from_ms}–{self.to_ms}"


class TextLine(models.Model):
    """A line of a scan, proposed by a machine with its confidence. It counts once a person confirms it."""

    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="lines")
    ordinal = models.PositiveIntegerField()
    box = models.JSONField(default=list)
    text = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    confidence = models.FloatField()
    skipped = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["media_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["media", "ordinal"], name="text_line_once"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="text_line_confidence_plausible"
            ),
        ]
        verbose_name = _("line of a scan")
        verbose_name_plural = _("lines of scans")

    def __str__(self) -> str:
        return f"{self.media_id} {self.ordinal}"
