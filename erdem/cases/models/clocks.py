"""The clocks of a case, what happened to them, extensions that were asked for, and alarms that were given."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob, Clock, ClockEvent
from erdem.cases.choices import AlarmLevel, ExtensionState
from erdem.cases.models.case import Case
from erdem.people.models import User


class CaseClock(Clock):
    """One period that runs for a case. The earliest open one is the day that the case shows."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")

    class Meta(Clock.Meta):
        constraints = [
            *Clock.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "rule"], condition=Q(state__in=["running", "paused"]), name="case_clock_once_at_a_time"
            ),
        ]
        verbose_name = _("clock of a case")
        verbose_name_plural = _("clocks of cases")

    def title(self) -> str:
        """Return what lists of clocks call it: the number of the case, no word of it."""
        return self.case.number

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("cases:clock", args=[self.case.number, self.pk])


class CaseClockEvent(ClockEvent):
    """What happened to a clock of a case. The database notes the transaction: no clock moves without its event."""

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="events")
    transaction_id = models.BigIntegerField(default=0, editable=False)

    class Meta(ClockEvent.Meta):
        verbose_name = _("event of a clock")
        verbose_name_plural = _("events of clocks")


class ExtensionRequest(models.Model):
    """An officer asks for more time; a second person decides (处罚程序规定 Art. 18: with approval of who is in charge)."""

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="extension_requests")
    amount = models.PositiveSmallIntegerField(_("how long"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    document = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document_name = models.CharField(_("document"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="extension_state_known"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="extension_asked_with_reason"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="extension_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="extension_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(decision_reason__regex=r"\S"), name="extension_refused_with_reason"
            ),
            models.UniqueConstraint(fields=["clock"], condition=Q(state="asked"), name="extension_asked_once"),
        ]
        verbose_name = _("request for an extension")
        verbose_name_plural = _("requests for extensions")

    def __str__(self) -> str:
        return f"{self.clock_id} +{self.amount or ''} {self.state}"


class ClockAlarm(models.Model):
    """That a clock was amber, red or missed on a day, and who was told; noted once a level."""

    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="alarms")
    level = models.CharField(_("level"), max_length=8, choices=AlarmLevel.choices)
    noted_on = models.DateField(_("noted on"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=AlarmLevel.values), name="clock_alarm_level_known"),
            models.UniqueConstraint(fields=["clock", "level"], name="clock_alarm_once"),
        ]
        verbose_name = _("alarm of a clock")
        verbose_name_plural = _("alarms of clocks")

    def __str__(self) -> str:
        return f"{self.clock_id} {self.level}"
