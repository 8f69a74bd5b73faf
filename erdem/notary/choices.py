"""Logs and what is entered in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Log(models.TextChoices):
    """A log of its own, with its own key."""

    REGISTER = "register", _("public register")
    AUDIT = "audit", _("heads of the audit trail")


class LeafKind(models.TextChoices):
    """What an entry is the proof of. The word stands in the entry, in public: it must not say anything of a hidden record."""

    REGISTER_VERSION = "register_version", _("version of a record")
    CONSENT = "consent", _("consent as it was given")
    PERMIT = "permit", _("permit")
    ASSESSMENT = "assessment", _("assessment of a county")
    DOSSIER = "dossier", _("dossier of evidence")
    CERTIFICATE = "certificate", _("certificate of registration")
    AUDIT_HEAD = "audit_head", _("head of the audit trail")
