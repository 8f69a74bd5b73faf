"""What the collection holds, for the foot of the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from erdem.base.actor import Actor
from erdem.literature.choices import Coverage
from erdem.literature.queries.documents import publications


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the collection holds, for the foot of the list."""

    total: int
    chinese: int
    full_text: int
    facts_only: int
    sources: tuple[tuple[str, int], ...]

    @property
    def foreign(self) -> int:
        """Documents of offices other than the Chinese."""
        return self.total - self.chinese


def holdings(actor: Actor) -> Holdings:
    """Count the collection by what is held and where it came from (its first source). Two queries."""
    held = publications(actor).order_by()
    by_kind = list(held.values_list("country", "coverage").annotate(count=Count("pk")))
    sources = held.values_list("sources__0__name").annotate(count=Count("pk")).order_by("-count", "sources__0__name")
    return Holdings(
        total=sum(count for _country, _coverage, count in by_kind),
        chinese=sum(count for country, _coverage, count in by_kind if country == "CN"),
        full_text=sum(count for _country, coverage, count in by_kind if coverage == Coverage.FULL_TEXT),
        facts_only=sum(count for _country, coverage, count in by_kind if coverage in (Coverage.FACTS, Coverage.TITLE)),
        sources=tuple((str(name or "—"), count) for name, count in sources),
    )
