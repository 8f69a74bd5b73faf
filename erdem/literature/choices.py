"""Closed lists of the literature app; slugs are stable, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationType(models.TextChoices):
    """What sort of right the publication belongs to."""

    INVENTION = "invention", _("invention")
    UTILITY = "utility", _("utility model")
    DESIGN = "design", _("design")
    PLANT = "plant", _("plant")
    UNKNOWN = "unknown", _("kind not obtained")


class NumberKind(models.TextChoices):
    """Which number the publication is known by; some public lists give the application number only."""

    PUBLICATION = "publication", _("publication number")
    APPLICATION = "application", _("application number only")


class Stage(models.TextChoices):
    """How far the office had come when the document was published, as the kind code tells."""

    PUBLISHED = "published", _("application published")
    GRANTED = "granted", _("granted")
    UNKNOWN = "unknown", _("stage not obtained")


class Coverage(models.TextChoices):
    """How much of the document this collection holds, from most to least."""

    FULL_TEXT = "full_text", _("full text")
    CLAIMS = "claims", _("claims")
    ABSTRACT = "abstract", _("abstract")
    FACTS = "facts", _("facts from a public page")
    TITLE = "title", _("title only")


class Unit(models.TextChoices):
    """What a text unit is."""

    TITLE = "title", _("title")
    ABSTRACT = "abstract", _("abstract")
    CLAIM = "claim", _("claim")
    DESCRIPTION = "description", _("description")


class Scheme(models.TextChoices):
    """Classification schemes."""

    IPC = "ipc", _("IPC")
    CPC = "cpc", _("CPC")
    LOCARNO = "locarno", _("Locarno")


class PartyRole(models.TextChoices):
    """What a party is to the document."""

    APPLICANT = "applicant", _("applicant")
    ASSIGNEE = "assignee", _("assignee")
    INVENTOR = "inventor", _("inventor")
    AGENT = "agent", _("agent")
    AGENCY = "agency", _("agency")
    EXAMINER = "examiner", _("examiner")


class RunState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing saved yet")
    RUNNING = "running", _("being saved")
    DONE = "done", _("saved")
    PAUSED = "paused", _("paused, goes on at your word")
    FAILED = "failed", _("stopped")


class QuarantineState(models.TextChoices):
    """What became of a refused record."""

    WAITING = "waiting", _("waits to be corrected")
    CORRECTED = "corrected", _("corrected and stored")
    DISMISSED = "dismissed", _("put aside")


class StatusGroup(models.TextChoices):
    """Where the right stands in law, from what a source said on its day."""

    PENDING = "pending", _("pending")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("ended")
    UNKNOWN = "unknown", _("standing not obtained")


class Standing(models.TextChoices):
    """Whether a document still speaks for itself."""

    CURRENT = "current", _("current")
    REPLACED = "replaced", _("replaced by a correction")
    WITHDRAWN = "withdrawn", _("taken back by the office")


class AlertRhythm(models.TextChoices):
    """How often new hits of a saved search are told."""

    OFF = "off", _("not at all")
    AT_ONCE = "at_once", _("as soon as they come in")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
