"""Parsing of what comes with an address or a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.literature import queries
from erdem.literature.queries.filters import FACETS, ORDERS, Filters

MOST_TICKED = 30


def read_filters(data: QueryDict) -> Filters:
    """Read a search from an address; what makes no sense is left out."""
    order = data.get("order", "")
    return Filters(
        understood=queries.understand(data.get("q", "")),
        chosen={
            facet: tuple(value for value in dict.fromkeys(data.getlist(facet)[:MOST_TICKED]) if is_value(value))
            for facet in FACETS
        },
        order=order if order in ORDERS else ORDERS[0],
    )


def is_value(value: str) -> bool:
    """Say whether a ticked value can be one at all."""
    return 0 < len(value) <= 60 and "\x00" not in value


class UploadForm(forms.Form):
    """A file of publications."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Lens CSV or JSON Lines, PATENTSCOPE XLS, USPTO XML, our own JSON Lines; also gzip. Up to 50 MB."),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,
    )
    source_name = forms.CharField(
        label=_("Source"),
        help_text=_("Where the file comes from, for instance: Lens export of 2026-11-23. Blank: the file name."),
        required=False,
        max_length=100,
    )
    format = forms.ChoiceField(label=_("Format"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["format"]
        if isinstance(field, forms.ChoiceField):
            field.choices = queries.format_choices()
