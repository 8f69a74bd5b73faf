"""Closed lists of the overlap app; slugs are stable, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingStatus(models.TextChoices):
    """Where a finding stands. No state says that anybody did wrong: a person judged how near two texts are."""

    NEW = "new", _("new")
    CHECKING = "checking", _("checking")
    NEEDS_EXPERT = "needs_expert", _("waiting for an expert")
    CONFIRMED = "confirmed", _("overlap confirmed")
    DISMISSED = "dismissed", _("not pursued")
    CLOSED = "closed", _("closed")


# the shape of each state, the same on every page
SHAPES: dict[str, str] = {
    FindingStatus.NEW: "new",
    FindingStatus.CHECKING: "work",
    FindingStatus.NEEDS_EXPERT: "wait",
    FindingStatus.CONFIRMED: "done",
    FindingStatus.DISMISSED: "stop",
    FindingStatus.CLOSED: "stop",
}

OPEN_STATES = (FindingStatus.NEW, FindingStatus.CHECKING, FindingStatus.NEEDS_EXPERT)


class RunScope(models.TextChoices):
    """How much one screening run compared."""

    COLLECTION = "collection", _("the whole collection")
    RECORD = "record", _("one record")
    PUBLICATION = "publication", _("one publication")


class ScoreBand(models.TextChoices):
    """Bands of the ranking score, for filters only; the limits are shares of the highest score."""

    HIGH = "high", _("0.80 and more")
    MIDDLE = "middle", _("0.50–0.79")
    LOW = "low", _("below 0.50")


SCORE_BANDS: dict[str, tuple[float, float]] = {
    ScoreBand.HIGH: (0.8, 1.01),
    ScoreBand.MIDDLE: (0.5, 0.8),
    ScoreBand.LOW: (0.0, 0.5),
}
