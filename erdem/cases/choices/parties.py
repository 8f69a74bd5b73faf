"""Who may be party to a case, and as what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartyKind(models.TextChoices):
    """What a party is."""

    PERSON = "person", pgettext_lazy("party", "person")
    ENTERPRISE = "enterprise", pgettext_lazy("party", "enterprise")
    SOLE_TRADER = "sole_trader", _("sole trader")
    COMMUNITY = "community", pgettext_lazy("party", "community")
    BODY = "body", _("public body")
    PLATFORM = "platform", _("online platform")
    UNKNOWN = "unknown", _("not known yet")


class CaseRole(models.TextChoices):
    """As what a party stands in a case. Who reports an offence is no party: the identity is sealed."""

    COMPLAINANT = "complainant", _("complainant")
    APPLICANT = "applicant", pgettext_lazy("in a case", "applicant")
    RESPONDENT = "respondent", _("respondent")
    RIGHT_HOLDER = "right_holder", _("holder of the right")
    AGENT = "agent", _("agent")
    WITNESS = "witness", _("witness")
    THIRD = "third", _("third party")
