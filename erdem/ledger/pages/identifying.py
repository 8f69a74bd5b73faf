"""What the pages show on which an officer says who an unknown payee turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.policy import RuleBroken
from erdem.ledger.amounts import amount_text
from erdem.ledger.choices import AccountKind, PayeeKind
from erdem.ledger.forms.books import IdentityForm
from erdem.ledger.models import Payee
from erdem.ledger.pages.books import Link, Page, trail
from erdem.ledger.pages.parties import KINDS, known_parties
from erdem.ledger.queries import overview as reads
from erdem.ledger.queries import payments, statements
from erdem.ledger.services import Party
from erdem.people import queries as people
from erdem.people.choices import OrganisationKind
from erdem.people.models import User


def identity_form(actor: Actor, payee: Payee, data: Mapping[str, Any] | None) -> IdentityForm:
    """Return the form with the parties that a payee can be."""
    others = statements.payees_of(actor, payee.book).filter(closed_on__isnull=True).exclude(pk=payee.pk)
    choices = [(f"payee-{each.pk}", f"{each.name} · {each.get_kind_display()}") for each in others]
    taken = set(others.exclude(organisation=None).values_list("organisation_id", flat=True))
    parties = [(key, name) for key, name in known_parties() if int(key.partition("-")[2]) not in taken]
    return IdentityForm(data, payees=choices, parties=parties)


def chosen_party(actor: Actor, payee: Payee, data: Mapping[str, Any]) -> Payee | Party:
    """Return the party that a form names.

    Raises:
        RuleBroken: nobody has this login name, or the choice is gone.
    """
    if name := str(data["username"]).strip():
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise RuleBroken(_("Nobody has this login name. Look it up, or choose from the list."), field="username")
        return Party(PayeeKind.PERSON, user.get_full_name() or user.username, user_id=user.pk)
    what, _dash, key = str(data["known"]).partition("-")
    if what == "payee":
        return statements.payees_of(actor, payee.book).get(pk=int(key))
    organisation = people.organisations().get(pk=int(key))
    kind = KINDS.get(OrganisationKind(organisation.kind), PayeeKind.OTHER)
    return Party(kind, organisation.name, organisation_id=organisation.pk)


def identify_page(actor: Actor, payee: Payee, form: IdentityForm) -> Page:
    """Return the first page: what waits, and the form."""
    waiting = reads.left_behind(actor, payee)
    here = [payee.book_id, payee.pk]
    return {
        "title": _("Who is “%(name)s”?") % {"name": payee.name},
        "trail": trail(
            payee.book,
            Link(_("Payees"), reverse("ledger:payees", args=[payee.book_id])),
            Link(payee.name, reverse("ledger:payee", args=here)),
        ),
        "rows": [
            {"kind": account.get_kind_display(), "amount": amount_text(amount, account.unit)}
            for account, amount in waiting
        ],
        "form": form,
        "back": reverse("ledger:payee", args=here),
        "new_url": reverse("ledger:payee-new", args=[payee.book_id]),
        "heirs_url": reverse("ledger:heirs-new", args=here),
    }


def confirm_page(actor: Actor, payee: Payee, known: Payee | Party, data: Mapping[str, Any]) -> Page:
    """Return the second page: what will be entered, before it is."""
    waiting = reads.left_behind(actor, payee)
    hold = payments.holds_of([payee.pk]).get(payee.pk)
    return {
        "title": _("“%(name)s” is %(to)s?") % {"name": payee.name, "to": known.name},
        "facts": [
            {"term": _("Until now"), "value": payee.name},
            {"term": _("It is"), "value": known.name},
            {"term": _("How it was found out"), "value": data["reason"]},
            {"term": _("Document that proves it"), "value": data["document"]},
        ],
        "rows": [_move(known, account, amount) for account, amount in waiting],
        "stopped": f"{iso_date(timezone.localtime(hold.begun_at).date())} {hold.reason}" if hold else "",
        "fields": {**{name: data[name] for name in ("known", "username", "reason", "document")}, "sure": "yes"},
        "seen": reads.mark_of(waiting),
        "back": reverse("ledger:payee-identify", args=[payee.book_id, payee.pk]),
    }


def _move(known: Payee | Party, account: Any, amount: int) -> Page:
    kind = AccountKind.OWED if account.kind == AccountKind.UNCLAIMED else AccountKind(account.kind)
    return {
        "from": str(account.get_kind_display()),
        "to": f"{kind.label} · {known.name}",
        "amount": amount_text(amount, account.unit),
    }
