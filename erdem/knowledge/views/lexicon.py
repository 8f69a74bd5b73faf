"""Pages of the lexicon of substances."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import SubstanceForm, initial_substance


@require_safe
def substance_list(request: HttpRequest) -> HttpResponse:
    """List and search."""
    page = pages.substance_list_page(actor_of(request), request.GET)
    return render(request, "knowledge/substance_list.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def substance_unknown(request: HttpRequest) -> HttpResponse:
    """Names as written that the lexicon does not know, with the nearest known; settle one with a press of a button."""
    actor = actor_of(request)
    require(policies.can_edit_lexicon(actor))
    if request.method == "POST":
        return _settled(request)
    kind = request.GET.get("export", "")
    if kind in exports.FORMATS:
        return exports.table_response(kind, "erdem-names", pages.unknown_heads(), pages.unknown_rows(actor))
    page = pages.unknown_page(actor, request.GET)
    return render(request, "knowledge/substance_unknown.html", {"page": page})


def _settled(request: HttpRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "").replace("\x00", "") for name in ("do", "name", "key", "reason")}
    address, named = reverse("knowledge:substance-unknown"), {"name": given["name"]}
    actor, name, key = actor_of(request), given["name"], given["key"]
    try:
        match given["do"]:
            case "alias":
                substance = services.name_substance(actor=actor, key=key, name=name)
                address += "?" + urlencode({"added": name, "to": substance.key})
            case "undo":
                services.unname_substance(actor=actor, key=key, name=name)
                messages.success(request, _("“%(name)s” was taken back.") % named)
            case "ignore":
                services.ignore_name(actor=actor, name=name, reason=given["reason"])
                messages.success(request, _("“%(name)s” was set aside.") % named)
            case "heed":
                services.heed_name(actor=actor, name=name)
                messages.success(request, _("“%(name)s” is on the list again.") % named)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def substance_new(request: HttpRequest) -> HttpResponse:
    """Add a substance."""
    require(policies.can_edit_lexicon(actor_of(request)))
    return _written(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def substance_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change names, part, processing, relations."""
    require(policies.can_edit_lexicon(actor_of(request)))
    substance = queries.get_substance(key)
    if substance is None:
        raise Http404
    return _written(request, substance)


def _written(request: HttpRequest, substance: queries.Substance | None) -> HttpResponse:
    initial = initial_substance(substance) if substance else {"name": request.GET.get("name", "")[:100]}
    form = SubstanceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor, content = actor_of(request), form.content()
        try:
            if substance is None:
                saved = services.add_substance(actor=actor, content=content)
            else:
                saved = services.change_substance(actor=actor, substance=substance, content=content)
        except RuleBroken as broken:
            form.add_error(_field(form, broken), str(broken))
        else:
            messages.success(request, _("%(name)s was saved in the lexicon.") % {"name": saved.name})
            return redirect("knowledge:substance-edit", key=saved.key)
    page = pages.substance_page(form, substance)
    return render(request, "knowledge/substance_form.html", {"page": page}, status=422 if form.is_bound else 200)


def _field(form: SubstanceForm, broken: RuleBroken) -> str | None:
    field = "substitutes" if broken.field == "relations" else broken.field
    return field if field in form.fields else None
