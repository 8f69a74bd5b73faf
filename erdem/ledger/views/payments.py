"""Pages of payment orders: the list, a new one, the two signatures, the run, vouchers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.exports import FORMATS, download, table_response
from erdem.base.policy import RuleBroken, require
from erdem.base.polling import asked_enough
from erdem.ledger import services
from erdem.ledger.forms.payments import LineForm, OrderForm, ReasonForm, StopForm
from erdem.ledger.pages import payments as pages
from erdem.ledger.pages import vouchers
from erdem.ledger.policies import can_see_payments
from erdem.ledger.queries import bank, payments
from erdem.ledger.workflow import PAYMENT_ORDER


def _order(request: HttpRequest, number: str) -> payments.PaymentOrder:
    actor = actor_of(request)
    require(can_see_payments(actor))
    found = payments.get_order(actor, number)
    if found is None:
        raise Http404
    return found


def _line(request: HttpRequest, number: str, ordinal: int) -> payments.PaymentLine:
    found = payments.get_line(actor_of(request), _order(request, number), ordinal)
    if found is None:
        raise Http404
    return found


def _status(form: ReasonForm | OrderForm | LineForm) -> int:
    return 422 if form.is_bound else 200


@login_required
@require_safe
def payment_list(request: HttpRequest) -> HttpResponse:
    """All orders of the office."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    return render(request, "ledger/payment_list.html", {"page": pages.list_page(actor, request.GET)})


@login_required
@require_safe
def payment_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a table to take away."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    if kind not in FORMATS:
        raise Http404
    found = payments.orders(actor, request.GET.get("sort", ""), request.GET.get("status", ""))
    services.note_payments_taken(actor=actor, kind=kind)
    return table_response(kind, "payment-orders", pages.list_heads(), pages.list_rows(found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payment_new(request: HttpRequest, account: int) -> HttpResponse:
    """Choose whom to pay from a bank account."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    bank_account = bank.get_bank_account(actor, account)
    if bank_account is None:
        raise Http404
    owed = payments.owed_list(actor, bank_account)
    form = OrderForm(
        request.POST if request.method == "POST" else None, owed=owed, initial={"day": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        data = {"day": form.cleaned_data["day"], "memo": form.cleaned_data["memo"], "wanted": form.wanted()}
        try:
            made = services.draft_order(actor=actor, bank_account=bank_account, **data)
            return redirect("payments:payment-detail", number=made.number)
        except RuleBroken as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    page = pages.new_page(bank_account, form, owed)
    return render(request, "ledger/payment_new.html", {"page": page}, status=_status(form))


@login_required
@require_safe
def payment_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One order with its lines and what can be done."""
    page = pages.order_page(actor_of(request), _order(request, number))
    return render(request, "ledger/payment_detail.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payment_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; one that needs a reason asks for it first."""
    actor, order = actor_of(request), _order(request, number)
    if step not in {each.name for each in PAYMENT_ORDER.steps} - {"settle"}:
        raise Http404
    asks = step in pages.WITH_REASON
    form = ReasonForm(request.POST if request.method == "POST" and asks else None)
    if request.method == "POST" and (not asks or form.is_valid()):
        reason = form.cleaned_data["reason"] if asks else ""
        try:
            services.move_order(actor=actor, order=order, step=step, reason=reason)
        except RuleBroken as error:
            messages.warning(request, str(error))
        return redirect("payments:payment-detail", number=number)
    if not asks:
        return redirect("payments:payment-detail", number=number)
    page = _reason_page(order, str(PAYMENT_ORDER.step(step).label), form)
    return render(request, "ledger/payment_form.html", {"page": page}, status=_status(form))


def _reason_page(order: payments.PaymentOrder, title: str, form: ReasonForm, note: str = "") -> pages.FormPage:
    back = reverse("payments:payment-detail", args=[order.number])
    trail = (*pages.start(), pages.Link(order.number, back), pages.Link(title))
    return pages.FormPage(title, trail, form, title, back, _("Leave it as it is"), note)


@login_required
@require_POST
def payment_run(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the payments that the bank has made, in the background."""
    try:
        services.start_run(actor=actor_of(request), order=_order(request, number))
    except RuleBroken as error:
        messages.warning(request, str(error))
    return redirect("payments:payment-detail", number=number)


@login_required
@require_safe
def payment_progress(request: HttpRequest, number: str) -> HttpResponse:
    """How far the run is: a fragment that asks again by itself, and reloads the page at the end."""
    page = pages.order_page(actor_of(request), _order(request, number))
    response = render(request, "ledger/payment_progress.html", {"page": page})
    if not (page.progress and page.progress["moving"]):
        return asked_enough(response)
    return response


@login_required
@require_safe
def payment_lines(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The list of an order as a workbook, or the file that online banking takes."""
    actor, order = actor_of(request), _order(request, number)
    if kind not in FORMATS or (kind == "csv" and order.status not in pages.SIGNED):
        raise Http404
    services.note_payments_taken(actor=actor, kind=kind, order=order)
    rows = pages.line_rows(order, payments.order_lines(actor, order), kind)
    return table_response(kind, order.number, pages.line_heads(kind), rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Correct a line before its order is proposed, or take it out."""
    actor, line = actor_of(request), _line(request, number, ordinal)
    form = LineForm(request.POST if request.method == "POST" else None, initial=LineForm.of(line))
    back = redirect("payments:payment-detail", number=number)
    try:
        if request.method == "POST" and "strike" in request.POST:
            services.strike_line(actor=actor, line=line)
            return back
        if form.is_valid():
            services.change_line(actor=actor, line=line, wanted=form.wanted(line))
            return back
    except RuleBroken as error:
        form.add_error(None, str(error))
    page = _line_page(line, form)
    return render(request, "ledger/payment_form.html", {"page": page}, status=_status(form))


def _line_page(line: payments.PaymentLine, form: LineForm) -> pages.FormPage:
    back = reverse("payments:payment-detail", args=[line.order.number])
    trail = (*pages.start(), pages.Link(line.order.number, back), pages.Link(line.payee.name))
    title = _("Payment to %(payee)s") % {"payee": line.payee.name}
    stays, strike = _("Leave it as it is"), _("Take this payee out of the order")
    return pages.FormPage(title, trail, form, _("Save the payment"), back, stays, strike=strike)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_returned(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """Note that the bank returned a payment."""
    actor, line = actor_of(request), _line(request, number, ordinal)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.bounce_line(actor=actor, line=line, reason=form.cleaned_data["reason"])
        except RuleBroken as error:
            messages.warning(request, str(error))
        return redirect("payments:payment-detail", number=number)
    note = _("The entry is taken back by a reversal, and the money is owed to %(payee)s again.") % {
        "payee": line.payee.name
    }
    page = _reason_page(line.order, _("The bank returned this payment"), form, note)
    return render(request, "ledger/payment_form.html", {"page": page}, status=_status(form))


@login_required
@require_safe
def line_voucher(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """The voucher of a payment."""
    line = _line(request, number, ordinal)
    if line.entry is None:
        raise Http404
    return download("pdf", vouchers.number_of(line.entry), vouchers.payment_voucher(line), "application/pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_list(request: HttpRequest) -> HttpResponse:
    """Payees that are paid nothing for the time being, and stopping another."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    form = StopForm(request.POST if request.method == "POST" else None, payees=payments.payees_kept(actor))
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.hold_payee(actor=actor, payee=form.payees[data["payee"]], kind=data["kind"], reason=data["reason"])
            return redirect("payments:stop-list")
        except RuleBroken as error:
            form.add_error(None, str(error))
    page = pages.holds_page(actor, form)
    return render(request, "ledger/stop_list.html", {"page": page}, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_lift(request: HttpRequest, key: int) -> HttpResponse:
    """Let payments to a payee go on."""
    actor = actor_of(request)
    require(can_see_payments(actor))
    hold = payments.holds(actor).filter(pk=key).first()
    if hold is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.release_payee(actor=actor, hold=hold, reason=form.cleaned_data["reason"])
        return redirect("payments:stop-list")
    title, back = _("Let payments to %(payee)s go on") % {"payee": hold.payee.name}, reverse("payments:stop-list")
    trail = (*pages.start(), pages.Link(_("Stopped payments"), back), pages.Link(hold.payee.name))
    page = pages.FormPage(title, trail, form, _("Lift the stop"), back, _("Leave it as it is"))
    return render(request, "ledger/payment_form.html", {"page": page}, status=_status(form))
