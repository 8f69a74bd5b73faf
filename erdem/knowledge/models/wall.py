"""Who holds a record and on what terms: holdings, labels, grants, and the faces that others may see."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.fields import DayRangesField
from erdem.knowledge.choices import (
    AccessLevel,
    EffectClass,
    HolderType,
    HoldingState,
    LabelCode,
    Purpose,
)
from erdem.knowledge.models.record import Record
from erdem.people.models import Group, Organisation, User


class Holding(models.Model):
    """One community's hold on one record, with what that community alone decides about it.

    ``to_public``, ``to_signed_in`` and ``to_office`` are the community's choice for each audience; empty means no limit beyond
    that of the tier. ``together`` asks that only readers who belong to all holding communities count as members.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="holdings")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings")
    state = models.CharField(_("state"), max_length=8, choices=HoldingState.choices, default=HoldingState.ACTIVE)
    holder_type = models.CharField(_("type of holder"), max_length=2, choices=HolderType.choices, blank=True)
    to_public = models.PositiveSmallIntegerField(_("the public"), choices=AccessLevel.choices, null=True, blank=True)
    to_signed_in = models.PositiveSmallIntegerField(
        _("everybody who is signed in"), choices=AccessLevel.choices, null=True, blank=True
    )
    to_office = models.PositiveSmallIntegerField(
        _("the office of the place"), choices=AccessLevel.choices, null=True, blank=True
    )
    together = models.BooleanField(_("only those who belong to all holding communities"), default=False)
    content_warning = models.CharField(_("content warning"), max_length=300, blank=True)
    names_deceased = models.BooleanField(_("names somebody who has died"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["record_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "community"], name="holding_once"),
            models.CheckConstraint(condition=Q(state__in=HoldingState.values), name="holding_state_known"),
            models.CheckConstraint(condition=Q(holder_type__in=["", *HolderType.values]), name="holding_holder_known"),
            models.CheckConstraint(
                condition=(Q(to_public__isnull=True) | Q(to_public__lte=5))
                & (Q(to_signed_in__isnull=True) | Q(to_signed_in__lte=5))
                & (Q(to_office__isnull=True) | Q(to_office__lte=5)),
                name="holding_levels_known",
            ),
        ]
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")

    def __str__(self) -> str:
        return f"{self.record_id} · {self.community_id}"


class LabelRule(models.Model):
    """What a label does: its effect, the highest level it leaves to outsiders, the purposes it allows. Loaded from a seed."""

    code = models.CharField(max_length=8, choices=LabelCode.choices, primary_key=True)
    effect = models.CharField(max_length=16, choices=EffectClass.choices)
    cap = models.PositiveSmallIntegerField(choices=AccessLevel.choices, null=True, blank=True)
    needs_group = models.BooleanField(default=False)
    allowed_purposes = ArrayField(models.CharField(max_length=24, choices=Purpose.choices), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=LabelCode.values), name="label_rule_code_known"),
            models.CheckConstraint(condition=Q(effect__in=EffectClass.values), name="label_rule_effect_known"),
        ]
        verbose_name = _("rule of a label")
        verbose_name_plural = _("rules of labels")

    def __str__(self) -> str:
        return self.code


class LabelUse(models.Model):
    """A label that a community has put on a record. Taken off, it stays as history with its reason.

    ``open_dates`` are the days on which a seasonal label lets the content be seen, computed from ``season``.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="label_uses")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("label"), max_length=8, choices=LabelCode.choices)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    wording = models.ForeignKey(
        "knowledge.CommunityLabel", on_delete=models.PROTECT, null=True, blank=True, related_name="uses"
    )
    season = models.JSONField(_("season"), default=dict, blank=True)
    open_dates = DayRangesField(null=True, blank=True)
    applied_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["record_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=LabelCode.values), name="label_use_code_known"),
            models.UniqueConstraint(
                fields=["record", "community", "code", "group"],
                condition=Q(removed_at__isnull=True),
                name="label_use_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_reason__regex=r"\S"),
                name="label_use_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(code=LabelCode.SEASONAL) | Q(open_dates__isnull=False), name="label_use_season_has_dates"
            ),
        ]
        verbose_name = _("label on a record")
        verbose_name_plural = _("labels on records")

    def __str__(self) -> str:
        return f"{self.record_id} {self.code}"


class AccessGrant(models.Model):
    """What a permit gives: one person or organisation reads one record up to a level, for one purpose, for a time.

    Where all holding communities must agree, a grant ``waits`` until each has given one that covers it; the database says so.
    ``needs_all`` is false for what the register itself gives to its experts.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="grants")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), choices=AccessLevel.choices, default=AccessLevel.FULL)
    purpose = models.CharField(_("purpose"), max_length=24, choices=Purpose.choices)
    reference = models.CharField(_("permit or assignment"), max_length=100)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    needs_all = models.BooleanField(default=True, editable=False)
    waits = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=True)
                | Q(user__isnull=True, organisation__isnull=False),
                name="grant_names_one_party",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="grant_level_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="grant_purpose_known"),
            models.CheckConstraint(condition=Q(reference__regex=r"\S"), name="grant_names_its_permit"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="grant_ends_after_it_begins"),
        ]
        verbose_name = _("grant of access")
        verbose_name_plural = _("grants of access")

    def __str__(self) -> str:
        return self.reference


class RecordFace(models.Model):
    """What may be known of a record by those who may not read all of it: one row a level, holding only that level's fields.

    Rows are written by the database when the record changes; nobody else writes them. The fields after ``summary`` decide
    who sees the row and mirror those of the record.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="faces")
    level = models.PositiveSmallIntegerField(choices=AccessLevel.choices)
    number = models.CharField(_("number"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    name_mn = models.CharField(_("Mongolian name"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=400, blank=True)
    kind = models.CharField(_("kind"), max_length=16, blank=True)
    tk_class = models.CharField(_("class"), max_length=4, blank=True)
    tk_type = models.CharField(_("type"), max_length=8, blank=True)
    ich_category = models.CharField(_("heritage category"), max_length=8, blank=True)
    item_code = models.CharField(_("item code"), max_length=40, blank=True)
    place_code = models.CharField(_("place"), max_length=12, blank=True)
    holder_type = models.CharField(_("type of holder"), max_length=2, blank=True)
    people_group = models.CharField(_("people or group"), max_length=100, blank=True)
    vitality = models.CharField(_("being handed on"), max_length=16, blank=True)
    diffusion_tier = models.CharField(_("diffusion tier"), max_length=4, blank=True)
    summary = models.TextField(_("in one sentence"), blank=True)
    status = models.CharField(max_length=16)
    community_id = models.BigIntegerField(null=True, blank=True)
    place_search = models.CharField(max_length=500, blank=True)
    level_public = models.PositiveSmallIntegerField(default=0)
    level_signed_in = models.PositiveSmallIntegerField(default=0)
    level_office = models.PositiveSmallIntegerField(default=0)
    level_grant = models.PositiveSmallIntegerField(default=0)
    holders = ArrayField(models.BigIntegerField(), default=list)
    holders_together = models.BooleanField(default=False)
    required_groups = ArrayField(models.BigIntegerField(), default=list)
    open_dates = DayRangesField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "number", "level"]
        indexes = [models.Index(fields=["level", "sort_key", "number"], name="face_level_name")]
        constraints = [
            models.UniqueConstraint(fields=["record", "level"], name="face_once_a_level"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="face_level_known"),
        ]
        verbose_name = _("face of a record")
        verbose_name_plural = _("faces of records")

    def __str__(self) -> str:
        return f"{self.number} A{self.level}"
