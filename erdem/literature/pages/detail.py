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
    return DetailPage(detail, trail, tuple(_numbers(detail.publication)))


@dataclass(frozen=True)
class SimilarPage:
    """Documents near to one by their words, the nearest first, one of each family."""

    similar: tuple[Publication, ...]
    trail: tuple[Link, ...]


def similar_page(actor: Actor, key: str) -> SimilarPage | None:
    """Gather what is like a publication, or None when there is no such publication."""
    publication = queries.get_publication(actor, key)
    if publication is None:
        return None
    near = queries.similar_ids(actor, publication, SIMILAR_SHOWN)
    own = reverse("literature:publication-detail", args=[publication.number_key])
    first = Link(_("Literature"), reverse("literature:publication-list"))
    trail = (first, Link(publication.number, own), Link(_("Documents like this one"), ""))
    return SimilarPage(tuple(queries.publications_by_id(actor, [hit.publication_id for hit in near])), trail)


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
