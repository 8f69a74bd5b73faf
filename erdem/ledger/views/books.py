"""The books for the office that keeps them: figures, accounts, journal, entries, closing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import table_response
from erdem.base.policy import RuleBroken, require
from erdem.ledger import services
from erdem.ledger.forms.books import ClosingForm, ReasonedForm
from erdem.ledger.pages import books as pages
from erdem.ledger.policies import can_keep
from erdem.ledger.queries import overview as reads
from erdem.ledger.queries import statements
from erdem.ledger.views.finding import asked, book_or_404, kind_or_404, period


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The books of the office; whoever keeps none comes to the own statement."""
    actor = actor_of(request)
    books = list(reads.books_kept(actor))
    if not books and statements.own_payees(actor).exists():
        return redirect("ledger:mine")
    return render(request, "ledger/overview.html", {"page": pages.overview_page(actor, books)})


@login_required
@require_safe
def trial_balance(request: HttpRequest, book: int) -> HttpResponse:
    """Every account with its balance, in every unit adding up to nothing."""
    page = pages.trial_page(actor_of(request), book_or_404(request, book), request.GET)
    return render(request, "ledger/trial.html", {"page": page})


@login_required
@require_safe
def trial_export(request: HttpRequest, book: int, kind: str) -> HttpResponse:
    """The same as a table to take away."""
    actor, found = actor_of(request), book_or_404(request, book)
    services.note_books_taken(actor=actor, book=found, what="trial balance", kind=kind_or_404(kind))
    return table_response(kind, "trial-balance", pages.trial_heads(), pages.trial_rows(actor, found, request.GET))


@login_required
@require_safe
def journal(request: HttpRequest, book: int) -> HttpResponse:
    """The entries, newest first, with their lines."""
    page = pages.journal_page(actor_of(request), book_or_404(request, book), request.GET)
    return render(request, "ledger/journal.html", {"page": page})


@login_required
@require_safe
def journal_export(request: HttpRequest, book: int, kind: str) -> HttpResponse:
    """The journal of a period as a table to take away, line by line."""
    actor, found = actor_of(request), book_or_404(request, book)
    services.note_books_taken(actor=actor, book=found, what="journal", kind=kind_or_404(kind))
    return table_response(kind, "journal", pages.journal_heads(), pages.journal_rows(actor, found, *period(request)))


@login_required
@require_safe
def entry_detail(request: HttpRequest, book: int, number: int) -> HttpResponse:
    """One entry: its lines, how it was calculated, what takes it back."""
    page = pages.entry_page(actor_of(request), _entry(request, book, number))
    return render(request, "ledger/entry.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry_reverse(request: HttpRequest, book: int, number: int) -> HttpResponse:
    """Ask for the reason, then take the entry back by another one."""
    actor, entry = actor_of(request), _entry(request, book, number)
    require(can_keep(actor, entry.book))
    form = ReasonedForm(request.POST if request.method == "POST" else None)
    back = reverse("ledger:entry", args=[book, number])
    if form.is_valid():
        try:
            made = services.reverse(actor=actor, entry=entry, memo=form.cleaned_data["reason"])
            messages.success(request, _("Entry %(number)s was taken back.") % {"number": entry.number})
            return redirect("ledger:entry", book=book, number=made.number)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    title = _("Take entry %(number)s back") % {"number": entry.number}
    note = _("A second entry with today's date does the opposite, line by line. Both stay in the books.")
    return asked(request, form, title, _("Take the entry back"), back, note=note, stop=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: HttpRequest, book: int) -> HttpResponse:
    """Close a book up to a day."""
    actor, found = actor_of(request), book_or_404(request, book)
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"until": pages.last_month()})
    if form.is_valid():
        try:
            services.close_period(actor=actor, book=found, until=form.cleaned_data["until"])
            messages.success(request, _("The period was closed. The balances at its end are kept."))
            return redirect("ledger:overview")
        except RuleBroken as broken:
            form.add_error("until", str(broken))
    note = _(
        "No entry of these days is taken any more, and a closed period is never opened again. Look at the journal first."
    )
    title = _("Close a period of “%(book)s”") % {"book": found.name}
    return asked(request, form, title, _("Close the period"), reverse("ledger:overview"), note=note, stop=True)


@login_required
@require_safe
def account_detail(request: HttpRequest, account: int) -> HttpResponse:
    """The statement of an account, for the office and for the party."""
    page = pages.account_page(
        actor_of(request), _account(request, account), *period(request), request.GET.get("start", "")
    )
    return render(request, "ledger/account.html", {"page": page})


@login_required
@require_safe
def account_export(request: HttpRequest, account: int, kind: str) -> HttpResponse:
    """The statement of a period as a table to take away."""
    actor, found = actor_of(request), _account(request, account)
    services.note_books_taken(actor=actor, book=found.book, what="statement", kind=kind_or_404(kind))
    rows = pages.statement_rows(actor, found, *period(request))
    return table_response(kind, "statement", pages.statement_heads(), rows)


def _entry(request: HttpRequest, book: int, number: int) -> reads.Entry:
    found = reads.find_entry(actor_of(request), book, number)
    if found is None:
        raise Http404
    return found


def _account(request: HttpRequest, pk: int) -> reads.Account:
    found = reads.get_account(actor_of(request), pk)
    if found is None:
        raise Http404
    return found
