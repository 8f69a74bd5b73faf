"""Figures about cases, the cases behind one, and the tables to hand upward."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import require
from erdem.cases.pages import figures as pages
from erdem.cases.pages import figures_book
from erdem.cases.policies import can_see_figures


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many cases came, how they ended, and what was in time."""
    actor = actor_of(request)
    require(can_see_figures(actor))
    page = pages.figures_page(actor, pages.wanted_of(actor, request.GET))
    return render(request, "cases/figures.html", {"page": page})


@login_required
@require_safe
def figures_cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a figure, as far as the reader may open them."""
    actor = actor_of(request)
    require(can_see_figures(actor))
    wanted, behind = pages.wanted_of(actor, request.GET), pages.behind_of(request.GET)
    page = pages.behind_page(actor, wanted, behind, request.GET.get("page", ""))
    return render(request, "cases/figures_cases.html", {"page": page})


@login_required
@require_safe
def figures_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The figures as a workbook of the same layout each time, or as one long list."""
    actor = actor_of(request)
    require(can_see_figures(actor))
    wanted = pages.wanted_of(actor, request.GET)
    days = f"{wanted.asked.first:%Y%m%d}-{wanted.asked.last:%Y%m%d}"
    name = f"{pgettext('file', 'figures about cases')}-{days}"
    if kind == "xlsx":
        return exports.download(kind, name, figures_book.book_of(actor, wanted))
    if kind == "csv":
        return exports.table_response(kind, name, figures_book.long_columns(), figures_book.long_rows(actor, wanted))
    raise Http404
