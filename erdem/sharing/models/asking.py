"""What the holding communities are asked, and what each of them decides about each record."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.knowledge.models import Record
from erdem.people.models import Organisation, User
from erdem.sharing.choices import Answer, SpokenHow
from erdem.sharing.models.requests import AccessRequest, RequestedRecord


class HolderQuestion(models.Model):
    """A request put to one holding community, in its language, with the day by which an answer is awaited.

    No answer is no consent. A refusal needs no reason.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="questions")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="access_questions")
    language = models.CharField(_("language"), max_length=16, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("answer by"))
    reminded_on = ArrayField(models.DateField(), default=list, blank=True)
    answer = models.CharField(_("answer"), max_length=16, choices=Answer.choices, default=Answer.WAITING)
    conditions = models.TextField(_("conditions"), blank=True)
    basis = models.CharField(_("decided by"), max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    given = models.CharField(
        _("taken down by the office"), max_length=16, choices=SpokenHow.choices, blank=True, default="", db_default=""
    )

    class Meta:
        ordering = ["request_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "community"], name="question_once_a_community"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="answer_known"),
            models.CheckConstraint(
                condition=Q(answer__in=[Answer.WAITING, Answer.SILENT])
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="answer_is_given_by_somebody",
            ),
            models.CheckConstraint(condition=Q(given__in=["", *SpokenHow.values]), name="answer_given_how_known"),
        ]
        verbose_name = _("question to holders")
        verbose_name_plural = _("questions to holders")

    def __str__(self) -> str:
        return f"{self.request_id} · {self.community_id}"


class HolderDecision(models.Model):
    """What one community says about one record of a request: yes or no, and up to which level."""

    question = models.ForeignKey(HolderQuestion, on_delete=models.CASCADE, related_name="decisions")
    requested = models.ForeignKey(RequestedRecord, on_delete=models.CASCADE, related_name="decisions")
    agrees = models.BooleanField(_("agrees"))
    level = models.PositiveSmallIntegerField(_("up to level"), default=4)

    class Meta:
        ordering = ["question_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "requested"], name="decision_once_a_record"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="decision_level_known"),
        ]
        verbose_name = _("decision of holders")
        verbose_name_plural = _("decisions of holders")

    def __str__(self) -> str:
        return f"{self.question_id} · {self.requested_id}"


class SpokenAnswer(models.Model):
    """The answer of a community where nobody has an account, as one officer took it down and another confirms it.

    Scan or recording are kept with it. It counts once it is confirmed; ``decisions`` are of the form
    ``[{"requested": 1, "agrees": true, "level": 4}]``.
    """

    question = models.ForeignKey(HolderQuestion, on_delete=models.PROTECT, related_name="spoken")
    how = models.CharField(_("how it was given"), max_length=16, choices=SpokenHow.choices)
    said_by = models.CharField(_("who spoke for the community"), max_length=200)
    capacity = models.CharField(_("in which capacity"), max_length=200)
    said_on = models.DateField(_("day of the answer"))
    language = models.CharField(_("language, and who interpreted"), max_length=200, blank=True)
    decisions = models.JSONField(default=list)
    conditions = models.TextField(_("conditions"), blank=True)
    basis = models.CharField(_("decided by"), max_length=300, blank=True)
    evidence = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    put_aside_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    put_aside_at = models.DateTimeField(null=True, blank=True)
    put_aside_why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["question_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(how__in=SpokenHow.values), name="spoken_how_known"),
            models.CheckConstraint(condition=Q(said_by__regex=r"\S", capacity__regex=r"\S"), name="spoken_by_somebody"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")), name="spoken_heard_by_two"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, put_aside_at__isnull=True),
                name="spoken_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(put_aside_by__isnull=True, put_aside_at__isnull=True)
                | Q(put_aside_by__isnull=False, put_aside_at__isnull=False, put_aside_why__regex=r"\S"),
                name="spoken_put_aside_with_reason",
            ),
            models.UniqueConstraint(
                fields=["question"], condition=Q(put_aside_at__isnull=True), name="spoken_once_a_question"
            ),
        ]
        verbose_name = _("answer taken down by the office")
        verbose_name_plural = _("answers taken down by the office")

    def __str__(self) -> str:
        return f"{self.question_id} · {self.said_by}"


class QuorumChoice(models.Model):
    """How many of the communities that hold a record have to agree, as one of them says for its own sake.

    A community that says nothing asks for all. The strictest counts.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    needed = models.PositiveSmallIntegerField(_("communities that have to agree"))
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["record_id", "community_id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "community"], name="quorum_once_a_community"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="quorum_is_somebody"),
        ]
        verbose_name = _("quorum of a community")
        verbose_name_plural = _("quorums of communities")

    def __str__(self) -> str:
        return f"{self.record_id} · {self.community_id}"
