"""The page of community bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.base.jobs import progress_of
from erdem.knowledge.models import CommunityBundle
from erdem.knowledge.pages.links import Link
from erdem.knowledge.policies import visible_bundles
from erdem.people import queries as people


@dataclass(frozen=True)
class BundlePage:
    """The bundles of the communities that the reader speaks for."""

    trail: tuple[Link, ...]
    communities: tuple[dict[str, Any], ...]
    moving: bool


def bundle_page(actor: Actor) -> BundlePage:
    """Build the page."""
    own = [row for row in people.organisations("community") if row.pk in actor.speaks_for]
    made = list(CommunityBundle.objects.filter(visible_bundles(actor)).select_related("blob", "asked_by")[:50])
    rows = [(bundle.community_id, _row(bundle)) for bundle in made]
    communities = tuple(
        {
            "name": community.name,
            "ask": reverse("knowledge:bundle-ask", args=[community.pk]),
            "rows": [row for key, row in rows if key == community.pk],
            "moving": any(row["shape"] == "work" for key, row in rows if key == community.pk),
        }
        for community in own
    )
    trail = (Link(_("Traditional knowledge"), reverse("knowledge:record-list")), Link(_("Community bundle")))
    return BundlePage(trail, communities, any(each["moving"] for each in communities))


def _row(bundle: CommunityBundle) -> dict[str, Any]:
    progress = progress_of(bundle.progress_id) if bundle.progress_id and bundle.finished_at is None else None
    stopped = bool(progress and progress.state == "failed")
    ready = bundle.blob is not None and bundle.expires_at is not None and bundle.expires_at > timezone.now()
    if ready:
        shape, words = "done", _("ready")
    elif bundle.finished_at is not None:
        shape, words = "over", _("its time is over")
    else:
        shape, words = ("over", _("stopped; ask again")) if stopped else ("work", _("being made"))
    return {
        "bundle": bundle,
        "shape": shape,
        "words": words,
        "url": reverse("knowledge:bundle-file", args=[bundle.pk]) if ready else "",
        "records": number(bundle.counts.get("records", 0)),
        "files": number(bundle.counts.get("files", 0)),
        "withheld": number(bundle.counts.get("withheld", 0)),
        "sha256": bundle.blob.sha256 if bundle.blob and ready else "",
        "done": number(progress.done) if progress else "",
    }
