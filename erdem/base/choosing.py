"""Choices that a form can only know when it is made: places, organisations, languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what a field of a form offers.

    Raises:
        TypeError: the field offers no choices.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        message = f"The field {name} offers no choices."
        raise TypeError(message)
    field.choices = list(choices)
