"""Where knowledge comes from: other names, claimed origins, sources, places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import NameLanguage, SourceKind
from erdem.knowledge.models.record import Record
from erdem.people.models import Place


class RecordName(models.Model):
    """Another name of the same knowledge. ``folded`` is the spelling in which names are compared."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="names")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=NameLanguage.choices, default=NameLanguage.CHINESE)
    folded = models.CharField(max_length=200, blank=True, db_index=True)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="record_name_not_blank"),
            models.CheckConstraint(condition=Q(language__in=NameLanguage.values), name="record_name_language_known"),
            models.UniqueConstraint(fields=["record", "name"], name="record_name_once"),
        ]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """A claimed origin. Several may stand side by side; each names its source."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="origins")
    ordinal = models.PositiveSmallIntegerField(default=0)
    claim = models.TextField(_("claimed origin"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(_("period"), max_length=100, blank=True)
    source = models.CharField(_("source of the claim"), max_length=300)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(claim__regex=r"\S"), name="origin_not_blank"),
            models.CheckConstraint(condition=Q(source__regex=r"\S"), name="origin_names_its_source"),
        ]
        verbose_name = _("claimed origin")
        verbose_name_plural = _("claimed origins")

    def __str__(self) -> str:
        return self.claim[:60]


class Source(models.Model):
    """A source with what it proves. ``year`` and ``date_text`` are the proof of date; both empty means no date."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="sources")
    ordinal = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("sort"), max_length=24, choices=SourceKind.choices, default=SourceKind.OTHER)
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    period = models.CharField(_("period"), max_length=60, blank=True)
    edition = models.CharField(_("edition"), max_length=200, blank=True)
    chapter = models.CharField(_("chapter"), max_length=200, blank=True)
    page = models.CharField(_("page"), max_length=60, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    date_text = models.CharField(_("date as stated"), max_length=100, blank=True)
    proves = models.CharField(_("what it proves"), max_length=300, blank=True)
    quotation = models.TextField(_("quotation"), blank=True)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="source_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=-3000, year__lte=2200), name="source_year_plausible"
            ),
        ]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class RecordPlace(models.Model):
    """A place where the knowledge is at home. ``text`` keeps what was written when no division answers to it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="places")
    ordinal = models.PositiveSmallIntegerField(default=0)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("place as written"), max_length=100, blank=True)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(text__regex=r"\S"), name="record_place_not_blank"
            ),
            models.UniqueConstraint(
                fields=["record", "place"], condition=Q(place__isnull=False), name="record_place_once"
            ),
        ]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.text or str(self.place_id)
