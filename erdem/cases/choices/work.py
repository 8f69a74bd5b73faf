"""Closed lists of everyday work: notes, evidence, custody, what is checked on site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """For whom a note is."""

    INTERNAL = "internal", pgettext_lazy("note", "internal: the office alone")
    PARTY = "party", pgettext_lazy("note", "for who takes part")
    PUBLIC = "public", pgettext_lazy("note", "public, once a second person has read it")


class NoteReview(models.TextChoices):
    """What a second person said about a note that is to become public."""

    WAITING = "waiting", _("waits for a second person")
    APPROVED = "approved", pgettext_lazy("note", "public")
    REFUSED = "refused", _("not to be published")


class EvidenceKind(models.TextChoices):
    """Kinds of evidence (行政处罚法 Art. 46)."""

    DOCUMENT = "document", pgettext_lazy("evidence", "documentary evidence")
    OBJECT = "object", _("physical evidence")
    AUDIOVISUAL = "audiovisual", _("audio or video material")
    ELECTRONIC = "electronic", _("electronic data")
    WITNESS = "witness", _("testimony of a witness")
    STATEMENT = "statement", _("statement of a party")
    OPINION = "opinion", _("expert opinion")
    RECORD = "record", _("record of an inspection")


class CustodyAct(models.TextChoices):
    """What happened to a piece of evidence."""

    RECEIVED = "received", pgettext_lazy("custody", "received")
    CHECKED = "checked", pgettext_lazy("custody", "checked by a second person")
    VIEWED = "viewed", pgettext_lazy("custody", "viewed")
    COPIED = "copied", pgettext_lazy("custody", "copied or downloaded")
    REDACTED = "redacted", pgettext_lazy("custody", "redacted copy made")
    LENT = "lent", pgettext_lazy("custody", "lent")
    RETURNED = "returned", pgettext_lazy("custody", "returned")
    SEALED = "sealed", pgettext_lazy("custody", "sealed")


BY_HAND_ACTS = (CustodyAct.VIEWED, CustodyAct.COPIED, CustodyAct.LENT, CustodyAct.RETURNED, CustodyAct.SEALED)
"""Acts that an officer writes down; the others are noted by what is done."""


class SiteFinding(models.TextChoices):
    """What was found about one thing that was checked on site."""

    GOOD = "good", _("in order")
    BAD = "bad", _("not in order")
    OPEN = "open", _("could not be checked")
