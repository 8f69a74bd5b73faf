"""What the pages of keys for programs show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, number
from erdem.people import queries
from erdem.people.choices import KeyScope
from erdem.people.forms import KeyForm
from erdem.people.models import ApiKey

_SCOPES: Final = dict(KeyScope.choices)


@dataclass(frozen=True)
class KeyRow:
    """One key in the list. ``shape`` and ``state`` say whether it still opens something."""

    key: ApiKey
    scopes: str
    until: str
    used: str
    shape: str
    state: str
    revoke_url: str


@dataclass(frozen=True)
class KeysPage:
    """The own keys, the form for another one, and the secret of the one just made."""

    title: str
    rows: tuple[KeyRow, ...]
    form: KeyForm
    secret: str
    trail: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class RevokePage:
    """The question before a key is taken back."""

    row: KeyRow
    trail: tuple[dict[str, str], ...]


def keys_page(actor: Actor, form: KeyForm, *, secret: str = "") -> KeysPage:
    """Compose the list of the own keys. Two queries."""
    lately = queries.requests_lately(actor)
    rows = tuple(_row(key, lately.get(key.pk, 0)) for key in queries.keys_of(actor))
    live = sum(1 for row in rows if row.shape == "done")
    if live:
        title = ngettext(
            "%(count)s key opens Erdem to your programs", "%(count)s keys open Erdem to your programs", live
        )
        title %= {"count": live}
    else:
        title = _("No program acts for you")
    return KeysPage(title, rows, form, secret, _trail(_("Keys for programs")))


def revoke_page(actor: Actor, key: ApiKey) -> RevokePage:
    """Compose the question."""
    row = _row(key, queries.requests_lately(actor).get(key.pk, 0))
    return RevokePage(row, (*_trail(_("Keys for programs"), reverse("account-keys")), {"label": key.name, "url": ""}))


def _trail(label: str, url: str = "") -> tuple[dict[str, str], ...]:
    return ({"label": _("My account"), "url": reverse("account")}, {"label": label, "url": url})


def _row(key: ApiKey, lately: int) -> KeyRow:
    shape, state = _state(key)
    used = _("never used")
    if key.last_used_at is not None:
        parts = {"moment": iso_moment(key.last_used_at)[:16], "count": number(lately)}
        used = _("last used %(moment)s; %(count)s requests in 24 hours") % parts
    return KeyRow(
        key=key,
        scopes="；".join(str(_SCOPES.get(scope, scope)) for scope in key.scopes),
        until=iso_date(key.expires_on) if key.expires_on else _("until taken back"),
        used=used,
        shape=shape,
        state=state,
        revoke_url=reverse("account-key-revoke", args=[key.pk]) if key.revoked_at is None else "",
    )


def _state(key: ApiKey) -> tuple[str, str]:
    if key.revoked_at is not None:
        return "stop", _("taken back on %(day)s") % {"day": iso_date(key.revoked_at)}
    if key.expires_on is not None and key.expires_on < timezone.localdate():
        return "stop", _("run out")
    return "done", _("in use")
