"""What the search form shows: a box for each condition, for those who learn no syntax."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.literature import queries
from erdem.literature.forms import PlainForm, form_of
from erdem.literature.pages.addresses import list_address
from erdem.literature.pages.links import Link
from erdem.literature.queries import QueryError, SearchRequest


@dataclass(frozen=True)
class SearchFormPage:
    """The form, filled from a search line where that fits."""

    form: PlainForm
    fits: bool
    back: str
    trail: tuple[Link, ...]
    examples: tuple[tuple[str, str], ...]


def search_form_page(request: SearchRequest, form: PlainForm | None = None) -> SearchFormPage:
    """Gather the page; a line that cannot be read or says too much leaves the form empty."""
    filled, fits = (form, True) if form else _filled(request)
    trail = (Link(_("Literature"), reverse("literature:publication-list")), Link(_("Search by form"), ""))
    return SearchFormPage(filled, fits, list_address(request), trail, tuple(_examples()))


def _filled(request: SearchRequest) -> tuple[PlainForm, bool]:
    try:
        return form_of(queries.read_query(request) if request.query.strip() else None)
    except QueryError:
        return PlainForm(), False


def _examples() -> list[tuple[str, str]]:
    return [
        ("沙棘 果汁", _("both words, anywhere")),
        ('"风干牛肉"', _("exactly these characters")),
        ("风干 -设备", _("without a word")),
        ("奶酪 OR 奶豆腐", _("one or the other")),
        ("{沙棘}", _("a herb under all its names")),
        ("ti:毡 cl:羊毛", _("in the title, in the claims")),
        ("羊毛 NEAR/5 毡", _("close together")),
        ("发酵*", _("words that begin so")),
        ("pa:蒙牛 in:王", _("applicant, inventor")),
        ("ic:A23C9/12", _("class and what lies below it")),
        ("pd:2010..2015", _("published in these years")),
        ("place:正蓝旗", _("applicant's place")),
        ("status:有效", _("legal standing")),
        ("CN 102302596 A", _("a number in any spelling")),
    ]
