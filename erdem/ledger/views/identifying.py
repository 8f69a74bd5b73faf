"""Pages on which an officer says who an unknown payee turned out to be: first the party and the proof, then a second look."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.ledger import services
from erdem.ledger.forms.books import IdentityForm
from erdem.ledger.pages import identifying as pages
from erdem.ledger.queries import overview as reads
from erdem.ledger.views.finding import book_or_404, payee_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payee_identify(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """Name the party and the proof, look at what will be entered, then enter it; a second click changes nothing."""
    actor, found = actor_of(request), payee_or_404(request, book_or_404(request, book), payee)
    done = reads.identified_as(actor, found)
    if done is not None:
        messages.info(request, _("It is known already who this payee is. Nothing was entered twice."))
        return redirect("ledger:payee", book=book, payee=done.heir_id)
    form = pages.identity_form(actor, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _go_on(request, found, form)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    page = pages.identify_page(actor, found, form)
    return render(request, "ledger/identify.html", {"page": page}, status=422 if form.is_bound else 200)


def _go_on(request: HttpRequest, payee: reads.Payee, form: IdentityForm) -> HttpResponse:
    actor, data = actor_of(request), form.cleaned_data
    known = pages.chosen_party(actor, payee, data)
    if data["sure"] != "yes":
        return render(request, "ledger/identify_sure.html", {"page": pages.confirm_page(actor, payee, known, data)})
    share = services.identify_payee(
        actor=actor, payee=payee, known=known, reason=data["reason"], document=data["document"], seen=data["seen"]
    )
    messages.success(
        request, _("“%(name)s” is %(to)s now. What waited is owed to it.") % {"name": payee.name, "to": share.heir.name}
    )
    return redirect("ledger:payee", book=payee.book_id, payee=share.heir_id)
