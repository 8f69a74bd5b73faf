"""What a certificate is, what happens to it, and why one is revoked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateState(models.TextChoices):
    """How a certificate stands; it follows from what happened to it."""

    ISSUED = "issued", pgettext_lazy("certificate", "valid")
    AMENDED = "amended", pgettext_lazy("certificate", "replaced by a newer one")
    REVOKED = "revoked", pgettext_lazy("certificate", "revoked")


class CertificateActKind(models.TextChoices):
    """What is entered in the public log about a certificate."""

    ISSUE = "issue", pgettext_lazy("certificate", "issue")
    AMENDMENT = "amendment", pgettext_lazy("certificate", "amendment")
    REVOCATION = "revocation", pgettext_lazy("certificate", "revocation")


class RevocationReason(models.TextChoices):
    """Why a certificate was revoked. The word is public: it says nothing of what was registered."""

    MISTAKE = "mistake", _("something on it is wrong")
    CONSENT = "consent-withdrawn", _("consent was withdrawn")
    DUPLICATE = "duplicate", _("recorded twice")
    DISPUTED = "disputed", _("holder disputed")
    MISUSED = "misused", _("the certificate was misused")
    LEFT = "left-register", _("the record has left the register")
    OTHER = "other", pgettext_lazy("reason of a revocation", "another reason")
