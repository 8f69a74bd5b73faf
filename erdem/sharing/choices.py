"""Closed lists of requests for access (form F04, workflow P10)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", pgettext_lazy("request", "draft")
    SUBMITTED = "submitted", pgettext_lazy("request", "waits for the formal check")
    RETURNED = "returned", pgettext_lazy("request", "returned for completion")
    APPROVALS = "approvals", pgettext_lazy("request", "waits for approvals of authorities")
    ASKING = "asking", pgettext_lazy("request", "holders are asked")
    NEGOTIATING = "negotiating", pgettext_lazy("request", "terms are negotiated")
    AGREED = "agreed", pgettext_lazy("request", "terms are signed")
    PERMITTED = "permitted", pgettext_lazy("request", "permit issued")
    REJECTED = "rejected", pgettext_lazy("request", "turned down by the office")
    REFUSED = "refused", pgettext_lazy("request", "refused by the holders")
    VETOED = "vetoed", pgettext_lazy("request", "stopped by a holder")
    LAPSED = "lapsed", pgettext_lazy("request", "lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "taken back by the applicant")


OPEN = (
    RequestStatus.SUBMITTED,
    RequestStatus.RETURNED,
    RequestStatus.APPROVALS,
    RequestStatus.ASKING,
    RequestStatus.NEGOTIATING,
    RequestStatus.AGREED,
)
"""States before a permit in which a holder may stop everything."""


class ApplicantKind(models.TextChoices):
    """What the applicant is."""

    ENTERPRISE = "enterprise", pgettext_lazy("applicant", "enterprise")
    INSTITUTE = "institute", pgettext_lazy("applicant", "research or teaching institution")
    OFFICE = "office", pgettext_lazy("applicant", "public body")
    ASSOCIATION = "association", pgettext_lazy("applicant", "association")
    PERSON = "person", pgettext_lazy("applicant", "natural person")


class AccessMethod(models.TextChoices):
    """How the applicant wants to come to the knowledge."""

    READING = "reading", _("reading the records")
    SURVEY = "survey", _("survey in the field")
    MATERIAL = "material", _("taking material or samples")
    RECORDING = "recording", _("recording sound or pictures")
    TEACHING = "teaching", _("being taught by bearers")


class ApprovalKind(models.TextChoices):
    """Approvals of authorities that stand before a request with a foreign side."""

    CULTURE = "culture", _("survey of intangible heritage: culture authority")
    GENETIC = "genetic", _("genetic resources abroad or with foreign partners: agriculture or forestry authority")
    BIOLOGICAL = "biological", _("biological resources used by a foreign-controlled body")


class LabelVerdict(models.TextChoices):
    """What the labels of a record say to the purpose of a request."""

    OPEN = "open", pgettext_lazy("label check", "not checked yet")
    CLEAR = "clear", pgettext_lazy("label check", "no label stands against it")
    REFUSED = "refused", pgettext_lazy("label check", "a label refuses the purpose")
    ESCALATED = (
        "escalated",
        pgettext_lazy("label check", "a label refuses the purpose; its community is asked all the same"),
    )


class Side(models.TextChoices):
    """Which side took a step. Who it was stands in the trail of that side."""

    APPLICANT = "applicant", pgettext_lazy("side", "applicant")
    OFFICE = "office", pgettext_lazy("side", "office")
    HOLDERS = "holders", pgettext_lazy("side", "holders")
    SYSTEM = "system", pgettext_lazy("side", "system")


class Answer(models.TextChoices):
    """What a community says to a request. Silence is no consent."""

    WAITING = "waiting", pgettext_lazy("answer", "no answer yet")
    AGREED = "agreed", pgettext_lazy("answer", "agrees")
    PARTLY = "partly", pgettext_lazy("answer", "agrees to a part")
    REFUSED = "refused", pgettext_lazy("answer", "does not agree")
    SILENT = "silent", pgettext_lazy("answer", "has not answered in time, which is no consent")


class SpokenHow(models.TextChoices):
    """How a community without an account gave its answer, which the office took down."""

    IN_PERSON = "in_person", pgettext_lazy("how an answer was given", "in person")
    PHONE = "phone", pgettext_lazy("how an answer was given", "by telephone")
    PAPER = "paper", pgettext_lazy("how an answer was given", "on paper")


YES = (Answer.AGREED, Answer.PARTLY)


class AgreementStatus(models.TextChoices):
    """Where an agreement on terms stands."""

    NEGOTIATING = "negotiating", pgettext_lazy("agreement", "being negotiated")
    SETTLED = "settled", pgettext_lazy("agreement", "every party agrees to one version")
    SIGNED = "signed", pgettext_lazy("agreement", "signed")
    ENDED = "ended", pgettext_lazy("agreement", "ended")
    BROKEN_OFF = "broken_off", pgettext_lazy("agreement", "broken off")


class AgreementSide(models.TextChoices):
    """On which side of an agreement somebody acts."""

    USER = "user", pgettext_lazy("agreement", "applicant")
    PROVIDER = "provider", pgettext_lazy("agreement", "community")


class ClauseConfidence(models.TextChoices):
    """How far a clause of the library was checked against its source; the words of the register's periods."""

    READ = "V", _("read in the text of the law")
    SECOND = "V2", _("read in a copy")
    MEMORY = "M", _("not checked")
    PROPOSAL = "P", _("our proposal, not confirmed")
