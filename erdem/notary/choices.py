"""Logs and what is entered in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Log(models.TextChoices):
    """A log of its own, with its own key."""

    REGISTER = "register", _("public register")


class LeafKind(models.TextChoices):
    """What an entry is the proof of. The word stands in the entry, in public: it must not say anything of a hidden record."""

    REGISTER_VERSION = "register_version", _("version of a record")
