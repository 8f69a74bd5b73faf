"""Amounts of money in forms: written in yuan, kept in fen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _


def fen_of(yuan_given: Decimal | None) -> int:
    """Return an amount in yuan as fen."""
    return int((yuan_given or Decimal(0)) * 100)


def yuan(label: Any) -> forms.DecimalField:
    """Return a field for an amount in yuan."""
    return forms.DecimalField(label=label, required=False, min_value=Decimal(0), max_digits=14, decimal_places=2)


def instalment(line: str) -> tuple[dt.date, int]:
    """Read one instalment: 2026-12-31, 1000.00.

    Raises:
        ValidationError: the line is no instalment.
    """
    day_words, _comma, amount = line.replace("，", ",").partition(",")
    try:
        due, given = dt.date.fromisoformat(day_words.strip()), Decimal(amount.replace(",", "").strip())
    except (ValueError, InvalidOperation) as error:
        words = _("“%(line)s” is no instalment. Write 2026-12-31, 1000.00.")
        raise forms.ValidationError(words, params={"line": line}) from error
    return due, fen_of(given)
