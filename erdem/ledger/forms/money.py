"""A field for an amount of money, written in yuan and kept in whole fen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.ledger.bank_files import BadValue, read_amount

WORDS = {
    "no-amount": _("Write an amount such as 1234.50."),
    "parts-of-a-fen": _("An amount has two decimals at most."),
    "too-large": _("The amount is larger than the ledger takes. Look for a slip."),
}


def in_yuan(fen: int) -> str:
    """Return an amount as it is written into a field: 1234.50."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


class MoneyField(forms.CharField):
    """An amount; its value is in whole hundredths of the currency, None when nothing is written."""

    def __init__(self, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> int | None:
        """Return hundredths."""
        text = super().clean(value)
        try:
            return read_amount(text)
        except BadValue as bad:
            raise forms.ValidationError(str(WORDS.get(bad.code, WORDS["no-amount"]))) from bad
