"""The figures of fairness for the assessment, for officers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import table_response
from erdem.base.policy import require
from erdem.sharing import services
from erdem.sharing.forms.benefits import SpanForm
from erdem.sharing.pages import figures as pages
from erdem.sharing.policies.reports import can_see_figures


def _page(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    require(can_see_figures(actor))
    form = SpanForm(request.GET)
    form.is_valid()  # what cannot be read counts as not named: the page says for which days it speaks
    return pages.figures_page(actor, pages.span_of(form.cleaned_data))


@login_required
@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """The figures, each with the records behind it."""
    return render(request, "sharing/fairness.html", {"page": _page(request)})


@login_required
@require_safe
def fairness_file(request: HttpRequest) -> HttpResponse:
    """The same as a table to take away."""
    page = _page(request)
    services.note_benefit_export(actor=actor_of(request), organisation_id=None, kind="xlsx")
    return table_response("xlsx", "fairness", pages.figure_heads(), pages.figure_rows(page))
