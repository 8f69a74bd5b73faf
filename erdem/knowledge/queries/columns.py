"""What the heads of tables were once said to mean in an office or community."""

from __future__ import annotations

from erdem.base.actor import Actor
from erdem.knowledge.models import ColumnWord
from erdem.knowledge.policies import visible_column_words


def remembered_columns(actor: Actor) -> dict[str, dict[str, str]]:
    """Return by layout what heads mean to the organisations of the actor; the latest word counts."""
    found: dict[str, dict[str, str]] = {}
    own = ColumnWord.objects.filter(visible_column_words(actor), organisation_id__in=actor.organisation_ids)
    for word in own.order_by("updated_at"):
        found.setdefault(word.layout, {})[word.head] = word.field
    return found
