"""Records taken out for changing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.knowledge import services
from erdem.knowledge.forms import read_filter


@login_required
@require_safe
def record_take_out(request: HttpRequest, kind: str) -> HttpResponse:
    """All fields of the records of the list, to be changed and brought back."""
    try:
        content = services.take_out_records(
            actor=actor_of(request), wanted=read_filter(request.GET), kind=kind, language=get_language() or "zh-hans"
        )
    except RuleBroken as error:
        messages.warning(request, str(error))
        return redirect("knowledge:record-list")
    return exports.download(kind, "erdem-records", content)
