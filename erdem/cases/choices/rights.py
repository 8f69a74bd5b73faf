"""The states of patent disputes, legal aid, rights assistance, review and action against misuse (P4–P8)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PatentDisputeStatus(models.TextChoices):
    """Where a patent dispute stands: here until it is transferred, then there (专利纠纷行政裁决和调解办法)."""

    RECEIVED = "received", pgettext_lazy("case", "received")
    SUPPLEMENTING = "supplementing", _("to be completed")
    CHECKED = "checked", _("checked before transfer")
    PACKAGED = "packaged", _("package prepared")
    TRANSFERRED = "transferred", pgettext_lazy("case", "transferred")
    ACKNOWLEDGED = "acknowledged", _("receipt acknowledged")
    RETURNED = "returned", pgettext_lazy("case", "sent back")
    FILED = "filed", _("filed by the competent office")
    NOT_FILED = "not_filed", _("refused by the competent office")
    AWAITING_ANSWER = "awaiting_answer", _("waits for the answer of the respondent")
    ANSWERED = "answered", pgettext_lazy("case", "answered")
    PANEL = "panel", _("before the panel")
    ORAL_HEARING = "oral_hearing", _("oral hearing")
    SUSPENDED = "suspended", pgettext_lazy("case", "suspended")
    MEDIATING = "mediating", _("mediation")
    SETTLED = "settled", pgettext_lazy("case", "settled")
    TERMINATED = "terminated", _("mediation ended")
    DECIDED = "decided", pgettext_lazy("case", "decided")
    SERVED = "served", _("decision served")
    SUED = "sued", _("brought to court")
    ENFORCED = "enforced", _("enforced by the court")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")
    ARCHIVED = "archived", _("archived")


class LegalAidStatus(models.TextChoices):
    """Where an application for legal aid stands (法律援助法, Art. 41–50)."""

    RECEIVED = "received", pgettext_lazy("case", "received")
    SUPPLEMENTING = "supplementing", _("to be completed")
    PROVISIONAL = "provisional", _("aid given first, application still to be decided")
    GRANTED = "granted", _("aid granted")
    ASSIGNED = "assigned", pgettext_lazy("case", "assigned")
    WORKING = "working", _("aid is being given")
    REPORTED = "reported", _("closing report handed in")
    REFUSED = "refused", _("aid refused")
    TERMINATED = "terminated", _("aid ended")
    OBJECTED = "objected", _("objection at the justice bureau")
    UPHELD = "upheld", _("refusal upheld")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")
    ARCHIVED = "archived", _("archived")


class RightsAssistanceStatus(models.TextChoices):
    """Where a request for help with rights stands."""

    RECEIVED = "received", pgettext_lazy("case", "received")
    TRIAGE = "triage", _("first check")
    ACCEPTED = "accepted", pgettext_lazy("case", "accepted")
    ASSIGNED = "assigned", pgettext_lazy("case", "assigned")
    WORKING = "working", _("being worked on")
    OPINION = "opinion", _("opinion given")
    FEEDBACK = "feedback", _("told to who asked")
    RATED = "rated", _("rated by who asked")
    REFERRED = "referred", _("referred to another body")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")
    ARCHIVED = "archived", _("archived")


class ReviewStatus(models.TextChoices):
    """Where the review of a decision stands: reconsideration first or court at once (行政复议法)."""

    RECEIVED = "received", _("decision may be challenged")
    APPLIED = "applied", _("reconsideration applied for")
    SUPPLEMENTING = "supplementing", _("to be completed")
    ACCEPTED = "accepted", pgettext_lazy("case", "accepted")
    ANSWERED = "answered", pgettext_lazy("case", "answered")
    SUSPENDED = "suspended", pgettext_lazy("case", "suspended")
    DECIDED = "decided", _("reconsideration decided")
    REFUSED = "refused", _("not accepted")
    SUED = "sued", _("brought to court")
    JUDGED = "judged", _("judgment given")
    UNCHALLENGED = "unchallenged", _("not challenged in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")
    ARCHIVED = "archived", _("archived")


class MisuseActionStatus(models.TextChoices):
    """Where an action against misuse stands, from the finding to what came of it."""

    RECEIVED = "received", pgettext_lazy("case", "received")
    DOSSIER = "dossier", _("evidence is being put together")
    ASKED = "asked", _("communities are asked")
    CONSENTED = "consented", _("communities agree to act")
    DECLINED = "declined", _("communities do not agree to act")
    CHOSEN = "chosen", _("way chosen")
    SUBMITTED = "submitted", pgettext_lazy("action against misuse", "submitted")
    OUTCOME = "outcome", _("result known")
    DROPPED = "dropped", _("not taken further")
    ARCHIVED = "archived", _("archived")
