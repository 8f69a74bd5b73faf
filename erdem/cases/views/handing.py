"""Many cases at once: assigning the chosen ones, handing over those of a leaver, standing in for the absent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erdem.base.asking import actor_of
from erdem.base.policy import require
from erdem.cases import services
from erdem.cases.forms.work import BulkForm, CoverForm, HandOverForm
from erdem.cases.pages import handing as pages
from erdem.cases.pages import writing
from erdem.cases.policies import can_keep_covers, can_open_case
from erdem.cases.queries import work
from erdem.cases.views.cases import FORM, posted
from erdem.cases.views.desk import tried


@login_required
@require_POST
def case_bulk(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to one officer: first the question, then the report on each."""
    actor, numbers = actor_of(request), request.POST.getlist("case")
    require(can_open_case(actor))
    if not numbers:
        messages.warning(request, _("No case is ticked. Tick some first."))
        return redirect("cases:case-list")
    form = BulkForm(request.POST if request.POST.get("do") == "go" else None, officers=pages.officers(actor))
    if not (form.is_bound and form.is_valid()):
        return render(request, "cases/bulk.html", {"page": pages.bulk_page(actor, numbers, form)})
    given = form.cleaned_data
    done = services.assign_many(actor=actor, numbers=numbers, handler_id=given["handler"], note=given["note"])
    return render(request, "cases/handed.html", {"page": pages.report_page(done)})


@login_required
@require_http_methods(FORM)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand all open cases of an officer over: first whose and to whom with a list, then the report on each."""
    actor = actor_of(request)
    require(can_open_case(actor))
    form = HandOverForm(posted(request), leavers=pages.leavers(actor), officers=pages.officers(actor))
    if not (form.is_bound and form.is_valid()):
        page = writing.page_of(_("Hand cases over"), form, reverse("cases:case-list"), label=_("Look at the cases"))
        return render(request, "cases/case_plain_form.html", {"page": page}, status=422 if form.errors else 200)
    given = form.cleaned_data
    if request.POST.get("do") != "go":
        return render(request, "cases/hand_over.html", {"page": pages.hand_over_page(actor, form)})
    done = services.hand_over(actor=actor, from_id=given["leaver"], to_id=given["successor"], note=given["note"])
    return render(request, "cases/handed.html", {"page": pages.report_page(done)})


@login_required
@require_http_methods(FORM)
def cover_list(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, and a form for another."""
    actor = actor_of(request)
    require(can_open_case(actor))
    office = writing.own_houses(actor)[0]
    form = CoverForm(posted(request), officers=pages.officers(actor))
    if request.method == "POST" and form.is_valid():
        new = form.content(office.pk)
        if tried(form, lambda: services.set_cover(actor=actor, new=new)):
            messages.success(request, _("The stand-in is entered."))
            return redirect("cases:cover-list")
    page = pages.cover_page(actor, form)
    return render(request, "cases/cover_list.html", {"page": page}, status=422 if form.errors else 200)


@login_required
@require_POST
def cover_end(request: HttpRequest, key: int) -> HttpResponse:
    """End a stand-in."""
    actor = actor_of(request)
    cover = work.covers_running(actor).filter(pk=key).first()
    if cover is None:
        raise Http404
    require(can_keep_covers(actor, cover.office_id))
    services.end_cover(actor=actor, cover=cover)
    return redirect("cases:cover-list")
