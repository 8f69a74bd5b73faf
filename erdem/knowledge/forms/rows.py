"""Rows of a form: ingredients, steps, sources, origins. They are added, removed and moved by buttons, with or without scripts.

A button is called ``do`` and says what to do: ``add:steps``, ``remove:steps:2``, ``up:steps:2``. The page comes back with the
rows rearranged and nothing saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import SourceKind

MOST_ROWS = 200


class Row(forms.Form):
    """One row. A row without any words is left out."""

    key = ""

    def is_blank(self) -> bool:
        """Say whether nothing was written in the row."""
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields if name not in ("kind",)
        )

    def full_clean(self) -> None:
        """Check only rows that say something."""
        if self.is_bound and self.is_blank():
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()


class IngredientRow(Row):
    """An ingredient."""

    key = "ingredients"
    name = forms.CharField(
        label=_("Name as written"), max_length=200, error_messages={"required": _("Write the name, such as 诃子.")}
    )
    dose = forms.CharField(label=_("Dose as written"), max_length=200, required=False)
    processing = forms.CharField(label=_("Processing"), max_length=300, required=False)
    part = forms.CharField(label=_("Part"), max_length=100, required=False)


class StepRow(Row):
    """A step."""

    key = "steps"
    operation = forms.CharField(
        label=_("Operation"),
        max_length=200,
        error_messages={"required": _("Write what is done, such as 静置发酵.")},
    )
    materials = forms.CharField(label=_("Materials"), max_length=300, required=False)
    tool = forms.CharField(label=_("Tool"), max_length=200, required=False)
    temperature = forms.CharField(label=_("Temperature"), max_length=100, required=False)
    duration = forms.CharField(label=_("Time"), max_length=100, required=False)
    product = forms.CharField(label=_("Product"), max_length=200, required=False)


class SourceRow(Row):
    """A source."""

    key = "sources"
    title = forms.CharField(
        label=_("Title, or who told it"),
        max_length=300,
        error_messages={"required": _("Write the title, or who told it and when.")},
    )
    kind = forms.ChoiceField(label=_("Sort"), choices=SourceKind.choices, initial=SourceKind.ORAL, required=False)
    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    edition = forms.CharField(label=_("Edition"), max_length=200, required=False)
    chapter = forms.CharField(label=_("Chapter"), max_length=200, required=False)
    page = forms.CharField(label=_("Page"), max_length=60, required=False)
    year = forms.IntegerField(
        label=_("Year"),
        min_value=-3000,
        max_value=2200,
        required=False,
        error_messages={"invalid": _("Write a year in figures, such as 1987.")},
    )
    date_text = forms.CharField(label=_("Date as stated"), max_length=100, required=False)
    proves = forms.CharField(label=_("What it proves"), max_length=300, required=False)


class OriginRow(Row):
    """A claimed origin."""

    key = "origins"
    claim = forms.CharField(
        label=_("Claimed origin"),
        max_length=1000,
        error_messages={"required": _("Write where it is said to come from.")},
    )
    period = forms.CharField(label=_("Period"), max_length=100, required=False)
    source = forms.CharField(
        label=_("Source of the claim"),
        max_length=300,
        error_messages={"required": _("Every claimed origin names its source.")},
    )


ROWS: tuple[type[Row], ...] = (IngredientRow, StepRow, SourceRow, OriginRow)


class Rows:
    """The rows of one sort in a form: from data that was sent, or from what is stored."""

    def __init__(
        self, row: type[Row], data: QueryDict | None = None, initial: Iterable[Mapping[str, Any]] = (), blank: int = 0
    ) -> None:
        self.key = row.key
        self.row = row
        if data is not None:
            count = count_of(data, row.key)
            self.forms = [row(data, prefix=f"{row.key}-{at}") for at in range(count)]
        else:
            stored = [*initial, *({} for _at in range(blank))]
            self.forms = [row(prefix=f"{row.key}-{at}", initial=dict(values)) for at, values in enumerate(stored)]

    @property
    def labels(self) -> list[Any]:
        """Labels of the columns."""
        return [field.label for field in self.row.base_fields.values()]

    def is_valid(self) -> bool:
        """Check every row, so that all errors show at once."""
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    def cleaned(self) -> list[dict[str, Any]]:
        """Return the rows that say something."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


def count_of(data: Mapping[str, Any], key: str) -> int:
    """Return how many rows of a sort were sent, at most `MOST_ROWS`."""
    count = str(data.get(f"{key}-count", "0"))
    return min(_whole(count), MOST_ROWS)


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def rearranged(data: QueryDict, command: str) -> QueryDict:
    """Return a copy of the data with the rows as the button asks; an unknown command changes nothing."""
    action, _colon, rest = command.partition(":")
    key, _colon, place = rest.partition(":")
    row = next((row for row in ROWS if row.key == key), None)
    copy = data.copy()
    if row is None:
        return copy
    names = list(row.base_fields)
    lines = [{name: data.get(f"{key}-{at}-{name}", "") for name in names} for at in range(count_of(data, key))]
    at = _whole(place, otherwise=-1)
    _move(lines, action, at, names)
    for index, line in enumerate(lines):
        for name in names:
            copy[f"{key}-{index}-{name}"] = line[name]
    copy[f"{key}-count"] = str(len(lines))
    return copy


def _move(lines: list[dict[str, str]], action: str, at: int, names: list[str]) -> None:
    if action == "add" and len(lines) < MOST_ROWS:
        lines.append(dict.fromkeys(names, ""))
    elif not 0 <= at < len(lines):
        return
    elif action == "remove":
        del lines[at]
    elif action == "up" and at > 0:
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
    elif action == "down" and at + 1 < len(lines):
        lines[at + 1], lines[at] = lines[at], lines[at + 1]
