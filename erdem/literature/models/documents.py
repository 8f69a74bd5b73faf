"""Families, publications with their text units, classifications, parties, priorities, events and stated facts.

Facts typed from a public page (`StatedIngredient`, `StatedStep`, the “facts” fields of `Publication`) are kept apart
from the text of the document (`TextUnit`): the first are somebody's reading, the second is evidence.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from erdem.literature.choices import (
    Coverage,
    NumberKind,
    PartyRole,
    PublicationType,
    Scheme,
    Stage,
    Standing,
    StatusGroup,
    Unit,
)
from erdem.people.models import Place


class Family(models.Model):
    """Publications of one invention. ``key`` is the first priority they share, a source's family number, or the application.

    ``keys`` maps every number that leads to this family to its precedence (`erdem.literature.services.families`), so that
    documents of different offices meet whichever comes first.
    """

    key = models.CharField(_("family key"), max_length=64, unique=True)
    keys = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="family_has_a_key")]
        indexes = [GinIndex(fields=["keys"], name="family_keys")]
        verbose_name = _("family")
        verbose_name_plural = _("families")

    def __str__(self) -> str:
        return self.key


class Publication(models.Model):
    """One published document of a patent office.

    ``number`` is written for people; ``number_key`` is the same number without signs (`erdem.literature.numbers`) and makes
    a second import meet the first; ``number_stem`` is the key without kind code. ``sources`` lists where the data came
    from: name, file, SHA-256 of the file, day; what each of them said stands in `SourceRecord`. ``search_text`` is the
    folded text in which short lists search. A corrected or withdrawn document keeps its row; ``standing`` and
    ``replaced_by`` say what became of it; ``corrects`` is the key or stem of the document this one says it corrects.
    """

    number = models.CharField(_("publication number"), max_length=60)
    number_key = models.CharField(max_length=60, unique=True)
    number_stem = models.CharField(max_length=60, db_index=True)
    number_kind = models.CharField(max_length=16, choices=NumberKind.choices, default=NumberKind.PUBLICATION)
    application_number = models.CharField(_("application number"), max_length=60, blank=True)
    application_key = models.CharField(max_length=60, blank=True, db_index=True)
    country = models.CharField(_("patent office"), max_length=2)
    kind_code = models.CharField(_("kind code"), max_length=4, blank=True)
    type = models.CharField(_("type"), max_length=16, choices=PublicationType.choices, default=PublicationType.UNKNOWN)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.UNKNOWN)
    status = models.TextField(_("legal status"), blank=True)
    status_group = models.CharField(
        _("legal standing"), max_length=16, choices=StatusGroup.choices, default=StatusGroup.UNKNOWN
    )
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.CURRENT)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    corrects = models.CharField(max_length=60, blank=True, db_index=True)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="publications")
    title = models.TextField(_("title"), blank=True)
    title_language = models.CharField(max_length=20, blank=True)
    filing_date = models.DateField(_("filing date"), null=True, blank=True)
    filing_year = models.PositiveSmallIntegerField(_("filing year"), null=True, blank=True)
    priority_date = models.DateField(_("priority date"), null=True, blank=True)
    publication_date = models.DateField(_("publication date"), null=True, blank=True)
    grant_date = models.DateField(_("grant date"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    applicants = models.TextField(_("applicants"), blank=True)
    applicant_region = models.CharField(_("applicant's place"), max_length=60, blank=True, db_index=True)
    coverage = models.CharField(max_length=16, choices=Coverage.choices, default=Coverage.TITLE)
    product = models.TextField(_("product"), blank=True)
    indication = models.TextField(_("indication"), blank=True)
    declared_source = models.TextField(_("source of the knowledge as declared"), blank=True)
    facts_page = models.TextField(_("page the facts were typed from"), blank=True)
    unseen = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    family_members = models.JSONField(default=list, blank=True)
    citations = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["number_key"]
        constraints = [
            models.CheckConstraint(condition=Q(number_key__regex=r"^[A-Z0-9:/]+$"), name="publication_key_is_folded"),
            models.CheckConstraint(condition=Q(country__regex=r"^[A-Z]{2}$"), name="publication_office_is_two_letters"),
            models.CheckConstraint(condition=Q(type__in=PublicationType.values), name="publication_type_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="publication_stage_known"),
            models.CheckConstraint(condition=Q(status_group__in=StatusGroup.values), name="publication_status_known"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="publication_standing_known"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="publication_not_its_own_successor",
            ),
            models.CheckConstraint(condition=Q(coverage__in=Coverage.values), name="publication_coverage_known"),
            models.CheckConstraint(
                condition=Q(number_kind__in=NumberKind.values), name="publication_number_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=1600, year__lte=2200), name="publication_year_plausible"
            ),
        ]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return self.number


class TextUnit(models.Model):
    """A title, an abstract, one claim or a part of the description, in one language."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="texts")
    unit = models.CharField(max_length=16, choices=Unit.choices)
    ordinal = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    depends_on = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    source = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["publication_id", "unit", "ordinal", "language"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "unit", "ordinal", "language"], name="text_unit_once"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="text_unit_known"),
            models.CheckConstraint(condition=~Q(text=""), name="text_unit_has_text"),
        ]
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.unit} {self.ordinal}"


class Classification(models.Model):
    """A class symbol: ``A61K36/48`` with its subclass ``A61K`` and main group ``A61K36``."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="classifications")
    scheme = models.CharField(max_length=16, choices=Scheme.choices)
    code = models.CharField(max_length=60)
    subclass = models.CharField(max_length=60, db_index=True)
    main_group = models.CharField(max_length=60, db_index=True)
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["publication_id", "scheme", "ordinal", "code"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "scheme", "code"], name="classification_once"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="classification_scheme_known"),
        ]
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")

    def __str__(self) -> str:
        return self.code


class Party(models.Model):
    """An applicant, inventor, agent … as named in the document. ``region`` is the province's short name or the country.

    ``province``, ``city`` and ``county`` are names as written; ``place`` is the division they mean, where it is one of
    ours. ``agency`` is the agency an agent works for.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=16, choices=PartyRole.choices)
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.TextField()
    region = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    province = models.CharField(_("province"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    county = models.CharField(_("county or banner"), max_length=60, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    agency = models.TextField(_("agency"), blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )

    class Meta:
        ordering = ["publication_id", "role", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "role", "ordinal"], name="party_once"),
            models.CheckConstraint(condition=Q(role__in=PartyRole.values), name="party_role_known"),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_a_name"),
        ]
        verbose_name = _("party")
        verbose_name_plural = _("parties")

    def __str__(self) -> str:
        return self.name


class StatedIngredient(models.Model):
    """An ingredient as somebody typed it from a public page: amount from–to in ``unit`` or as written, processing."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="ingredients")
    ordinal = models.PositiveSmallIntegerField()
    name = models.TextField()
    amount_low = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    amount_high = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.TextField(blank=True)
    amount_text = models.TextField(blank=True)
    processing = models.TextField(blank=True)

    class Meta:
        ordering = ["publication_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "ordinal"], name="stated_ingredient_once"),
            models.CheckConstraint(condition=~Q(name=""), name="stated_ingredient_has_a_name"),
            models.CheckConstraint(
                condition=Q(amount_low__isnull=True)
                | Q(amount_high__isnull=True)
                | Q(amount_high__gte=F("amount_low")),
                name="stated_amounts_in_order",
            ),
        ]
        verbose_name = _("stated ingredient")
        verbose_name_plural = _("stated ingredients")

    def __str__(self) -> str:
        return self.name


class StatedStep(models.Model):
    """A step of a process as somebody typed it from a public page."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="steps")
    ordinal = models.PositiveSmallIntegerField()
    operation = models.TextField(blank=True)
    materials = models.TextField(blank=True)
    tool = models.TextField(blank=True)
    temperature = models.TextField(blank=True)
    time = models.TextField(blank=True)
    other = models.TextField(blank=True)

    class Meta:
        ordering = ["publication_id", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["publication", "ordinal"], name="stated_step_once")]
        verbose_name = _("stated step")
        verbose_name_plural = _("stated steps")

    def __str__(self) -> str:
        return self.operation

    @property
    def parts(self) -> list[str]:
        """What the step says beside the operation, without blanks."""
        return [part for part in (self.materials, self.tool, self.temperature, self.time, self.other) if part]


class Priority(models.Model):
    """An earlier filing that the document claims. ``number_key`` is blank where the number could not be read."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="priorities")
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(_("priority number"), max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    date = models.DateField(_("priority date"), null=True, blank=True)
    kind = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["publication_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "ordinal"], name="priority_once"),
            models.CheckConstraint(condition=~Q(number="") | Q(date__isnull=False), name="priority_says_something"),
        ]
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")

    def __str__(self) -> str:
        return self.number or str(self.date)


class LegalEvent(models.Model):
    """One event of the legal status as an office announced it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="legal_events")
    date = models.DateField(_("date"), null=True, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ["publication_id", "date", "id"]
        constraints = [
            models.UniqueConstraint(
                "publication", "date", "code", MD5("text"), name="legal_event_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(code="") | ~Q(text=""), name="legal_event_says_something"),
        ]
        verbose_name = _("legal event")
        verbose_name_plural = _("legal events")

    def __str__(self) -> str:
        return f"{self.date or ''} {self.code} {self.text}".strip()


class SourceRecord(models.Model):
    """What one source said of a publication, field by field, whatever is shown: no source loses what it said.

    ``fields`` maps the name of a field to the value as read; texts that differ from the held ones stand in it whole.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="source_records")
    name = models.CharField(_("source"), max_length=100)
    file = models.CharField(_("file"), max_length=255, blank=True)
    day = models.DateField(_("day"))
    url = models.TextField(blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    snapshot = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["publication_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "name", "snapshot"], name="source_record_once"),
        ]
        verbose_name = _("what a source said")
        verbose_name_plural = _("what sources said")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.name}"
