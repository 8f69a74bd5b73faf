"""What every view begins with: who asks, and for which record."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from erdem.base.asking import actor_of
from erdem.knowledge import queries


def record_or_404(request: HttpRequest, number: str) -> queries.Record:
    """Return a record that the reader may see.

    Raises:
        Http404: there is none, or the reader may not know that there is one.
    """
    record = queries.get_record(actor_of(request), number)
    if record is None:
        raise Http404
    return record


def community_or_404(request: HttpRequest, key: int) -> queries.CommunityProfile:
    """Return a community that the reader may know of.

    Raises:
        Http404: there is none, or it is only proposed and none of the reader's business.
    """
    profile = queries.get_community(actor_of(request), key)
    if profile is None:
        raise Http404
    return profile
