"""Words for the slugs of the engine, and the small lines under names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.knowledge.choices import Kind
from erdem.knowledge.models import Record
from erdem.literature.models import Publication

RELATIONS: dict[str, Any] = {
    "identical": gettext_lazy("same composition"),
    "tk_plus_additions": gettext_lazy("the whole of it, with additions"),
    "reduced": gettext_lazy("part of it"),
    "modified": gettext_lazy("changed from it"),
    "combination": gettext_lazy("several joined"),
    "single_substance": gettext_lazy("one substance in common"),
    "same_process": gettext_lazy("same way of making"),
    "similar_process": gettext_lazy("similar way of making"),
    "process_only": gettext_lazy("same steps only"),
    "name_only": gettext_lazy("same name only"),
    "neighbouring": gettext_lazy("neighbouring"),
}


WINDOW_WORDS: dict[str, Any] = {
    "closing": gettext_lazy("a window closes soon"),
    "before_grant": gettext_lazy("open until the grant"),
    "after_grant": gettext_lazy("open after the grant"),
    "unknown": gettext_lazy("not known whether granted"),
    "none": gettext_lazy("no window now"),
}


def relation_label(slug: str) -> Any:
    """Return the word for a relation; the slug itself when the engine names one that is not known here yet."""
    return RELATIONS.get(slug, slug)


def kind_labels() -> dict[str, Any]:
    """Return the words for the kinds of knowledge."""
    return dict(Kind.choices)


def record_line(record: Record) -> str:
    """Return the small line under a record's name: the list it stands on, or the book."""
    if record.item_code:
        level = record.get_level_display() if record.level else ""
        return f"{level} {record.item_code}".strip()
    if record.book:
        return f"《{record.book}》"
    return _("on no list")


def publication_line(publication: Publication) -> str:
    """Return the small line under a publication's title: its number and kind."""
    number = publication.number if not publication.number.startswith("LOCAL") else _("no number seen")
    kind = publication.get_type_display()
    return _("%(number)s, %(kind)s") % {"number": number, "kind": kind}
