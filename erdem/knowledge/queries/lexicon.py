"""Reads of the lexicon of substances."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from erdem.base.actor import Actor
from erdem.knowledge.choices import NameLanguage, RelationKind
from erdem.knowledge.models import Ingredient, Substance, SubstanceName
from erdem.knowledge.policies import visible_records
from erdem.lib.folding import fold

_LISTS = {NameLanguage.CHINESE: "aliases", NameLanguage.ENGLISH: "names_en", NameLanguage.LATIN: "latin"}


def substances_by_name(names: Iterable[str] | None = None) -> dict[str, int]:
    """Return folded name to key of the table: canonical names go before aliases. Limited to folded ``names`` when given."""
    aliases = SubstanceName.objects.filter(language__in=[NameLanguage.CHINESE, NameLanguage.MONGOLIAN])
    canonical = Substance.objects.all()
    if names is not None:
        wanted = set(names)
        aliases, canonical = aliases.filter(folded__in=wanted), canonical.filter(folded__in=wanted)
    found = dict(aliases.order_by("-substance__key").values_list("folded", "substance_id"))
    found.update(canonical.order_by("-key").values_list("folded", "pk"))
    found.pop("", None)
    return found


def lexicon_rows() -> Iterator[dict[str, Any]]:
    """Yield the lexicon in the shape of ``seeds/substances.jsonl``, in the order of its keys."""
    found = Substance.objects.order_by("key").prefetch_related("names", "relations__target")
    for substance in found:
        yield _seed_row(substance)


def _seed_row(substance: Substance) -> dict[str, Any]:
    row: dict[str, Any] = {"id": substance.key, "name_zh": substance.name, "kind": substance.kind}
    for name in substance.names.all():
        key = _LISTS.get(NameLanguage(name.language))
        if key:
            row.setdefault(key, []).append(name.name)
    for key in ("name_mn", "part", "processing", "species"):
        value = getattr(substance, key)
        if value:
            row[key] = value
    for relation in substance.relations.all():
        other = relation.target.key
        if relation.kind == RelationKind.SUBSTITUTE:
            row.setdefault("substitutes", {})[other] = relation.grade
        else:
            row.setdefault("found_in" if relation.kind == RelationKind.FOUND_IN else "ingredients", []).append(other)
    return row


def lexicon_version() -> str:
    """Return a hash of the whole lexicon: the same names and relations give the same version on any machine."""
    digest = hashlib.sha256()
    for row in lexicon_rows():
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:12]


def substances(*, search: str = "", kind: str = "", linked: str = "") -> QuerySet[Substance]:
    """Return substances with the number of ingredients that point to them (``uses``)."""
    found = Substance.objects.annotate(uses=Count("ingredients", distinct=True))
    for word in fold(search).split():
        found = found.filter(search_text__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if linked == "related":
        found = found.filter(Q(relations__isnull=False) | Q(related_from__isnull=False) | ~Q(species="")).distinct()
    return found.prefetch_related("names")


def get_substance(key: str) -> Substance | None:
    """Return a substance with its names and relations, or None."""
    found = Substance.objects.filter(key=key).prefetch_related("names", "relations__target", "related_from__source")
    return found.first()


@dataclass(frozen=True)
class UnknownName:
    """A name as written that the lexicon does not know, and in how many ingredients it stands."""

    name: str
    count: int


def unknown_names(actor: Actor, limit: int = 200) -> list[UnknownName]:
    """Return names of ingredients that no substance answers to, the most frequent first, from the records the actor sees."""
    rows = (
        Ingredient.objects.filter(visible_records(actor, through="record__"), substance__isnull=True)
        .values("name")
        .annotate(count=Count("pk"))
        .order_by("-count", "name")[:limit]
    )
    return [UnknownName(row["name"], row["count"]) for row in rows]
