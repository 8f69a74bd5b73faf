"""What is wrong with terms, in the language of the reader: each sentence names the clause and the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base.formatting import money_from_fen
from erdem.sharing import terms_words as words
from erdem.sharing.terms.clauses import ORDER
from erdem.sharing.terms.faults import TermsProblem

MONEY: Final = ("floor", "cap", "total")
"""Values of a fault that are amounts of smallest units."""

SENTENCES: Final[Mapping[str, Any]] = {
    "not_json": gettext_lazy("This is no JSON document. Nothing was kept."),
    "too_long": gettext_lazy("The document is longer than %(limit)s bytes. Nothing was kept."),
    "wrong_format": gettext_lazy("The document is no terms of the version that is read here (%(expected)s)."),
    "missing": gettext_lazy("Something is missing (%(field)s)."),
    "unknown": gettext_lazy("Nobody knows a field “%(field)s” here."),
    "wrong_type": gettext_lazy("“%(field)s” does not hold what is expected there."),
    "not_in_list": gettext_lazy("Choose one of the list (%(field)s)."),
    "bad_day": gettext_lazy("This is no day. Write it as 2027-03-31."),
    "bad_text": gettext_lazy("There is a character that no paper can hold. Write the words again."),
    "text_too_long": gettext_lazy("The text is longer than %(limit)s characters. Shorten it."),
    "list_too_long": gettext_lazy("There are more than %(limit)s lines. Put some together."),
    "number_too_large": gettext_lazy("The number is larger than the ledger can hold. Look for a slip."),
    "empty": gettext_lazy("Some words are missing (%(field)s)."),
    "negative": gettext_lazy("A number below nothing cannot stand here (%(field)s)."),
    "nothing": gettext_lazy("The number must be more than nothing (%(field)s)."),
    "rate_over_whole": gettext_lazy("The rate is %(percent)s %%, more than 100 %%."),
    "shares_not_whole": gettext_lazy("The shares are %(sum)s together. They must be the whole, %(of)s."),
    "shares_nobody": gettext_lazy("Nobody is named who receives it."),
    "shares_twice": gettext_lazy("“%(name)s” receives twice. Write one share."),
    "cap_below_floor": gettext_lazy("The most a period (%(cap)s) is below the least a period (%(floor)s)."),
    "total_below_cap": gettext_lazy("The most in all (%(total)s) is below the most a period (%(cap)s)."),
    "total_below_floor": gettext_lazy("The most in all (%(total)s) is below the least a period (%(floor)s)."),
    "steps_overlap": gettext_lazy("A step begins where an earlier one begins, or before it. Write them in order."),
    "deductions_without_net": gettext_lazy("Deductions are for royalties on net sales only."),
    "deduction_twice": gettext_lazy("A deduction stands twice."),
    "deduction_over_whole": gettext_lazy("A deduction may be %(percent)s %% of the sales, more than 100 %%."),
    "quantity_without_unit": gettext_lazy("Say in which unit the quantity is counted."),
    "unit_without_quantity": gettext_lazy("A unit is for royalties on quantities only. Leave it empty."),
    "days_out_of_order": gettext_lazy("The due days are not in order, or one stands twice."),
    "no_due_day": gettext_lazy("No day is named on which it is due."),
    "no_user": gettext_lazy("No user is a party."),
    "several_users": gettext_lazy("More than one user is a party."),
    "no_provider": gettext_lazy("No community is a party."),
    "provider_no_community": gettext_lazy("“%(name)s” gives the knowledge and is no community."),
    "party_twice": gettext_lazy("“%(name)s” is a party twice."),
    "no_subject": gettext_lazy("No record is named."),
    "record_twice": gettext_lazy("The record %(value)s stands twice."),
    "no_use": gettext_lazy("Choose at least one use."),
    "use_twice": gettext_lazy("A use stands twice."),
    "use_both": gettext_lazy("A use is permitted and forbidden. Say more closely what is forbidden."),
    "use_without_words": gettext_lazy("Say in words which other use is meant."),
    "key_twice": gettext_lazy("Two lines have the key %(value)s. Give one of them another."),
    "bad_key": gettext_lazy("The key “%(value)s” is not a letter a to z followed by letters and digits, such as r1."),
    "until_before_from": gettext_lazy("The last day lies before the first."),
    "due_outside": gettext_lazy("The due day %(value)s lies outside the term."),
    "no_line": gettext_lazy("There is no line with the key %(value)s."),
    "payee_no_party": gettext_lazy("The community “%(name)s” receives and is no party."),
    "no_royalty": gettext_lazy("This line is no royalty; there is nothing to compute."),
    "no_period": gettext_lazy("The days %(from)s to %(until)s are no report period of these terms."),
    "currency_without_rate": gettext_lazy(
        "Report line %(line)s is in %(currency)s. Name the rate to %(expected)s, its source and its day."
    ),
    "rate_needless": gettext_lazy("Report line %(line)s names a rate of exchange and needs none."),
    "bad_rate": gettext_lazy("Report line %(line)s: the rate of exchange must be more than nothing."),
    "negative_sales": gettext_lazy(
        "Report line %(line)s is below nothing. If goods came back, say which earlier line it corrects."
    ),
    "negative_deduction": gettext_lazy("Report line %(line)s: a deduction has the sign of its sales."),
    "deduction_not_agreed": gettext_lazy("Report line %(line)s: a deduction that is not agreed."),
    "deductions_over_sales": gettext_lazy("Report line %(line)s: more is taken off than was sold."),
    "report_line_twice": gettext_lazy("Report line %(line)s stands twice."),
    "bad_history": gettext_lazy("What was carried over from earlier periods cannot be."),
}


def fault_sentence(problem: TermsProblem) -> str:
    """Return the fault as a sentence that names its clause: “Monetary benefits r1: The rate is 120 %, …”."""
    parts = problem.where.split("/")
    told = {key: money_from_fen(int(value)) if key in MONEY else str(value) for key, value in problem.values.items()}
    sentence = str(SENTENCES[problem.code]) % {"field": parts[-1], **told}
    if parts[0] not in ORDER:
        return sentence
    line = f" {parts[1]}" if len(parts) > 2 or (parts[0] in ("money", "in_kind", "extra") and len(parts) > 1) else ""
    return _("%(clause)s: %(sentence)s") % {"clause": f"{words.CLAUSES[parts[0]]}{line}", "sentence": sentence}


def fault_sentences(problems: Sequence[TermsProblem]) -> list[str]:
    """Every fault as a sentence, each once."""
    return list(dict.fromkeys(fault_sentence(problem) for problem in problems))
