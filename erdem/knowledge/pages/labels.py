"""What the pages of labels show: the catalogue, wordings of a community, labels and notices on a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.knowledge import queries
from erdem.knowledge.forms.protocols import LANGUAGES, WordingForm
from erdem.knowledge.labels import BY_CODE, CATEGORIES, EFFECTS, LABELS, NOTICES, Family, Label
from erdem.knowledge.models import CommunityLabel, LabelUse, NoticeUse
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.rules import season_name
from erdem.knowledge.protocol import season_of

PARTS = ("name", "text", "keep", "audio")


@dataclass(frozen=True)
class Mark:
    """A label as `c-labels` shows it: stamp, title, what it asks of you."""

    stamp: str
    sort: str
    title: str
    text: str
    note: str = ""
    code: str = ""
    spoken: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """The labels of one sort."""

    title: Any
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class CataloguePage:
    """All labels and notices, and what each asks and does."""

    title: str
    trail: tuple[Link, ...]
    chapters: tuple[Chapter, ...]
    communities: tuple[Link, ...]


def mark_of(label: Label, note: str = "") -> Mark:
    """Return a label of the catalogue as it is shown."""
    return Mark(label.stamp, label.sort, str(label.title), str(label.asks), note, label.code)


def trail(*further: Link) -> tuple[Link, ...]:
    """Return the path to a page of labels."""
    return (
        Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
        Link(_("Labels"), reverse("knowledge:label-list") if further else ""),
        *further,
    )


def catalogue_page(actor: Actor) -> CataloguePage:
    """Build the catalogue."""
    chapters = [
        Chapter(
            CATEGORIES[category] if family == Family.NOTICE else f"{CATEGORIES[category]} · {family}",
            tuple(
                mark_of(label, f"{label.name} · {EFFECTS[label.effect]}")
                for label in (*LABELS, *NOTICES)
                if label.family == family and label.category == category
            ),
        )
        for family in Family
        for category in CATEGORIES
    ]
    return CataloguePage(
        title=_("What the labels ask of you"),
        trail=trail(),
        chapters=tuple(chapter for chapter in chapters if chapter.marks),
        communities=tuple(
            Link(each.name, reverse("knowledge:community-labels", args=[each.pk]))
            for each in queries.communities_spoken_for(actor)
        ),
    )


@dataclass(frozen=True)
class WordingRow:
    """One label of the catalogue with the newest words of a community for it."""

    mark: Mark
    state: str
    shape: str
    url: str


@dataclass(frozen=True)
class CommunityLabelsPage:
    """The labels of one community."""

    title: str
    trail: tuple[Link, ...]
    rows: tuple[WordingRow, ...]


def community_labels_page(actor: Actor, community: queries.Organisation) -> CommunityLabelsPage:
    """Build the list of a community's labels: worded ones first."""
    newest: dict[str, CommunityLabel] = {}
    for wording in queries.wordings(actor, community.pk):
        newest.setdefault(wording.code, wording)
    ordered = sorted(LABELS, key=lambda label: label.code not in newest)
    return CommunityLabelsPage(
        title=_("Labels in the words of %(community)s") % {"community": community.name},
        trail=trail(Link(community.name)),
        rows=tuple(_wording_row(label, newest.get(label.code), community.pk) for label in ordered),
    )


def _wording_row(label: Label, wording: CommunityLabel | None, community_id: int) -> WordingRow:
    url = reverse("knowledge:label-wording", args=[community_id, label.code])
    if wording is None:
        return WordingRow(mark_of(label), _("in our general words"), "wait", url)
    said = {"version": wording.version}
    state = _("version %(version)s, in use") if wording.approved_at else _("version %(version)s, awaits approval")
    mark = Mark(label.stamp, label.sort, name_of(wording), text_of(wording), str(label.title), label.code)
    return WordingRow(mark, state % said, "done" if wording.approved_at else "work", url)


def _in_language(wording: CommunityLabel, part: str) -> str:
    """Return name or words in the reader's language, else in another one that there is."""
    language = (get_language() or "zh")[:2]
    first = {"en": "en", "mn": "mn", "mv": "mn"}.get(language, "zh")
    order = dict.fromkeys((first, "zh", "mn", "en"))
    return next((text for code in order if (text := getattr(wording, f"{part}_{code}"))), "")


def name_of(wording: CommunityLabel) -> str:
    """Return what the community calls the label."""
    return _in_language(wording, "name")


def text_of(wording: CommunityLabel) -> str:
    """Return what it asks of a reader, in the community's words."""
    return _in_language(wording, "text")


def recordings_of(wording: CommunityLabel) -> Iterator[Link]:
    """Yield the recordings of a wording by language."""
    for code, language in LANGUAGES:
        if getattr(wording, f"audio_{code}_id"):
            yield Link(language, reverse("knowledge:label-audio", args=[wording.pk, code]))


@dataclass(frozen=True)
class VersionLine:
    """One version of a wording as the page shows it."""

    wording: CommunityLabel
    name: str
    text: str
    state: str
    shape: str
    worded: str
    recordings: tuple[Link, ...]
    uses: str
    may_approve: bool


@dataclass(frozen=True)
class WordingPage:
    """The wording of one label by one community, with all its versions."""

    title: str
    trail: tuple[Link, ...]
    label: Label
    mark: Mark
    form: WordingForm
    languages: tuple[dict[str, Any], ...]
    versions: tuple[VersionLine, ...]
    may_word: bool
    error: str


def wording_page(
    actor: Actor, community: queries.Organisation, label: Label, form: WordingForm, *, may_word: bool, error: str = ""
) -> WordingPage:
    """Build the page on which a label is worded."""
    listed = reverse("knowledge:community-labels", args=[community.pk])
    fields = [
        {"label": language, "fields": [form[name] for part in PARTS if (name := f"{part}_{code}") in form.fields]}
        for code, language in LANGUAGES
    ]
    versions = [each for each in queries.wordings(actor, community.pk) if each.code == label.code]
    return WordingPage(
        title=_("“%(label)s” in your own words") % {"label": label.title},
        trail=trail(Link(community.name, listed), Link(label.title)),
        label=label,
        mark=mark_of(label, str(label.does)),
        form=form,
        languages=tuple(fields),
        versions=tuple(_version(each, may_approve=may_word) for each in versions),
        may_word=may_word,
        error=error,
    )


def _version(wording: CommunityLabel, *, may_approve: bool) -> VersionLine:
    uses = queries.uses_of(wording)
    return VersionLine(
        wording=wording,
        name=name_of(wording),
        text=text_of(wording),
        state=_("in use since %(day)s") % {"day": iso_date(wording.approved_at)} if wording.approved_at else _("awaits approval"),
        shape="done" if wording.approved_at else "work",
        worded=_("%(name)s, %(day)s") % {"name": wording.worded_by or _("the installation"), "day": iso_date(wording.worded_at)},
        recordings=tuple(recordings_of(wording)),
        uses=ngettext("on %(count)s record", "on %(count)s records", uses) % {"count": uses} if uses else "",
        may_approve=may_approve and wording.approved_at is None,
    )  # fmt: skip


def marks_on(uses: Iterable[LabelUse]) -> tuple[Mark, ...]:
    """Return the labels on a record as they are shown: in the words of the community they were put on with."""
    return tuple(_worn_mark(use) for use in uses)


def _worn_mark(use: LabelUse) -> Mark:
    label, wording = BY_CODE[use.code], use.wording
    season = season_of(use.season)
    note = " · ".join(part for part in (use.community.name, season_name(season) if season else "") if part)
    if wording is None:
        return mark_of(label, note)
    spoken = tuple(recordings_of(wording))
    return Mark(label.stamp, label.sort, name_of(wording), text_of(wording), note, label.code, spoken)


def notice_marks(notices: Iterable[NoticeUse]) -> tuple[Mark, ...]:
    """Return the notices on a record as they are shown."""
    return tuple(
        Mark(
            BY_CODE[notice.code].stamp,
            "notice",
            str(BY_CODE[notice.code].title),
            notice.text or str(BY_CODE[notice.code].asks),
            notice.institution.name,
            notice.code,
        )
        for notice in notices
    )
