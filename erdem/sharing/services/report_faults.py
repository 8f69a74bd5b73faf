"""What the database refuses about reports and benefits, as sentences for people."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken

SENTENCES = {
    "report_periods_never_overlap": _("There is a report on some of these days already. Nothing was kept."),
    "report_within_its_permit": _(
        "These days lie after the last day of the permit. Report what was used up to that day only."
    ),
    "report_after_its_days": _("The period is not over yet. Hand the report in once its last day has passed."),
    "report_says_something": _("Write at least one line, or say that nothing was used in this period, not both."),
    "report_keeps_its_lines": _("This report was handed in. To change it, correct it: a new version will replace it."),
    "report_keeps_its_words": _("This report was handed in. To change it, correct it: a new version will replace it."),
    "report_step_by_its_party": _("This step is for somebody else to take."),
    "report_open_once": _("A version of this report is being written already. Go on with that one."),
    "report_version_once": _("A version of this report is being written already. Go on with that one."),
    "report_corrected_with_reason": _("This step needs a reason. Write one or two sentences."),
    "sharing_usereport_replaces_id_key": _("A version of this report is being written already. Go on with that one."),
    "report_accepted_by_another": _("Who handed a report in does not accept it. Somebody else of the office does."),
    "report_line_once": _("This line stands already. Nothing was added twice."),
    "report_line_names_a_product": _("Name the product."),
    "report_line_below_nothing_corrects": _(
        "Sales below nothing are a correction. Name the earlier period and line that they correct."
    ),
    "report_line_deducts_no_more_than_sold": _("More is taken off than was sold. Check the deductions."),
    "report_line_is_no_typo": _("The number is larger than the ledger can hold. Look for a slip."),
    "report_line_currency_known": _("Choose one of the currencies."),
    "report_line_rate_with_source": _("A rate of exchange needs both numbers, its source and its day."),
    "report_line_deductions_known": _("A deduction has the sign of the sales and is a whole number of smallest units."),
    "report_line_adds_up": _("Net is gross less the deductions. Check the numbers."),
    "report_line_of_the_terms": _("Choose the line of the terms for which this is reported."),
    "report_line_currency_has_a_rate": _(
        "The terms are in another currency. Name the rate, its source and its day; for the same currency name none."
    ),
    "report_file_once": _("This file is attached already."),
    "report_file_in_time": _("Files are attached while the report is written, or when an audit asks for them."),
    "delivery_of_what_is_owed": _("This is not owed in kind to that party. Choose another line."),
    "delivery_has_happened": _("The day lies ahead. Report a delivery once it has happened."),
    "delivery_of_something": _("Write how many, as a whole number above nothing."),
    "delivery_names_its_proof": _("Name what proves the delivery: a receipt, minutes, a photograph."),
    "delivery_confirmed_by_its_receiver": _("Only who received it confirms a delivery."),
    "delivery_confirmed_by_another": _("Who reported a delivery does not confirm it."),
    "audit_of_what_was_drawn": _("Only reports that were drawn are looked into."),
}


def refused() -> AbstractContextManager[None]:
    """Turn what a named rule of the database refuses into a sentence.

    Raises:
        RuleBroken: with the sentence of the rule.
    """
    return spoken(SENTENCES)
