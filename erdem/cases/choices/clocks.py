"""How near the last day of a clock is, and what came of a request for more time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
