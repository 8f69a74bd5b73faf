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


class PairLabel(models.TextChoices):
    """How an annotator calls the relation of a patent to a record: the relations of the engine, none of them, or not known."""

    IDENTICAL = "identical", _("same composition")
    TK_PLUS_ADDITIONS = "tk_plus_additions", _("the whole of it, with additions")
    REDUCED = "reduced", _("part of it")
    MODIFIED = "modified", _("changed from it")
    COMBINATION = "combination", _("several joined")
    SINGLE_SUBSTANCE = "single_substance", _("one substance in common")
    SAME_PROCESS = "same_process", _("same way of making")
    SIMILAR_PROCESS = "similar_process", _("similar way of making")
    NAME_ONLY = "name_only", _("same name only")
    NEIGHBOURING = "neighbouring", _("neighbouring")
    UNRELATED = "unrelated", _("unrelated")
    CANNOT_TELL = "cannot_tell", _("cannot tell from these texts")


class Relevance(models.TextChoices):
    """How much of the knowledge a reader finds in the patent. Blank only when the relation cannot be told."""

    NONE = "none", _("no overlap")
    PARTIAL = "partial", _("in part")
    FULL = "full", _("in full")


class Stratum(models.TextChoices):
    """From where a pair was drawn: a band of the score, pairs with common substances only, or blindly."""

    UPPER = "upper", _("upper band")
    MIDDLE = "middle", _("middle band")
    LOWER = "lower", _("lower band")
    HARD = "hard", _("common substances only")
    RANDOM = "random", _("drawn blindly")
