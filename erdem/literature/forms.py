"""Parsing of what comes with an address or a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.literature import queries
from erdem.literature.queries.filters import FACETS, ORDERS, Filters
from erdem.literature.queries.searching_shapes import MOST, PAGE, SearchRequest

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


LONGEST_QUERY = 20_000
MOST_SWITCHED = 100


def read_request(data: QueryDict, *, limit: int = PAGE) -> SearchRequest:
    """Read a search from an address; boxes and orders that make no sense are left out, the line is taken as it is."""
    order = data.get("order", "")
    page = data.get("page", "1")
    number = max(1, min(int(page), MOST // limit)) if page.isdecimal() and len(page) < len("100000") else 1
    return SearchRequest(
        query=data.get("q", "")[:LONGEST_QUERY].replace("\x00", " "),
        chosen={
            facet: values
            for facet in FACETS
            if (values := tuple(v for v in dict.fromkeys(data.getlist(facet)[:MOST_TICKED]) if is_value(v)))
        },
        order=order if order in ORDERS else ORDERS[0],
        offset=(number - 1) * limit,
        limit=limit,
        collapse=data.get("all", "") != "1",
        switched_off=tuple(value for value in data.getlist("off")[:MOST_SWITCHED] if is_value(value)),
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


class ReportForm(forms.Form):
    """What a search report says beside its hits."""

    question = forms.CharField(
        label=_("Question"),
        help_text=_(
            "What was to be found out, for instance: Has dried beef by natural wind been described before 2015?"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": _("Write the question that the search is to answer.")},
    )
    remarks = forms.CharField(
        label=_("Result and remarks"),
        help_text=_("What you conclude from the hits and what you could not look at."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=10_000,
    )
    share = forms.BooleanField(label=_("My office may read the report"), required=False, initial=True)
