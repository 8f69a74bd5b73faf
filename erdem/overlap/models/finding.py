"""Screening runs, findings, the opinions of those who review them, and dossiers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.models import Record
from erdem.literature.models import Publication
from erdem.overlap.choices import FindingStatus, RunScope, ScoreBand
from erdem.people.models import User


class ScreeningRun(models.Model):
    """One comparison of records with publications: what was compared, with which versions, and what came of it.

    ``progress`` of a watch says what it set out to do (``basis``) and up to which publication it is (``after``), so that a
    run that was stopped goes on where it was.
    """

    scope = models.CharField(_("scope"), max_length=16, choices=RunScope.choices)
    engine_version = models.CharField(_("engine version"), max_length=40)
    lexicon_version = models.CharField(_("lexicon version"), max_length=80)
    records = models.PositiveIntegerField(_("records compared"), default=0)
    publications = models.PositiveIntegerField(_("publications compared"), default=0)
    raised = models.PositiveIntegerField(_("new findings"), default=0)
    refreshed = models.PositiveIntegerField(_("findings brought up to date"), default=0)
    outdated = models.PositiveIntegerField(_("reviewed findings with newer evidence"), default=0)
    skipped = models.PositiveIntegerField(_("publications with nothing to compare"), default=0)
    progress = models.JSONField(_("how far it is"), default=dict, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=RunScope.values), name="screening_run_scope_known"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("started_at")),
                name="screening_run_ends_after_it_begins",
            ),
        ]
        verbose_name = _("screening run")
        verbose_name_plural = _("screening runs")

    def __str__(self) -> str:
        return f"{self.scope} {self.started_at:%Y-%m-%d %H:%M}"


class Finding(models.Model):
    """A registered record and a publication that overlap, with the reasons. Ranked, never judged, by the machine.

    ``evidence`` is the engine's answer with character spans and the hashes of the texts it read. A later run replaces the
    evidence of a finding nobody has touched; once a person works on it, newer evidence that differs in something material
    waits in ``pending_evidence`` and ``news`` says what is different (`erdem.overlap.queries.changes`).
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="findings", verbose_name=_("record"))
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="findings", verbose_name=_("publication")
    )
    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, related_name="findings")
    status = models.CharField(
        _("status"), max_length=16, choices=FindingStatus.choices, default=FindingStatus.NEW, db_index=True
    )
    relation = models.CharField(_("relation"), max_length=24)
    score = models.FloatField(_("score"))
    rank = models.PositiveIntegerField(_("rank"))
    pool_size = models.PositiveIntegerField(_("records compared"))
    band = models.PositiveSmallIntegerField(_("reading order"), default=9)
    is_alarm = models.BooleanField(_("alarm"), default=False)
    engine_version = models.CharField(_("engine version"), max_length=40)
    lexicon_version = models.CharField(_("lexicon version"), max_length=80)
    evidence = models.JSONField(_("evidence"))
    pending_evidence = models.JSONField(_("newer evidence"), null=True, blank=True)
    is_outdated = models.BooleanField(_("newer evidence exists"), default=False)
    strength = models.CharField(_("band"), max_length=8, choices=ScoreBand.choices, default=ScoreBand.LOWER)
    news = models.JSONField(_("what is different since it was decided"), default=list, blank=True)
    has_news = models.BooleanField(_("has news"), default=False, db_index=True)
    news_told_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["band", "-is_alarm", "-score", "id"]
        indexes = [
            models.Index(fields=["band", "-is_alarm", "-score", "id"], name="finding_reading_order"),
            models.Index(fields=["status", "created_at"], name="finding_status_age"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "publication"], name="finding_once_per_pair"),
            models.CheckConstraint(condition=Q(status__in=FindingStatus.values), name="finding_status_known"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="finding_score_between_0_and_1"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="finding_rank_counts_from_1"),
            models.CheckConstraint(
                condition=~Q(status=FindingStatus.DISMISSED) | ~Q(reason=""), name="finding_dismissed_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status=FindingStatus.CONFIRMED) | ~Q(opinion=""), name="finding_confirmed_with_opinion"
            ),
            models.CheckConstraint(
                condition=Q(is_outdated=False) | Q(pending_evidence__isnull=False),
                name="finding_outdated_has_newer_evidence",
            ),
            models.CheckConstraint(condition=Q(strength__in=ScoreBand.values), name="finding_strength_known"),
            models.CheckConstraint(condition=Q(has_news=False) | ~Q(news=[]), name="finding_news_says_what"),
        ]
        verbose_name = _("overlap finding")
        verbose_name_plural = _("overlap findings")

    def __str__(self) -> str:
        return self.number


class ComparedPublication(models.Model):
    """What a publication was when it was last compared with the register, and by which engine and lexicon.

    ``fingerprint`` is the hash of the row the engine reads and of the stage of the right; ``changed_at`` the time of the
    row's last change as it was seen then, which tells without reading the texts that nothing has changed since.
    """

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, primary_key=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    engine_version = models.CharField(max_length=40)
    lexicon_version = models.CharField(max_length=80)
    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["publication_id"]
        constraints = [models.CheckConstraint(condition=~Q(fingerprint=""), name="compared_publication_has_print")]
        verbose_name = _("compared publication")
        verbose_name_plural = _("compared publications")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.fingerprint[:8]}"


class ComparedRecord(models.Model):
    """What a registered record was when it was last compared with the whole literature. For machines alone."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, primary_key=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=40)
    lexicon_version = models.CharField(max_length=80)
    run = models.ForeignKey(ScreeningRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["record_id"]
        constraints = [models.CheckConstraint(condition=~Q(fingerprint=""), name="compared_record_has_print")]
        verbose_name = _("compared record")
        verbose_name_plural = _("compared records")

    def __str__(self) -> str:
        return f"{self.record_id} {self.fingerprint[:8]}"


class Review(models.Model):
    """What one person wrote when moving a finding on. Append-only: a change of mind is a new entry."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="reviews")
    step = models.CharField(max_length=32)
    status = models.CharField(_("status"), max_length=16, choices=FindingStatus.choices)
    text = models.TextField(_("text"), blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.CharField(_("signed by"), max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=FindingStatus.values), name="review_status_known"),
        ]
        verbose_name = _("review entry")
        verbose_name_plural = _("review entries")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.step}"


class Dossier(models.Model):
    """A written file of evidence for one finding, as it stood on that day. A newer one never replaces an older one."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="dossiers")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    checklist = models.JSONField(_("checklist"))
    content = models.JSONField(_("content"))
    made_by = models.CharField(_("made by"), max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="dossier_has_a_number")]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def __str__(self) -> str:
        return self.number
