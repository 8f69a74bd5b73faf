"""What the editor of terms shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.sharing import policies, queries
from erdem.sharing import terms_words as words
from erdem.sharing.forms.term_document import document_of, initial_of
from erdem.sharing.forms.term_rows import rearranged
from erdem.sharing.forms.terms import WORDED, TermsForm, with_library_clause
from erdem.sharing.models import Agreement
from erdem.sharing.pages.links import Link
from erdem.sharing.pages.term_drafts import communities, first_document, parties, subject
from erdem.sharing.pages.terms import ClauseView, trail
from erdem.sharing.terms import Terms, TermsRefused, as_document, read_terms
from erdem.sharing.terms.clauses import clauses
from erdem.sharing.terms_faults import fault_sentences
from erdem.sharing.terms_sentences import labels_of, sentences_of, title_of


@dataclass(frozen=True)
class Offered:
    """An entry of the library in a list to choose from."""

    key: str
    title: str


@dataclass(frozen=True)
class EditorPage:
    """The editor: the form, what is wrong, and what it would say."""

    agreement: Agreement
    title: str
    trail: tuple[Link, ...]
    action: str
    back: str
    form: TermsForm
    worded: tuple[dict[str, Any], ...]
    names: dict[str, Any]
    party: dict[str, Any]
    others: tuple[dict[str, Any], ...]
    based_on: int
    faults: tuple[str, ...] = ()
    preview: tuple[ClauseView, ...] = field(default=())


def acting_party(actor: Actor, agreement: Agreement, chosen: str) -> int | None:
    """Return the party for which the actor proposes: the chosen one where there are several, else the only one.

    Raises:
        KeyError: the actor acts for no party, or not for the chosen one.
    """
    own = [party.community for party in policies.parties_of(actor, agreement)]
    if not own:
        raise KeyError(chosen)
    if chosen == "":
        return own[0]
    wanted = None if chosen == "user" else int(chosen) if chosen.isascii() and chosen.isdigit() else -1
    if wanted not in own:
        raise KeyError(chosen)
    return wanted


def editor_form(agreement: Agreement, data: QueryDict | None, *, checked: bool = True) -> TermsForm:
    """Return the form: from what was sent, else from the newest version, else from what the request says."""
    named = communities(agreement)
    initial: dict[str, Any] = {}
    if data is None:
        newest = queries.newest_version(agreement)
        document = as_document(newest.terms) if newest else first_document(agreement)
        initial = initial_of(document, named)
        initial["clauses"]["based_on"] = newest.number if newest else 0
        initial["subject"] = _all_subjects(agreement, initial["subject"])
    return TermsForm(data, initial=initial, library=_library(), communities=named, checked=checked)


def _all_subjects(agreement: Agreement, chosen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is in the terms as they name it, then what else was agreed to."""
    known = {each["record"] for each in chosen}
    return chosen + [{**each, "included": False} for each in subject(agreement) if each["record"] not in known]


def arranged(data: QueryDict, command: str) -> QueryDict:
    """Return the data as a button of the editor asks: rows come and go, a clause takes words of the library."""
    if command.startswith("take:"):
        language = (get_language() or "").lower()
        texts = {each.key: each.text_en if language == "en" else each.text_zh for each in queries.library()}
        return with_library_clause(data, command.partition(":")[2], texts)
    return rearranged(data, command)


def terms_of(agreement: Agreement, form: TermsForm) -> tuple[Terms | None, tuple[str, ...]]:
    """Return the terms that the form makes, or none and every fault as a sentence."""
    document = document_of(form, parties(agreement))
    if document is None:
        return None, (_("Some fields need another look; they are marked below. What you wrote is still on this page."),)
    known = {each["record"]: each["number"] for each in subject(agreement)}
    for each in document["subject"]:  # the number is ours to say, whatever was sent
        each["number"] = known.get(each["record"], "")
    try:
        return read_terms(document), ()
    except TermsRefused as refused:
        return None, tuple(fault_sentences(refused.problems))


def editor_page(
    actor: Actor,
    agreement: Agreement,
    form: TermsForm,
    party: int | None,
    *,
    faults: tuple[str, ...] = (),
    preview: Terms | None = None,
) -> EditorPage:
    """Build the editor."""
    names = queries.party_names(agreement)
    newest = queries.newest_version(agreement)
    return EditorPage(
        agreement=agreement,
        title=_("Propose terms for %(name)s") % {"name": names[party]},
        trail=trail(agreement, Link(_("Propose terms"))),
        action=reverse("terms:edit", args=[agreement.request.number]),
        back=reverse("terms:detail", args=[agreement.request.number]),
        form=form,
        worded=tuple(_worded(form, name) for name in WORDED),
        names=dict(words.CLAUSES),
        party={"value": "user" if party is None else party, "name": names[party]},
        others=tuple(
            {"value": "user" if each.community is None else each.community, "label": names[each.community]}
            for each in policies.parties_of(actor, agreement)
            if each.community != party
        ),
        based_on=newest.number if newest else 0,
        faults=faults,
        preview=_preview(preview) if preview else (),
    )


STRUCTURED = {
    "transfer": ("transfer",),
    "property": ("ownership", "notice_days"),
    "confidentiality": ("secret_years",),
    "bearers": ("bearer_lines",),
    "reports": ("report_every", "report_days"),
    "payment": ("payment_days",),
    "audit": ("audit_allowed", "audit_days"),
    "breach": ("cure_days",),
    "settlement": ("settlement",),
}
"""The structured fields of a clause, which stand above its words."""


def _worded(form: TermsForm, name: str) -> dict[str, Any]:
    clauses_form = form.clauses
    return {
        "key": name,
        "title": words.CLAUSES[name],
        "fields": [clauses_form[each] for each in STRUCTURED.get(name, ())],
        "words": clauses_form[f"w_{name}"],
        "taken": clauses_form[f"c_{name}"],
        "library": clauses_form[f"l_{name}"],
    }


def _library() -> dict[str, list[Offered]]:
    english = (get_language() or "").lower() == "en"
    found: dict[str, list[Offered]] = {}
    for each in queries.library():
        found.setdefault(each.field, []).append(Offered(each.key, each.title_en if english else each.title_zh))
    return found


def _preview(terms: Terms) -> tuple[ClauseView, ...]:
    labels = labels_of(terms)
    views = [
        ClauseView(key, f"preview-{number}", title_of(key, value), tuple(sentences_of(key, value, labels)))
        for number, (key, value) in enumerate(clauses(terms).items(), 1)
    ]
    return tuple(view for view in views if view.lines)
