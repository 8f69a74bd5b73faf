"""The own statement: what was promised, due, arrived and waits, for each party that a person is, belongs to or acts for."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import download, table_response
from erdem.ledger import services
from erdem.ledger.pages import books as book_pages
from erdem.ledger.pages import mine as pages
from erdem.ledger.pages import papers
from erdem.ledger.queries import statements
from erdem.ledger.views.finding import kind_or_404, period


@login_required
@require_safe
def my_statement(request: HttpRequest) -> HttpResponse:
    """All own statements."""
    return render(request, "ledger/mine.html", {"page": pages.mine_page(actor_of(request))})


@login_required
@require_safe
def statement_pdf(request: HttpRequest, payee: int, language: str) -> HttpResponse:
    """The statement of a period as a paper, in Chinese or in Mongolian."""
    actor, found = actor_of(request), _payee(request, payee)
    if language not in papers.LANGUAGES:
        raise Http404
    content = papers.statement_paper(actor, found, *period(request), language)
    services.note_books_taken(actor=actor, book=found.book, what=f"statement {language}", kind="pdf")
    return download("pdf", f"statement-{found.pk}-{language}", content, "application/pdf")


@login_required
@require_safe
def statement_export(request: HttpRequest, payee: int, kind: str) -> HttpResponse:
    """The same as a table, all accounts of the payee one after the other."""
    actor, found = actor_of(request), _payee(request, payee)
    services.note_books_taken(actor=actor, book=found.book, what="statement", kind=kind_or_404(kind))
    accounts = statements.standing_of(actor, found).accounts
    since, until = period(request)
    rows = [row for account in accounts for row in book_pages.statement_rows(actor, account, since, until)]
    return table_response(kind, "statement", book_pages.statement_heads(), rows)


def _payee(request: HttpRequest, pk: int) -> statements.Payee:
    found = statements.own_payees(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
