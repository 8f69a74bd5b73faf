"""Closed lists of use reports, of what is due by a permit, of deliveries and of audits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportStatus(models.TextChoices):
    """Where a use report stands."""

    EXPECTED = "expected", pgettext_lazy("use report", "expected")
    DRAFT = "draft", pgettext_lazy("use report", "being written")
    SUBMITTED = "submitted", pgettext_lazy("use report", "handed in, waits for the office")
    RETURNED = "returned", pgettext_lazy("use report", "returned with a reason")
    ACCEPTED = "accepted", pgettext_lazy("use report", "accepted")
    REPLACED = "replaced", pgettext_lazy("use report", "replaced by a newer version")
    CANCELLED = "cancelled", pgettext_lazy("use report", "not needed: the permit ended before")


BEING_WRITTEN = (ReportStatus.EXPECTED, ReportStatus.DRAFT, ReportStatus.RETURNED)
"""What the user of the knowledge still has to hand in."""
OPEN_REPORTS = (*BEING_WRITTEN, ReportStatus.SUBMITTED)
HANDED_IN = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED, ReportStatus.REPLACED)
"""What others than the reporting side read."""


class ObligationKind(models.TextChoices):
    """What makes something due."""

    FIXED = "fixed", pgettext_lazy("obligation", "fixed sum")
    MILESTONE = "milestone", pgettext_lazy("obligation", "sum once a milestone is reached")
    ROYALTY = "royalty", pgettext_lazy("obligation", "part of sales, by report")
    IN_KIND = "in_kind", pgettext_lazy("obligation", "benefit in kind")


class ObligationState(models.TextChoices):
    """Where an obligation stands. ``entered`` means that it stands in the ledger."""

    PLANNED = "planned", pgettext_lazy("obligation", "not due yet")
    ENTERED = "entered", pgettext_lazy("obligation", "in the ledger")
    ENDED = "ended", pgettext_lazy("obligation", "ended with the permit")


class DeliveryStatus(models.TextChoices):
    """What became of a delivery that was reported."""

    REPORTED = "reported", pgettext_lazy("delivery", "waits for who received it")
    CONFIRMED = "confirmed", pgettext_lazy("delivery", "confirmed")
    REFUSED = "refused", pgettext_lazy("delivery", "not received")


class AuditStatus(models.TextChoices):
    """Where the audit of a drawn report stands."""

    ASKED = "asked", pgettext_lazy("audit", "evidence asked for")
    ANSWERED = "answered", pgettext_lazy("audit", "evidence handed in")
    SOUND = "sound", pgettext_lazy("audit", "the figures hold")
    UNSOUND = "unsound", pgettext_lazy("audit", "the figures do not hold")


class DeductionKind(models.TextChoices):
    """What was taken off gross sales; the same words as in the terms."""

    TAX = "tax", _("turnover tax")
    FREIGHT = "freight", pgettext_lazy("deduction", "freight")
    DISCOUNT = "discount", pgettext_lazy("deduction", "discount")
    RETURNS = "returns", pgettext_lazy("deduction", "returned goods")
