"""Pages of bank accounts: book and bank side by side, statements, what each line is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.exports import FORMATS, download, table_response
from erdem.base.policy import RuleBroken, require
from erdem.base.polling import asked_enough
from erdem.ledger import services
from erdem.ledger.choices import Unit
from erdem.ledger.forms.bank import BankAccountForm, ColumnsForm, StatementForm
from erdem.ledger.forms.payments import ReasonForm
from erdem.ledger.pages import bank as pages
from erdem.ledger.pages import bank_lines as bank_lines_page
from erdem.ledger.pages import statements, vouchers
from erdem.ledger.policies import can_see_payments
from erdem.ledger.queries import bank, payments


def _account(request: HttpRequest, key: int) -> bank.BankAccount:
    actor = actor_of(request)
    require(can_see_payments(actor))
    found = bank.get_bank_account(actor, key)
    if found is None:
        raise Http404
    return found


def _bank_line(request: HttpRequest, key: int, line: int) -> bank.BankLine:
    found = bank.get_bank_line(actor_of(request), _account(request, key), line)
    if found is None:
        raise Http404
    return found


def _file(request: HttpRequest, key: UUID) -> bank.StatementFile:
    actor = actor_of(request)
    require(can_see_payments(actor))
    found = bank.get_file(actor, key)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def bank_list(request: HttpRequest) -> HttpResponse:
    """The office's accounts at banks."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    return render(request, "ledger/bank_list.html", {"page": pages.list_page(actor)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_new(request: HttpRequest) -> HttpResponse:
    """Enter an account at a bank."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    form = BankAccountForm(request.POST if request.method == "POST" else None, books=payments.books_kept(actor))
    if form.is_valid():
        data = {**form.cleaned_data, "book": form.books[form.cleaned_data["book"]]}
        data["unit"] = Unit(data["unit"])
        try:
            made = services.open_bank_account(actor=actor, **data)
            return redirect("payments:bank-detail", key=made.pk)
        except RuleBroken as error:
            form.add_error(None, str(error))
    page = pages.form_page(_("New bank account"), form, _("Enter the account"), None, reverse("payments:bank-list"))
    return render(request, "ledger/payment_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def bank_detail(request: HttpRequest, key: int) -> HttpResponse:
    """Book and bank side by side, and the lines that wait."""
    page = pages.account_page(actor_of(request), _account(request, key), request.GET)
    return render(request, "ledger/bank_detail.html", {"page": page})


@login_required
@require_safe
def bank_lines(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """All lines of an account as a table to take away."""
    actor, account = actor_of(request), _account(request, key)
    if kind not in FORMATS:
        raise Http404
    lines = list(bank.bank_lines(actor, account))
    services.note_payments_taken(actor=actor, kind=kind)
    rows = pages.line_rows(account, lines, bank.matches_of(actor, lines))
    return table_response(kind, "bank-lines", pages.line_heads(), rows)


@login_required
@require_POST
def bank_match(request: HttpRequest, key: int) -> HttpResponse:
    """Look for exact matches again, for instance after a new order."""
    made = services.match_exact(actor=actor_of(request), bank_account=_account(request, key))
    messages.success(request, _("%(count)s lines were matched.") % {"count": made["payment"] + made["due"]})
    return redirect("payments:bank-detail", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_import(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a statement in."""
    actor, account = actor_of(request), _account(request, key)
    form = StatementForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            file = services.receive_statement(
                actor=actor, bank_account=account, content=given.read(), file_name=given.name
            )
            return redirect("payments:file-detail", key=file.pk)
        except RuleBroken as error:
            form.add_error(error.field, str(error))
    page = pages.form_page(
        _("Hand a statement in"), form, _("Check the file"), account, reverse("payments:bank-detail", args=[key])
    )
    return render(request, "ledger/payment_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def file_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One statement: what was found, what is wrong, what will be added."""
    return render(request, "ledger/file_detail.html", {"page": statements.file_page(_file(request, key))})


@login_required
@require_safe
def file_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is: a fragment that asks again by itself, and reloads the page at the end."""
    page = statements.file_page(_file(request, key))
    response = render(request, "ledger/file_progress.html", {"page": page})
    if not (page.progress and page.progress["moving"]):
        return asked_enough(response)
    return response


@login_required
@require_POST
def file_columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Check the file again with other columns."""
    actor, file = actor_of(request), _file(request, key)
    form = ColumnsForm(request.POST, headings=file.columns.get("headings", []), known={})
    if form.is_valid():
        try:
            services.choose_columns(actor=actor, file=file, columns=form.places())
        except RuleBroken as error:
            messages.warning(request, str(error))
    return redirect("payments:file-detail", key=key)


@login_required
@require_POST
def file_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add what is new."""
    try:
        services.confirm_statement(actor=actor_of(request), file=_file(request, key))
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("payments:file-detail", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bank_line(request: HttpRequest, key: int, line: int) -> HttpResponse:
    """One line: what it may be, and saying what it is."""
    actor, found = actor_of(request), _bank_line(request, key, line)
    if request.method == "POST":
        try:
            _say(actor, found, request)
            return redirect("payments:bank-detail", key=key)
        except RuleBroken as error:
            messages.warning(request, str(error))
        return redirect("payments:bank-line", key=key, line=line)
    return render(request, "ledger/bank_line.html", {"page": bank_lines_page.line_page(actor, found)})


def _say(actor: Actor, line: bank.BankLine, request: HttpRequest) -> None:
    """Do what was chosen: ``act`` with a key, such as ``payment:12``, ``due:3``, ``fee``, ``park``."""
    act, _sep, key = request.POST.get("act", "").partition(":")
    plain: dict[str, Callable[..., Any]] = {"fee": services.match_fee, "park": services.park_line}
    if act in plain:
        plain[act](actor=actor, line=line)
        return
    if not key.isdigit() or act not in ("payment", "due", "return"):
        raise RuleBroken(_("Choose what this line is."))
    reasons = [reason for reason in request.POST.get(f"with-{act}-{key}", "").split(",") if reason in pages.REASONS]
    if act == "due":
        services.match_due(actor=actor, line=line, account=bank.get_due(actor, int(key)), reasons=reasons)
    elif act == "payment":
        services.match_payment(actor=actor, line=line, payment=bank.get_payment(actor, int(key)), reasons=reasons)
    else:
        reason = line.reference or _("returned by the bank")
        services.match_return(actor=actor, line=line, payment=bank.get_payment(actor, int(key)), reason=reason)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_undo(request: HttpRequest, key: int, line: int) -> HttpResponse:
    """Undo the match of a line."""
    actor, found = actor_of(request), _bank_line(request, key, line)
    match = bank.matches_of(actor, [found]).get(found.pk)
    if match is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = reverse("payments:bank-line", args=[key, line])
    if form.is_valid():
        try:
            services.undo_match(actor=actor, match=match, reason=form.cleaned_data["reason"])
        except RuleBroken as error:
            messages.warning(request, str(error))
        return redirect(back)
    page = pages.form_page(_("Undo the match"), form, _("Undo the match"), found.bank_account, back)
    return render(request, "ledger/payment_form.html", {"page": page}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def line_receipt(request: HttpRequest, key: int, line: int) -> HttpResponse:
    """The voucher of money that came in."""
    found = _bank_line(request, key, line)
    match = bank.matches_of(actor_of(request), [found]).get(found.pk)
    if match is None or match.entry is None or found.amount < 0:
        raise Http404
    return download("pdf", vouchers.number_of(match.entry), vouchers.receipt(found, match), "application/pdf")
