"""What the pages of saved searches show."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base import mail
from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.literature.choices import AlertRhythm
from erdem.literature.models import SavedSearch, SavedSearchHit
from erdem.literature.pages.addresses import list_address
from erdem.literature.pages.links import Link
from erdem.literature.policies import can_change_search
from erdem.literature.queries.saved import fault_words, new_hits, request_of, searches
from erdem.literature.queries.searching import read_query
from erdem.literature.queries.searching_shapes import QueryError, SearchRequest
from erdem.literature.queries.strategy import chosen_words
from erdem.literature.services.alerts import MOST_FOLLOWED
from erdem.literature.work_forms import SavedSearchForm
from erdem.people import queries as people

PER_PAGE = 50


@dataclass(frozen=True)
class SearchRow:
    """One saved search: what it asks, how it is told, what is new, and where it leads."""

    search: SavedSearch
    asks: str
    boxes: str
    told: str
    state: str
    unread: int
    url: str
    again: str
    may_change: bool
    cannot_be_read: str


@dataclass(frozen=True)
class SavedListPage:
    """All saved searches with what is new in them."""

    title: str
    rows: tuple[SearchRow, ...]
    unread: int
    mail_note: str
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class SavedPage:
    """One saved search with its new hits."""

    row: SearchRow
    hits: Page[SavedSearchHit]
    notes: tuple[str, ...]
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class SavedFormPage:
    """The form in which a search is saved or changed."""

    heading: str
    form: SavedSearchForm
    asks: str
    boxes: str
    back: str
    mail_note: str
    trail: tuple[Link, ...]


def list_page(actor: Actor) -> SavedListPage:
    """Gather the list. One query for the searches, one for the person's address."""
    rows = tuple(row_of(actor, search) for search in searches(actor))
    unread = sum(row.unread for row in rows if row.may_change)
    title = _("No new hits in your saved searches")
    if unread:
        title = ngettext(
            "%(count)s new hit in your saved searches", "%(count)s new hits in your saved searches", unread
        ) % {"count": number(unread)}
    by_mail = any(row.search.by_mail for row in rows if row.may_change)
    return SavedListPage(title, rows, unread, mail_note(actor) if by_mail else "", _trail(""))


def row_of(actor: Actor, search: SavedSearch) -> SearchRow:
    """Compose what is said of one search."""
    request = request_of(search, order="relevance")
    return SearchRow(
        search=search,
        asks=search.query or _("everything"),
        boxes=chosen_words(request.chosen),
        told=_told(search),
        state=_state(search),
        unread=getattr(search, "unread", 0),
        url=reverse("literature:saved-detail", args=[search.pk]),
        again=list_address(request),
        may_change=bool(can_change_search(actor, search)),
        cannot_be_read=_fault(request),
    )


def saved_page(actor: Actor, search: SavedSearch, page: str) -> SavedPage:
    """Gather one search with its new hits. Three queries."""
    hits = Paginator(new_hits(actor, search), PER_PAGE).get_page(page)
    notes = []
    if search.last_total > MOST_FOLLOWED:
        notes.append(
            _(
                "This search finds more than %(count)s publications. Only the newest of them are watched; narrow the search"
                " so that nothing is missed."
            )
            % {"count": number(MOST_FOLLOWED)}
        )
    if search.by_mail and search.owner_id == actor.user_id:
        notes.append(mail_note(actor))
    return SavedPage(row_of(actor, search), hits, tuple(filter(None, notes)), _trail(search.name))


def new_page(actor: Actor, form: SavedSearchForm, request: SearchRequest) -> SavedFormPage:
    """Gather the form in which a search is saved.

    Raises:
        QueryError: the search line cannot be read.
    """
    read_query(request)
    heading = _("Save this search")
    return _form_page(actor, form, request, heading=heading, back=list_address(request), last=heading)


def edit_page(actor: Actor, form: SavedSearchForm, search: SavedSearch) -> SavedFormPage:
    """Gather the form in which a saved search is changed."""
    back = reverse("literature:saved-detail", args=[search.pk])
    return _form_page(actor, form, request_of(search), heading=_("Change this search"), back=back, last=search.name)


def _form_page(
    actor: Actor, form: SavedSearchForm, request: SearchRequest, *, heading: str, back: str, last: str
) -> SavedFormPage:
    boxes = chosen_words(request.chosen)
    asks = request.query or _("everything")
    return SavedFormPage(heading, form, asks, boxes, back, mail_note(actor), _trail(last))


def mail_note(actor: Actor) -> str:
    """Say why no e-mail comes, or nothing when it does."""
    if not mail.is_sent():
        return _("This installation has no mail server: no e-mail is sent. New hits are listed here.")
    if not people.get_user(actor).email:
        return _("Your account has no e-mail address: no e-mail is sent. Add one on the page of your account.")
    return ""


def _told(search: SavedSearch) -> str:
    told = str(AlertRhythm(search.rhythm).label)
    if search.rhythm == AlertRhythm.OFF or not search.by_mail:
        return told
    return _("%(rhythm)s, also by e-mail") % {"rhythm": told}


def _state(search: SavedSearch) -> str:
    if search.last_run_at is None:
        return _("not run yet")
    over = search.last_total > MOST_FOLLOWED
    found = _("more than %(count)s") % {"count": number(MOST_FOLLOWED)} if over else number(search.last_total)
    return _("%(found)s found, last looked %(moment)s") % {
        "found": found,
        "moment": iso_moment(search.last_run_at)[:16],
    }


def _fault(request: SearchRequest) -> str:
    try:
        read_query(request)
    except QueryError as error:
        return fault_words(error)
    return ""


def _trail(last: str) -> tuple[Link, ...]:
    first = Link(_("Literature"), reverse("literature:publication-list"))
    if not last:
        return (first, Link(_("Saved searches"), ""))
    return (first, Link(_("Saved searches"), reverse("literature:saved-list")), Link(last, ""))
