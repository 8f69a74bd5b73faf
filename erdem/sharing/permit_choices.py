"""Closed lists of permits (form F06)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.knowledge.choices import Purpose


class PermitStatus(models.TextChoices):
    """Where a permit stands."""

    ISSUED = "issued", pgettext_lazy("permit", "in force")
    SUSPENDED = "suspended", pgettext_lazy("permit", "suspended")
    AMENDED = "amended", pgettext_lazy("permit", "replaced by a newer permit")
    REVOKED = "revoked", pgettext_lazy("permit", "revoked")
    EXPIRED = "expired", pgettext_lazy("permit", "expired")


ENDED = (PermitStatus.AMENDED, PermitStatus.REVOKED, PermitStatus.EXPIRED)
"""States from which nothing leads on: such a permit is read and never acted on."""


class PermitActKind(models.TextChoices):
    """What happened to a permit; each act has its entry in the public log."""

    ISSUE = "issue", pgettext_lazy("act on a permit", "issued")
    AMENDMENT = "amendment", pgettext_lazy("act on a permit", "issued in place of an earlier one")
    VOIDED = "voided", pgettext_lazy("act on a permit", "voided by its successor")
    SUSPENSION = "suspension", pgettext_lazy("act on a permit", "suspended")
    RESUMPTION = "resumption", pgettext_lazy("act on a permit", "put in force again")
    REVOCATION = "revocation", pgettext_lazy("act on a permit", "revoked")
    EXPIRY = "expiry", pgettext_lazy("act on a permit", "expired")


class AmendmentIntent(models.TextChoices):
    """Why a permit is amended."""

    TERMS = "terms", _("the terms were agreed anew")
    TERM = "term", _("first or last day")
    CORRECTION = "correction", _("something on it is wrong")
    CONFIDENTIALITY = "confidentiality", _("what the register shows")


class Part(models.TextChoices):
    """Parts of a permit that the parties may keep to themselves."""

    PROVIDERS = "providers", _("which communities provide the knowledge")
    ENTITIES = "entities", _("to whom consent was granted")
    SUBJECT = "subject", _("what it is about")
    USAGES = "usages", _("what it may be used for")


COMMERCIAL = (Purpose.COMMERCIAL,)
"""Purposes that Nagoya Art. 17(4)(i) calls commercial; the others are not."""
