"""Whether terms can stand: each clause for itself, and the clauses together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from erdem.sharing.terms.checking_money import line_faults
from erdem.sharing.terms.choices import PartyKind, PayeeKind, Side, UseCode
from erdem.sharing.terms.faults import TermsProblem
from erdem.sharing.terms.model import Fixed, KindLine, Milestone, Terms

_T = TypeVar("_T", bound=Hashable)
_KEY = re.compile(r"[a-z][a-z0-9]{0,15}")


def check(terms: Terms) -> list[TermsProblem]:
    """Return every fault, in the order of the clauses; an empty list when the terms can stand."""
    return [
        *_parties(terms),
        *_subject(terms),
        *_uses(terms),
        *_days(terms),
        *_words(terms),
        *_keys(terms),
        *(fault for line in terms.lines() for fault in line_faults(line)),
        *_due_days(terms),
        *_references(terms),
    ]


def _parties(terms: Terms) -> Iterator[TermsProblem]:
    users = [party for party in terms.parties if party.side is Side.USER]
    if len(users) != 1:
        yield TermsProblem("several_users" if users else "no_user", "parties")
    if not terms.providers():
        yield TermsProblem("no_provider", "parties")
    for at, party in enumerate(terms.parties, 1):
        if not party.name.strip():
            yield TermsProblem("empty", f"parties/{at}/name")
        if party.side is Side.PROVIDER and party.kind is not PartyKind.COMMUNITY:
            yield TermsProblem("provider_no_community", f"parties/{at}/kind", {"name": party.name})
    names = {party.key: party.name for party in terms.parties}
    for key in _twice(party.key for party in terms.parties):
        yield TermsProblem("party_twice", "parties", {"name": names[key]})


def _subject(terms: Terms) -> Iterator[TermsProblem]:
    if not terms.subject:
        yield TermsProblem("no_subject", "subject")
    for number in _twice(subject.record for subject in terms.subject):
        named = next(subject.number for subject in terms.subject if subject.record == number)
        yield TermsProblem("record_twice", "subject", {"value": named})


def _uses(terms: Terms) -> Iterator[TermsProblem]:
    if not terms.permitted:
        yield TermsProblem("no_use", "permitted")
    for clause, uses in (("permitted", terms.permitted), ("forbidden", terms.forbidden)):
        for code in _twice(use.code for use in uses if use.code is not UseCode.OTHER):
            yield TermsProblem("use_twice", clause, {"value": str(code)})
        for at, use in enumerate(uses, 1):
            if use.code is UseCode.OTHER and not use.note.strip():
                yield TermsProblem("use_without_words", f"{clause}/{at}/note")
    whole = {use.code for use in terms.forbidden if not use.note.strip()}
    for use in terms.permitted:
        if use.code in whole:
            yield TermsProblem("use_both", "forbidden", {"value": str(use.code)})


def _days(terms: Terms) -> Iterator[TermsProblem]:
    numbers = {
        "property/notice_days": terms.property.notice_days,
        "confidentiality/years": terms.confidentiality.years,
        "reports/days": terms.reports.days,
        "payment/days": terms.payment.days,
        "audit/notice_days": terms.audit.notice_days,
        "breach/cure_days": terms.breach.cure_days,
    }
    for where, number in numbers.items():
        if number < 0:
            yield TermsProblem("negative", where)
        elif number > 36_500:
            yield TermsProblem("number_too_large", where)


def _words(terms: Terms) -> Iterator[TermsProblem]:
    if terms.term.ends is not None and terms.term.ends < terms.term.begins:
        yield TermsProblem("until_before_from", "term/ends")
    for clause, wording in (("attribution", terms.attribution), ("law", terms.law)):
        if not wording.text.strip():
            yield TermsProblem("empty", f"{clause}/text")
    for at, extra in enumerate(terms.extra, 1):
        if not extra.title.strip():
            yield TermsProblem("empty", f"extra/{at}/title")


def _keys(terms: Terms) -> Iterator[TermsProblem]:
    for line in terms.lines():
        clause = "in_kind" if isinstance(line, KindLine) else "money"
        if not _KEY.fullmatch(line.key):
            yield TermsProblem("bad_key", f"{clause}/{line.key or '?'}/key", {"value": line.key})
        if not line.label.strip():
            yield TermsProblem("empty", f"{clause}/{line.key}/label")
    for key in _twice(line.key for line in terms.lines()):
        yield TermsProblem("key_twice", "money", {"value": key})


def _due_days(terms: Terms) -> Iterator[TermsProblem]:
    named = [
        (f"money/{line.key}/first_due", [line.rule.first_due]) for line in terms.money if isinstance(line.rule, Fixed)
    ]
    named += [
        (f"money/{line.key}/expected", [line.rule.expected])
        for line in terms.money
        if isinstance(line.rule, Milestone) and line.rule.expected is not None
    ]
    named += [(f"in_kind/{line.key}/due", list(line.due)) for line in terms.in_kind]
    for where, days in named:
        for day in days:
            if day < terms.term.begins or (terms.term.ends is not None and day > terms.term.ends):
                yield TermsProblem("due_outside", where, {"value": day.isoformat()})


def _references(terms: Terms) -> Iterator[TermsProblem]:
    keys = {line.key for line in terms.lines()}
    for key in terms.bearers.lines:
        if key not in keys:
            yield TermsProblem("no_line", "bearers/lines", {"value": key})
    communities = {party.id for party in terms.providers()}
    for line in terms.lines():
        where = f"{'in_kind' if isinstance(line, KindLine) else 'money'}/{line.key}/split"
        for share in line.split.shares:
            if share.payee.kind is PayeeKind.COMMUNITY and share.payee.id not in communities:
                yield TermsProblem("payee_no_party", where, {"name": share.payee.name})


def _twice(values: Iterable[_T]) -> list[_T]:
    return [value for value, count in Counter(values).items() if count > 1]
