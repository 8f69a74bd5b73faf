"""Payees of a book: list, names, closing, guardians, heirs, escrow."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import table_response
from erdem.base.policy import RuleBroken
from erdem.ledger import services
from erdem.ledger.choices import Unit
from erdem.ledger.forms.books import EscrowForm, GuardianForm, HeirsForm, NameForm, PayeeForm, ReasonedForm
from erdem.ledger.pages import parties as pages
from erdem.ledger.queries import overview as reads
from erdem.ledger.queries import statements
from erdem.ledger.views.finding import asked, book_or_404, kind_or_404, payee_or_404


@login_required
@require_safe
def payee_list(request: HttpRequest, book: int) -> HttpResponse:
    """The payees of a book with what is owed to each."""
    page = pages.list_page(actor_of(request), book_or_404(request, book), request.GET)
    return render(request, "ledger/payees.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payee_new(request: HttpRequest, book: int) -> HttpResponse:
    """Add a payee."""
    actor, found = actor_of(request), book_or_404(request, book)
    names = set(statements.payees_of(actor, found).values_list("name", flat=True))
    form = PayeeForm(request.POST if request.method == "POST" else None, known=pages.known_parties(), names=names)
    back = reverse("ledger:payees", args=[book])
    if form.is_valid():
        try:
            made = services.add_payee(actor=actor, book=found, party=pages.party_of(form.cleaned_data))
            messages.success(request, _("The payee is in the book."))
            return redirect("ledger:payee", book=book, payee=made.pk)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return asked(request, form, _("New payee"), _("Add the payee"), back)


@login_required
@require_safe
def payee_detail(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """One payee: accounts, guardians, heirs, what can be done."""
    found = payee_or_404(request, book_or_404(request, book), payee)
    return render(request, "ledger/payee.html", {"page": pages.payee_page(actor_of(request), found)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payee_edit(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """Correct the name."""
    found = payee_or_404(request, book_or_404(request, book), payee)
    initial = {"name": found.name, "name_mn": found.name_mn, "acts_through": found.acts_through}
    form = NameForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(data: dict[str, Any]) -> None:
        services.correct_payee(actor=actor_of(request), payee=found, **data)

    note = _("Only the name is corrected. If another party is meant, open another payee.")
    return _done(request, found, form, act, _("Correct the name of %(name)s"), _("Save the name"), note)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payee_close(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """Close a payee."""
    found = payee_or_404(request, book_or_404(request, book), payee)
    form = ReasonedForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> None:
        services.close_payee(actor=actor_of(request), payee=found, reason=data["reason"])

    note = _("Nothing new is owed to a closed payee; its accounts stay readable.")
    return _done(request, found, form, act, _("Close %(name)s"), _("Close the payee"), note, stop=True)


@login_required
@require_POST
def payee_reopen(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """Open a payee again that was closed by mistake."""
    found = payee_or_404(request, book_or_404(request, book), payee)
    try:
        services.reopen_payee(actor=actor_of(request), payee=found)
        messages.success(request, _("The payee is open again."))
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("ledger:payee", book=book, payee=payee)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guardian_new(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """Name who acts for a payee."""
    found = payee_or_404(request, book_or_404(request, book), payee)
    form = GuardianForm(request.POST if request.method == "POST" else None, initial={"since": timezone.localdate()})

    def act(data: dict[str, Any]) -> None:
        services.name_guardian(actor=actor_of(request), payee=found, guardian=pages.guardian_of(data))

    note = _("A guardian acts for a child or for somebody who cannot act, on a decision or a power of attorney.")
    return _done(request, found, form, act, _("Guardian of %(name)s"), _("Enter the guardian"), note)


@login_required
@require_POST
def guardian_end(request: HttpRequest, book: int, payee: int, key: int) -> HttpResponse:
    """Say that a guardianship ends today."""
    actor, found = actor_of(request), payee_or_404(request, book_or_404(request, book), payee)
    held = reads.guardians_of(actor, found).filter(pk=key).first()
    if held is None:
        raise Http404
    try:
        services.end_guardianship(actor=actor, guardianship=held, until=timezone.localdate())
        messages.success(request, _("The guardianship ends today."))
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("ledger:payee", book=book, payee=payee)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def heirs_new(request: HttpRequest, book: int, payee: int) -> HttpResponse:
    """Put heirs in the place of somebody who has died."""
    actor, found = actor_of(request), payee_or_404(request, book_or_404(request, book), payee)
    others = list(statements.payees_of(actor, found.book).filter(closed_on__isnull=True).exclude(pk=found.pk))
    form = HeirsForm(request.POST if request.method == "POST" else None, payees=others)

    def act(data: dict[str, Any]) -> None:
        services.settle_estate(actor=actor, payee=found, heirs=data["pairs"], document=data["document"])

    note = _(
        "What is owed moves to the heirs by an entry, split to the last fen, and what comes later goes to them too."
    )
    return _done(request, found, form, act, _("Heirs of %(name)s"), _("Put the heirs in place"), note, stop=True)


@login_required
@require_safe
def escrow(request: HttpRequest, book: int) -> HttpResponse:
    """What waits in escrow, by age."""
    page = pages.escrow_page(actor_of(request), book_or_404(request, book), request.GET)
    return render(request, "ledger/escrow.html", {"page": page})


@login_required
@require_safe
def escrow_export(request: HttpRequest, book: int, kind: str) -> HttpResponse:
    """The same as a table to take away."""
    actor, found = actor_of(request), book_or_404(request, book)
    services.note_books_taken(actor=actor, book=found, what="escrow", kind=kind_or_404(kind))
    return table_response(kind, "escrow", pages.escrow_heads(), pages.escrow_rows(actor, found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def escrow_move(request: HttpRequest, book: int, payee: int, act: str) -> HttpResponse:
    """Put money of a payee into escrow, or take it out."""
    actor, found = actor_of(request), payee_or_404(request, book_or_404(request, book), payee)
    if act not in pages.ACTS:
        raise Http404
    others = list(statements.payees_of(actor, found.book).filter(closed_on__isnull=True))
    title, button, note, out = pages.ACTS[act]
    form = EscrowForm(
        request.POST if request.method == "POST" else None, payees=others, out=out, initial={"to": found.pk}
    )

    def do(data: dict[str, Any]) -> None:
        given: dict[str, Any] = {"actor": actor, "payee": found, "unit": Unit(data["unit"])}
        given |= {"amount": data["amount"], "reason": data["reason"]}
        if act == "claim":
            services.claim(**given, to=form.payees[data["to"]])
        elif act == "settle":
            services.settle_dispute(**given, shares=[(form.payees[data["to"]], Fraction(1))])
        else:
            (services.park_unclaimed if act == "park" else services.dispute)(**given)

    return _done(request, found, form, do, str(title), str(button), str(note))


def _done(
    request: HttpRequest,
    payee: reads.Payee,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    title: str,
    button: str,
    note: str,
    *,
    stop: bool = False,
) -> HttpResponse:
    """Do a step when the form is right and the rules let it; then the payee is shown."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("ledger:payee", book=payee.book_id, payee=payee.pk)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    back = reverse("ledger:payee", args=[payee.book_id, payee.pk])
    named = title % {"name": payee.name} if "%(name)s" in title else title
    return asked(request, form, named, button, back, note=note, stop=stop)
