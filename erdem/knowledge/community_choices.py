"""Closed lists of communities, their papers and the calls for unknown holders; slugs are stable, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommunityStatus(models.TextChoices):
    """Where a community stands with the office."""

    PROPOSED = "proposed", _("proposed")
    RECOGNISED = "recognised", _("recognised")
    CLOSED = "closed", _("closed")


class ShownTo(models.TextChoices):
    """Who may see how a community is reached."""

    MEMBERS = "members", _("members of the community alone")
    OFFICE = "office", _("members and the office of the place")
    SIGNED_IN = "signed_in", _("everybody who is signed in")
    PUBLIC = "public", _("everybody")


class PaperKind(models.TextChoices):
    """By what a community shows that somebody may speak for it."""

    ASSEMBLY = "assembly", _("resolution of the villagers' meeting")
    REPRESENTATIVES = "representatives", _("resolution of the villagers' representatives")
    FAMILY = "family", _("choice of the family")
    CHARTER = "charter", _("charter or articles")
    APPOINTMENT = "appointment", _("letter of appointment")
    DESIGNATION = "designation", _("decision naming the protection unit or trustee")
    OTHER = "other", _("other paper")


class CallStatus(models.TextChoices):
    """Where a call for an unknown holder stands."""

    OPEN = "open", _("open")
    DECIDED = "decided", _("decided")
    WITHDRAWN = "withdrawn", _("called off")


class CallOutcome(models.TextChoices):
    """What a call led to."""

    FOUND = "found", _("a holder was found")
    NONE = "none", _("no holder was found")


class AnswerStatus(models.TextChoices):
    """What became of an answer to a call."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("led to the holder")
    DECLINED = "declined", _("did not lead to the holder")


RESOLUTIONS = (PaperKind.ASSEMBLY, PaperKind.REPRESENTATIVES)
"""Papers by which a gachaa, village or sum may act."""
