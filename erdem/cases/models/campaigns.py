"""Campaigns of one or several offices: the plan, who takes part, the list of targets with grounds, what was found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.models import Blob, RuleConfidence
from erdem.cases.choices.campaigns import (
    CampaignPaperKind,
    CampaignStatus,
    PartState,
    RiskRuleCode,
    TargetKind,
    TargetState,
    VisitResult,
)
from erdem.cases.models.case import Case
from erdem.cases.models.parties import Party
from erdem.cases.models.work import Inspection
from erdem.overlap.models import Finding
from erdem.people.models import Organisation, User

UNPLANNED = (CampaignStatus.DRAFT, CampaignStatus.WITHDRAWN)
ACTED = (CampaignStatus.RUNNING, CampaignStatus.REPORTING, CampaignStatus.CLOSED)


class Campaign(models.Model):
    """A campaign against one kind of infringement (专项治理行动, I35): planned, approved by a second officer, then acted on.

    ``offices`` (the lead and those invited or taking part, who all see the file), ``writers`` (who wrote on the plan) and
    ``version`` are kept by the database.
    """

    number = models.CharField(_("number"), max_length=32, unique=True)
    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("lead office")
    )
    place_code = models.CharField(_("division"), max_length=12)
    status = models.CharField(_("status"), max_length=12, choices=CampaignStatus.choices, default=CampaignStatus.DRAFT)
    status_reason = models.TextField(_("reason"), blank=True)
    title = models.CharField(_("short title"), max_length=200)
    theme = models.CharField(_("what it is against"), max_length=300)
    basis = models.TextField(_("legal basis"))
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    places = ArrayField(models.CharField(max_length=12), default=list)
    goals = models.TextField(_("goals"))
    looked_for = models.TextField(_("what is looked for"))
    risk = models.TextField(_("how risk is judged"))
    who = models.TextField(_("who does what"))
    offices = ArrayField(models.BigIntegerField(), default=list, blank=True)
    writers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("plan approved"), null=True, blank=True)
    acted_from = models.DateTimeField(_("action began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("action ended"), null=True, blank=True)
    summary = models.TextField(_("what was done"), blank=True)
    lessons = models.TextField(_("what was learnt"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CampaignStatus.values), name="campaign_status_known"),
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="campaign_has_a_title"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="campaign_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(places=[]), name="campaign_names_its_places"),
            models.CheckConstraint(
                condition=Q(status__in=UNPLANNED)
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    goals__regex=r"\S",
                    looked_for__regex=r"\S",
                    risk__regex=r"\S",
                    who__regex=r"\S",
                    basis__regex=r"\S",
                ),
                name="campaign_plan_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ACTED) | Q(acted_from__isnull=False), name="campaign_action_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(acted_from__isnull=True) | Q(approved_at__isnull=False, approved_at__lt=F("acted_from")),
                name="campaign_plan_before_action",
            ),
            models.CheckConstraint(
                condition=~Q(status=CampaignStatus.CLOSED) | Q(closed_at__isnull=False, summary__regex=r"\S"),
                name="campaign_closed_with_a_report",
            ),
            models.CheckConstraint(
                condition=~Q(status=CampaignStatus.WITHDRAWN) | Q(status_reason__regex=r"\S"),
                name="campaign_given_up_for_a_reason",
            ),
        ]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Say whether there is still something to do."""
        return self.status not in (CampaignStatus.CLOSED, CampaignStatus.WITHDRAWN)


class CampaignOffice(models.Model):
    """Another office in a campaign: asked by the lead, answered by an officer of its own."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="parts")
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    state = models.CharField(_("state"), max_length=10, choices=PartState.choices, default=PartState.INVITED)
    note = models.CharField(_("reason"), max_length=500, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PartState.values), name="campaign_part_state_known"),
            models.UniqueConstraint(fields=["campaign", "office"], name="campaign_office_once"),
            models.CheckConstraint(
                condition=Q(state=PartState.INVITED) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="campaign_part_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PartState.DECLINED, PartState.LEFT]) | Q(note__regex=r"\S"),
                name="campaign_part_declined_for_a_reason",
            ),
        ]
        verbose_name = _("office in a campaign")
        verbose_name_plural = _("offices in campaigns")

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.office_id}"


class RiskRule(models.Model):
    """One version of how many points a ground gives; ``most`` caps what several grounds of the kind give together."""

    code = models.CharField(_("ground"), max_length=20, choices=RiskRuleCode.choices)
    points = models.PositiveSmallIntegerField(_("points"))
    most = models.PositiveSmallIntegerField(_("points at most"))
    basis = models.CharField(_("why"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=8, choices=RuleConfidence.choices)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["-points", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="risk_rule_version_once"),
            models.CheckConstraint(condition=Q(code__in=RiskRuleCode.values), name="risk_rule_known"),
            models.CheckConstraint(condition=Q(points__gt=0, most__gte=F("points")), name="risk_rule_positive"),
        ]
        verbose_name = _("risk rule")
        verbose_name_plural = _("risk rules")

    def __str__(self) -> str:
        return f"{self.code} {self.points}"


class CampaignTarget(models.Model):
    """Something to inspect, worked on by one of the offices. ``position`` is the order on the list, given by an officer.

    ``score`` is what the grounds gave together on the day they were noted. It copies nothing of a record or a finding.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    ordinal = models.PositiveIntegerField(_("number"))
    position = models.PositiveIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=TargetKind.choices)
    name = models.CharField(_("name"), max_length=200)
    place_code = models.CharField(_("division"), max_length=12, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    right_number = models.CharField(_("number of the right"), max_length=64, blank=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("worked on by"))
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    state = models.CharField(
        pgettext_lazy("target", "state"), max_length=10, choices=TargetState.choices, default=TargetState.PROPOSED
    )
    drop_reason = models.CharField(_("why it was dropped"), max_length=500, blank=True)
    score = models.PositiveSmallIntegerField(_("risk"), default=0)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["campaign", "position", "-score", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "ordinal"], name="target_ordinal_once"),
            models.UniqueConstraint(fields=["campaign", "kind", "name"], name="target_once"),
            models.CheckConstraint(condition=Q(kind__in=TargetKind.values), name="target_kind_known"),
            models.CheckConstraint(condition=Q(state__in=TargetState.values), name="target_state_known"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="target_has_a_name"),
            models.CheckConstraint(
                condition=~Q(state=TargetState.DROPPED) | Q(drop_reason__regex=r"\S"),
                name="target_dropped_for_a_reason",
            ),
        ]
        verbose_name = _("target of a campaign")
        verbose_name_plural = _("targets of campaigns")

    def __str__(self) -> str:
        return self.name


class TargetGround(models.Model):
    """Why a target has points: the rule, the points it gave, and what stands behind it. Never changed.

    A ground with a finding is for who sees that finding; ``note`` is blank then.
    """

    target = models.ForeignKey(CampaignTarget, on_delete=models.PROTECT, related_name="grounds")
    rule = models.ForeignKey(RiskRule, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))
    note = models.CharField(_("what is behind it"), max_length=300, blank=True)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-points", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(finding__isnull=True) | Q(note=""), name="ground_of_a_finding_is_bare")
        ]
        verbose_name = _("ground for a target")
        verbose_name_plural = _("grounds for targets")

    def __str__(self) -> str:
        return f"{self.target_id} {self.points}"


class TargetVisit(models.Model):
    """What two officers found at a target on a day; the newest counts. Never changed."""

    target = models.ForeignKey(CampaignTarget, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("inspected on"))
    first_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("first officer"))
    second_officer = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("second officer")
    )
    result = models.CharField(_("result"), max_length=12, choices=VisitResult.choices)
    note = models.TextField(_("note"), blank=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=VisitResult.values), name="visit_result_known"),
            models.CheckConstraint(condition=~Q(first_officer=F("second_officer")), name="visit_by_two"),
            models.CheckConstraint(
                condition=Q(result=VisitResult.NOTHING) | Q(note__regex=r"\S"), name="visit_says_what_was_found"
            ),
        ]
        verbose_name = _("inspection of a target")
        verbose_name_plural = _("inspections of targets")

    def __str__(self) -> str:
        return f"{self.target_id} {self.result}"


class CampaignPaper(models.Model):
    """The plan or the report as it was issued, with its number and both files. Never changed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=8, choices=CampaignPaperKind.choices)
    number = models.CharField(_("number"), max_length=48, unique=True)
    content = models.JSONField()
    pdf = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CampaignPaperKind.values), name="campaign_paper_kind_known")
        ]
        verbose_name = _("document of a campaign")
        verbose_name_plural = _("documents of campaigns")

    def __str__(self) -> str:
        return self.number


class CampaignAct(models.Model):
    """One act in a campaign, seen by all who take part; never changed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(max_length=48)
    note = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(step=""), name="campaign_act_names_its_step")]
        verbose_name = _("act in a campaign")
        verbose_name_plural = _("acts in campaigns")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.step}"
