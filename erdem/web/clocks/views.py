"""The calendar, the periods, the calculator: for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.web.clocks import pages
from erdem.web.clocks.calculating import answer_to
from erdem.web.clocks.forms import DueForm


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The working days of a year, with those of a place when one is chosen."""
    asked = request.GET.get("year", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year
    if not pages.FIRST_YEAR <= number <= pages.LAST_YEAR:
        raise Http404
    page = pages.year_page(actor_of(request), number, request.GET.get("place", "")[:12])
    return render(request, "clocks/year.html", {"page": page})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The periods with basis, confidence and history."""
    page = pages.rules_page(actor_of(request), request.GET.get("process", "")[:8])
    return render(request, "clocks/rules.html", {"page": page})


@require_safe
def rules_export(request: HttpRequest) -> HttpResponse:
    """The periods with all versions, to take away."""
    heads, rows = pages.rules_table(request.GET.get("process", "")[:8].replace("\x00", ""))
    return exports.table_response("xlsx", "erdem-periods", heads, rows)


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """The calculator: the last day of a period, and why it is that day."""
    form, answer = DueForm(request.GET if "rule" in request.GET else None), None
    if form.is_valid():
        try:
            answer = answer_to(form.cleaned_data)
        except RuleBroken as error:
            form.add_error(error.field, str(error))
    return render(request, "clocks/due.html", {"form": form, "answer": answer, "trail": pages.trail()})


@require_safe
def moved(request: HttpRequest, number: int) -> HttpResponse:
    """What the calendar of a year has moved."""
    return render(request, "clocks/moved.html", {"page": pages.moved_page(number), "trail": pages.trail()})


@require_safe
def moved_export(_request: HttpRequest, number: int) -> HttpResponse:
    """The same, to take away."""
    heads, rows = pages.moved_table(number)
    return exports.table_response("xlsx", f"erdem-moved-{number}", heads, rows)
