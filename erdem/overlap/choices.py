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
    WATCH = "watch", _("what is new or changed")


class ScoreBand(models.TextChoices):
    """The three bands a match is read in; the engine decides which, the precision of each is measured."""

    UPPER = "upper", _("upper band")
    MIDDLE = "middle", _("middle band")
    LOWER = "lower", _("lower band")


OLD_BANDS: dict[str, str] = {"high": ScoreBand.UPPER, "low": ScoreBand.LOWER}
"""Names of bands in addresses that people have kept."""

DECIDED_STATES = (FindingStatus.CONFIRMED, FindingStatus.DISMISSED, FindingStatus.CLOSED)
