"""What hangs on a penalty or a complaint: one page for every kind of note."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases.forms.details import FORMS
from erdem.cases.pages import writing
from erdem.cases.pages.links import Link, address, trail
from erdem.cases.policies import can_work
from erdem.cases.views.cases import FORM, case_or_404, posted


@login_required
@require_http_methods(FORM)
def detail_new(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Note one thing in a case."""
    actor, case = actor_of(request), case_or_404(request, number)
    made = FORMS.get(what)
    if made is None or case.kind not in made.kinds:
        raise Http404
    require(can_work(actor, case))
    form = made(posted(request), actor=actor, case=case, officers=writing.officer_choices(actor, case))
    if request.method == "POST" and form.is_valid():
        try:
            form.keep()
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            return redirect("cases:case-detail", number=number)
    page = writing.FormPage(
        str(made.title), trail(case, Link(made.title)), form, made.title, address(case), _("Leave the case as it is")
    )
    return render(request, "cases/case_plain_form.html", {"page": page}, status=422 if form.errors else 200)
