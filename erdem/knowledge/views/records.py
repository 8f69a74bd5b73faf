"""Pages of records: parse the address, one query or one service, render."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.choices import Kind, Status
from erdem.knowledge.forms import ReasonForm, WholeForm, read_filter, rearranged
from erdem.knowledge.pages.register import register_part
from erdem.knowledge.views.faces import face_or_404, warning_before
from erdem.knowledge.views.register import tombstone_of
from erdem.knowledge.views.request import record_or_404
from erdem.knowledge.workflow import RECORD


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """List, filter, search."""
    page = pages.list_page(actor_of(request), read_filter(request.GET), request.GET)
    return render(request, "knowledge/record_list.html", {"page": page})


@require_safe
def record_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a table to take away."""
    actor, wanted = actor_of(request), read_filter(request.GET)
    services.note_export(actor=actor, records=queries.kept_records(actor, wanted), kind=kind)
    rows = pages.export_rows(actor, wanted)
    return exports.table_response(kind, "erdem-knowledge", pages.export_heads(), rows)


@require_safe
def record_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One record; to those who may not read it what else they may know of it."""
    actor = actor_of(request)
    record = queries.get_whole_record(actor, number)
    if record is None or record.status == Status.TOMBSTONE:
        return tombstone_of(request, number) or face_or_404(request, number)
    warning = warning_before(request, record)
    if warning is not None:
        return warning
    services.note_reading(actor=actor, record=record)
    shown = {
        "page": pages.detail_page(actor, record),
        "strip": pages.media_strip(actor, record),
        "register": register_part(actor, record),
    }
    return render(request, "knowledge/record_detail.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: HttpRequest) -> HttpResponse:
    """Begin a record: first the kind, then the form."""
    require(policies.can_draft(actor_of(request)))
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    if request.method != "POST" and queries.unused_check(actor_of(request)) is None:
        return redirect(f"{reverse('knowledge:secrecy-check')}?kind={kind}")
    if not kind:
        return render(request, "knowledge/record_kind.html", {"page": None})
    return _written(request, kind, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a record."""
    record = queries.get_whole_record(actor_of(request), number)
    if record is None:
        raise Http404
    require(policies.can_change(actor_of(request), record))
    return _written(request, record.kind, record)


def _written(request: HttpRequest, kind: str, record: queries.Record | None) -> HttpResponse:
    actor = actor_of(request)
    command = request.POST.get("do", "")
    data = rearranged(request.POST, command) if command else request.POST
    whole = WholeForm(actor=actor, kind=kind, data=data if request.method == "POST" else None, record=record)
    error = ""
    if request.method == "POST" and not command and whole.is_valid():
        try:
            saved = _save(request, whole, record)
        except RuleBroken as broken:
            error = _place_error(whole, broken)
        else:
            messages.success(request, _("%(number)s was saved.") % {"number": saved.number})
            return redirect("knowledge:record-detail", number=saved.number)
    sent = request.method == "POST" and not command
    page = pages.form_page(whole, error)
    return render(request, "knowledge/record_form.html", {"page": page}, status=422 if sent else 200)


def _save(request: HttpRequest, whole: WholeForm, record: queries.Record | None) -> queries.Record:
    actor = actor_of(request)
    if record is None:
        return services.draft_record(actor=actor, content=whole.content())
    version = whole.form.cleaned_data.get("version")
    return services.change_record(actor=actor, record=record, content=whole.content(), version=version)


def _place_error(whole: WholeForm, broken: RuleBroken) -> str:
    """Put the error at its field; return it for the top of the page when it has none."""
    if broken.field in whole.form.fields:
        whole.form.add_error(broken.field, str(broken))
        return ""
    return str(broken)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; steps that need a reason ask for it first."""
    actor, record = actor_of(request), record_or_404(request, number)
    if step not in services.STEPS:
        raise Http404
    taken = RECORD.step(step)
    require(taken.allowed(actor, record))
    form = ReasonForm(request.POST or None)
    asks = bool(taken.required)
    if request.method == "POST" and (not asks or form.is_valid()):
        given = {"reason": form.cleaned_data["reason"]} if asks else {}
        try:
            services.STEPS[step](actor=actor, record=record, **given)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        return _after_step(request, number)
    if not asks:
        return redirect("knowledge:record-detail", number=number)
    page = pages.step_page(record, taken, form)
    return render(request, "knowledge/record_step.html", {"page": page}, status=422 if form.is_bound else 200)


def _after_step(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the record, or to the list when the step took it out of sight."""
    if queries.records(actor_of(request)).filter(number=number).exists():
        return redirect("knowledge:record-detail", number=number)
    return redirect("knowledge:record-list")
