"""Parsing of what comes with an address or a form."""

from __future__ import annotations

from dataclasses import asdict

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.literature import queries
from erdem.literature.queries.searching_shapes import FACETS, MOST, ORDERS, PAGE, Parsed, SearchRequest
from erdem.literature.search.language.form import FormValues, from_form, to_form

MOST_TICKED = 30


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


class PlainForm(forms.Form):
    """The search for those who learn no syntax: each box is one condition, all of them hold together."""

    all_words = forms.CharField(label=_("All of these words"), required=False, max_length=500)
    any_words = forms.CharField(label=_("Any of these words"), required=False, max_length=500)
    phrase = forms.CharField(label=_("Exactly these words"), required=False, max_length=300)
    no_words = forms.CharField(label=_("None of these words"), required=False, max_length=300)
    title = forms.CharField(label=_("In the title"), required=False, max_length=300)
    applicant = forms.CharField(label=_("Applicant"), required=False, max_length=200)
    inventor = forms.CharField(label=_("Inventor"), required=False, max_length=200)
    classes = forms.CharField(
        label=_("Classes"), help_text=_("for instance A61K36 A23C9"), required=False, max_length=200
    )
    number = forms.CharField(label=_("Number"), help_text=_("in any spelling"), required=False, max_length=60)
    places = forms.CharField(
        label=_("Applicant's place"), help_text=_("for instance 正蓝旗 or 内蒙古"), required=False, max_length=200
    )
    date_field = forms.ChoiceField(
        label=_("Which date"),
        choices=[("pd", _("published")), ("ad", _("filed")), ("date", _("any of the years"))],
        required=False,
    )
    date_from = forms.CharField(label=_("From"), help_text=_("2010 or 2010-05"), required=False, max_length=20)
    date_to = forms.CharField(label=_("To"), required=False, max_length=20)
    expands_herbs = forms.BooleanField(label=_("Also other names of herbs"), required=False)

    def query(self) -> str:
        """The search line of what was written."""
        values = FormValues(**{**self.cleaned_data, "date_field": self.cleaned_data["date_field"] or "pd"})
        return from_form(values, is_herb=queries.herb_test())


def form_of(parsed: Parsed | None) -> tuple[PlainForm, bool]:
    """The form filled from a search line, and whether the line fits into it."""
    values = to_form(parsed) if parsed else None
    return PlainForm(initial=asdict(values) if values else None), values is not None or parsed is None


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
