"""Words that communities give their labels, what their protocols said before, and notices of institutions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import LabelCode
from erdem.knowledge.labels import NOTICES
from erdem.knowledge.models.record import Record
from erdem.people.models import Organisation, User

NOTICE_CODES = [notice.code for notice in NOTICES]


class CommunityLabel(models.Model):
    """What a label says in the words of one community: one immutable version, in three languages, spoken too.

    It is in use once a steward has approved it; a record keeps the version that it was labelled with.
    """

    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="label_wordings")
    code = models.CharField(_("label"), max_length=8, choices=LabelCode.choices)
    version = models.PositiveIntegerField(_("version"))
    name_zh = models.CharField(_("name in Chinese"), max_length=90, blank=True)
    name_mn = models.CharField(_("name in Mongolian"), max_length=90, blank=True)
    name_en = models.CharField(_("name in English"), max_length=90, blank=True)
    text_zh = models.TextField(_("words in Chinese"), blank=True)
    text_mn = models.TextField(_("words in Mongolian"), blank=True)
    text_en = models.TextField(_("words in English"), blank=True)
    audio_zh = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    audio_mn = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    audio_en = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    worded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    worded_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["community_id", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["community", "code", "version"], name="label_wording_version_once"),
            models.CheckConstraint(condition=Q(code__in=LabelCode.values), name="label_wording_code_known"),
            models.CheckConstraint(
                condition=Q(name_zh__regex=r"\S") | Q(name_mn__regex=r"\S") | Q(name_en__regex=r"\S"),
                name="label_wording_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(text_zh__regex=r"\S") | Q(text_mn__regex=r"\S") | Q(text_en__regex=r"\S"),
                name="label_wording_has_words",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False) | Q(approved_by__isnull=True),
                name="label_wording_approval_dated",
            ),
        ]
        verbose_name = _("wording of a label")
        verbose_name_plural = _("wordings of labels")

    def __str__(self) -> str:
        return f"{self.code} {self.community_id} v{self.version}"


class ProtocolVersion(models.Model):
    """What one community's protocol for one record said from a moment on. Written with every save, never changed."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="protocol_versions")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("protocol"))
    reason = models.TextField(_("reason"), blank=True)
    restored_from = models.PositiveIntegerField(_("restored from version"), null=True, blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["record_id", "community_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["record", "community", "version"], name="protocol_version_once")]
        verbose_name = _("version of a protocol")
        verbose_name_plural = _("versions of protocols")

    def __str__(self) -> str:
        return f"{self.record_id} {self.community_id} v{self.version}"


class NoticeUse(models.Model):
    """A notice that an institution has put on a record, until a community's own label takes its place."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="notice_uses")
    code = models.CharField(_("notice"), max_length=32)
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what the institution adds"), blank=True)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(_("reason"), blank=True)
    replaced_by = models.CharField(_("replaced by"), max_length=8, blank=True)

    class Meta:
        ordering = ["record_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=NOTICE_CODES), name="notice_code_known"),
            models.UniqueConstraint(
                fields=["record", "code", "institution"], condition=Q(ended_at__isnull=True), name="notice_placed_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_reason__regex=r"\S") | ~Q(replaced_by=""),
                name="notice_ends_for_a_reason",
            ),
        ]
        verbose_name = _("notice on a record")
        verbose_name_plural = _("notices on records")

    def __str__(self) -> str:
        return f"{self.record_id} {self.code}"
