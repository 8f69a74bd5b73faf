"""What the page of one publication shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.literature import queries
from erdem.literature.choices import NumberKind
from erdem.literature.models import Publication
from erdem.literature.pages.links import Link
from erdem.literature.queries import Detail

SIMILAR_SHOWN = 8


@dataclass(frozen=True)
class DetailPage:
    """The page of one publication."""

    detail: Detail
    trail: tuple[Link, ...]
    numbers: tuple[dict[str, Any], ...]
    similar: tuple[Publication, ...] = ()

    @property
    def not_seen(self) -> str:
        """What was not obtained, as one sentence."""
        return _("Not obtained: %(things)s.") % {"things": "、".join(self.detail.not_seen)}


def detail_page(actor: Actor, key: str) -> DetailPage | None:
    """Gather the page of a publication, or None."""
    detail = queries.get_detail(actor, key)
    if detail is None:
        return None
    trail = (Link(_("Literature"), reverse("literature:publication-list")), Link(detail.publication.number, ""))
    near = queries.similar_ids(actor, detail.publication, SIMILAR_SHOWN)
    similar = tuple(queries.publications_by_id(actor, [hit.publication_id for hit in near]))
    return DetailPage(detail, trail, tuple(_numbers(detail.publication)), similar)


def _numbers(publication: Publication) -> Iterator[dict[str, Any]]:
    number_of_office = publication.number if publication.number_kind == NumberKind.PUBLICATION else ""
    yield _given(_("Publication number"), number_of_office, code=True)
    yield _given(_("Application number"), publication.application_number, code=True)
    yield _given(_("Type"), publication.get_type_display())
    yield _given(_("Stage"), publication.get_stage_display())
    yield _given(_("Legal status"), publication.status)
    yield _given(_("Applicant's place"), publication.applicant_region)
    yield _given(_("What is held"), publication.get_coverage_display())


def _given(term: str, value: str, *, code: bool = False) -> dict[str, Any]:
    """A line of the list of facts; what was not obtained is said."""
    return {"term": term, "value": value or _("not obtained"), "code": code and bool(value)}
