"""Addresses of the books and of the own statement."""

from __future__ import annotations

from django.urls import path

from erdem.ledger.views import books, identifying, mine, parties

app_name = "ledger"

urlpatterns = [
    path("", books.overview, name="overview"),
    path("mine/", mine.my_statement, name="mine"),
    path("mine/<int:payee>/statement.<str:language>.pdf", mine.statement_pdf, name="mine-pdf"),
    path("mine/<int:payee>/statement.<str:kind>", mine.statement_export, name="mine-export"),
    path("accounts/<int:account>/", books.account_detail, name="account"),
    path("accounts/<int:account>/export.<str:kind>", books.account_export, name="account-export"),
    path("books/<int:book>/accounts/", books.trial_balance, name="trial"),
    path("books/<int:book>/accounts.<str:kind>", books.trial_export, name="trial-export"),
    path("books/<int:book>/journal/", books.journal, name="journal"),
    path("books/<int:book>/journal.<str:kind>", books.journal_export, name="journal-export"),
    path("books/<int:book>/entries/<int:number>/", books.entry_detail, name="entry"),
    path("books/<int:book>/entries/<int:number>/take-back/", books.entry_reverse, name="entry-reverse"),
    path("books/<int:book>/close/", books.period_close, name="close"),
    path("books/<int:book>/escrow/", parties.escrow, name="escrow"),
    path("books/<int:book>/escrow.<str:kind>", parties.escrow_export, name="escrow-export"),
    path("books/<int:book>/payees/", parties.payee_list, name="payees"),
    path("books/<int:book>/payees/new/", parties.payee_new, name="payee-new"),
    path("books/<int:book>/payees/<int:payee>/", parties.payee_detail, name="payee"),
    path("books/<int:book>/payees/<int:payee>/name/", parties.payee_edit, name="payee-edit"),
    path("books/<int:book>/payees/<int:payee>/close/", parties.payee_close, name="payee-close"),
    path("books/<int:book>/payees/<int:payee>/reopen/", parties.payee_reopen, name="payee-reopen"),
    path("books/<int:book>/payees/<int:payee>/guardian/", parties.guardian_new, name="guardian-new"),
    path("books/<int:book>/payees/<int:payee>/guardian/<int:key>/end/", parties.guardian_end, name="guardian-end"),
    path("books/<int:book>/payees/<int:payee>/heirs/", parties.heirs_new, name="heirs-new"),
    path("books/<int:book>/payees/<int:payee>/identity/", identifying.payee_identify, name="payee-identify"),
    path("books/<int:book>/payees/<int:payee>/escrow/<str:act>/", parties.escrow_move, name="escrow-move"),
]
