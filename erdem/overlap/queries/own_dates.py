"""Sources that are this platform itself: their date is the date of our log, never one of publication."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from erdem.knowledge.choices import SourceKind
from erdem.knowledge.models import Source

UNPUBLISHED = frozenset({SourceKind.ORAL, SourceKind.GENERAL, SourceKind.ARCHIVE})
"""Sorts of sources that nobody has published: their date is that of the recording or of the paper."""


def is_our_own(source: Source) -> bool:
    """Say whether a source names this platform, its log or its own record as where the knowledge stands."""
    said = " ".join((source.title, source.author, source.edition, source.site, source.proves)).casefold()
    own = (urlsplit(settings.SITE_ADDRESS).hostname, settings.NOTARY_NAME, source.record.number, "erdem")
    return any(name and name.casefold() in said for name in own)


def sources_of_others(sources: Iterable[Source]) -> list[Source]:
    """Return the sources whose dates can be dates of publication."""
    return [source for source in sources if not is_our_own(source)]
