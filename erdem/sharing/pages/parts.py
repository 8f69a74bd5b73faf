"""What hangs on a request and has pages of its own: terms, signing, permit, reports. One line a part.

A part adds its line here: words, the name of its address, what stands in the address (``number`` of the request), and from
which states on it is shown. A name that this installation does not know is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy

from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import AccessRequest
from erdem.sharing.pages.links import Link

AFTER_CONSENT = (RequestStatus.NEGOTIATING, RequestStatus.AGREED, RequestStatus.PERMITTED)
AFTER_SIGNING = (RequestStatus.AGREED, RequestStatus.PERMITTED)


@dataclass(frozen=True)
class Part:
    """One part of a request."""

    label: Any
    name: str
    states: tuple[RequestStatus, ...]


PARTS: tuple[Part, ...] = (
    Part(pgettext_lazy("part of a request", "Terms"), "terms:detail", AFTER_CONSENT),
    Part(pgettext_lazy("part of a request", "Signing"), "signing:envelope", AFTER_CONSENT),
    Part(pgettext_lazy("part of a request", "Permit"), "permitting:request-permit", AFTER_SIGNING),
)


def parts_of(request: AccessRequest) -> tuple[Link, ...]:
    """Return the parts that a request has in its state."""
    found = []
    for part in PARTS:
        if request.status in part.states:
            try:
                found.append(Link(part.label, reverse(part.name, args=[request.number])))
            except NoReverseMatch:
                continue
    return tuple(found)
