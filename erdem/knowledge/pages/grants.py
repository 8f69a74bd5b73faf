"""What the pages of grants and of notices show."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.knowledge import queries
from erdem.knowledge.forms.other import ReasonForm
from erdem.knowledge.forms.protocols import GrantForm, NoticeForm
from erdem.knowledge.labels import BY_CODE
from erdem.knowledge.models import AccessGrant, Holding
from erdem.knowledge.pages.labels import Mark, notice_marks
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.protocols import trail
from erdem.knowledge.pages.rules import AUDIENCE_WORDS, LEVEL_WORDS
from erdem.knowledge.queries.protocols import Titled
from erdem.knowledge.wall import Audience, wall_of


@dataclass(frozen=True)
class GrantRow:
    """One grant in the list."""

    party: str
    level: str
    purpose: str
    reference: str
    days: str
    state: str
    shape: str
    revoke: str
    evidence: str


@dataclass(frozen=True)
class GrantsPage:
    """The access that a community has given to a record."""

    title: str
    trail: tuple[Link, ...]
    record: Titled
    community: str
    form: GrantForm
    rows: tuple[GrantRow, ...]
    reach: str
    error: str
    back: str


def grants_page(actor: Actor, record: Titled, holding: Holding, form: GrantForm, error: str = "") -> GrantsPage:
    """Build the list of grants with the form for a new one. ``reach`` says how far any grant can go at present."""
    level = wall_of(queries.terms_of(record.id)).limits[Audience.GRANT].level
    query = f"?community={holding.community_id}"
    back = reverse("knowledge:record-protocol", args=[record.number]) + query
    said = {"who": AUDIENCE_WORDS[Audience.GRANT], "level": LEVEL_WORDS[level]}
    return GrantsPage(
        title=_("Who was given access"),
        trail=trail(record, Link(_("Who sees what"), back), Link(_("Who was given access"))),
        record=record,
        community=holding.community.name,
        form=form,
        rows=tuple(
            _row(grant, record.number, query) for grant in queries.grants_on(actor, record.id, holding.community_id)
        ),
        reach=_("%(who)s: at most %(level)s, by tier, labels and law.") % said,
        error=error,
        back=back,
    )


def _row(grant: AccessGrant, number: str, query: str) -> GrantRow:
    state, shape = _state(grant)
    revoke = reverse("knowledge:grant-revoke", args=[number, grant.pk]) + query
    return GrantRow(
        party=party_of(grant),
        level=str(LEVEL_WORDS[grant.level]),
        purpose=grant.get_purpose_display(),
        reference=grant.reference,
        days=f"{iso_date(grant.valid_from)} – {iso_date(grant.valid_until)}",
        state=state,
        shape=shape,
        revoke=revoke if shape in ("done", "wait") else "",
        evidence=_evidence(grant),
    )


def _evidence(grant: AccessGrant) -> str:
    acts = [proof.act for proof in grant.proofs.all()]
    return reverse("knowledge:grant-evidence", args=[grant.pk, acts[-1]]) if acts else ""


def party_of(grant: AccessGrant) -> str:
    """Return to whom a grant is given."""
    return str(grant.user or grant.organisation or "")


def _state(grant: AccessGrant) -> tuple[str, str]:
    today = timezone.localdate()
    if grant.revoked_at is not None:
        return _("taken back on %(day)s") % {"day": iso_date(grant.revoked_at)}, "stop"
    if grant.valid_until < today:
        return _("has ended"), "stop"
    if grant.waits:
        return _("waits for the other holding communities"), "wait"
    if grant.valid_from > today:
        return _("begins later"), "wait"
    return _("in force"), "done"


@dataclass(frozen=True)
class RevokePage:
    """Taking back one grant."""

    title: str
    trail: tuple[Link, ...]
    form: ReasonForm
    party: str
    days: str
    back: str
    error: str


def revoke_page(record: Titled, holding: Holding, grant: AccessGrant, form: ReasonForm, error: str = "") -> RevokePage:
    """Build the page that asks why access is taken back."""
    back = reverse("knowledge:record-grants", args=[record.number]) + f"?community={holding.community_id}"
    return RevokePage(
        title=_("Take back access"),
        trail=trail(record, Link(_("Who was given access"), back), Link(_("Take back access"))),
        form=form,
        party=party_of(grant),
        days=f"{iso_date(grant.valid_from)} – {iso_date(grant.valid_until)}",
        back=back,
        error=error,
    )


@dataclass(frozen=True)
class NoticeRow:
    """One notice in force, with the address at which its institution takes it off."""

    mark: Mark
    end: str


@dataclass(frozen=True)
class NoticesPage:
    """The notices on a record."""

    title: str
    trail: tuple[Link, ...]
    record: Titled
    rows: tuple[NoticeRow, ...]
    form: NoticeForm
    marks: tuple[Mark, ...]
    error: str
    back: str


def notices_page(actor: Actor, record: Titled, form: NoticeForm, error: str = "") -> NoticesPage:
    """Build the page on which an institution places and ends notices."""
    found = list(queries.notices_on(actor, record.id))
    return NoticesPage(
        title=_("Notices of institutions"),
        trail=trail(record, Link(_("Notices of institutions"))),
        record=record,
        rows=tuple(
            NoticeRow(
                mark,
                reverse("knowledge:notice-end", args=[record.number, notice.pk])
                if notice.institution_id in actor.organisation_ids
                else "",
            )
            for notice, mark in zip(found, notice_marks(found), strict=True)
        ),
        form=form,
        marks=tuple(
            Mark(label.stamp, label.sort, str(label.title), str(label.asks))
            for label in BY_CODE.values()
            if label.sort == "notice"
        ),
        error=error,
        back=reverse("knowledge:record-detail", args=[record.number]),
    )
