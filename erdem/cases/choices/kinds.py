"""What a case is, how it came, what it is about, and how cases belong together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseKind(models.TextChoices):
    """The eight kinds of case, each with a state machine and clocks of its own."""

    COMPLAINT = "complaint", pgettext_lazy("case", "complaint")
    REPORT = "report", pgettext_lazy("case", "report of an offence")
    PENALTY = "penalty", pgettext_lazy("case", "administrative penalty")
    PATENT_DISPUTE = "patent_dispute", pgettext_lazy("case", "patent dispute")
    LEGAL_AID = "legal_aid", pgettext_lazy("case", "legal aid")
    RIGHTS_ASSISTANCE = "rights_assistance", pgettext_lazy("case", "rights assistance")
    REVIEW = "review", pgettext_lazy("case", "review or lawsuit")
    MISUSE_ACTION = "misuse_action", pgettext_lazy("case", "action against misuse")


KIND_PROCESS: dict[str, str] = {
    CaseKind.COMPLAINT: "P1",
    CaseKind.REPORT: "P2",
    CaseKind.PENALTY: "P3",
    CaseKind.PATENT_DISPUTE: "P4",
    CaseKind.LEGAL_AID: "P5",
    CaseKind.RIGHTS_ASSISTANCE: "P6",
    CaseKind.REVIEW: "P7",
    CaseKind.MISUSE_ACTION: "P8",
}
"""The process whose clock rules a kind of case takes."""

KIND_SERIES: dict[str, str] = {
    CaseKind.COMPLAINT: "TS",
    CaseKind.REPORT: "JB",
    CaseKind.PENALTY: "CF",
    CaseKind.PATENT_DISPUTE: "ZL",
    CaseKind.LEGAL_AID: "FY",
    CaseKind.RIGHTS_ASSISTANCE: "WQ",
    CaseKind.REVIEW: "FS",
    CaseKind.MISUSE_ACTION: "YD",
}
"""The letters with which the numbers of a kind begin; counted for each division and year."""


class Channel(models.TextChoices):
    """The way by which a case came to the office."""

    WEB = "web", _("website")
    VISIT = "visit", _("visit to the office")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("telephone")
    HOTLINE_12315 = "12315", _("consumer hotline 12315")
    HOTLINE_12345 = "12345", _("government hotline 12345")
    HOTLINE_12330 = "12330", _("intellectual property hotline 12330")
    FINDING = "finding", _("finding of the comparison")
    INSPECTION = "inspection", _("inspection on site")
    TRANSFER = "transfer", _("transfer from another body")
    OWN_MOTION = "own_motion", _("own motion of the office")


class Subject(models.TextChoices):
    """What a case is about; decides which body has the power (channel router)."""

    CONSUMER = "consumer", _("consumer dispute")
    TRADEMARK = "trademark", _("trademark")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("geographical indication")
    COUNTERFEIT_PATENT = "counterfeit_patent", _("passing off a patent")
    UNFAIR_COMPETITION = "unfair_competition", _("unfair competition")
    PATENT_INFRINGEMENT = "patent_infringement", _("patent infringement")
    FOLK_COPYRIGHT = "folk_copyright", _("copyright and folk works")
    HERITAGE_DISTORTION = "heritage_distortion", _("distortion of heritage")
    GENETIC_RESOURCE = "genetic_resource", _("genetic resource, variety or breed")
    MEDICINE = "medicine", _("medical knowledge")
    CRIME = "crime", _("suspected crime")
    PETITION = "petition", _("petition")
    OTHER = "other", pgettext_lazy("subject of a case", "something else")


class Outcome(models.TextChoices):
    """What came of a case; apart from its state, since closed is not settled."""

    SETTLED = "settled", _("settled by agreement")
    NOT_SETTLED = "not_settled", _("no agreement")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome of a case", "withdrawn")
    TRANSFERRED = "transferred", _("transferred to another body")
    MERGED = "merged", _("merged into another case")
    FILED = "filed", _("led to an investigation")
    NOT_FILED = "not_filed", _("no investigation")
    PENALISED = "penalised", _("penalty imposed")
    NOT_PENALISED = "not_penalised", _("no penalty")
    CRIMINAL = "criminal", _("handed to criminal justice")
    DISMISSED = "dismissed", pgettext_lazy("outcome of a case", "investigation ended")
    INFRINGEMENT = "infringement", _("infringement found")
    NO_INFRINGEMENT = "no_infringement", _("no infringement found")
    AID_GIVEN = "aid_given", _("aid given")
    AID_REFUSED = "aid_refused", _("aid refused")
    ADVICE_GIVEN = "advice_given", _("advice given")
    UPHELD = "upheld", _("decision upheld")
    CHANGED = "changed", _("decision changed or annulled")
    SUCCEEDED = "succeeded", _("action succeeded")
    FAILED = "failed", _("action did not succeed")
    NOT_PURSUED = "not_pursued", pgettext_lazy("outcome of a case", "not pursued")


class LinkKind(models.TextChoices):
    """How one case belongs to another."""

    SPLIT = "split", _("split off")
    DUPLICATE = "duplicate", _("the same matter")
    LED_TO = "led_to", _("led to")
    REVIEW_OF = "review_of", _("review of")
    TRANSFER = "transfer", pgettext_lazy("link of cases", "transferred")
    RELATED = "related", _("related")


class MemberRole(models.TextChoices):
    """What somebody who takes part in a case from outside the office does."""

    LAWYER = "lawyer", _("lawyer")
    EXPERT = "expert", pgettext_lazy("in a case", "expert")
    PANEL = "panel", _("member of the panel")
    MEDIATOR = "mediator", _("mediator")
    VOLUNTEER = "volunteer", _("volunteer")
