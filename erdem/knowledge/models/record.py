"""The record of a piece of traditional knowledge."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.fields import DayRangesField
from erdem.knowledge.choices import (
    AccessLevel,
    Confidence,
    HolderType,
    IchCategory,
    Kind,
    Level,
    Status,
    SubjectGroup,
    Tier,
    TkClass,
    TkType,
    Vitality,
)
from erdem.people.models import Organisation, Place, User


class Record(models.Model):
    """One piece of traditional knowledge: a formula, a process or a narrative.

    ``number`` is printed (TK-152530-0007) and counted without gaps per place; 000000 stands for no place.
    ``source_key`` is the identity in the file it was imported from; importing again meets the same record.
    ``place_search`` holds the codes of all its places, each after a blank: offices see what lies in their places.
    ``search_text`` is the folded text in which lists search, ``sort_key`` the pinyin of the name.
    ``level_…``, ``holders…``, ``required_groups`` and ``open_dates`` decide who reads it: the database computes them from
    the tier, each community's choice, the labels and the legal limit (``sql/wall.sql``), whoever writes.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    status_reason = models.TextField(_("reason"), blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_mn = models.CharField(_("Mongolian name"), max_length=200, blank=True)
    name_mn_checked = models.BooleanField(_("Mongolian name checked by a reader"), default=False)
    name_other = models.CharField(_("name in another language"), max_length=200, blank=True)
    tk_class = models.CharField(_("class"), max_length=4, choices=TkClass.choices)
    tk_type = models.CharField(_("type"), max_length=8, choices=TkType.choices, blank=True)
    subject_groups = ArrayField(
        models.CharField(max_length=8, choices=SubjectGroup.choices),
        default=list,
        blank=True,
        verbose_name=_("subject groups"),
    )
    ich_category = models.CharField(_("heritage category"), max_length=8, choices=IchCategory.choices, blank=True)
    item_code = models.CharField(_("item code"), max_length=40, blank=True, db_index=True)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, blank=True)
    batch = models.PositiveSmallIntegerField(_("batch"), null=True, blank=True)
    list_year = models.PositiveSmallIntegerField(_("year of the list"), null=True, blank=True)
    protection_unit = models.CharField(_("protection unit"), max_length=200, blank=True)
    diffusion_tier = models.CharField(_("diffusion tier"), max_length=4, choices=Tier.choices, default=Tier.NARROW)
    diffusion_reason = models.CharField(_("reason for the tier"), max_length=300, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=16, choices=Confidence.choices, default=Confidence.UNKNOWN
    )
    confidence_note = models.TextField(_("what the confidence rests on"), blank=True)
    known_since_year = models.SmallIntegerField(_("known since, year"), null=True, blank=True)
    known_since_text = models.CharField(_("known since"), max_length=300, blank=True)
    known_since_confidence = models.CharField(_("confidence of the year"), max_length=100, blank=True)
    community = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("holding community"),
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="records", verbose_name=_("place")
    )
    place_search = models.CharField(max_length=500, blank=True)
    holder_type = models.CharField(_("type of holder"), max_length=2, choices=HolderType.choices, blank=True)
    people_group = models.CharField(_("people or group"), max_length=100, blank=True)
    tradition = models.CharField(_("tradition"), max_length=100, blank=True)
    vitality = models.CharField(_("being handed on"), max_length=16, choices=Vitality.choices, default=Vitality.UNKNOWN)
    biological_source = models.CharField(_("biological source"), max_length=300, blank=True)
    summary = models.TextField(_("in one sentence"), blank=True)
    text = models.TextField(_("text"), blank=True)
    indication = models.TextField(_("indication or use"), blank=True)
    lineage = models.TextField(_("line of transmission"), blank=True)
    note = models.TextField(_("note"), blank=True)
    book = models.CharField(_("book"), max_length=200, blank=True, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    source_key = models.CharField(max_length=200, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    legal_cap = models.PositiveSmallIntegerField(
        _("legal limit"), choices=AccessLevel.choices, default=AccessLevel.PUBLIC
    )
    legal_cap_reason = models.CharField(_("reason of the legal limit"), max_length=300, blank=True)
    consent_until = models.DateField(_("consent in force until"), null=True, blank=True)
    level_public = models.PositiveSmallIntegerField(default=0, editable=False)
    level_signed_in = models.PositiveSmallIntegerField(default=0, editable=False)
    level_office = models.PositiveSmallIntegerField(default=0, editable=False)
    level_grant = models.PositiveSmallIntegerField(default=0, editable=False)
    holders = ArrayField(models.BigIntegerField(), default=list, editable=False)
    holders_together = models.BooleanField(default=False, editable=False)
    required_groups = ArrayField(models.BigIntegerField(), default=list, editable=False)
    open_dates = DayRangesField(null=True, blank=True, editable=False)
    search_text = models.TextField(blank=True)
    sort_key = models.CharField(max_length=400, blank=True, db_index=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "number"]
        indexes = [
            models.Index(fields=["status", "diffusion_tier"], name="record_status_tier"),
            models.Index(fields=["kind", "sort_key"], name="record_kind_name"),
            models.Index(fields=["-updated_at"], name="record_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^TK-\d{6,12}-\d{4,}$"), name="record_number_form"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="record_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="record_kind_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="record_status_known"),
            models.CheckConstraint(condition=Q(diffusion_tier__in=Tier.values), name="record_tier_known"),
            models.CheckConstraint(condition=Q(tk_class__in=TkClass.values), name="record_class_known"),
            models.CheckConstraint(
                condition=Q(tk_type="")
                | (
                    Q(tk_type__in=TkType.values)
                    & Q(tk_type__startswith=models.functions.Concat(models.F("tk_class"), models.Value(".")))
                ),
                name="record_type_within_class",
            ),
            models.CheckConstraint(
                condition=Q(ich_category__in=["", *IchCategory.values]), name="record_ich_category_known"
            ),
            models.CheckConstraint(condition=Q(level__in=["", *Level.values]), name="record_level_known"),
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="record_confidence_known"),
            models.CheckConstraint(condition=Q(vitality__in=Vitality.values), name="record_vitality_known"),
            models.CheckConstraint(condition=Q(holder_type__in=["", *HolderType.values]), name="record_holder_known"),
            models.CheckConstraint(
                condition=Q(known_since_year__isnull=True) | Q(known_since_year__gte=-3000, known_since_year__lte=2200),
                name="record_year_plausible",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(status_reason__regex=r"\S"),
                name="record_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(legal_cap=AccessLevel.PUBLIC)
                | Q(legal_cap__lt=AccessLevel.PUBLIC, legal_cap_reason__regex=r"\S"),
                name="record_legal_limit_has_a_reason",
            ),
            models.UniqueConstraint(fields=["source_key"], condition=~Q(source_key=""), name="record_source_key_once"),
        ]
        verbose_name = _("record")
        verbose_name_plural = _("records")

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
