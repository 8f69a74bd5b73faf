"""One answer for the forms of P4–P8: show the form, do what it says, come back to the case or say what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from erdem.base.policy import RuleBroken
from erdem.cases.pages.rights import form_page
from erdem.cases.queries.cases import SeenCase

TEMPLATE, WIDE = "cases/case_plain_form.html", "cases/case_form.html"
LONG = 8
"""From so many fields on a form stands in two columns."""


def seen(case: SeenCase, **more: Any) -> dict[str, Any]:
    """Return what a form of a case begins with."""
    return {"seen_version": case.version, **more}


def answer(
    request: HttpRequest,
    case: SeenCase,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    title: Any,
    *,
    done: str = "",
    **page: Any,
) -> HttpResponse:
    """Do what a form says when it is filled in, else show it; a refusal stands at its field with what was written."""
    if request.method == "POST" and form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            if done:
                messages.success(request, done)
            return redirect("cases:case-detail", number=case.number)
    context = {"page": form_page(case, form, title, **page)}
    template = WIDE if len(form.fields) > LONG else TEMPLATE
    return render(request, template, context, status=422 if form.errors else 200)
