"""Closed lists of payments and of what a bank tells."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class OrderStatus(models.TextChoices):
    """Where a payment order stands."""

    DRAFT = "draft", pgettext_lazy("payment order", "draft")
    PROPOSED = "proposed", pgettext_lazy("payment order", "waits for approval")
    RETURNED = "returned", pgettext_lazy("payment order", "handed back")
    APPROVED = "approved", pgettext_lazy("payment order", "approved")
    SENT = "sent", pgettext_lazy("payment order", "sent to the bank")
    SETTLED = "settled", pgettext_lazy("payment order", "settled")
    CANCELLED = "cancelled", pgettext_lazy("payment order", "cancelled")


WRITABLE = (OrderStatus.DRAFT, OrderStatus.RETURNED)
SIGNED = (OrderStatus.APPROVED, OrderStatus.SENT, OrderStatus.SETTLED)


class LineState(models.TextChoices):
    """What became of one line of an order."""

    OPEN = "open", pgettext_lazy("payment line", "not paid yet")
    PAID = "paid", pgettext_lazy("payment line", "paid")
    REFUSED = "refused", pgettext_lazy("payment line", "left out")
    BOUNCED = "bounced", pgettext_lazy("payment line", "returned by the bank")


class HoldKind(models.TextChoices):
    """Why a payee is paid nothing for the time being."""

    CLOSED = "closed", pgettext_lazy("hold", "no longer a payee")
    DISPUTED = "disputed", pgettext_lazy("hold", "money in dispute")


class FileState(models.TextChoices):
    """Where a bank statement file stands."""

    CHECKING = "checking", pgettext_lazy("statement file", "being checked")
    CHECKED = "checked", pgettext_lazy("statement file", "checked, not imported yet")
    IMPORTING = "importing", pgettext_lazy("statement file", "being imported")
    DONE = "done", pgettext_lazy("statement file", "imported")
    UNREADABLE = "unreadable", pgettext_lazy("statement file", "cannot be read")


class MatchKind(models.TextChoices):
    """What a line of a bank statement is."""

    PAYMENT = "payment", pgettext_lazy("match", "payment")
    DUE = "due", pgettext_lazy("match", "money due that came in")
    UNCLAIMED = "unclaimed", pgettext_lazy("match", "parked until somebody claims it")
    FEE = "fee", pgettext_lazy("match", "fee of the bank")
    RETURN = "return", pgettext_lazy("match", "payment returned by the bank")


POSTING = (MatchKind.DUE, MatchKind.UNCLAIMED, MatchKind.FEE)
"""Kinds whose match enters something by itself; of a payment and its return the line of the order does."""
