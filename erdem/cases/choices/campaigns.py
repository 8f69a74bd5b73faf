"""Campaigns, their targets and results, and typical cases."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignStatus(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", pgettext_lazy("campaign", "being planned")
    APPROVED = "approved", _("plan approved")
    RUNNING = "running", pgettext_lazy("campaign", "in action")
    REPORTING = "reporting", pgettext_lazy("campaign", "report being written")
    CLOSED = "closed", pgettext_lazy("campaign", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("campaign", "given up")


class PartState(models.TextChoices):
    """Whether an office takes part in a campaign of another one."""

    INVITED = "invited", pgettext_lazy("office in a campaign", "invited")
    ACCEPTED = "accepted", pgettext_lazy("office in a campaign", "takes part")
    DECLINED = "declined", pgettext_lazy("office in a campaign", "declined")
    LEFT = "left", pgettext_lazy("office in a campaign", "left")


class TargetKind(models.TextChoices):
    """What is inspected."""

    FIRM = "firm", pgettext_lazy("target", "enterprise or trader")
    MARKET = "market", pgettext_lazy("target", "market")
    WEBSITE = "website", pgettext_lazy("target", "website or online shop")
    VILLAGE = "village", pgettext_lazy("target", "village or place")


class TargetState(models.TextChoices):
    """Whether a target stands on the inspection list."""

    PROPOSED = "proposed", pgettext_lazy("target", "proposed")
    LISTED = "listed", pgettext_lazy("target", "on the list")
    DROPPED = "dropped", pgettext_lazy("target", "dropped")


class RiskRuleCode(models.TextChoices):
    """A ground for which a target gets points."""

    FINDING_CONFIRMED = "finding_confirmed", _("an overlap with traditional knowledge is confirmed")
    FINDING_OPEN = "finding_open", _("an overlap with traditional knowledge is being looked at")
    FINDING_UPPER = "finding_upper", _("the overlap is in the upper band")
    EARLIER_PENALTY = "earlier_penalty", _("the office has imposed a penalty before")
    EARLIER_CASE = "earlier_case", _("the office has had a case before")
    OPEN_TIP = "open_tip", _("a report about it is open")
    EARLIER_CAMPAIGN = "earlier_campaign", _("an earlier campaign found something there")
    WITHIN_PLACES = "within_places", _("it lies in a place of the campaign")
    MANY_SELLERS = "many_sellers", _("many sellers or buyers come together there")
    OFFICER = "officer", _("what an officer knows of it")


class VisitResult(models.TextChoices):
    """What came of an inspection of a target."""

    NOTHING = "nothing", pgettext_lazy("result of a target", "nothing found")
    CORRECTED = "corrected", _("put right on the spot")
    ORDERED = "ordered", _("ordered to be put right")
    CASE = "case", pgettext_lazy("result of a target", "case opened")
    REFERRED = "referred", _("referred to another body")
    NOT_MET = "not_met", _("nobody met")
    GONE = "gone", _("closed down or moved away")


FOUND: Final = (VisitResult.CORRECTED, VisitResult.ORDERED, VisitResult.CASE, VisitResult.REFERRED)
"""Results by which something was found."""
INSPECTED: Final = (VisitResult.NOTHING, *FOUND)
"""Results of a target that was really inspected: the whole of the finding rate."""


class CampaignPaperKind(models.TextChoices):
    """The two official documents of a campaign."""

    PLAN = "plan", _("plan of the campaign")
    REPORT = "report", _("report of the campaign")


class TypicalStatus(models.TextChoices):
    """Where a typical case stands."""

    DRAFT = "draft", pgettext_lazy("typical case", "draft")
    CHECKING = "checking", pgettext_lazy("typical case", "with the expert")
    CHECKED = "checked", pgettext_lazy("typical case", "checked")
    PUBLISHED = "published", pgettext_lazy("typical case", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("typical case", "withdrawn")
    DROPPED = "dropped", pgettext_lazy("typical case", "not pursued")


class NameKind(models.TextChoices):
    """What must not stand in a typical case."""

    PARTY = "party", _("name of a party")
    REGISTRY = "registry", _("name in the registry of parties")
    OFFICER = "officer", _("name of an officer")
    MEMBER = "member", _("name of somebody who took part")
    PLACE = "place", _("address or place inspected")
    CONTACT = "contact", _("contact of a party")
    CODE = "code", _("unified social credit code")
    CASE = "case", _("number of the case or of its documents")
    RIGHT = "right", _("number of a patent, mark or right")
    FIRM = "firm", _("name of a firm in full")
    IDENTITY_CARD = "identity_card", _("number of an identity card")
    PHONE = "phone", _("telephone number")
    EMAIL = "email", _("e-mail address")
    URL = "url", _("address on the internet")
    ACCOUNT = "account", _("account of a messenger or shop")
    STREET = "street", _("address with a house number")
    PLATE = "plate", _("number plate")
    LONG_NUMBER = "long_number", _("long number, such as of a bank account")
