"""Forms of official documents: made from the fields of a template, so that a new template needs no new form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.forms.cases import area, day
from erdem.cases.paper.printing import chinese_date
from erdem.cases.paper.registry import Field, Template

SEPARATORS = "，,\t"


class DocumentForm(forms.Form):
    """What a template asks for. Empty fields stay blanks in the draft."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        for field in template.fields:
            self.fields[field.name] = _input(field)

    def content(self) -> dict[str, Any]:
        """Return what was filled in, as the document keeps it."""
        return {field.name: _kept(field, self.cleaned_data.get(field.name)) for field in self.template.fields}


class VoidForm(forms.Form):
    """Why a document is declared void."""

    reason = area(pgettext_lazy("case", "Reason"), required=True)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NumberingForm(forms.Form):
    """The word with which the numbers of an office begin."""

    word = forms.CharField(
        label=_("Word of the office in numbers"),
        max_length=20,
        help_text=_("As in 示例旗市监罚〔2026〕1号: 示例旗市监."),
    )


def initial_of(template: Template, given: Mapping[str, Any], facts: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form shows at first: what was filled in, else what the case says."""
    return {field.name: _shown(field, given.get(field.name) or facts.get(field.name)) for field in template.fields}


def _input(field: Field) -> forms.Field:
    if field.kind == "text":
        return area(field.label)
    if field.kind == "rows":
        return area(field.label, _("One line for each, parts divided by a comma."))
    if field.kind == "date":
        return day(field.label, required=False)
    if field.kind == "money":
        return forms.DecimalField(
            label=field.label, required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
        )
    return forms.CharField(label=field.label, required=False, max_length=300)


def _kept(field: Field, value: Any) -> Any:
    if value in (None, ""):
        return [] if field.kind == "rows" else None
    if field.kind == "date":
        return chinese_date(value)
    if field.kind == "money":
        return int(value * 100)
    if field.kind == "rows":
        return [_parts(line) for line in str(value).splitlines() if line.strip()]
    return str(value)


def _parts(line: str) -> list[str]:
    for separator in SEPARATORS:
        line = line.replace(separator, "\t")
    return [part.strip() for part in line.split("\t")]


def _shown(field: Field, value: Any) -> Any:
    if not value:
        return None
    if field.kind == "rows" and isinstance(value, list):
        return "\n".join("，".join(row) for row in value)
    if field.kind == "money":
        return Decimal(value) / 100
    if field.kind == "date":
        return _day(str(value))
    return value


def _day(written: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(written, "%Y年%m月%d日").replace(tzinfo=dt.UTC).date()
    except ValueError:  # a day that was written in words by another part
        return None
