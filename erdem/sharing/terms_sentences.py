"""Terms in sentences, clause by clause: the paper, the preview and the differences all say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.formatting import long_date, number
from erdem.sharing import terms_words as words
from erdem.sharing.terms.clauses import BY_KEY, clauses
from erdem.sharing.terms.model import (
    Audit,
    Bearers,
    Breach,
    Confidentiality,
    Extra,
    Party,
    Payment,
    Property,
    Reports,
    Settlement,
    Subject,
    Term,
    Terms,
    Transfer,
    Use,
    Wording,
)
from erdem.sharing.terms_benefits import kind_line, money_line


def sentences_of(clause: str, value: Any, labels: Mapping[str, str] | None = None) -> list[str]:
    """Return what a clause says, one sentence or line each, in the language that is active. ``value`` as ``clauses`` gives it.

    ``labels`` are the names of the lines of benefits by their keys, for clauses that point to lines.
    """
    if value is None:
        return []
    if labels and isinstance(value, Bearers):
        value = replace(value, lines=tuple(labels.get(key, key) for key in value.lines))
    return [line for line in _WRITERS[clause.partition("/")[0]](value) if line]


def clause_texts(terms: Terms) -> dict[str, list[str]]:
    """Return every clause with its sentences, in the order of the paper."""
    labels = labels_of(terms)
    return {clause: sentences_of(clause, value, labels) for clause, value in clauses(terms).items()}


def labels_of(terms: Terms) -> dict[str, str]:
    """Return the names of the lines of benefits by their keys."""
    return {line.key: line.label for line in terms.lines()}


def title_of(clause: str, value: Any) -> str:
    """Return the heading of a clause; a line of benefits has its label, an own clause its title."""
    name = clause.partition("/")[0]
    if name == "extra":
        return str(value.title)
    return f"{words.CLAUSES[name]} · {value.label}" if name in BY_KEY else str(words.CLAUSES[name])


def _worded(wording: Wording) -> Iterator[str]:
    yield from (line.strip() for line in wording.text.splitlines())


def _days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def _parties(parties: tuple[Party, ...]) -> Iterator[str]:
    for party in parties:
        yield _("%(name)s (%(side)s, %(kind)s)") % {
            "name": party.name,
            "side": words.SIDES[party.side],
            "kind": words.PARTY_KINDS[party.kind],
        }


def _subject(subject: tuple[Subject, ...]) -> Iterator[str]:
    for each in subject:
        named = " ".join(part for part in (each.number, each.name) if part)
        yield _("%(record)s: %(scope)s") % {"record": named, "scope": each.scope} if each.scope else named


def _uses(uses: tuple[Use, ...]) -> Iterator[str]:
    for use in uses:
        label = str(words.USES[use.code])
        yield _("%(use)s: %(note)s") % {"use": label, "note": use.note} if use.note else label


def _transfer(clause: Transfer) -> Iterator[str]:
    yield str(words.TRANSFERS[clause.rule])
    yield from _worded(clause.wording)


def _property(clause: Property) -> Iterator[str]:
    yield str(words.OWNERSHIPS[clause.ownership])
    if clause.notice_days:
        yield _("Before applying for a right the user gives the providers written notice, at least %(days)s ahead.") % {
            "days": _days(clause.notice_days)
        }
    yield from _worded(clause.wording)


def _confidentiality(clause: Confidentiality) -> Iterator[str]:
    if clause.years:
        yield ngettext(
            "Confidentiality goes on for %(n)s year after the end of these terms.",
            "Confidentiality goes on for %(n)s years after the end of these terms.",
            clause.years,
        ) % {"n": clause.years}
    else:
        yield _("Confidentiality ends with these terms.")
    yield from _worded(clause.wording)


def _bearers(clause: Bearers) -> Iterator[str]:
    yield from _worded(clause.wording)
    if clause.lines:
        keys = pgettext("between items", ", ").join(clause.lines)
        yield _("These lines serve the support of the bearers: %(keys)s.") % {"keys": keys}


def _reports(clause: Reports) -> Iterator[str]:
    yield _("The user reports on the use %(every)s, within %(days)s of the end of the period.") % {
        "every": words.EVERY[clause.every],
        "days": _days(clause.days),
    }
    yield from _worded(clause.wording)


def _payment(clause: Payment) -> Iterator[str]:
    yield _(
        "What a report gives is paid within %(days)s of the last day for the report; a milestone within %(days)s of the"
        " day when it was reached."
    ) % {"days": _days(clause.days)}
    yield from _worded(clause.wording)


def _audit(clause: Audit) -> Iterator[str]:
    if clause.allowed:
        yield _("The providers may have the books of the use examined; they say so %(days)s ahead.") % {
            "days": _days(clause.notice_days)
        }
    else:
        yield _("No right of audit is agreed.")
    yield from _worded(clause.wording)


def _change_of_use(clause: Wording) -> Iterator[str]:
    yield _("A use that is not permitted here is a new request and needs the consent of the holders anew.")
    yield from _worded(clause)


def _breach(clause: Breach) -> Iterator[str]:
    yield _("A breach that is not put right within %(days)s of a written warning allows the permit to be revoked.") % {
        "days": _days(clause.cure_days)
    }
    yield from _worded(clause.wording)


def _settlement(clause: Settlement) -> Iterator[str]:
    yield str(words.DISPUTES[clause.way])
    yield from _worded(clause.wording)


def _term(clause: Term) -> Iterator[str]:
    if clause.ends is None:
        yield _("From %(begins)s, until ended.") % {"begins": long_date(clause.begins)}
    else:
        yield _("From %(begins)s to %(ends)s, both days included.") % {
            "begins": long_date(clause.begins),
            "ends": long_date(clause.ends),
        }


def _extra(clause: Extra) -> Iterator[str]:
    yield from _worded(clause.wording)


Writer = Callable[[Any], Iterator[str]]
_WRITERS: Final[Mapping[str, Writer]] = {
    "parties": _parties,
    "subject": _subject,
    "permitted": _uses,
    "forbidden": _uses,
    "transfer": _transfer,
    "property": _property,
    "attribution": _worded,
    "confidentiality": _confidentiality,
    "money": money_line,
    "in_kind": kind_line,
    "bearers": _bearers,
    "reports": _reports,
    "payment": _payment,
    "audit": _audit,
    "change_of_use": _change_of_use,
    "breach": _breach,
    "settlement": _settlement,
    "law": _worded,
    "term": _term,
    "extra": _extra,
}
