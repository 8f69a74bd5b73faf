"""What the views of the books begin with: the book, the payee, the account that is asked for, or nothing there."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from erdem.base.asking import actor_of
from erdem.base.exports import FORMATS
from erdem.ledger.pages.books import form_page
from erdem.ledger.queries import overview, statements


def book_or_404(request: HttpRequest, pk: int) -> overview.Book:
    """Return a book that this person's office keeps."""
    found = overview.get_book(actor_of(request), pk)
    if found is None:
        raise Http404
    return found


def payee_or_404(request: HttpRequest, book: overview.Book, pk: int) -> overview.Payee:
    """Return a payee of a book."""
    found = statements.payees_of(actor_of(request), book).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kind_or_404(kind: str) -> str:
    """Return the kind of a table."""
    if kind not in FORMATS:
        raise Http404
    return kind


def period(request: HttpRequest) -> tuple[dt.date, dt.date]:
    """Return the period that was chosen: this year when none was, nothing ahead of today."""
    today = timezone.localdate()
    since, until = (_day(request.GET.get(name, "")) for name in ("since", "until"))
    until = min(until or today, today)
    return min(since or until.replace(month=1, day=1), until), until


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def asked(
    request: HttpRequest, form: forms.Form, title: str, button: str, back: str, *, note: str = "", stop: bool = False
) -> HttpResponse:
    """Show a form, or show it again with what is wrong."""
    page = form_page(title, form, button, back, note=note, stop=stop)
    return render(request, "ledger/book_form.html", {"page": page}, status=422 if form.is_bound else 200)
