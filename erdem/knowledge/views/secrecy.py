"""The question about state secrets, before anything is written down."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, services
from erdem.knowledge.choices import Kind
from erdem.knowledge.forms import SecrecyForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def secrecy_check(request: HttpRequest) -> HttpResponse:
    """Ask; “no” goes on to the form, the other answers stop here with what to do. Nothing but a signed “no” is kept."""
    actor = actor_of(request)
    require(policies.can_sign_secrecy(actor))
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in Kind.values else ""
    form = SecrecyForm(request.POST or None, initial={"signed_name": actor.label})
    stopped = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if services.answer_secrecy(actor=actor, answer=given["answer"], signed_name=given["signed_name"]):
                query = f"?{urlencode({'kind': kind})}" if kind else ""
                return redirect(reverse("knowledge:record-new") + query)
            stopped = given["answer"]
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
    page = pages.secrecy_page(form, stopped)
    return render(request, "knowledge/secrecy.html", {"page": page}, status=422 if form.errors else 200)
