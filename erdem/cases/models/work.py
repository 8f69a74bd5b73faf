"""Notes for three audiences, evidence with its custody, who stands in for whom, inspections on site."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.cases.choices import Audience, CustodyAct, EvidenceKind, NoteReview
from erdem.cases.models.case import Case
from erdem.people.models import Organisation, User

SHA256 = r"^([0-9a-f]{64})?$"


class CaseNote(models.Model):
    """A note for one audience. Its words stay; a public one is read by a second person first."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    audience = models.CharField(_("for"), max_length=8, choices=Audience.choices)
    body = models.TextField(_("note"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    review = models.CharField(_("review"), max_length=8, choices=NoteReview.choices, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="case_note_audience_known"),
            models.CheckConstraint(condition=Q(body__regex=r"\S"), name="case_note_says_something"),
            models.CheckConstraint(
                condition=(Q(audience="public") & Q(review__in=NoteReview.values))
                | (~Q(audience="public") & Q(review="")),
                name="case_note_public_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="case_note_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(review__in=["", NoteReview.WAITING], reviewed_by__isnull=True)
                | Q(review__in=[NoteReview.APPROVED, NoteReview.REFUSED], reviewed_by__isnull=False),
                name="case_note_review_names_its_reader",
            ),
        ]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.case_id} {self.audience}"


class Evidence(models.Model):
    """A piece of evidence, with the facts of its capture (电子签名法 Art. 5–8; standards §7.1). The original stays.

    ``ordinal`` counts within the case. A redacted copy names its ``original``; a thing without a file has no blob.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    ordinal = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(_("what it is"), max_length=200)
    shows = models.TextField(_("what it shows"), blank=True)
    source = models.CharField(_("from whom"), max_length=200)
    captured_at = models.DateTimeField(_("captured"))
    captured_where = models.CharField(_("where"), max_length=200, blank=True)
    captured_by = models.CharField(_("captured by"), max_length=200, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    tool = models.CharField(_("program and version"), max_length=200, blank=True)
    procedure = models.TextField(_("how it was captured, so that it can be repeated"), blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="redactions")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="evidence_ordinal_once"),
            models.UniqueConstraint(fields=["case", "sha256"], condition=~Q(sha256=""), name="evidence_file_once"),
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="evidence_has_a_title"),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256) & Q(sm3__regex=SHA256), name="evidence_digests_are_hex"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("added_by")), name="evidence_checked_by_another"
            ),
        ]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title


class CustodyEvent(models.Model):
    """What happened to a piece of evidence: by whom, when, why. Never changed."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    act = models.CharField(_("what happened"), max_length=12, choices=CustodyAct.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(_("why"), max_length=500)
    to_whom = models.CharField(_("to whom"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=CustodyAct.values), name="custody_act_known"),
            models.CheckConstraint(condition=Q(why__regex=r"\S"), name="custody_says_why"),
        ]
        verbose_name = _("custody of evidence")
        verbose_name_plural = _("custody of evidence")

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.act}"


class Cover(models.Model):
    """Somebody stands in for an absent officer of the same office; both days are included."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("absent"))
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("stands in"))
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-begins_on", "-id"]
        indexes = [models.Index(fields=["stand_in", "ends_on"], name="cover_of_stand_in")]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="cover_by_another"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="cover_ends_after_it_begins"),
        ]
        verbose_name = _("cover")
        verbose_name_plural = _("covers")

    def __str__(self) -> str:
        return f"{self.absent_id} → {self.stand_in_id}"


class Inspection(models.Model):
    """What two officers found on site (行政处罚法 Art. 42, 47). Written once; ``offline_key`` tells a form sent twice.

    ``items`` is a list of ``{"what", "finding", "note"}``; ``present`` who was there for the place.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    number = models.CharField(_("number"), max_length=32, unique=True)
    place_name = models.CharField(_("place inspected"), max_length=200)
    address = models.CharField(_("address"), max_length=300)
    begun_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("ended"))
    first_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("first officer"))
    second_officer = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("second officer")
    )
    certificates = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    present = models.CharField(_("present for the place"), max_length=200, blank=True)
    told_rights = models.BooleanField(_("identity cards shown, rights told"), default=False)
    items = models.JSONField(default=list)
    findings = models.TextField(_("findings"))
    measures = models.TextField(_("measures on the spot"), blank=True)
    said = models.TextField(_("what the person present says"), blank=True)
    offline_key = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(first_officer=F("second_officer")), name="inspection_by_two"),
            models.CheckConstraint(condition=Q(ended_at__gte=F("begun_at")), name="inspection_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(findings__regex=r"\S"), name="inspection_says_what_was_found"),
            models.UniqueConstraint(
                fields=["case", "offline_key"], condition=~Q(offline_key=""), name="inspection_sent_once"
            ),
        ]
        verbose_name = _("inspection on site")
        verbose_name_plural = _("inspections on site")

    def __str__(self) -> str:
        return self.number
