"""How near the last day of a clock is, and what came of a request for more time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PARTY_PERIODS = (
    ("P3", "hearing_request"),
    ("P4", "answer"),
    ("P4", "answer_no_domicile"),
    ("P4", "recusal_request"),
    ("P4", "sue"),
)
"""Periods in which a party may act: when one is over unused nobody of the office has missed anything."""


class AlarmLevel(models.TextChoices):
    """How near the last day is: 60 % of the time gone, 85 %, all of it."""

    AMBER = "amber", _("more than half of the time is gone")
    RED = "red", _("little time is left")
    MISSED = "missed", pgettext_lazy("clock", "overdue")


class ExtensionState(models.TextChoices):
    """What came of a request for more time."""

    ASKED = "asked", pgettext_lazy("extension", "waits for a decision")
    GRANTED = "granted", pgettext_lazy("extension", "granted")
    REFUSED = "refused", pgettext_lazy("extension", "refused")
