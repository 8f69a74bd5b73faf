"""Closed lists of media; slugs are stable, labels are translated. Fields after the description of digital resources (F02)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MediaKind(models.TextChoices):
    """What an item is for its reader."""

    PHOTO = "photo", _("photograph")
    SCAN = "scan", _("scan of a page")
    AUDIO = "audio", _("sound recording")
    VIDEO = "video", _("film")
    DOCUMENT = "document", _("document")
    MODEL = "model", _("three-dimensional model")


class Audience(models.TextChoices):
    """Whom an item is open to, besides those who keep the system running."""

    RECORD = "record", _("everybody who reads the record")
    COMMUNITIES = "communities", _("the holding communities only")
    GROUP = "group", _("one group of a holding community only")


class FileRole(models.TextChoices):
    """What a stored file is to its item."""

    ORIGINAL = "original", _("original")
    COPY = "copy", _("copy for readers")
    SCREEN = "screen", _("screen size")
    THUMBNAIL = "thumbnail", _("small picture")
    TILES = "tiles", _("parts for enlarging")
    PEAKS = "peaks", _("waveform")


class CopiesState(models.TextChoices):
    """How far the copies for readers are."""

    WAITING = "waiting", _("copies are being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("no copies could be made")


class Language(models.TextChoices):
    """Language that is spoken or written; codes of BCP 47."""

    MONGOLIAN = "mn", _("Mongolian")
    CHINESE = "zh", _("Chinese")
    DAUR = "dta", _("Daur")
    EVENKI = "evn", _("Evenki")
    OROQEN = "orh", _("Oroqen")
    TIBETAN = "bo", _("Tibetan")
    ENGLISH = "en", _("English")
    OTHER = "und", _("another language")
    NONE = "zxx", _("no language")


class Method(models.TextChoices):
    """How something was collected."""

    INTERVIEW = "interview", _("interview")
    DEMONSTRATION = "demonstration", _("shown while being done")
    PERFORMANCE = "performance", _("performance")
    OBSERVATION = "observation", _("observed and recorded")
    COPIED = "copied", _("copied from an earlier recording or page")
    HANDED_OVER = "handed_over", _("handed over by its owner")
    OTHER = "other", pgettext_lazy("way of collecting", "another way")


class UploadState(models.TextChoices):
    """Where a file that is being sent stands."""

    OPEN = "open", _("being sent")
    RECEIVED = "received", _("received, being looked at")
    TAKEN = "taken", _("taken in")
    REFUSED = "refused", _("not taken")
