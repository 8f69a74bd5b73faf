"""The page on which an office sets the legal limit of a record."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import services
from erdem.knowledge.forms.limits import LimitForm
from erdem.knowledge.pages.limits import limit_page
from erdem.knowledge.policies import can_set_limit
from erdem.knowledge.views.request import record_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_limit(request: HttpRequest, number: str) -> HttpResponse:
    """Show and set the legal limit."""
    actor, record = actor_of(request), record_or_404(request, number)
    require(can_set_limit(actor, record))
    form = LimitForm(request.POST or None, initial={"limit": record.legal_cap, "version": record.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_legal_limit(actor=actor, record=record, **form.given())
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            messages.success(request, _("The legal limit was saved. The community can see it."))
            return redirect("knowledge:record-detail", number=number)
    page = limit_page(record, form)
    return render(request, "knowledge/record_limit.html", {"page": page}, status=422 if form.is_bound else 200)
