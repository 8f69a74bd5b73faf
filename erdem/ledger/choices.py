"""Closed lists of the ledger. Signs follow double entry: what the book has is positive, what it owes is negative."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class PayeeKind(models.TextChoices):
    """Who can be owed something or owe it. A payee needs no account of the system."""

    COMMUNITY = "community", pgettext_lazy("payee", "community")
    PERSON = "person", pgettext_lazy("payee", "person")
    HEIRS = "heirs", pgettext_lazy("payee", "heirs")
    FUND = "fund", pgettext_lazy("payee", "fund")
    ENTERPRISE = "enterprise", pgettext_lazy("payee", "enterprise")
    OTHER = "other", pgettext_lazy("payee", "other")


class PlaceGround(models.TextChoices):
    """Why others stand in the place of a payee: it has died, or it was unknown and somebody found out who it is."""

    SUCCESSION = "succession", pgettext_lazy("place of a payee", "heir")
    IDENTIFIED = "identified", pgettext_lazy("place of a payee", "turned out to be")


class AccountKind(models.TextChoices):
    """What an account stands for."""

    BANK = "bank", pgettext_lazy("account", "money at the bank")
    DUE = "due", pgettext_lazy("account", "due from")
    OWED = "owed", pgettext_lazy("account", "owed to")
    UNCLAIMED = "unclaimed", pgettext_lazy("account", "in escrow, unclaimed")
    DISPUTED = "disputed", pgettext_lazy("account", "in escrow, disputed")
    FEE = "fee", pgettext_lazy("account", "fees")
    EXCHANGE = "exchange", pgettext_lazy("account", "between currencies")
    PROMISED = "promised", pgettext_lazy("account", "promised in kind")
    DELIVERED = "delivered", pgettext_lazy("account", "delivered in kind to")


class LineKind(models.TextChoices):
    """What a line beside an entry says: a step of the calculation, a rate with its source, or what proves a delivery."""

    STEP = "step", pgettext_lazy("line beside an entry", "step")
    RATE = "rate", pgettext_lazy("line beside an entry", "rate")
    EVIDENCE = "evidence", pgettext_lazy("line beside an entry", "evidence")


class Unit(models.TextChoices):
    """What is counted: currencies in their smallest unit (ISO 4217), and benefits in kind in whole pieces. Never netted."""

    CNY = "CNY", pgettext_lazy("unit", "yuan, counted in fen")
    USD = "USD", pgettext_lazy("unit", "US dollars, counted in cents")
    EUR = "EUR", pgettext_lazy("unit", "euros, counted in cents")
    MNT = "MNT", pgettext_lazy("unit", "tögrög, counted in möngö")
    TRAINING_DAY = "training_day", pgettext_lazy("unit", "training days")
    PERSON_DAY = "person_day", pgettext_lazy("unit", "days of work")
    PIECE = "piece", pgettext_lazy("unit", "pieces")
    HEAD = "head", pgettext_lazy("unit", "head of animals")
    PLANT = "plant", pgettext_lazy("unit", "plants")


WITH_PAYEE = (
    AccountKind.DUE,
    AccountKind.OWED,
    AccountKind.UNCLAIMED,
    AccountKind.DISPUTED,
    AccountKind.PROMISED,
    AccountKind.DELIVERED,
)
IN_KIND = (AccountKind.PROMISED, AccountKind.DELIVERED)
CURRENCIES = (Unit.CNY, Unit.USD, Unit.EUR, Unit.MNT)
