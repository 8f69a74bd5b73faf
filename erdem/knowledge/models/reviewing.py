"""Expert review, public notice and objections."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.models.record import Record
from erdem.knowledge.models.registering import RegisterRule
from erdem.knowledge.register_choices import Ballot, Interest, NoticeOutcome, ObjectionOutcome, RoundOutcome
from erdem.people.models import User


class ReviewRound(models.Model):
    """One review of a record by a committee. ``all_in`` is set by the database when every assigned expert has voted.

    ``needed`` is how many experts the rule in force asked for when the round was opened.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="review_rounds")
    position = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(RegisterRule, on_delete=models.PROTECT, related_name="+")
    needed = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(auto_now_add=True)
    all_in = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, choices=RoundOutcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["record_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["record", "position"], name="review_round_once"),
            models.UniqueConstraint(fields=["record"], condition=Q(outcome=""), name="review_round_one_open"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *RoundOutcome.values]), name="review_round_outcome_known"
            ),
            models.CheckConstraint(condition=Q(needed__gte=1), name="review_round_needs_somebody"),
        ]
        verbose_name = _("expert review")
        verbose_name_plural = _("expert reviews")

    def __str__(self) -> str:
        return f"{self.record_id} #{self.position}"


class ExpertAssignment(models.Model):
    """An expert asked to judge a record until a day; what the expert may read ends with it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="expert_assignments")
    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    assigned_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("vote until"))
    interest = models.CharField(_("your declaration"), max_length=16, choices=Interest.choices, blank=True)
    interest_text = models.TextField(_("which interest"), blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_reason = models.TextField(blank=True)
    access_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["round_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="expert_assigned_once"),
            models.CheckConstraint(condition=Q(interest__in=["", *Interest.values]), name="expert_interest_known"),
            models.CheckConstraint(
                condition=~Q(interest=Interest.DECLARED) | Q(released_at__isnull=False),
                name="expert_with_interest_is_released",
            ),
        ]
        verbose_name = _("assigned expert")
        verbose_name_plural = _("assigned experts")

    def __str__(self) -> str:
        return f"{self.round_id} · {self.user_id}"


class ExpertVote(models.Model):
    """A vote with its opinion. Blind: others see it once all of the round are in. Never changed."""

    assignment = models.OneToOneField(ExpertAssignment, on_delete=models.CASCADE, related_name="vote")
    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="votes")
    vote = models.CharField(_("your vote"), max_length=8, choices=Ballot.choices)
    opinion = models.TextField(_("your opinion"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["assignment_id"]
        constraints = [
            models.CheckConstraint(condition=Q(vote__in=Ballot.values), name="expert_vote_known"),
            models.CheckConstraint(condition=Q(opinion__regex=r"\S"), name="expert_vote_has_an_opinion"),
        ]
        verbose_name = _("vote of an expert")
        verbose_name_plural = _("votes of experts")

    def __str__(self) -> str:
        return str(self.assignment_id)


class PublicNotice(models.Model):
    """A record put before the public. What it shows follows the record: a trigger writes title, facts and abstract.

    ``level`` is 0 when the public may know nothing (then it is a notice within the community), 1 title, 2 facts, 3 abstract.
    ``facts`` holds codes (class, type, place) and the community's name; after ``hidden_after``, when consent ends, it is hidden.
    It runs from ``posted_on`` to the end of ``ends_on``.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="notices")
    rule = models.ForeignKey(RegisterRule, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200, blank=True)
    name_mn = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    summary = models.TextField(blank=True)
    hidden_after = models.DateField(null=True, blank=True)
    posted_on = models.DateField()
    ends_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=NoticeOutcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ends_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(outcome=""), name="notice_one_open"),
            models.CheckConstraint(condition=Q(level__lte=3), name="notice_level_known"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("posted_on")), name="notice_lasts"),
            models.CheckConstraint(condition=Q(outcome__in=["", *NoticeOutcome.values]), name="notice_outcome_known"),
        ]
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")

    def __str__(self) -> str:
        return self.number


class Objection(models.Model):
    """An objection to a record on notice. Never public; who made it stands apart in `Objector`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(PublicNotice, on_delete=models.CASCADE, related_name="objections")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("your objection"))
    fingerprint = models.CharField(max_length=64)
    filed_at = models.DateTimeField(auto_now_add=True)
    rule = models.ForeignKey(RegisterRule, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=ObjectionOutcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["filed_at"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "fingerprint"], name="objection_once"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=ObjectionOutcome.values, answer__regex=r"\S"),
                name="objection_answered_with_reasons",
            ),
        ]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")

    def __str__(self) -> str:
        return str(self.id)


class Objector(models.Model):
    """Who objected and how to answer. For the office alone."""

    objection = models.OneToOneField(Objection, on_delete=models.CASCADE, primary_key=True, related_name="objector")
    name = models.CharField(_("your name"), max_length=100)
    contact = models.CharField(_("how to reach you"), max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S", contact__regex=r"\S"), name="objector_is_reachable")
        ]
        verbose_name = _("objector")
        verbose_name_plural = _("objectors")

    def __str__(self) -> str:
        return str(self.objection_id)
