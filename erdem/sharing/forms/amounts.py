"""Fields in which people write money with two decimals; the product counts whole smallest units."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = Decimal(10) ** 13


class FenField(forms.DecimalField):
    """An amount such as 1234.50; the cleaned value is 123450, or None where the field was left empty."""

    def __init__(self, **options: Any) -> None:
        options = {"max_digits": 15, "decimal_places": 2, "max_value": LARGEST, "min_value": -LARGEST, **options}
        super().__init__(**options)
        self.error_messages["invalid"] = _("Write an amount such as 1234.50.")
        self.widget.attrs.update({"inputmode": "decimal", "step": "0.01"})

    def clean(self, value: Any) -> int | None:
        """Return whole smallest units."""
        found = super().clean(str(value).replace(",", "").replace("，", "") if value else value)
        return None if found is None else int(found * 100)
