"""Families, publications with their text units, classifications, parties and stated facts; runs of the importer.

Facts typed from a public page (`StatedIngredient`, `StatedStep`, the “facts” fields of `Publication`) are kept apart
from the text of the document (`TextUnit`): the first are somebody's reading, the second is evidence.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.literature.choices import (
    Coverage,
    NumberKind,
    PartyRole,
    PublicationType,
    RunState,
    Scheme,
    Stage,
    Unit,
)


class Family(models.Model):
    """Publications of one invention. ``key`` is the office's family number, or the application they share."""

    key = models.CharField(_("family key"), max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="family_has_a_key")]
        verbose_name = _("family")
        verbose_name_plural = _("families")

    def __str__(self) -> str:
        return self.key


class Publication(models.Model):
    """One published document of a patent office.

    ``number`` is written for people; ``number_key`` is the same number without signs (`erdem.literature.numbers`) and makes
    a second import meet the first; ``number_stem`` is the key without kind code. ``sources`` lists where the data came
    from: name, file, SHA-256 of the file, day. ``search_text`` is the folded text in which the list searches.
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
    """An applicant, inventor, agent … as named in the document. ``region`` is the province's short name or the country."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=16, choices=PartyRole.choices)
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.TextField()
    region = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)

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


class ImportRun(models.Model):
    """One file read by the importer: what came of it, and what was wrong with it."""

    source_name = models.CharField(_("source"), max_length=100)
    file_name = models.CharField(_("file"), max_length=255)
    format = models.CharField(_("format"), max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=16, choices=RunState.choices, default=RunState.CHECKING)
    progress_id = models.UUIDField(null=True, blank=True)
    user_id = models.BigIntegerField(null=True, blank=True)
    read = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    distinct_publications = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    sample = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="import_run_state_known"),
            models.CheckConstraint(condition=Q(read__gte=F("kept")), name="import_run_keeps_no_more_than_read"),
        ]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")

    def __str__(self) -> str:
        return f"{self.source_name}: {self.file_name}"


class ImportProblem(models.Model):
    """One thing wrong at one place of an imported file. ``record_kept`` when only the named field was left out."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    file = models.CharField(max_length=255)
    line = models.PositiveBigIntegerField(null=True, blank=True)
    field = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60)
    message = models.TextField()
    params = models.JSONField(default=dict, blank=True)
    record_kept = models.BooleanField(default=False)

    class Meta:
        ordering = ["run_id", "id"]
        verbose_name = _("import problem")
        verbose_name_plural = _("import problems")

    def __str__(self) -> str:
        return f"{self.file}:{self.line or ''} {self.code}"
