"""The way into the register: rules, steps taken, who has the case, records that resemble each other, yearly reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.models.record import Record
from erdem.knowledge.register_choices import HintAnswer, KinVerdict, RuleKey, RuleUnit, YearlyOutcome
from erdem.people.models import User


class RegisterRule(models.Model):
    """One figure that the register goes by, in force from a day to a day, with its source and how sure it is.

    ``is_verified`` is false for what no source read by us sets: pages then say 待核.
    """

    key = models.CharField(max_length=24, choices=RuleKey.choices)
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=RuleUnit.choices)
    basis = models.CharField(max_length=200, blank=True)
    article = models.CharField(max_length=100, blank=True)
    confidence = models.CharField(max_length=8)
    is_verified = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="register_rule_once"),
            models.CheckConstraint(condition=Q(key__in=RuleKey.values), name="register_rule_key_known"),
            models.CheckConstraint(condition=Q(unit__in=RuleUnit.values), name="register_rule_unit_known"),
            models.CheckConstraint(condition=Q(value__gte=1), name="register_rule_counts_something"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="register_rule_in_order"
            ),
        ]
        verbose_name = _("rule of the register")
        verbose_name_plural = _("rules of the register")

    def __str__(self) -> str:
        return f"{self.key} {self.value} {self.unit}"


class RegisterStep(models.Model):
    """One step that a record took, with its reason. Added in the own name, never changed; outlives the record."""

    record = models.ForeignKey(Record, on_delete=models.SET_NULL, null=True, related_name="register_steps")
    record_number = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    source = models.CharField(max_length=16, blank=True)
    target = models.CharField(max_length=16, blank=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a record")
        verbose_name_plural = _("steps of records")

    def __str__(self) -> str:
        return f"{self.record_number} {self.step}"


class Handling(models.Model):
    """Which officer has taken the case of a record. Without a row it waits for anybody of the office."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="handling")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("case of a record")
        verbose_name_plural = _("cases of records")

    def __str__(self) -> str:
        return f"{self.record_id} · {self.user_id}"


class KinCandidate(models.Model):
    """A record that resembles the one on its way in, and what a person found about the two.

    Seen only by keepers of ``record`` who may also read ``other``, or to whom the keepers of ``other`` have told its name
    (``told``: number and name). ``reasons`` holds codes and shares, never words of either record.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="kin_candidates")
    other = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    told = models.JSONField(default=dict, blank=True)
    is_told = models.BooleanField(default=False)
    found_at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(_("what you found"), max_length=16, choices=KinVerdict.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["record_id", "-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "other"], name="kin_candidate_once"),
            models.CheckConstraint(condition=~Q(record=F("other")), name="kin_candidate_is_another"),
            models.CheckConstraint(condition=Q(verdict__in=["", *KinVerdict.values]), name="kin_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(reason__regex=r"\S", decided_at__isnull=False), name="kin_verdict_reasoned"
            ),
        ]
        verbose_name = _("record that resembles another")
        verbose_name_plural = _("records that resemble another")

    def __str__(self) -> str:
        return f"{self.record_id} ~ {self.other_id}"


class KinHint(models.Model):
    """Word to the keepers of a record that another, which the other's office may not compare with theirs, resembles it.

    ``candidate_key`` leads to the pair without naming the other record.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="kin_hints")
    candidate_key = models.BigIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("your answer"), max_length=8, choices=HintAnswer.choices, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(fields=["record", "candidate_key"], name="kin_hint_once"),
            models.CheckConstraint(condition=Q(answer__in=["", *HintAnswer.values]), name="kin_hint_answer_known"),
        ]
        verbose_name = _("hint of a resembling record")
        verbose_name_plural = _("hints of resembling records")

    def __str__(self) -> str:
        return f"{self.record_id} ~ ?"


class KinLink(models.Model):
    """Two records that a person found to be kin; shown on both to whoever may read both."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="kin_links")
    other = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="kin_links_back")
    verdict = models.CharField(max_length=16, choices=KinVerdict.choices)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["record_id", "other_id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "other"], name="kin_link_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=[KinVerdict.SAME, KinVerdict.KIN, KinVerdict.VARIANT]), name="kin_link_is_kin"
            ),
        ]
        verbose_name = _("kin of a record")
        verbose_name_plural = _("kin of records")

    def __str__(self) -> str:
        return f"{self.record_id} {self.verdict} {self.other_id}"


class YearlyReview(models.Model):
    """The review of a registered record that falls due, and what came of it. One open row a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="yearly_reviews")
    due_on = models.DateField(_("due on"))
    rule = models.ForeignKey(RegisterRule, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=YearlyOutcome.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "record_id"]
        constraints = [
            models.UniqueConstraint(fields=["record"], condition=Q(outcome=""), name="yearly_review_one_open"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=YearlyOutcome.values, done_at__isnull=False),
                name="yearly_review_outcome_known",
            ),
        ]
        verbose_name = _("yearly review")
        verbose_name_plural = _("yearly reviews")

    def __str__(self) -> str:
        return f"{self.record_id} {self.due_on}"
