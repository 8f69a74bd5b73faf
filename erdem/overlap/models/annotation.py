"""Sets of pairs that two people label independently, their labels, and what a third decides where they differ."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.models import Record
from erdem.literature.models import Publication
from erdem.overlap.choices import PairLabel, Relevance, Stratum
from erdem.people.models import User


class AnnotationSet(models.Model):
    """Pairs drawn for two annotators, with everything needed to draw them again.

    ``strata`` says for each stratum how many pairs were wanted, found and taken. Until ``closed_at`` the annotators may
    correct their labels and see neither each other's nor what the engine says.
    """

    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    size = models.PositiveSmallIntegerField(_("pairs wanted"))
    seed = models.PositiveIntegerField(_("seed"))
    strata = models.JSONField(_("how the pairs were drawn"), default=dict)
    pool_size = models.PositiveIntegerField(_("records compared"), default=0)
    publications = models.PositiveIntegerField(_("publications compared"), default=0)
    engine_version = models.CharField(_("engine version"), max_length=40, blank=True)
    lexicon_version = models.CharField(_("lexicon version"), max_length=80, blank=True)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn for"))
    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("first annotator"))
    second = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("second annotator"))
    created_at = models.DateTimeField(auto_now_add=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="annotation_set_has_a_name"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=400), name="annotation_set_size_in_reach"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="annotation_set_of_two_people"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(drawn_at__isnull=False),
                name="annotation_set_drawn_before_closed",
            ),
        ]
        verbose_name = _("annotation set")
        verbose_name_plural = _("annotation sets")

    def __str__(self) -> str:
        return self.name


class AnnotationPair(models.Model):
    """A publication and a record to be labelled. The two moments say that a label is in, never which."""

    set = models.ForeignKey(AnnotationSet, on_delete=models.PROTECT, related_name="pairs")
    position = models.PositiveSmallIntegerField(_("No."))
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", verbose_name=_("record"))
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", verbose_name=_("publication")
    )
    first_at = models.DateTimeField(null=True, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "position"], name="annotation_pair_position"),
            models.UniqueConstraint(fields=["set", "record", "publication"], name="annotation_pair_once_per_set"),
            models.CheckConstraint(condition=Q(position__gte=1), name="annotation_pair_counts_from_1"),
        ]
        verbose_name = _("annotation pair")
        verbose_name_plural = _("annotation pairs")

    def __str__(self) -> str:
        return f"{self.set_id}/{self.position}"


class AnnotationPrediction(models.Model):
    """What the engine said of a pair when it was drawn. A table of its own, so that the database can keep it hidden.

    A pair that was drawn blindly and that the engine does not name among the nearest has neither score nor relation.
    """

    pair = models.OneToOneField(AnnotationPair, on_delete=models.PROTECT, related_name="prediction")
    stratum = models.CharField(_("drawn from"), max_length=8, choices=Stratum.choices)
    score = models.FloatField(_("score"), null=True, blank=True)
    relation = models.CharField(_("relation"), max_length=24, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stratum__in=Stratum.values), name="annotation_stratum_known"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="annotation_score_between_0_and_1",
            ),
        ]
        verbose_name = _("prediction of a pair")
        verbose_name_plural = _("predictions of pairs")

    def __str__(self) -> str:
        return f"{self.pair_id} {self.stratum}"


class Labelled(models.Model):
    """What one person says of a pair. Append-only: a correction is a new row that names the one it replaces."""

    relation = models.CharField(_("relation"), max_length=24, choices=PairLabel.choices)
    relevance = models.CharField(_("overlap"), max_length=8, choices=Relevance.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.relation} {self.relevance}"


def _label_rules(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(relation__in=PairLabel.values), name=f"{name}_relation_known"),
        models.CheckConstraint(
            condition=Q(relation=PairLabel.CANNOT_TELL, relevance="")
            | (~Q(relation=PairLabel.CANNOT_TELL) & Q(relevance__in=Relevance.values)),
            name=f"{name}_relevance_unless_unknown",
        ),
        models.CheckConstraint(
            condition=~Q(relation=PairLabel.UNRELATED) | Q(relevance=Relevance.NONE),
            name=f"{name}_unrelated_is_no_overlap",
        ),
    ]


class Annotation(Labelled):
    """The label of one of the two annotators."""

    pair = models.ForeignKey(AnnotationPair, on_delete=models.PROTECT, related_name="annotations")
    annotator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField(_("seconds taken"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            *_label_rules("annotation"),
            models.UniqueConstraint(
                fields=["pair", "annotator"], condition=Q(replaces__isnull=True), name="annotation_begins_once"
            ),
        ]
        verbose_name = _("label of an annotator")
        verbose_name_plural = _("labels of annotators")


class Adjudication(Labelled):
    """What a third person decides where the two annotators differ. Their labels stay as they are."""

    pair = models.ForeignKey(AnnotationPair, on_delete=models.PROTECT, related_name="adjudications")
    adjudicator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            *_label_rules("adjudication"),
            models.UniqueConstraint(
                fields=["pair"], condition=Q(replaces__isnull=True), name="adjudication_begins_once"
            ),
        ]
        verbose_name = _("adjudication")
        verbose_name_plural = _("adjudications")


class SpanReading(models.Model):
    """Which rows of the engine's evidence a reader accepts: the words marked on both sides are what the row says.

    Append-only; the newest of a reader counts. ``accepted`` holds the numbers of the rows, counted from 1.
    """

    pair = models.ForeignKey(AnnotationPair, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted = models.JSONField(_("rows accepted"), default=list)
    rows = models.PositiveSmallIntegerField(_("rows shown"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(rows__gte=1), name="span_reading_of_some_rows")]
        verbose_name = _("reading of the evidence")
        verbose_name_plural = _("readings of the evidence")

    def __str__(self) -> str:
        return f"{self.pair_id} {len(self.accepted)}/{self.rows}"
