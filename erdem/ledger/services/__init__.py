"""Writes of the ledger."""

from erdem.ledger.services.accounts import Party, account_of, add_payee, open_book
from erdem.ledger.services.charging import charge_fee
from erdem.ledger.services.converting import Rate, convert
from erdem.ledger.services.escrow import claim, dispute, park_unclaimed, settle_dispute
from erdem.ledger.services.in_kind import record_delivery, record_promise
from erdem.ledger.services.parties import (
    Guardian,
    close_payee,
    correct_payee,
    end_guardianship,
    name_guardian,
    reopen_payee,
    settle_estate,
)
from erdem.ledger.services.posting import Document, Line, Working, close_period, post, reverse
from erdem.ledger.services.sharing_out import Fee, post_shared, shared_out

__all__ = [
    "Document",
    "Fee",
    "Guardian",
    "Line",
    "Party",
    "Rate",
    "Working",
    "account_of",
    "add_payee",
    "charge_fee",
    "claim",
    "close_payee",
    "close_period",
    "convert",
    "correct_payee",
    "dispute",
    "end_guardianship",
    "name_guardian",
    "open_book",
    "park_unclaimed",
    "post",
    "post_shared",
    "record_delivery",
    "record_promise",
    "reopen_payee",
    "reverse",
    "settle_dispute",
    "settle_estate",
    "shared_out",
]
