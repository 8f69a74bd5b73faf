"""Descriptions of records in words: for harvesters, for search engines, for readers who take one away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.knowledge import choices
from erdem.knowledge.formats.descriptions import Told
from erdem.knowledge.queries.described import Described

WORDS: dict[str, Any] = {
    "kind": choices.Kind,
    "tk_class": choices.TkClass,
    "tk_type": choices.TkType,
    "ich_category": choices.IchCategory,
}


def absolute(path: str) -> str:
    """Return the address of a page as others reach it."""
    return settings.SITE_ADDRESS.rstrip("/") + path


def told(described: Described) -> Told:
    """Return a description with words in place of codes, in the language that is active."""
    content = described.content
    words = {
        field: str(words(getattr(content, field)).label) for field, words in WORDS.items() if getattr(content, field)
    }
    return Told(
        number=described.number,
        address=absolute(reverse("knowledge:record-detail", args=[described.number])),
        level=described.level,
        rights=rights(described),
        content=content,
        words=words,
        communities=described.communities,
        labels=described.labels,
        places=described.places,
        changed=described.changed,
        publisher=_("Traditional knowledge protection platform"),
    )


def rights(described: Described) -> str:
    """Return how much this is, and what holds for who uses it."""
    level = str(choices.AccessLevel(described.level).label)
    if described.level >= choices.AccessLevel.PUBLIC:
        return _("%(level)s. Publicly documented knowledge; name its holders and sources.") % {"level": level}
    return _("%(level)s. The rest is with the holding community; ask there before any use.") % {"level": level}


def context_address() -> str:
    """Return the address of our JSON-LD context."""
    return absolute(reverse("knowledge:context"))
