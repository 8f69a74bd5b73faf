"""What the pages of terms show: the newest version with its comments and assents, history, differences, the library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date
from erdem.lib.differences import Run, marked
from erdem.sharing import policies, queries
from erdem.sharing import terms_words as words
from erdem.sharing.choices import AgreementStatus
from erdem.sharing.models import Agreement, AgreementComment, AgreementVersion
from erdem.sharing.pages import links
from erdem.sharing.pages.links import Link
from erdem.sharing.services import missing_parties
from erdem.sharing.terms.clauses import clauses, compare
from erdem.sharing.terms_sentences import labels_of, sentences_of, title_of
from erdem.sharing.workflow import AGREEMENT


@dataclass(frozen=True)
class ClauseView:
    """A clause as it is read: heading, sentences, what was said about it."""

    key: str
    anchor: str
    title: str
    lines: tuple[str, ...]
    comments: tuple[AgreementComment, ...] = ()


@dataclass(frozen=True)
class Change:
    """A clause that differs between two versions."""

    title: str
    change: str
    shape: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class TermsPage:
    """One version of terms with all around it."""

    agreement: Agreement
    title: str
    trail: tuple[Link, ...]
    shape: str
    version: AgreementVersion | None
    is_newest: bool
    clauses: tuple[ClauseView, ...]
    general: tuple[AgreementComment, ...]
    parties: tuple[dict[str, Any], ...]
    clock: dict[str, Any] | None
    actions: frozenset[str]
    may_assent: tuple[dict[str, Any], ...]
    private_choices: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...]
    previous: int


@dataclass(frozen=True)
class HistoryPage:
    """Every version, and what differs between two of them."""

    agreement: Agreement
    title: str
    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]
    older: AgreementVersion | None
    newer: AgreementVersion | None
    changes: tuple[Change, ...]


def trail(agreement: Agreement, *more: Link) -> tuple[Link, ...]:
    """The way to a page of terms."""
    terms = Link(_("Terms"), reverse("terms:detail", args=[agreement.request.number]))
    return links.trail(agreement.request, terms, *more)


def _way(agreement: Agreement) -> tuple[Link, ...]:
    return links.trail(agreement.request, Link(_("Terms")))


def terms_page(actor: Actor, agreement: Agreement, version: AgreementVersion | None) -> TermsPage:
    """Build the page of a version; ``version`` None when nothing has been proposed yet."""
    newest = queries.newest_version(agreement)
    is_newest = version is not None and newest is not None and version.pk == newest.pk
    comments = list(queries.comments_on(actor, agreement))
    return TermsPage(
        agreement=agreement,
        title=_title(agreement, version, newest),
        trail=trail(agreement, _named(version)) if version and not is_newest else _way(agreement),
        shape=AGREEMENT.shapes[agreement.status],
        version=version,
        is_newest=is_newest,
        clauses=_clauses(version, comments) if version else (),
        general=tuple(each for each in comments if not each.clause),
        parties=_parties(agreement, version),
        clock=_clock(agreement),
        actions=_actions(actor, agreement, newest),
        may_assent=_may_assent(actor, agreement, version) if is_newest else (),
        private_choices=_private_choices(actor, agreement),
        facts=tuple(_facts(agreement, version)),
        previous=version.number - 1 if version else 0,
    )


def _named(version: AgreementVersion) -> Link:
    return Link(_("Version %(n)s") % {"n": version.number})


def _title(agreement: Agreement, version: AgreementVersion | None, newest: AgreementVersion | None) -> str:
    if version is None or newest is None:
        return _("No terms have been proposed yet")
    if version.pk != newest.pk:
        return _("Version %(n)s, replaced by version %(newest)s") % {"n": version.number, "newest": newest.number}
    if agreement.status == AgreementStatus.NEGOTIATING:
        missing = len(missing_parties(agreement, version))
        return ngettext(
            "Version %(n)s: %(missing)s party has not agreed yet",
            "Version %(n)s: %(missing)s parties have not agreed yet",
            missing,
        ) % {"n": version.number, "missing": missing}
    if agreement.status == AgreementStatus.SETTLED:
        return _("Every party agrees to version %(n)s: it can be signed") % {"n": version.number}
    return {
        AgreementStatus.SIGNED: _("Signed terms, version %(n)s"),
        AgreementStatus.ENDED: _("Ended terms, version %(n)s"),
        AgreementStatus.BROKEN_OFF: _("Broken off at version %(n)s"),
    }[AgreementStatus(agreement.status)] % {"n": version.number}


def _clauses(version: AgreementVersion, comments: list[AgreementComment]) -> tuple[ClauseView, ...]:
    found, labels = [], labels_of(version.terms)
    for number, (key, value) in enumerate(clauses(version.terms).items(), 1):
        lines = tuple(sentences_of(key, value, labels))
        said = tuple(each for each in comments if each.clause == key)
        if lines or said:
            found.append(ClauseView(key, f"clause-{number}", title_of(key, value), lines, said))
    return tuple(found)


def _parties(agreement: Agreement, version: AgreementVersion | None) -> tuple[dict[str, Any], ...]:
    missing = missing_parties(agreement, version) if version else (None, *agreement.providers)
    return tuple(
        {
            "name": name,
            "side": words.SIDES["user" if party is None else "provider"],
            "agreed": party not in missing,
        }
        for party, name in queries.party_names(agreement).items()
    )


def _clock(agreement: Agreement) -> dict[str, Any] | None:
    if agreement.status != AgreementStatus.NEGOTIATING:
        return None
    today, opened = timezone.localdate(), timezone.localdate(agreement.opened_at)
    left, whole = (agreement.due_on - today).days, max(1, (agreement.due_on - opened).days)
    return {
        "title": _("Negotiation of the terms"),
        "state": "over" if left < 0 else ("due" if left <= whole // 6 else "work"),
        "left": _days_left(left),
        "elapsed": max(0, min(100, round(100 * (today - opened).days / whole))),
        "start": _("opened %(day)s") % {"day": iso_date(opened)},
        "due": _("last day %(day)s") % {"day": iso_date(agreement.due_on)},
        "basis": agreement.extended_because or agreement.period.basis,
        "unconfirmed": not agreement.period.is_confirmed,
    }


def _days_left(days: int) -> str:
    if days == 0:
        return _("ends today")
    if days < 0:
        return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def _actions(actor: Actor, agreement: Agreement, newest: AgreementVersion | None) -> frozenset[str]:
    allowed = {
        "propose": policies.can_propose(actor, agreement),
        "comment": policies.can_comment(actor, agreement) if newest else False,
        "extend": agreement.status == AgreementStatus.NEGOTIATING and policies.can_extend(actor, agreement),
        "break_off": "break_off" in {step.name for step in AGREEMENT.available(actor, agreement)},
    }
    return frozenset(name for name, decision in allowed.items() if decision)


def _may_assent(actor: Actor, agreement: Agreement, version: AgreementVersion | None) -> tuple[dict[str, Any], ...]:
    if version is None or not policies.can_assent(actor, agreement):
        return ()
    names, missing = queries.party_names(agreement), missing_parties(agreement, version)
    return tuple(
        {"value": party.community or "", "name": names[party.community]}
        for party in policies.parties_of(actor, agreement)
        if party.community in missing
    )


def _private_choices(actor: Actor, agreement: Agreement) -> tuple[dict[str, Any], ...]:
    names = queries.party_names(agreement)
    own = sorted(policies.comments_privately_for(actor, agreement))
    return tuple({"value": key, "label": _("Only members of %(name)s") % {"name": names[key]}} for key in own)


def _facts(agreement: Agreement, version: AgreementVersion | None) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"term": _("Agreement"), "value": agreement.number, "code": True},
        {"term": _("Request"), "value": agreement.request.number, "code": True},
    ]
    if version is not None:
        facts += [
            {"term": pgettext("terms", "Proposed by"), "value": queries.party_names(agreement)[version.community_id]},
            {"term": _("Proposed on"), "value": iso_moment(version.made_at)},
            {"term": _("Digest (SHA-256)"), "value": version.sha256, "code": True},
        ]
    if agreement.status_reason:
        facts.append({"term": _("Reason"), "value": agreement.status_reason})
    return facts


def history_page(
    actor: Actor, agreement: Agreement, older: AgreementVersion | None, newer: AgreementVersion | None
) -> HistoryPage:
    """Build the list of versions with what differs between two of them."""
    names = queries.party_names(agreement)
    rows = tuple(
        {
            "number": each.number,
            "url": reverse("terms:version", args=[agreement.request.number, each.number]),
            "who": names[each.community_id],
            "when": iso_moment(each.made_at),
            "note": each.note,
            "agreed": len(each.assents.all()),
        }
        for each in queries.versions_of(actor, agreement)
    )
    title = _("Versions of the terms")
    if older and newer:
        title = _("What differs between version %(old)s and version %(new)s") % {
            "old": older.number,
            "new": newer.number,
        }
    return HistoryPage(
        agreement=agreement,
        title=title,
        trail=trail(agreement, Link(pgettext("terms", "Versions"))),
        rows=rows,
        older=older,
        newer=newer,
        changes=_changes(older, newer) if older and newer else (),
    )


def _changes(older: AgreementVersion, newer: AgreementVersion) -> tuple[Change, ...]:
    said = {
        "added": (_("added"), "new"),
        "changed": (_("changed"), "work"),
        "removed": (_("taken out"), "stop"),
    }
    found = []
    labels = labels_of(older.terms) | labels_of(newer.terms)
    for one in compare(older.terms, newer.terms):
        if one.change == "same":
            continue
        word, shape = said[one.change]
        before, after = ("\n".join(sentences_of(one.clause, value, labels)) for value in (one.old, one.new))
        title = title_of(one.clause, one.new if one.new is not None else one.old)
        found.append(Change(title, word, shape, tuple(marked(before, after))))
    return tuple(found)


def library_rows(day: dt.date | None = None) -> tuple[dict[str, Any], ...]:
    """The library of clauses, grouped by the clause of the terms that they speak of."""
    offered = list(queries.library(day=day))
    return tuple(
        {
            "field": field,
            "name": name,
            "entries": [
                {
                    "clause": each,
                    "mongolian": each.text_mn or "",
                    "since": long_date(each.valid_from),
                    "confirmed": each.confidence == "V",
                }
                for each in offered
                if each.field == field
            ],
        }
        for field, name in words.CLAUSES.items()
        if any(each.field == field for each in offered)
    )
