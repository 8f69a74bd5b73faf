"""What the protocol editor shows: the choices, the labels, what the reader will see, and what was decided before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.knowledge import queries
from erdem.knowledge.forms.protocols import LEVELS, ProtocolForm
from erdem.knowledge.labels import BY_CODE, CATEGORIES, LABELS, Family, Label
from erdem.knowledge.models import Holding, ProtocolVersion
from erdem.knowledge.pages.labels import Mark, mark_of
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.rules import (
    AUDIENCE_WORDS,
    SeasonDate,
    WallRow,
    member_words,
    opening_words,
    season_dates,
    season_name,
    wall_rows,
)
from erdem.knowledge.protocol import LabelLine, Protocol, dates_of, difference
from erdem.knowledge.queries.protocols import Titled
from erdem.knowledge.wall import Audience, openings

FIELD_WORDS = {
    "to_public": AUDIENCE_WORDS[Audience.PUBLIC],
    "to_signed_in": AUDIENCE_WORDS[Audience.SIGNED_IN],
    "to_office": AUDIENCE_WORDS[Audience.OFFICE],
}


@dataclass(frozen=True)
class LabelRow:
    """One label of the editor: its mark, whether it is chosen, its group."""

    mark: Mark
    checked: bool
    group: BoundField | None
    needs_group: bool
    is_seasonal: bool


@dataclass(frozen=True)
class LabelChapter:
    """The labels of one sort; ``is_open`` when one of them is chosen, or they are shown anyway."""

    title: Any
    rows: tuple[LabelRow, ...]
    is_open: bool


@dataclass(frozen=True)
class Preview:
    """Who will see what, and why; ``opens`` is what somebody has to confirm."""

    rows: tuple[WallRow, ...]
    members_now: str
    members_then: str
    opens: tuple[str, ...]
    dates: tuple[SeasonDate, ...]
    season: str


@dataclass(frozen=True)
class EditorPage:
    """The protocol editor."""

    title: str
    trail: tuple[Link, ...]
    record: Titled
    community: str
    others: tuple[Link, ...]
    form: ProtocolForm
    chapters: tuple[LabelChapter, ...]
    preview: Preview
    error: str
    moved: tuple[tuple[str, str, str], ...]
    must_confirm: bool
    has_groups: bool
    version: int
    restoring: int | None
    links: dict[str, str]


def editor_page(
    actor: Actor, record: Titled, holding: Holding, form: ProtocolForm, protocol: Protocol, *, error: str = "",
    moved: Protocol | None = None, must_confirm: bool = False, restoring: int | None = None,
) -> EditorPage:  # fmt: skip
    """Build the editor. ``protocol`` is what the form says; ``moved`` what another steward has saved meanwhile."""
    shown = preview(actor, record, holding, protocol)
    decided = queries.holdings_decided(actor, record.number)
    here = reverse("knowledge:record-protocol", args=[record.number])
    return EditorPage(
        title=_("Who sees what"),
        trail=trail(record, Link(_("Who sees what"))),
        record=record,
        community=holding.community.name,
        others=tuple(
            Link(each.community.name, f"{here}?community={each.community_id}")
            for each in decided
            if each.pk != holding.pk
        ),
        form=form,
        chapters=tuple(_chapters(form)),
        preview=shown,
        error=error,
        moved=tuple(two_texts(actor, moved, protocol)) if moved is not None else (),
        must_confirm=must_confirm and bool(shown.opens),
        has_groups=queries.groups_of(actor, holding.community_id).exists(),
        version=holding.version,
        restoring=restoring,
        links={
            "history": reverse("knowledge:protocol-history", args=[record.number])
            + f"?community={holding.community_id}",
            "grants": reverse("knowledge:record-grants", args=[record.number]) + f"?community={holding.community_id}",
            "wordings": reverse("knowledge:community-labels", args=[holding.community_id]),
            "record": reverse("knowledge:record-detail", args=[record.number]),
            "labels": reverse("knowledge:label-list"),
        },
    )


def trail(record: Titled, *further: Link) -> tuple[Link, ...]:
    """Return the path to a page about a record."""
    return (
        Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
        Link(record.name, reverse("knowledge:record-detail", args=[record.number])),
        *further,
    )


def preview(actor: Actor, record: Titled, holding: Holding, protocol: Protocol) -> Preview:
    """Return who would see what with this protocol, beside what they see now."""
    now, then = queries.walls(holding, protocol)
    terms = queries.terms_of(record.id)
    names = queries.community_names(choice.community for choice in terms.choices)
    groups = queries.group_names(actor, (*now.members.groups, *then.members.groups))
    today = timezone.localdate()
    season = next((line.season for line in protocol.labels if line.season), None)
    return Preview(
        rows=wall_rows(now, then, names, terms.tier),
        members_now=member_words(now.members, groups, today),
        members_then=member_words(then.members, groups, today),
        opens=tuple(opening_words(each) for each in openings(now, then)),
        dates=season_dates(dates_of(season, today), today) if season else (),
        season=season_name(season) if season else "",
    )


def _chapters(form: ProtocolForm) -> Iterator[LabelChapter]:
    chosen = set(form["labels"].value() or ())
    for family in (Family.KNOWLEDGE, Family.BIOCULTURAL):
        for category, title in CATEGORIES.items():
            rows = tuple(
                _label_row(form, label, checked=label.code in chosen)
                for label in LABELS
                if label.family == family and label.category == category
            )
            if rows:
                is_open = family == Family.KNOWLEDGE or any(row.checked for row in rows)
                words = title if family == Family.KNOWLEDGE else _("%(sort)s (living things)") % {"sort": title}
                yield LabelChapter(words, rows, is_open)


def _label_row(form: ProtocolForm, label: Label, *, checked: bool) -> LabelRow:
    group = form[f"group_{label.code}"] if label.takes_group else None
    return LabelRow(mark_of(label, str(label.does)), checked, group, label.needs_group, label.code == "tks")


def two_texts(actor: Actor, saved: Protocol, own: Protocol) -> Iterator[tuple[str, str, str]]:
    """Yield what differs between two protocols: what, in the saved one, in the own one."""
    changes = difference(saved, own)
    for name in changes.fields:
        yield (field_label(name), field_value(name, getattr(saved, name)), field_value(name, getattr(own, name)))
    if changes.off or changes.on:
        groups = queries.group_names(actor, (line.group for line in (*saved.labels, *own.labels) if line.group))
        yield (_("Labels"), lines_words(saved.labels, groups), lines_words(own.labels, groups))


def field_label(name: str) -> str:
    """Return how a part of the protocol is called."""
    others = {
        "together": _("Only who belongs to all holding communities reads it"),
        "content_warning": _("Warning before reading"),
        "names_deceased": _("It names or shows people who have died"),
    }
    return str(FIELD_WORDS[name]) if name in FIELD_WORDS else others[name]


def field_value(name: str, value: Any) -> str:
    """Return a part of the protocol in words."""
    if name in FIELD_WORDS:
        key = "" if value is None else str(5 if value >= 4 else value)
        return str(dict(LEVELS)[key])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) or _("none")


def lines_words(lines: tuple[LabelLine, ...], groups: dict[int, str]) -> str:
    """Return labels in one phrase, with group and season."""
    words = []
    for line in lines:
        more = [groups.get(line.group or 0, ""), season_name(line.season) if line.season else ""]
        note = pgettext("list", ", ").join(part for part in more if part)
        title = str(BY_CODE[line.code].title)
        words.append(_("%(label)s (%(note)s)") % {"label": title, "note": note} if note else title)
    return pgettext("list", ", ").join(words) or _("none")


@dataclass(frozen=True)
class VersionRow:
    """One version of the protocol in the history."""

    version: int
    when: str
    who: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    restored_from: int | None
    restore: str
    is_current: bool


@dataclass(frozen=True)
class HistoryPage:
    """What a protocol said before."""

    title: str
    trail: tuple[Link, ...]
    record: Titled
    community: str
    rows: tuple[VersionRow, ...]
    taken_off: tuple[dict[str, Any], ...]
    back: str


def history_page(actor: Actor, record: Titled, holding: Holding) -> HistoryPage:
    """Build the history of a protocol, newest first, each version beside the one before it."""
    versions = list(queries.protocol_versions(actor, holding))
    back = f"{reverse('knowledge:record-protocol', args=[record.number])}?community={holding.community_id}"
    return HistoryPage(
        title=_("What was decided before"),
        trail=trail(record, Link(_("Who sees what"), back), Link(_("What was decided before"))),
        record=record,
        community=holding.community.name,
        rows=tuple(
            _version_row(actor, version, earlier, back, current=holding.version)
            for version, earlier in zip_longest(versions, versions[1:])
        ),
        taken_off=tuple(
            {
                "mark": mark_of(BY_CODE[use.code]),
                "when": _day(use.removed_at),
                "reason": use.removed_reason,
            }
            for use in queries.labels_taken_off(actor, record.id)
            if use.community_id == holding.community_id
        ),
        back=back,
    )


def _day(moment: dt.datetime | None) -> str:
    return iso_moment(moment)[:16]


def _version_row(
    actor: Actor, version: ProtocolVersion, earlier: ProtocolVersion | None, back: str, *, current: int
) -> VersionRow:
    own = Protocol.from_json(version.content)
    changes = two_texts(actor, Protocol.from_json(earlier.content), own) if earlier else iter(())
    return VersionRow(
        version=version.version,
        when=_day(version.saved_at),
        who=str(version.saved_by) if version.saved_by else _("as it stood at the start"),
        reason=version.reason,
        changes=tuple(changes),
        restored_from=version.restored_from,
        restore=f"{back}&restore={version.version}",
        is_current=version.version == current,
    )
