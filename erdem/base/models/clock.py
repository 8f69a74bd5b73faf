"""Rules of periods as dated rows, and the abstract clock with its events that an app makes its own.

An app derives both and ties the event to the clock under the related name ``events``::

    class CaseClock(Clock):
        case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")

    class CaseClockEvent(ClockEvent):
        clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="events")

and fastens the two triggers of ``base/sql/clock.sql`` to its tables: ``erdem_guard_clock`` (BEFORE UPDATE OR DELETE) and
``erdem_refuse_rewriting`` (BEFORE UPDATE OR DELETE on the events). Dates are set by `erdem.base.clock` alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models.kit import Blob


class PeriodUnit(models.TextChoices):
    """In what a period is counted; the last two have no last day."""

    WORKING_DAYS = "WD", _("working days")
    CALENDAR_DAYS = "CD", _("calendar days")
    MONTHS = "M", _("months")
    YEARS = "Y", _("years")
    UNTIL_GRANT = "until_grant", _("until the grant")
    OPEN = "open", _("without end")


class RuleConfidence(models.TextChoices):
    """How well a period is known. Whatever is not `READ` is shown as unverified."""

    READ = "V", _("read in the text of the law")
    READ_PARTLY = "V/V2", _("read in the text in part, in a copy in part")
    READ_PROPOSED = "V/P", _("read in the text, applied by analogy")
    COPY = "V2", _("read in a copy")
    REPEALED = "V-old", _("read in a text that was replaced")
    MEMORY = "M", _("not checked")
    PROPOSAL = "P", _("our proposal")


class ClockRule(models.Model):
    """One version of a period. A version is never changed, only ended and verified: whoever changes it adds a new one.

    ``extensions`` is a list of ``{"amount", "unit", "approval"}``; an amount of null is set by whoever approves. ``pauses`` names
    the reasons for which the period may be interrupted. A negative limit is counted backwards from the event.
    """

    process = models.CharField(_("process"), max_length=8)
    step = models.CharField(_("step"), max_length=40)
    start_event = models.CharField(_("begins with"), max_length=40)
    limit = models.SmallIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=12, choices=PeriodUnit.choices)
    extensions = models.JSONField(_("extensions"), default=list, blank=True)
    pauses = models.JSONField(_("reasons for a pause"), default=list, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300)
    quotation = models.TextField(_("text of the source"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=8, choices=RuleConfidence.choices)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    verified_by = models.CharField(_("verified by"), max_length=200, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    created_by = models.CharField(_("entered by"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["process", "step", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["process", "step", "valid_from"], name="clock_rule_version_once"),
            models.CheckConstraint(condition=Q(unit__in=PeriodUnit.values), name="clock_rule_unit_known"),
            models.CheckConstraint(
                condition=Q(confidence__in=RuleConfidence.values), name="clock_rule_confidence_known"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="clock_rule_has_a_basis"),
            models.CheckConstraint(
                condition=Q(unit__in=["until_grant", "open"], limit=0)
                | (Q(unit__in=["WD", "CD", "M", "Y"]) & ~Q(limit=0)),
                name="clock_rule_has_a_length",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="clock_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | ~Q(verified_by=""), name="clock_rule_verified_by_somebody"
            ),
        ]
        verbose_name = _("rule of a period")
        verbose_name_plural = _("rules of periods")

    def __str__(self) -> str:
        return f"{self.process} {self.step}: {self.limit} {self.unit}"

    @property
    def is_verified(self) -> bool:
        """Say whether the period was read in its source; anything else is shown as unverified."""
        return self.confidence == RuleConfidence.READ


class ClockState(models.TextChoices):
    """Where a clock stands."""

    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    MET = "met", _("met in time")
    MISSED_AND_MET = "missed_met", _("done, but late")
    STOPPED = "stopped", _("stopped")


OPEN_STATES = (ClockState.RUNNING, ClockState.PAUSED)
"""States in which something is still to be done, late or not."""


class Clock(models.Model):
    """One period that runs for one document, by the version of the rule that was in force when it started.

    ``due_on`` is the last day, empty when the period has none. While the clock is paused it is the earliest possible last day:
    it moves on with each day of the pause. ``breached_on`` is the day after the last one, of a clock that still ran then: it is
    written once and never taken back, also when a year announced later moves the last day; whether it was met in time is then
    said by the state, from the moved day.
    """

    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="+")
    place_code = models.CharField(_("division code"), max_length=12, blank=True)
    started_on = models.DateField(_("day of the event"))
    extended = models.JSONField(_("extended by"), default=list, blank=True)
    due_on = models.DateField(_("last day"), null=True, blank=True)
    amber_on = models.DateField(null=True, blank=True)
    red_on = models.DateField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ClockState.choices, default=ClockState.RUNNING)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    met_on = models.DateField(_("done on"), null=True, blank=True)
    breached_on = models.DateField(_("missed since"), null=True, blank=True)
    explanation = models.JSONField(default=list, blank=True)
    reckoned_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="running"), name="%(class)s_running"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ClockState.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=(Q(state__in=["met", "missed_met"]) & Q(met_on__isnull=False))
                | (~Q(state__in=["met", "missed_met"]) & Q(met_on__isnull=True)),
                name="%(class)s_met_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="missed_met") | Q(breached_on__isnull=False),
                name="%(class)s_missed_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(breached_on__isnull=True) | Q(due_on__isnull=False), name="%(class)s_missed_had_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.started_on} → {self.due_on or '–'}"

    def get_absolute_url(self) -> str:
        """Return where the document is looked at; blank as long as the app has no page for it."""
        return ""

    def title(self) -> str:
        """Return what the document is called in lists of clocks; an app says more, and no word that a reader may not know."""
        return str(self)


class ClockEventKind(models.TextChoices):
    """What happens to a clock."""

    STARTED = "started", _("started")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    EXTENDED = "extended", _("extended")
    RECOMPUTED = "recomputed", _("reckoned anew")
    BREACHED = "breached", _("missed")
    MET = "met", _("done")
    STOPPED = "stopped", _("stopped")


class ClockEvent(models.Model):
    """What happened to a clock, on which day, who entered it, why and by which document. Only ever added.

    ``detail`` holds of an extension ``amount``, ``unit``, ``approval`` and ``approver``, of a pause ``reason`` (a name out of the
    rule's list), of a reckoning what it was about.
    """

    kind = models.CharField(_("what happened"), max_length=12, choices=ClockEventKind.choices)
    day = models.DateField(_("day"))
    at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=16)
    actor_user_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    document_name = models.CharField(_("document"), max_length=200, blank=True)
    document = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ClockEventKind.values), name="%(class)s_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
