"""What the pages of places and of the own account show: one frozen dataclass each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.people import place_figures, queries
from erdem.people.forms import ProfileForm
from erdem.people.models import Membership, Place, RetiredPlace, User
from erdem.people.place_figures import PlaceFigure


@dataclass(frozen=True)
class Figure:
    """A figure that opens: the shape that the figures row expects."""

    label: Any
    value: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class PlaceRow:
    """A division in a table, with its counts in the order of the columns."""

    code: str
    name: str
    type: str
    url: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class LeagueRows:
    """A league or city with the divisions inside it."""

    place: PlaceRow
    banners: tuple[PlaceRow, ...]


@dataclass(frozen=True)
class Retired:
    """A division no longer in force: what it was, and what it is today."""

    code: str
    name: str
    years: str
    url: str
    successors: tuple[PlaceRow, ...] = ()

    @property
    def sentence(self) -> str:
        """150427 赤峰县，1983年止，今红山区、元宝山区、松山区。"""
        today = pgettext("list", ", ").join(place.name for place in self.successors)
        parts = {"code": self.code, "name": self.name, "years": self.years, "today": today}
        if not today:
            return _("%(code)s %(name)s%(years)s; no division today carries it on.") % parts
        return _("%(code)s %(name)s%(years)s; today %(today)s.") % parts


@dataclass(frozen=True)
class Gram:
    """What the tile gram is drawn from."""

    tiles: Sequence[Mapping[str, Any]]
    values: Mapping[str, int]
    urls: Mapping[str, str]
    own: str
    unit: Any
    total: int


@dataclass(frozen=True)
class PlaceListPage:
    """Divisions as a tile gram and as a table by league, or what a search found."""

    title: str
    words: str
    figure: str
    figures: tuple[dict[str, Any], ...]
    columns: tuple[Any, ...]
    gram: Gram | None
    leagues: tuple[LeagueRows, ...]
    found: tuple[PlaceRow, ...] = ()
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True)
class PlacePage:
    """One division, in force or retired."""

    title: str
    crumbs: tuple[dict[str, str], ...]
    mongolian: str = ""
    facts: tuple[dict[str, str], ...] = ()
    figures: tuple[Figure, ...] = ()
    columns: tuple[Any, ...] = ()
    children: tuple[PlaceRow, ...] = ()
    retired: Retired | None = None
    predecessors: tuple[Retired, ...] = ()
    gram: Gram | None = None


@dataclass(frozen=True)
class MembershipRow:
    """What the person does, and where."""

    role: str
    organisation: str
    kind: str
    place: str
    place_url: str


@dataclass(frozen=True)
class ProfilePage:
    """The own account: names, language, memberships."""

    title: str
    form: ProfileForm
    memberships: tuple[MembershipRow, ...]
    username: str
    email: str


def _row(place: Place, counts: Sequence[place_figures.Counts]) -> PlaceRow:
    return PlaceRow(
        code=place.code,
        name=place.name,
        type=place.get_type_display(),
        url=reverse("people:place-detail", args=[place.code]),
        counts=tuple(place_figures.within(each, place.code) for each in counts),
    )


def retired_row(place: RetiredPlace) -> Retired:
    """Return a retired division for a page."""
    return Retired(
        code=place.code,
        name=place.name,
        years=_years(place.valid_from, place.valid_to),
        url=reverse("people:place-detail", args=[place.code]),
        successors=tuple(_row(successor, ()) for successor in place.successors.all()),
    )


def _years(first: int | None, last: int | None) -> str:
    if first and last:
        return _(", from %(first)s to %(last)s") % {"first": first, "last": last}
    if last:
        return _(", until %(last)s") % {"last": last}
    return _(", years not known")


def gram_of(actor: Actor, figure: PlaceFigure, own: str = "") -> Gram:
    """Return the tile gram of one figure; the ring is around ``own``, else around the actor's own county."""
    counts = figure.counts(actor)
    tiles = queries.place_tiles()
    values = {tile["code"]: place_figures.within(counts, tile["code"]) for tile in tiles}
    return Gram(
        tiles=tiles,
        values=values,
        urls={tile["code"]: reverse("people:place-detail", args=[tile["code"]]) for tile in tiles},
        own=own or queries.own_county(actor),
        unit=figure.unit,
        total=sum(values.values()),
    )


def place_list(actor: Actor, words: str, chosen: str) -> PlaceListPage:
    """Compose the list of divisions, or the answer to a search."""
    figures = place_figures.offered(actor)
    figure = next((each for each in figures if each.slug == chosen), figures[0] if figures else None)
    counts = [each.counts(actor) for each in figures]
    shown = queries.find_places(words) if words else []
    retired = queries.find_retired(words) if words else []
    return PlaceListPage(
        title=_title(words, len(shown) + len(retired)),
        words=words,
        figure=figure.slug if figure else "",
        figures=tuple({"value": each.slug, "label": each.label} for each in figures),
        columns=tuple(each.label for each in figures),
        gram=gram_of(actor, figure) if figure and not words else None,
        leagues=() if words else _leagues(counts),
        found=tuple(_row(place, counts) for place in shown),
        retired=tuple(retired_row(place) for place in retired),
    )


def _title(words: str, found: int) -> str:
    if not words:
        return _("The region has 12 leagues and cities, and 103 banners, counties, cities and districts")
    if not found:
        return _("No division, old or new, is called “%(words)s”") % {"words": words}
    text = ngettext("%(count)s division matches “%(words)s”", "%(count)s divisions match “%(words)s”", found)
    return text % {"count": found, "words": words}


def _leagues(counts: Sequence[place_figures.Counts]) -> tuple[LeagueRows, ...]:
    places = list(queries.places())
    banners: dict[str, list[PlaceRow]] = {}
    for place in places:
        if place.level == "banner":
            banners.setdefault(str(place.parent_id), []).append(_row(place, counts))
    return tuple(
        LeagueRows(_row(place, counts), tuple(banners.get(place.code, ())))
        for place in places
        if place.level == "league"
    )


def place_page(actor: Actor, code: str) -> PlacePage | None:
    """Compose the page of a division code, in force or retired; None when there never was one."""
    answer = queries.resolve_code(code)
    crumbs: list[dict[str, str]] = [{"label": _("Places"), "url": reverse("people:place-list")}]
    if answer.retired is not None:
        retired = retired_row(answer.retired)
        title = _("%(code)s is no longer in force") % {"code": code}
        return PlacePage(title, (*crumbs, {"label": code, "url": ""}), retired=retired)
    if not answer.places:
        return None
    return _current(actor, answer.places[0], crumbs)


def _current(actor: Actor, place: Place, crumbs: list[dict[str, str]]) -> PlacePage:
    figures = place_figures.offered(actor)
    counts = [figure.counts(actor) for figure in figures]
    if place.parent is not None:
        crumbs.append({"label": place.parent.name, "url": reverse("people:place-detail", args=[place.parent.code])})
    return PlacePage(
        title=place.name,
        crumbs=(*crumbs, {"label": place.name, "url": ""}),
        mongolian=place.name_mn,
        facts=_facts(place),
        figures=tuple(
            Figure(figure.label, str(place_figures.within(each, place.code)), figure.address(place.code))
            for figure, each in zip(figures, counts, strict=True)
        ),
        columns=tuple(figure.label for figure in figures),
        children=tuple(_row(child, counts) for child in place.children.order_by("code")),
        predecessors=tuple(retired_row(old) for old in queries.predecessors_of(place)),
        gram=gram_of(actor, figures[0], place.code) if figures and place.level == "banner" else None,
    )


def _facts(place: Place) -> tuple[dict[str, str], ...]:
    facts = [
        {"term": _("division code"), "value": place.code, "code": "yes"},
        {"term": _("kind"), "value": place.get_type_display()},
        {"term": _("Pinyin"), "value": place.pinyin},
        {"term": _("Mongolian name"), "value": place.name_mn or _("awaits a human source")},
    ]
    if place.parent is not None:
        parent = reverse("people:place-detail", args=[place.parent.code])
        facts.insert(2, {"term": _("belongs to"), "value": place.parent.name, "url": parent})
    return tuple(facts)


def export_rows(actor: Actor) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return heads and rows of the divisions in force with every offered count."""
    figures = place_figures.offered(actor)
    counts = [figure.counts(actor) for figure in figures]
    heads = (_("division code"), _("name"), _("kind"), _("belongs to"), *(figure.label for figure in figures))
    rows = [
        (
            place.code,
            place.name,
            place.get_type_display(),
            place.parent.name if place.parent else "",
            *(place_figures.within(each, place.code) for each in counts),
        )
        for place in queries.places()
    ]
    return heads, rows


def profile(actor: Actor, user: User, form: ProfileForm) -> ProfilePage:
    """Compose the page of the own account."""
    return ProfilePage(
        title=_("Your account, %(name)s") % {"name": user.get_full_name()},
        form=form,
        memberships=tuple(_membership(each) for each in queries.memberships_of(actor)),
        username=user.username,
        email=user.email,
    )


def _membership(membership: Membership) -> MembershipRow:
    organisation = membership.organisation
    place = organisation.place
    return MembershipRow(
        role=membership.get_role_display(),
        organisation=organisation.name,
        kind=organisation.get_kind_display(),
        place=place.name if place else "",
        place_url=reverse("people:place-detail", args=[place.code]) if place else "",
    )
