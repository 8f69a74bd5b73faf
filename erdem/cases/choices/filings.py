"""What people hand in, to whom it belongs, and how it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.choices.kinds import CaseKind


class FilingForm(models.TextChoices):
    """The forms that people fill in (standards, section 3)."""

    COMPLAINT = "F10", _("complaint about goods or a service")
    REPORT = "F11", _("report of a suspected offence")
    PATENT = "F12", _("request for a ruling on patent infringement")
    LEGAL_AID = "F13", _("application for legal aid")
    ASSISTANCE = "F14", _("application for help with your rights")


FORM_KIND: dict[str, str] = {
    FilingForm.COMPLAINT: CaseKind.COMPLAINT,
    FilingForm.REPORT: CaseKind.REPORT,
    FilingForm.PATENT: CaseKind.PATENT_DISPUTE,
    FilingForm.LEGAL_AID: CaseKind.LEGAL_AID,
    FilingForm.ASSISTANCE: CaseKind.RIGHTS_ASSISTANCE,
}
"""The kind of case that a form asks for."""


class FilingStatus(models.TextChoices):
    """How a filing stands; what comes of it is the matter of its cases."""

    NEW = "new", pgettext_lazy("filing", "received")
    OPENED = "opened", pgettext_lazy("filing", "case opened")
    JOINED = "joined", pgettext_lazy("filing", "added to an existing case")
    PASSED_ON = "passed_on", pgettext_lazy("filing", "another body is competent")
    WITHDRAWN = "withdrawn", pgettext_lazy("filing", "withdrawn")


class Body(models.TextChoices):
    """The bodies that have the power over a subject (channel router, standards section 4.2)."""

    MARKET = "market", _("market supervision office of the banner or county")
    LEAGUE_PATENTS = "league_patents", _("intellectual property office of the league or city")
    CULTURE = "culture", _("culture and tourism office")
    AGRICULTURE = "agriculture", _("agriculture or forestry office")
    HEALTH = "health", _("health office, Mongolian and Chinese medicine")
    POLICE = "police", _("police")
    PETITIONS = "petitions", _("office for letters and visits")
    JUSTICE = "justice", _("legal aid centre of the justice bureau")
    ASSISTANCE = "assistance", _("intellectual property assistance station")


class MessageSide(models.TextChoices):
    """From whom a message comes."""

    FILER = "filer", pgettext_lazy("message", "from who filed")
    OFFICE = "office", pgettext_lazy("message", "from the office")


class UnlockState(models.TextChoices):
    """How a request to open a sealed identity stands."""

    ASKED = "asked", pgettext_lazy("unlock", "waits for a second officer")
    APPROVED = "approved", pgettext_lazy("unlock", "approved")
    REFUSED = "refused", pgettext_lazy("unlock", "refused")
