"""Closed lists of signing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnvelopeStatus(models.TextChoices):
    """Where an envelope stands."""

    DRAFT = "draft", pgettext_lazy("envelope", "being prepared")
    RUNNING = "running", pgettext_lazy("envelope", "being signed")
    COMPLETED = "completed", pgettext_lazy("envelope", "signed by all")
    REFUSED = "refused", pgettext_lazy("envelope", "refused by a party")
    EXPIRED = "expired", pgettext_lazy("envelope", "ran out")
    CANCELLED = "cancelled", pgettext_lazy("envelope", "called off")


LIVING = (EnvelopeStatus.DRAFT, EnvelopeStatus.RUNNING, EnvelopeStatus.COMPLETED)
"""States of which a document has one envelope at most."""


class SignerState(models.TextChoices):
    """Where a signer stands."""

    WAITING = "waiting", pgettext_lazy("signer", "not yet the turn")
    ASKED = "asked", pgettext_lazy("signer", "asked to sign")
    SIGNED = "signed", pgettext_lazy("signer", "has signed")
    REFUSED = "refused", pgettext_lazy("signer", "has refused")


class SignerRole(models.TextChoices):
    """In what capacity somebody signs."""

    HOLDER = "holder", _("holding community")
    USER = "user", _("user of the knowledge")
    WITNESS = "witness", pgettext_lazy("signature", "witness")
    OFFICE = "office", pgettext_lazy("signature", "office in charge")


class SigningMethod(models.TextChoices):
    """How somebody signs."""

    ELECTRONIC = "electronic", _("on a device")
    WET_INK = "wet_ink", _("by hand on paper")


class IdentityProof(models.TextChoices):
    """How a signer has shown once more who it is."""

    PASSWORD = "password", _("password")
    TOTP = "totp", _("code of the authenticator app")
    PASSKEY = "passkey", _("passkey or security key")
    PAPER = "paper", _("signature by hand")


SCAN_TYPES = ("application/pdf", "image/jpeg", "image/png")
"""Media types of scans of signed paper."""
MOST_SIGNERS = 20
