"""What the pages of payees and of escrow show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.policy import RuleBroken
from erdem.ledger.amounts import amount_text, cell, figure, unit_name
from erdem.ledger.choices import CURRENCIES, AccountKind, PayeeKind
from erdem.ledger.models import Book, Guardianship, Payee
from erdem.ledger.pages.books import PER_PAGE, Link, Page, exports, trail
from erdem.ledger.queries import overview as reads
from erdem.ledger.queries import statements
from erdem.ledger.queries.balances import trial_balance
from erdem.ledger.services import Guardian, Party
from erdem.people import queries as people
from erdem.people.choices import OrganisationKind
from erdem.people.models import User

KINDS: Final = {OrganisationKind.COMMUNITY: PayeeKind.COMMUNITY, OrganisationKind.ENTERPRISE: PayeeKind.ENTERPRISE}
ACTS: Final = {
    "park": (
        _lazy("Keep money of %(name)s in escrow"),
        _lazy("Put it into escrow"),
        _lazy(
            "For somebody unknown, without an account, or not to be reached. It stays owed and grows old in the list."
        ),
        False,
    ),
    "claim": (
        _lazy("Money of %(name)s was claimed"),
        _lazy("Take it out of escrow"),
        _lazy("It is owed again: to the payee, or to whom it turned out to belong."),
        True,
    ),
    "dispute": (
        _lazy("Money of %(name)s is disputed"),
        _lazy("Put it into escrow"),
        _lazy("Several claim it. It waits until they have settled."),
        False,
    ),
    "settle": (
        _lazy("A dispute over money of %(name)s is settled"),
        _lazy("Take it out of escrow"),
        _lazy("Do this once for each party, with its amount by the settlement."),
        True,
    ),
}
"""Ways into escrow and out of it: title, button, what it means, whether money leaves escrow."""


def list_page(actor: Actor, book: Book, query: Mapping[str, str]) -> Page:
    """Return the payees of a book with what is owed to each."""
    words = query.get("q", "")
    page = Paginator(statements.payees_of(actor, book, words), PER_PAGE).get_page(query.get("page"))
    held = _held(actor, book, [payee.pk for payee in page])
    return {
        "title": _("Payees of “%(book)s”") % {"book": book.name},
        "trail": trail(book),
        "words": words,
        "page": page,
        "new_url": reverse("ledger:payee-new", args=[book.pk]),
        "rows": [
            {
                "name": payee.name,
                "name_mn": payee.name_mn,
                "kind": payee.get_kind_display(),
                "closed": iso_date(payee.closed_on),
                "known": bool(payee.organisation_id or payee.user_id),
                "through": payee.acts_through,
                "owed": held.get((payee.pk, AccountKind.OWED), []),
                "escrow": [
                    *held.get((payee.pk, AccountKind.UNCLAIMED), []),
                    *held.get((payee.pk, AccountKind.DISPUTED), []),
                ],
                "due": held.get((payee.pk, AccountKind.DUE), []),
                "url": reverse("ledger:payee", args=[book.pk, payee.pk]),
            }
            for payee in page
        ],
    }


def _held(actor: Actor, book: Book, keys: list[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    for account, held in trial_balance(actor, book, None, payee_id__in=keys, unit__in=CURRENCIES):
        if held and account.payee_id is not None:
            sign = 1 if account.kind == AccountKind.DUE else -1
            found.setdefault((account.payee_id, account.kind), []).append(amount_text(sign * held, account.unit))
    return found


def payee_page(actor: Actor, payee: Payee) -> Page:
    """Return one payee with what can be done."""
    book = payee.book
    accounts = trial_balance(actor, book, None, payee_id=payee.pk)
    here = [book.pk, payee.pk]
    identified = reads.identified_as(actor, payee)
    heirs = [each for each in reads.heirs_of(actor, payee) if identified is None or each.pk != identified.pk]
    return {
        "payee": payee,
        "title": payee.name,
        "trail": trail(book, Link(_("Payees"), reverse("ledger:payees", args=[book.pk]))),
        "facts": _facts(payee),
        "accounts": [
            {
                "kind": account.get_kind_display(),
                "held": amount_text(held, account.unit),
                "url": reverse("ledger:account", args=[account.pk]),
            }
            for account, held in accounts
        ],
        "guardians": [_guardian(each, here) for each in reads.guardians_of(actor, payee)],
        "heirs": [{"name": each.heir.name, "share": str(each), "document": each.document} for each in heirs],
        "identified": identified,
        "identified_url": reverse("ledger:payee", args=[book.pk, identified.heir_id]) if identified else "",
        "identify_url": _identify_url(payee),
        "escrow": [
            Link(str(ACTS[act][0]) % {"name": payee.name}, reverse("ledger:escrow-move", args=[*here, act]))
            for act in ACTS
        ],
        "edit_url": reverse("ledger:payee-edit", args=here),
        "close_url": reverse("ledger:payee-close", args=here),
        "reopen_url": "" if heirs or identified else reverse("ledger:payee-reopen", args=here),
        "guardian_url": reverse("ledger:guardian-new", args=here),
        "heirs_url": reverse("ledger:heirs-new", args=here),
    }


def _guardian(each: Guardianship, here: list[int]) -> Page:
    return {
        "name": each.name,
        "document": each.document,
        "span": f"{iso_date(each.since)} – {iso_date(each.until)}",
        "reads": bool(each.user_id),
        "end_url": "" if each.until else reverse("ledger:guardian-end", args=[*here, each.pk]),
    }


def _facts(payee: Payee) -> list[dict[str, str]]:
    known = payee.organisation.name if payee.organisation else ""
    if payee.user:
        known = payee.user.get_full_name() or payee.user.username
    pairs = [
        (_("kind"), str(payee.get_kind_display())),
        (_("Known to the system as"), known or _("nobody: it has no account here")),
        (_("acts through"), payee.acts_through),
        (_("Heirs of"), payee.heirs_of.name if payee.heirs_of else ""),
        (_("Closed"), f"{iso_date(payee.closed_on)} {payee.closed_reason}" if payee.closed_on else ""),
    ]
    return [{"term": term, "value": value} for term, value in pairs if value]


def known_parties() -> list[tuple[str, str]]:
    """Return the organisations that a payee may be."""
    return [(f"organisation-{each.pk}", each.name) for each in people.organisations()]


def party_of(data: Mapping[str, Any]) -> Party:
    """Return the party that a form describes."""
    _what, _dash, key = str(data["known"]).partition("-")
    return Party(
        kind=PayeeKind(data["kind"]),
        name=data["name"],
        name_mn=data["name_mn"],
        organisation_id=int(key) if key else None,
        acts_through=data["acts_through"],
    )


def guardian_of(data: Mapping[str, Any]) -> Guardian:
    """Return the guardian that a form describes.

    Raises:
        RuleBroken: nobody has this login name.
    """
    user_id = None
    if name := str(data["username"]).strip():
        user_id = User.objects.filter(username=name, is_active=True).values_list("pk", flat=True).first()
        if user_id is None:
            raise RuleBroken(
                _("Nobody has this login name. Leave it empty when the guardian has none."), field="username"
            )
    return Guardian(data["name"], data["document"], data["since"], data["until"], user_id)


def escrow_page(actor: Actor, book: Book, query: Mapping[str, str]) -> Page:
    """Return what waits in escrow, by age; of a payee that nobody knows, the way to say who it is."""
    words = query.get("q", "")
    ages = reads.escrow_ages(actor, book, words=words)
    return {
        "title": _("Money in escrow of “%(book)s”") % {"book": book.name},
        "trail": trail(book),
        "words": words,
        "all_url": reverse("ledger:escrow", args=[book.pk]),
        "rows": [
            {
                "payee": age.account.payee.name if age.account.payee else "",
                "identify_url": _identify_url(age.account.payee) if age.account.payee else "",
                "kind": age.account.get_kind_display(),
                "unit": unit_name(age.account.unit),
                "amounts": [figure(amount, age.account.unit) if amount else "" for amount in age.amounts],
                "total": figure(age.total, age.account.unit),
                "oldest": iso_date(age.oldest),
                "old": bool(age.amounts[3]),
                "url": reverse("ledger:payee", args=[book.pk, age.account.payee_id]),
            }
            for age in ages
        ],
        "exports": exports("ledger:escrow-export", book.pk),
    }


def _identify_url(payee: Payee) -> str:
    """Return where somebody says who a payee is, or nothing when it is known or closed."""
    if payee.organisation_id or payee.user_id or payee.closed_on:
        return ""
    return reverse("ledger:payee-identify", args=[payee.book_id, payee.pk])


def escrow_heads() -> list[str]:
    """Return the columns of the age list as a table."""
    return [
        _("payee"), _("kind"), _("unit"), _("0–3 months"), _("3–12 months"), _("12–36 months"), _("over 36 months"),
        _("Together"), _("Oldest"),
    ]  # fmt: skip


def escrow_rows(actor: Actor, book: Book) -> Iterator[list[Any]]:
    """Yield the age list row by row."""
    for age in reads.escrow_ages(actor, book):
        account = age.account
        name = account.payee.name if account.payee else ""
        amounts = [cell(amount, account.unit) for amount in (*age.amounts, age.total)]
        yield [name, account.get_kind_display(), account.unit, *amounts, age.oldest]
