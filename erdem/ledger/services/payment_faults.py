"""What the database refuses of payments and bank lines, as sentences for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PAYMENT_SENTENCES = {
    "illegal_step": _("Somebody has moved this on in the meantime. Reload the page to see where it stands now."),
    "bank_account_of_its_book": _(
        "A bank account belongs to one book and one currency. Another account or currency is another bank account."
    ),
    "bank_account_number_once": _("This account number stands in the book already."),
    "bank_account_is_named": _("Write the name, the bank and the account number: 4 to 64 digits or letters."),
    "ledger_bankaccount_account_id_key": _(
        "The book has a bank account in this currency. One currency has one bank account; open another book for a second."
    ),
    "payee_hold_once": _("Payments to this payee are stopped already."),
    "payee_hold_says_why": _("This step needs a reason. Write one or two sentences."),
    "payee_hold_end_says_why": _("This step needs a reason. Write one or two sentences."),
    "payee_hold_is_ended": _("This stop was lifted already."),
    "payment_order_of_its_book": _("An order pays from a bank account of its book, in its currency."),
    "payment_order_says_what_for": _("Say in a few words what the order is for."),
    "payment_order_two_officers": _("You proposed this order. Somebody else of your office approves it."),
    "payment_order_is_signed": _("An order goes to the bank with two signatures: who proposed it and who approved it."),
    "payment_order_is_fixed": _("The order was proposed already and is fixed. Have it handed back to change it."),
    "payment_order_signed_in_own_name": _("An order is signed in the own name, at the step itself."),
    "payment_order_pays_something": _("There is nothing to pay in this order. Choose payees first, or cancel it."),
    "payment_order_has_open_lines": _("A payment of this order is neither paid nor left out yet."),
    "payment_line_amount": _("An amount to pay is more than nothing."),
    "payment_line_fee": _("A fee is nothing or more."),
    "payment_line_payee_once": _("A payee stands once in an order."),
    "payment_line_of_its_book": _("A line pays what its book owes to its payee, in the currency of the order."),
    "payment_line_step": _("This payment was paid or left out already. Nothing was done twice."),
    "payment_line_paid_has_entry": _("This payment was paid or left out already. Nothing was done twice."),
    "payment_line_says_why": _("This step needs a reason. Write one or two sentences."),
    "payment_within_owed": _(
        "More would be ordered than is owed: other orders count too. Nothing was saved. Lower the amount."
    ),
    "entry_with_its_payment": _(
        "This entry belongs to a payment or a bank line. Take it back on the page of the order, or of the bank account."
    ),
    "statement_file_once": _("This file was handed in already. Nothing was read twice."),
    "statement_file_stays": _("A bank statement stays what it was when it came in."),
    "bank_line_once": _("This bank line is there already. Nothing was added twice."),
    "bank_line_matched_once": _("This bank line is matched already. Undo that first."),
    "bank_match_turn_once": _("This bank line is matched already. Undo that first."),
    "payment_matched_once": _("This payment is matched with another bank line already. Undo that first."),
    "bank_match_fits": _("Amount, currency or account do not fit. Nothing was matched."),
    "bank_match_is_undone": _("This match was undone already."),
    "bank_match_undone_says_why": _("This step needs a reason. Write one or two sentences."),
}
"""By the name of the rule."""
