"""The style sheet page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from erdem.knowledge import queries as knowledge
from erdem.web.styleguide import samples
from erdem.web.styleguide.forms import SampleForm


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component. ``theme=dark`` and ``direction=vertical`` show them so."""
    vertical = request.GET.get("direction") == "vertical"
    context = samples.context() | {"form": SampleForm(samples.FORM_DATA)}
    context["vertical"] = vertical
    context["marks"] = knowledge.label_marks()
    if request.GET.get("theme") in {"light", "dark"}:
        context["theme"] = request.GET["theme"]
    return render(request, "styleguide/styleguide.html", context)
