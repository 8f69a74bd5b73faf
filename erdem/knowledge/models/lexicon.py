"""The lexicon of substances: one row for one thing, its names, and how things are related."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import NameLanguage, RelationKind, SubstanceKind


class Substance(models.Model):
    """One canonical substance: a drug, food or material. ``key`` is stable and used by seeds and findings.

    ``eras`` lists names that meant it in texts of certain years: name, from, to, grade, confidence, source.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=100)
    folded = models.CharField(max_length=100, db_index=True)
    name_mn = models.CharField(_("Mongolian name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=SubstanceKind.choices)
    part = models.CharField(_("part used"), max_length=100, blank=True)
    processing = models.CharField(_("processing"), max_length=100, blank=True)
    species = models.CharField(_("species group"), max_length=100, blank=True)
    plant = models.CharField(_("parts of one plant"), max_length=100, blank=True)
    eras = models.JSONField(_("meant in other centuries by"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    sort_key = models.CharField(max_length=200, blank=True, db_index=True)
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["sort_key", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="substance_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=SubstanceKind.values), name="substance_kind_known"),
        ]
        verbose_name = _("substance")
        verbose_name_plural = _("substances")

    def __str__(self) -> str:
        return self.name


class SubstanceName(models.Model):
    """A name of a substance besides the canonical one. ``folded`` is the spelling in which names are compared."""

    substance = models.ForeignKey(Substance, on_delete=models.CASCADE, related_name="names")
    ordinal = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(_("language"), max_length=8, choices=NameLanguage.choices)
    name = models.CharField(_("name"), max_length=150)
    folded = models.CharField(max_length=150, db_index=True)
    is_verified = models.BooleanField(_("verified"), default=True)

    class Meta:
        ordering = ["substance_id", "language", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="substance_name_not_blank"),
            models.CheckConstraint(condition=Q(language__in=NameLanguage.values), name="substance_name_language_known"),
            models.UniqueConstraint(fields=["substance", "language", "name"], name="substance_name_once"),
        ]
        verbose_name = _("name of a substance")
        verbose_name_plural = _("names of substances")

    def __str__(self) -> str:
        return self.name


class IgnoredName(models.Model):
    """A name found to be no name of a substance, with the reason.

    Only the fingerprint of the folded name is kept: the name itself may stand in a record that few may read.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="ignored_name_fingerprint"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="ignored_name_has_a_reason"),
        ]
        verbose_name = _("ignored name")
        verbose_name_plural = _("ignored names")

    def __str__(self) -> str:
        return self.fingerprint[:12]


class SubstanceRelation(models.Model):
    """How one substance is related to another. ``grade`` (0 to 1) says how far it may stand for the other."""

    source = models.ForeignKey(Substance, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Substance, on_delete=models.CASCADE, related_name="related_from")
    ordinal = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("relation"), max_length=16, choices=RelationKind.choices)
    grade = models.FloatField(_("grade"), null=True, blank=True)

    class Meta:
        ordering = ["source_id", "kind", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="substance_relation_kind_known"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="substance_relation_to_another"),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__gt=0, grade__lte=1), name="substance_relation_grade_share"
            ),
            models.CheckConstraint(
                condition=~Q(kind=RelationKind.SUBSTITUTE) | Q(grade__isnull=False),
                name="substance_substitute_is_graded",
            ),
            models.UniqueConstraint(fields=["source", "target", "kind"], name="substance_relation_once"),
        ]
        verbose_name = _("relation of substances")
        verbose_name_plural = _("relations of substances")

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
