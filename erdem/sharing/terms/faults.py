"""What is wrong with terms: a code, the place in the document, and the numbers. English sentences here, others in the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SENTENCES: Mapping[str, str] = {
    # reading
    "not_json": "This is no JSON document.",
    "too_long": "The document is longer than %(limit)s bytes.",
    "wrong_format": "The document is no terms of the version that is read here (%(expected)s).",
    "missing": "%(clause)s: the field %(field)s is missing.",
    "unknown": "%(clause)s: nobody knows a field %(field)s here.",
    "wrong_type": "%(clause)s: %(field)s is not %(expected)s.",
    "not_in_list": "%(clause)s: %(field)s holds “%(value)s”, which is none of the words allowed here.",
    "bad_day": "%(clause)s: %(field)s is no day. Write it as 2027-03-31.",
    "bad_text": "%(clause)s: %(field)s holds a character that no paper can hold.",
    "text_too_long": "%(clause)s: %(field)s is longer than %(limit)s characters.",
    "list_too_long": "%(clause)s: %(field)s has more than %(limit)s lines.",
    "number_too_large": "%(clause)s: %(field)s is larger than the ledger can hold. Look for a slip.",
    # each clause for itself
    "empty": "%(clause)s: %(field)s is empty.",
    "negative": "%(clause)s: %(field)s is less than nothing.",
    "nothing": "%(clause)s: %(field)s must be more than nothing.",
    "rate_over_whole": "%(clause)s: the rate is %(percent)s %%, more than 100 %%.",
    "shares_not_whole": "%(clause)s: the shares are %(sum)s together. They must be the whole, %(of)s.",
    "shares_nobody": "%(clause)s: nobody is named who receives it.",
    "shares_twice": "%(clause)s: “%(name)s” receives twice. Write one share.",
    "cap_below_floor": "%(clause)s: the most a period (%(cap)s) is below the least a period (%(floor)s).",
    "total_below_cap": "%(clause)s: the most in all (%(total)s) is below the most a period (%(cap)s).",
    "total_below_floor": "%(clause)s: the most in all (%(total)s) is below the least a period (%(floor)s).",
    "steps_overlap": "%(clause)s: the step from %(value)s begins where an earlier one begins, or before it.",
    "deductions_without_net": "%(clause)s: deductions are for royalties on net sales only.",
    "deduction_twice": "%(clause)s: the deduction “%(value)s” stands twice.",
    "deduction_over_whole": "%(clause)s: the deduction “%(value)s” may be %(percent)s %% of sales, more than 100 %%.",
    "quantity_without_unit": "%(clause)s: say in which unit the quantity is counted.",
    "unit_without_quantity": "%(clause)s: a unit is for royalties on quantities only.",
    "days_out_of_order": "%(clause)s: the due days are not in order, or one stands twice.",
    "no_due_day": "%(clause)s: no day is named on which it is due.",
    # the clauses together
    "no_user": "No user is a party.",
    "several_users": "More than one user is a party. There is one agreement for each applicant.",
    "no_provider": "No community is a party.",
    "provider_no_community": "%(clause)s: “%(name)s” gives the knowledge and is no community.",
    "party_twice": "%(clause)s: “%(name)s” is a party twice.",
    "no_subject": "No record is the subject of the terms.",
    "record_twice": "%(clause)s: the record %(value)s stands twice.",
    "no_use": "No use is permitted.",
    "use_twice": "%(clause)s: the use “%(value)s” stands twice.",
    "use_both": "%(clause)s: the use “%(value)s” is permitted and forbidden.",
    "use_without_words": "%(clause)s: say in words which other use is meant.",
    "key_twice": "%(clause)s: two lines have the key %(value)s.",
    "bad_key": "%(clause)s: the key “%(value)s” is not a letter followed by up to 15 letters and digits.",
    "until_before_from": "%(clause)s: the last day lies before the first.",
    "due_outside": "%(clause)s: the due day %(value)s lies outside the time of the terms.",
    "no_line": "%(clause)s: there is no line with the key %(value)s.",
    "payee_no_party": "%(clause)s: the community “%(name)s” receives and is no party.",
    # computing
    "no_royalty": "%(clause)s: this line is no royalty; there is nothing to compute.",
    "no_period": "The days %(from)s to %(until)s are no period of these terms.",
    "currency_without_rate": "Report line %(line)s is in %(currency)s and names no rate to %(expected)s.",
    "rate_needless": "Report line %(line)s names a rate of exchange and needs none.",
    "bad_rate": "Report line %(line)s: the rate of exchange must be more than nothing.",
    "negative_sales": "Report line %(line)s is below nothing and does not say which earlier line it corrects.",
    "negative_deduction": "Report line %(line)s: a deduction is below nothing.",
    "deduction_not_agreed": "Report line %(line)s: the deduction “%(value)s” is not agreed.",
    "deductions_over_sales": "Report line %(line)s: more is taken off than was sold.",
    "report_line_twice": "Report line %(line)s stands twice.",
    "bad_history": "What was carried over from earlier periods cannot be: it is below nothing.",
}


@dataclass(frozen=True)
class TermsProblem:
    """One fault: ``where`` is the place in the document (``money/r1/rate``), ``values`` what its sentence names."""

    code: str
    where: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The fault in plain English."""
        return SENTENCES[self.code] % {"clause": clause_of(self.where), "field": field_of(self.where), **self.values}


class TermsRefused(ValueError):
    """The terms, or a report on them, cannot stand as they are; ``problems`` says why, one after the other."""

    def __init__(self, problems: Sequence[TermsProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


def refuse(code: str, where: str = "", **values: str | int) -> TermsRefused:
    """Return the exception for a single fault."""
    return TermsRefused([TermsProblem(code, where, values)])


def clause_of(where: str) -> str:
    """The clause of a place, with the key of its line: ``money r1``."""
    parts = where.split("/")
    return " ".join(parts[:2]) if len(parts) > 2 else (parts[0] or "the document")


def field_of(where: str) -> str:
    """The last part of a place: ``rate``."""
    return where.rpartition("/")[2]
