"""Consent of communities and of persons: two families of rows that are never merged."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.choices import HolderType
from erdem.knowledge.consent_choices import (
    PERSONAL_SUBJECTS,
    USES_OF,
    AuthorityBasis,
    ConsentFamily,
    ConsentLanguage,
    ConsentStatus,
    ConsentSubject,
    ConsentUse,
    EvidenceKind,
    Explained,
    Signing,
    Territory,
)
from erdem.knowledge.models.record import Record
from erdem.people.models import Organisation, User

WAS_GIVEN = (ConsentStatus.GIVEN, ConsentStatus.WITHDRAWN, ConsentStatus.EXPIRED, ConsentStatus.SUPERSEDED)
ENDED = (ConsentStatus.WITHDRAWN, ConsentStatus.SUPERSEDED)


def _uses_of_their_subject() -> Q:
    return reduce(or_, (Q(subject=subject, uses__contained_by=list(uses)) for subject, uses in USES_OF.items()))


def _list(label: Any, choices: type[models.TextChoices]) -> ArrayField[list[str], list[str]]:
    """A list of values of a closed list."""
    return ArrayField(
        models.CharField(max_length=24, choices=choices.choices), default=list, blank=True, verbose_name=label
    )


class Consent(models.Model):
    """One consent (form F03): who was told what, in which language, and agreed to which uses of which records, until when.

    A row of the family *community* names the community and by what right somebody speaks for it; a row of the family
    *person* names a person and no community. ``kept_by`` is the organisation that asked and keeps the paper; it consents to
    nothing. Days are those of Shanghai. Content is fixed once the question was put (``sql/consent.sql``); after that only
    the status moves. ``office_places`` are written by a trigger: blank when a record is closed to the office.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    family = models.CharField(_("who consents"), max_length=16, choices=ConsentFamily.choices)
    subject = models.CharField(_("subject"), max_length=24, choices=ConsentSubject.choices)
    status = models.CharField(
        _("status"), max_length=16, choices=ConsentStatus.choices, default=ConsentStatus.DRAFT, db_index=True
    )
    status_reason = models.TextField(_("reason"), blank=True)
    records: models.ManyToManyField[Record, ConsentRecord] = models.ManyToManyField(
        Record, through="ConsentRecord", related_name="consents"
    )
    community = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("community"),
    )
    holder_type = models.CharField(_("type of holder"), max_length=2, choices=HolderType.choices, blank=True)
    authority_basis = models.CharField(
        _("right to speak for the community"), max_length=24, choices=AuthorityBasis.choices, blank=True
    )
    meeting_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    present = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    agreeing = models.PositiveIntegerField(_("people agreeing"), null=True, blank=True)
    spoken_by = models.CharField(_("who spoke for the community"), max_length=100, blank=True)
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="consents", verbose_name=_("account")
    )
    person_name = models.CharField(_("person"), max_length=100, blank=True)
    is_minor = models.BooleanField(_("under 14 years"), default=False)
    guardian_name = models.CharField(_("parent or guardian"), max_length=100, blank=True)
    guardian_relation = models.CharField(_("how related"), max_length=50, blank=True)
    purpose = models.TextField(_("what it is for"), blank=True)
    explained = _list(_("explained"), Explained)
    languages = _list(_("languages"), ConsentLanguage)
    benefits = models.TextField(_("what the community or the person gets"), blank=True)
    uses = _list(_("uses"), ConsentUse)
    territory = models.CharField(_("where"), max_length=16, choices=Territory.choices, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    sublicence = models.BooleanField(_("may be passed on to others"), default=False)
    withdrawal_way = models.TextField(_("how it is taken back"), blank=True)
    contact_name = models.CharField(_("whom to call"), max_length=100, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    witnesses = models.TextField(_("witnesses"), blank=True)
    signing = models.CharField(_("manner of signing"), max_length=16, choices=Signing.choices, blank=True)
    signed_name = models.CharField(_("signed by"), max_length=100, blank=True)
    answer_by = models.DateField(_("answer wanted by"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("in force until"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals", verbose_name=_("renews")
    )
    kept_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    office_places = models.CharField(max_length=1000, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^TY-\d{4}-\d{4,}$"), name="consent_number_form"),
            models.CheckConstraint(condition=Q(family__in=ConsentFamily.values), name="consent_family_known"),
            models.CheckConstraint(condition=Q(subject__in=ConsentSubject.values), name="consent_subject_known"),
            models.CheckConstraint(condition=Q(status__in=ConsentStatus.values), name="consent_status_known"),
            models.CheckConstraint(
                condition=Q(family=ConsentFamily.PERSON, subject__in=PERSONAL_SUBJECTS)
                | (Q(family=ConsentFamily.COMMUNITY) & ~Q(subject__in=PERSONAL_SUBJECTS)),
                name="consent_subject_of_its_family",
            ),
            models.CheckConstraint(
                condition=Q(
                    family=ConsentFamily.COMMUNITY,
                    community__isnull=False,
                    authority_basis__in=AuthorityBasis.values,
                    person__isnull=True,
                    person_name="",
                    is_minor=False,
                )
                | Q(
                    Q(person_name__regex=r"\S"),
                    family=ConsentFamily.PERSON,
                    community__isnull=True,
                    authority_basis="",
                    present__isnull=True,
                    agreeing__isnull=True,
                ),
                name="consent_families_are_never_merged",
            ),
            models.CheckConstraint(condition=_uses_of_their_subject(), name="consent_uses_of_its_subject"),
            models.CheckConstraint(
                condition=Q(is_minor=False) | Q(guardian_name__regex=r"\S"), name="consent_of_a_minor_by_the_guardian"
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(agreeing__isnull=True) | Q(agreeing__lte=F("present")),
                name="consent_agreeing_were_present",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(expires_on__gte=F("effective_on")),
                name="consent_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WAS_GIVEN)
                | Q(
                    Q(purpose__regex=r"\S"),
                    Q(withdrawal_way__regex=r"\S"),
                    Q(signed_name__regex=r"\S"),
                    explained__contains=Explained.values,
                    languages__len__gte=1,
                    uses__len__gte=1,
                    signing__in=Signing.values,
                    territory__in=Territory.values,
                    effective_on__isnull=False,
                    answered_at__isnull=False,
                ),
                name="consent_given_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, ended_at__isnull=False)
                | (~Q(status__in=ENDED) & Q(ended_at__isnull=True)),
                name="consent_ended_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(status__in=WAS_GIVEN, supersedes__isnull=False),
                name="consent_renewed_once",
            ),
        ]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return self.number


class ConsentRecord(models.Model):
    """A record that a consent speaks of."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="links")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="consent_links")

    class Meta:
        ordering = ["consent_id", "record_id"]
        constraints = [models.UniqueConstraint(fields=["consent", "record"], name="consent_record_once")]
        verbose_name = _("record of a consent")
        verbose_name_plural = _("records of consents")

    def __str__(self) -> str:
        return f"{self.consent_id} · {self.record_id}"


class ConsentEvidence(models.Model):
    """A file beside a consent: recording, resolution, scan. Narrower than the consent itself; added, never changed."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("what it shows"), max_length=16, choices=EvidenceKind.choices)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    media_type = models.CharField(max_length=100)
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="consent_evidence_kind_known")
        ]
        verbose_name = _("file beside a consent")
        verbose_name_plural = _("files beside consents")

    def __str__(self) -> str:
        return self.file_name


class ConsentAct(models.Model):
    """Something done under a consent: written only while the consent is in force, and valid ever after."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="acts")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="consent_acts")
    use = models.CharField(_("use"), max_length=24, choices=ConsentUse.choices)
    acted_on = models.DateField(_("day"))
    what = models.CharField(_("what was done"), max_length=300)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(use__in=ConsentUse.values), name="consent_act_use_known"),
            models.CheckConstraint(condition=Q(what__regex=r"\S"), name="consent_act_says_what"),
        ]
        verbose_name = _("act under a consent")
        verbose_name_plural = _("acts under consents")

    def __str__(self) -> str:
        return f"{self.acted_on} {self.use}"
