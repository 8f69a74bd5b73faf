"""Consent of communities to act, ways that were chosen, transfers to the competent office, who gives aid, opinions, ratings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.models import Blob
from erdem.cases.choices import Answer, MemberRole, Way
from erdem.cases.models.case import Case
from erdem.people.models import Organisation, User


class HolderConsentToAct(models.Model):
    """One community is asked whether the office may act about misuse of its knowledge. No answer is no consent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holder_questions")
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))
    question = models.TextField(_("question"))
    ways = ArrayField(models.CharField(max_length=24), default=list)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=4, choices=Answer.choices, blank=True, default="")
    conditions = models.TextField(_("conditions or reasons"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="consent_to_act_answer_known"),
            models.CheckConstraint(condition=Q(question__regex=r"\S"), name="consent_to_act_has_a_question"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="consent_to_act_given_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case", "community"], condition=Q(withdrawn_at__isnull=True), name="consent_to_act_once"
            ),
        ]
        verbose_name = _("consent to act")
        verbose_name_plural = _("consents to act")

    def __str__(self) -> str:
        return f"{self.case_id} {self.community_id} {self.answer or '?'}"


class ActionTaken(models.Model):
    """A way that was chosen about misuse, with its window as it stood that day, and what was handed in."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions_taken")
    way = models.CharField(_("way"), max_length=24, choices=Way.choices)
    target = models.CharField(_("number of the right"), max_length=64, blank=True)
    basis_on = models.DateField(_("day from which it counts"), null=True, blank=True)
    window_end = models.DateField(_("last day"), null=True, blank=True)
    rule_step = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=8, blank=True)
    dossier_number = models.CharField(_("dossier"), max_length=20, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True)
    submitted_to = models.CharField(_("handed in to"), max_length=200, blank=True)
    reference = models.CharField(_("their number"), max_length=100, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="action_taken_way_known"),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True) | ~Q(submitted_to=""), name="action_taken_handed_in_somewhere"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(submitted_on__isnull=True, given_up_at__isnull=True),
                name="action_taken_one_at_a_time",
            ),
        ]
        verbose_name = _("action taken")
        verbose_name_plural = _("actions taken")

    def __str__(self) -> str:
        return f"{self.case_id} {self.way}"


class CaseTransfer(models.Model):
    """A package handed to the office that has the power: what is in it with hashes, when it was sent, when it was received."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    to_office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to")
    )
    to_name = models.CharField(_("name of the office"), max_length=200)
    package = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    contents = models.JSONField(_("list of contents"), default=list)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receipt_number = models.CharField(_("number of the receipt"), max_length=100, blank=True)
    returned_at = models.DateTimeField(_("sent back"), null=True, blank=True)
    return_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(to_name__regex=r"\S"), name="transfer_goes_somewhere"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="transfer_has_a_copy"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(sent_at__isnull=False), name="transfer_sent_before_received"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | (Q(sent_at__isnull=False) & Q(return_reason__regex=r"\S")),
                name="transfer_returned_with_reason",
            ),
        ]
        verbose_name = pgettext_lazy("of a case", "transfer")
        verbose_name_plural = pgettext_lazy("of a case", "transfers")

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_name}"


class AidProvider(models.Model):
    """A lawyer, expert or volunteer on the roster of an office, with what, where and in which languages they help."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("kept by"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("as"), max_length=12, choices=MemberRole.choices)
    firm = models.CharField(_("firm or institution"), max_length=200, blank=True)
    licence = models.CharField(_("licence number"), max_length=60, blank=True)
    subjects = ArrayField(models.CharField(max_length=28), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    places = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    is_available = models.BooleanField(_("available"), default=True)
    most_at_once = models.PositiveSmallIntegerField(_("cases at once at most"), default=5)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="aid_provider_role_known"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="aid_provider_has_a_name"),
            models.UniqueConstraint(
                fields=["office", "user"], condition=Q(user__isnull=False), name="aid_provider_once"
            ),
        ]
        verbose_name = _("person who gives aid")
        verbose_name_plural = _("people who give aid")

    def __str__(self) -> str:
        return self.name


class AidOpinion(models.Model):
    """What a lawyer or expert wrote in a case. A reference without legal effect; a later one never replaces an earlier."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField(_("facts relied on"), blank=True)
    opinion = models.TextField(_("opinion"))
    advice = models.TextField(_("what to do next"), blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(opinion__regex=r"\S"), name="aid_opinion_says_something")]
        verbose_name = _("opinion in a case")
        verbose_name_plural = _("opinions in cases")

    def __str__(self) -> str:
        return f"{self.case_id} · {self.author_id}"


class AidRating(models.Model):
    """How satisfied somebody was, by a link that opens once. Only the digest of the link is kept."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("valid until"))
    score = models.PositiveSmallIntegerField(_("satisfaction"), null=True, blank=True)
    words = models.TextField(_("remark"), blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="aid_rating_digest_is_hex"),
            models.CheckConstraint(
                condition=Q(score__isnull=True, rated_at__isnull=True)
                | Q(score__gte=1, score__lte=5, rated_at__isnull=False),
                name="aid_rating_from_1_to_5",
            ),
        ]
        verbose_name = _("rating of aid")
        verbose_name_plural = _("ratings of aid")

    def __str__(self) -> str:
        return f"{self.case_id} {self.score or '–'}"


class ChallengedDecision(models.Model):
    """What a review is about: the decision of another case, who reviews it, and its days."""

    review = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="challenged")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    decision_number = models.CharField(_("number of the decision"), max_length=100)
    known_on = models.DateField(_("known on"))
    organ = models.CharField(_("organ of review"), max_length=200, blank=True)
    organ_number = models.CharField(_("number there"), max_length=100, blank=True)
    result_on = models.DateField(_("day of the result"), null=True, blank=True)
    result_number = models.CharField(_("number of the result"), max_length=100, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("review")), name="challenged_decision_of_another_case"),
            models.CheckConstraint(condition=Q(decision_number__regex=r"\S"), name="challenged_decision_has_a_number"),
        ]
        verbose_name = _("challenged decision")
        verbose_name_plural = _("challenged decisions")

    def __str__(self) -> str:
        return self.decision_number
