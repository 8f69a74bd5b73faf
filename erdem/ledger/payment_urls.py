"""Addresses of payment orders and of bank accounts."""

from __future__ import annotations

from django.urls import path

from erdem.ledger.views import bank, payments

app_name = "payments"

urlpatterns = [
    path("payments/", payments.payment_list, name="payment-list"),
    path("payments/export.<str:kind>", payments.payment_export, name="payment-export"),
    path("payments/stops/", payments.stop_list, name="stop-list"),
    path("payments/stops/<int:key>/lift/", payments.stop_lift, name="stop-lift"),
    path("payments/new/<int:account>/", payments.payment_new, name="payment-new"),
    path("payments/<str:number>/", payments.payment_detail, name="payment-detail"),
    path("payments/<str:number>/run/", payments.payment_run, name="payment-run"),
    path("payments/<str:number>/progress/", payments.payment_progress, name="payment-progress"),
    path("payments/<str:number>/lines.<str:kind>", payments.payment_lines, name="payment-lines"),
    path("payments/<str:number>/step/<str:step>/", payments.payment_step, name="payment-step"),
    path("payments/<str:number>/<int:ordinal>/", payments.line_edit, name="line-edit"),
    path("payments/<str:number>/<int:ordinal>/returned/", payments.line_returned, name="line-returned"),
    path("payments/<str:number>/<int:ordinal>/voucher.pdf", payments.line_voucher, name="line-voucher"),
    path("bank/", bank.bank_list, name="bank-list"),
    path("bank/new/", bank.bank_new, name="bank-new"),
    path("bank/<int:key>/", bank.bank_detail, name="bank-detail"),
    path("bank/<int:key>/lines.<str:kind>", bank.bank_lines, name="bank-lines"),
    path("bank/<int:key>/match/", bank.bank_match, name="bank-match"),
    path("bank/<int:key>/import/", bank.bank_import, name="bank-import"),
    path("bank/<int:key>/line/<int:line>/", bank.bank_line, name="bank-line"),
    path("bank/<int:key>/line/<int:line>/undo/", bank.line_undo, name="line-undo"),
    path("bank/<int:key>/line/<int:line>/receipt.pdf", bank.line_receipt, name="line-receipt"),
    path("bank/file/<uuid:key>/", bank.file_detail, name="file-detail"),
    path("bank/file/<uuid:key>/progress/", bank.file_progress, name="file-progress"),
    path("bank/file/<uuid:key>/columns/", bank.file_columns, name="file-columns"),
    path("bank/file/<uuid:key>/confirm/", bank.file_confirm, name="file-confirm"),
]
