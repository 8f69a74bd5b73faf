"""The queues of case work: whose cases, and which of them are late."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Queue(models.TextChoices):
    """What a list of cases is of. All but the last two hold open cases only."""

    MINE = "mine", pgettext_lazy("queue of cases", "Mine")
    TEAM = "team", pgettext_lazy("queue of cases", "Team")
    UNASSIGNED = "unassigned", pgettext_lazy("queue of cases", "Unassigned")
    OVERDUE = "overdue", pgettext_lazy("queue of cases", "Overdue")
    PART = "part", pgettext_lazy("queue of cases", "I take part")
    ALL = "all", pgettext_lazy("queue of cases", "All")
