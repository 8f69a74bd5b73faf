"""What the pages of sealed content and of holders' keys show. Nothing of the content itself is known here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.knowledge import queries
from erdem.knowledge.choices import KeyKeeping, KeyState, SizeBand
from erdem.knowledge.models import HolderKey, Record, RecoverySplit, SealedItem, SealedVersion
from erdem.knowledge.pages.links import Link, Option
from erdem.knowledge.pages.sealing_words import words
from erdem.knowledge.policies import can_end_key, can_keep_key, can_seal
from erdem.people import queries as people
from erdem.people.models import User

KEY_SHAPES = {KeyState.ACTIVE: "done", KeyState.RETIRED: "stop", KeyState.LOST: "over"}
BANDS = ((100_000, SizeBand.SMALL), (1_000_000, SizeBand.MEDIUM), (10_000_000, SizeBand.LARGE))
"""Largest size of each band in bytes; what is larger is `SizeBand.HUGE`."""


@dataclass(frozen=True)
class KeyRow:
    """One key in a list."""

    key: HolderKey
    url: str
    shape: str
    state: str
    recovery: str
    opens: str


@dataclass(frozen=True)
class KeysPage:
    """The own keys, and the form for another one."""

    title: str
    rows: tuple[KeyRow, ...]
    others: tuple[KeyRow, ...]
    communities: tuple[Option, ...]
    words: str


@dataclass(frozen=True)
class ShareRow:
    """Who keeps which share."""

    ordinal: int
    keeper: str
    fingerprint: str


@dataclass(frozen=True)
class KeyPage:
    """One own key: passphrase, shares, end."""

    key: HolderKey
    title: str
    shape: str
    state: str
    trail: tuple[Link, ...]
    is_own: bool
    may_end: bool
    kept_here: bool
    secret_version: int
    recovery: str
    shares: tuple[ShareRow, ...]
    threshold: int
    words: str


@dataclass(frozen=True)
class Candidate:
    """A holder to whom content may be sealed."""

    key: HolderKey
    name: str
    checked: bool


@dataclass(frozen=True)
class Unlocker:
    """An own key with which a content can be opened after its passphrase."""

    key: HolderKey
    secret_url: str


@dataclass(frozen=True)
class ItemRow:
    """One sealed content in the list."""

    item: SealedItem
    url: str
    title: str
    sealed: str
    openers: str
    warning: str


@dataclass(frozen=True)
class SealedPage:
    """The sealed contents of a record, and the form to seal another."""

    record: Record
    title: str
    trail: tuple[Link, ...]
    rows: tuple[ItemRow, ...]
    candidates: tuple[Candidate, ...]
    may_seal: bool
    has_key: bool
    limit: int
    bands: str
    words: str


@dataclass(frozen=True)
class VersionRow:
    """One encryption of a content, in force or older."""

    version: SealedVersion
    made: str
    openers: str
    state: str
    shape: str


@dataclass(frozen=True)
class ItemPage:
    """One sealed content: opening, who can open it, its versions."""

    record: Record
    item: SealedItem
    title: str
    trail: tuple[Link, ...]
    unlockers: tuple[Unlocker, ...]
    versions: tuple[VersionRow, ...]
    older: int
    candidates: tuple[Candidate, ...]
    warning: str
    may_seal: bool
    words: str


def keys_page(actor: Actor) -> KeysPage:
    """Compose the page of the own keys."""
    rows = tuple(
        _key_row(key, _recovery(next(iter(getattr(key, "in_force", ())), None))) for key in queries.own_keys(actor)
    )
    others = tuple(_key_row(key, "") for key in queries.community_keys(actor))
    active = sum(1 for row in rows if row.key.state == KeyState.ACTIVE)
    title = ngettext("You have %(count)s key in use", "You have %(count)s keys in use", active) % {"count": active}
    return KeysPage(
        title=title if active else _("You have no key yet"),
        rows=rows,
        others=others,
        communities=_communities(actor) if can_keep_key(actor) else (),
        words=words(),
    )


def _communities(actor: Actor) -> tuple[Option, ...]:
    found = people.memberships_of(actor)
    named = {row.organisation_id: row.organisation.name for row in found if row.organisation.kind == "community"}
    return tuple(Option(str(number), name) for number, name in named.items())


def _key_row(key: HolderKey, recovery: str) -> KeyRow:
    opens = getattr(key, "opens", 0)
    return KeyRow(
        key=key,
        url=reverse("knowledge:key-detail", args=[key.pk]),
        shape=KEY_SHAPES[KeyState(key.state)],
        state=key.get_state_display(),
        recovery=recovery,
        opens=ngettext("opens %(count)s sealed content", "opens %(count)s sealed contents", opens) % {"count": opens},
    )


def _recovery(split: RecoverySplit | None) -> str:
    if split is None:
        return _("no shares with elders yet")
    facts = {"need": split.threshold, "count": split.count, "day": iso_date(split.made_at)}
    return _("%(need)s of %(count)s shares bring it back (%(day)s)") % facts


def key_page(actor: Actor, key: HolderKey) -> KeyPage:
    """Compose the page of one key; of somebody else's only what its community may know."""
    split = queries.split_in_force(actor, key)
    secret = queries.get_secret(actor, key)
    is_own = key.user_id == actor.user_id
    shares = split.shares.all() if split else ()
    return KeyPage(
        key=key,
        title=key.label if is_own else _("Key of %(name)s") % {"name": key.user.get_full_name()},
        shape=KEY_SHAPES[KeyState(key.state)],
        state=key.get_state_display(),
        trail=(Link(_("Keys for sealed content"), reverse("knowledge:key-list")), Link(key.label)),
        is_own=is_own,
        may_end=bool(can_end_key(actor, key)),
        kept_here=key.keeping == KeyKeeping.SERVER,
        secret_version=secret.version if secret else 0,
        recovery=_recovery(split),
        shares=tuple(ShareRow(share.ordinal, share.holder_name, share.fingerprint) for share in shares),
        threshold=split.threshold if split else 0,
        words=words(),
    )


def sealed_page(actor: Actor, record: Record) -> SealedPage:
    """Compose the list of a record's sealed contents."""
    rows = tuple(_item_row(item) for item in queries.sealed_items(actor, record))
    title = ngettext("%(count)s content is sealed here", "%(count)s contents are sealed here", len(rows))
    candidates = queries.candidate_keys(actor, record)
    return SealedPage(
        record=record,
        title=title % {"count": len(rows)} if rows else _("Nothing is sealed here yet"),
        trail=_trail(record),
        rows=rows,
        candidates=tuple(_candidate(key, own=key.user_id == actor.user_id) for key in candidates),
        may_seal=bool(can_seal(actor, record)),
        has_key=any(key.user_id == actor.user_id for key in candidates),
        limit=settings.UPLOAD_LIMIT_MB,
        bands=" ".join(f"{band}:{size}" for size, band in BANDS) + f" {SizeBand.HUGE}",
        words=words(),
    )


def _trail(record: Record, *more: Link) -> tuple[Link, ...]:
    listed, detail = reverse("knowledge:record-list"), reverse("knowledge:record-detail", args=[record.number])
    sealed = Link(_("Sealed content"), reverse("knowledge:sealed-list", args=[record.number]) if more else "")
    return (Link(_("Traditional knowledge"), listed), Link(record.number, detail), sealed, *more)


def _candidate(key: HolderKey, *, own: bool) -> Candidate:
    """The name of a holder; the community is named when it is not the reader's."""
    name = key.user.get_full_name()
    return Candidate(key, _("%(name)s (you)") % {"name": name} if own else name, checked=own)


def _item_row(item: SealedItem) -> ItemRow:
    current = next(version for version in item.versions.all() if version.version == item.version)
    return ItemRow(
        item=item,
        url=reverse("knowledge:sealed-item", args=[item.record.number, item.ordinal]),
        title=_item_title(item),
        sealed=_sealed_by(item.sealed_by, iso_date(item.sealed_at)),
        openers=_openers(current),
        warning=_warning(current),
    )


def _item_title(item: SealedItem) -> str:
    facts = {"number": item.ordinal, "sort": item.get_media_class_display(), "size": item.get_size_band_display()}
    return _("Content %(number)s: %(sort)s, %(size)s") % facts


def _sealed_by(user: User | None, day: str) -> str:
    name = user.get_full_name() if user else _("unknown")
    return _("%(name)s, %(day)s") % {"name": name, "day": day}


def _openers(version: SealedVersion) -> str:
    names = dict.fromkeys(one.key.user.get_full_name() for one in version.recipients.all())
    return pgettext("list", ", ").join(names)


def _warning(version: SealedVersion) -> str:
    ended = dict.fromkeys(
        one.key.user.get_full_name() for one in version.recipients.all() if one.key.state != KeyState.ACTIVE
    )
    if not ended:
        return ""
    return _("A key of %(names)s was ended. Open it and seal it anew without that key.") % {
        "names": pgettext("list", ", ").join(ended)
    }


def item_page(actor: Actor, record: Record, item: SealedItem) -> ItemPage:
    """Compose the page of one sealed content."""
    versions = list(item.versions.all())
    current = next(version for version in versions if version.version == item.version)
    sealed_to = {one.key_id for one in current.recipients.all()}
    return ItemPage(
        record=record,
        item=item,
        title=_item_title(item),
        trail=_trail(record, Link(_item_title(item))),
        unlockers=tuple(_unlockers(queries.own_keys(actor), sealed_to)),
        versions=tuple(_version_row(version, item) for version in versions),
        older=sum(1 for version in versions if version.version < item.version and version.blob_id is not None),
        candidates=tuple(
            Candidate(key, _candidate(key, own=key.user_id == actor.user_id).name, checked=key.pk in sealed_to)
            for key in queries.candidate_keys(actor, record)
        ),
        warning=_warning(current),
        may_seal=bool(can_seal(actor, record)),
        words=words(),
    )


def _unlockers(own: Iterable[HolderKey], sealed_to: set[int]) -> Iterable[Unlocker]:
    for key in own:
        if key.pk in sealed_to and key.keeping == KeyKeeping.SERVER:
            yield Unlocker(key, reverse("knowledge:key-secret", args=[key.pk]))


def _version_row(version: SealedVersion, item: SealedItem) -> VersionRow:
    if version.version == item.version:
        state, shape = _("in force"), "done"
    elif version.blob_id is None:
        state, shape = _("dropped"), "stop"
    else:
        state, shape = _("older, kept"), "wait"
    made = _sealed_by(version.made_by, iso_moment(version.made_at)[:16])
    return VersionRow(version, made, _openers(version), state, shape)
