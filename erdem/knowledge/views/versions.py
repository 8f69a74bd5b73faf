"""Versions of a record: what differs between two, and writing an earlier one again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge import policies, queries, services
from erdem.knowledge.forms.register import WhyForm
from erdem.knowledge.pages.register import may_follow
from erdem.knowledge.pages.versions import versions_page
from erdem.knowledge.views.request import record_or_404


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 7 else None


def _kept(request: HttpRequest, number: str) -> queries.Record:
    record = record_or_404(request, number)
    if not may_follow(actor_of(request), record):
        raise PermissionRefused(_("Earlier versions are for those who look after the record."))
    return record


@login_required
@require_safe
def record_versions(request: HttpRequest, number: str) -> HttpResponse:
    """All versions, two of them side by side."""
    record = _kept(request, number)
    services.note_reading(actor=actor_of(request), record=record, part="versions")
    page = versions_page(actor_of(request), record, _number(request.GET.get("a")), _number(request.GET.get("b")))
    return render(request, "knowledge/record_versions.html", {"page": page})


@login_required
@require_safe
def version_evidence(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """The evidence that a version existed: a file that anybody can check, with or without us."""
    record = _kept(request, number)
    content = queries.version_evidence(actor_of(request), record, version)
    if content is None:
        messages.warning(request, _("The log does not hold this version yet. It does so within seconds; try again."))
        return redirect("knowledge:record-versions", number=number)
    services.note_export(actor=actor_of(request), records=[record], kind="evidence")
    name = f"erdem-{number}-v{version}.evidence.json"
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@login_required
@require_POST
def record_restore(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Write an earlier version again, as a new one."""
    actor, record = actor_of(request), _kept(request, number)
    require(policies.can_change(actor, record))
    form, seen = WhyForm(request.POST), _number(request.POST.get("seen"))
    if not form.is_valid():
        page = versions_page(actor, record, None, version, form)
        return render(request, "knowledge/record_versions.html", {"page": page}, status=422)
    try:
        services.restore_version(
            actor=actor, record=record, version=version, reason=form.cleaned_data["reason"], seen=seen
        )
        messages.success(request, _("Version %(version)s was written again.") % {"version": version})
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("knowledge:record-versions", number=number)
