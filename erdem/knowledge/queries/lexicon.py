"""Reads of the lexicon of substances."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from erdem.knowledge.choices import NameLanguage, RelationKind
from erdem.knowledge.models import Substance, SubstanceName, SubstanceRelation
from erdem.lib.folding import fold

_OPTIONAL = ("name_mn", "part", "processing", "species", "plant", "eras")
_LISTS = {
    NameLanguage.CHINESE: "aliases",
    NameLanguage.ENGLISH: "names_en",
    NameLanguage.LATIN: "latin",
    NameLanguage.MONGOLIAN: "names_mn",
    NameLanguage.TIBETAN: "names_bo",
    NameLanguage.INDIAN: "names_in",
}
_RELATIONS = {
    RelationKind.KIND_OF: "kind_of",
    RelationKind.FOUND_IN: "found_in",
    RelationKind.INGREDIENT: "ingredients",
}


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
    names: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for owner, language, name, verified in SubstanceName.objects.order_by(
        "substance_id", "language", "ordinal"
    ).values_list("substance_id", "language", "name", "is_verified"):
        names[owner].append((language, name, verified))
    relations: dict[int, list[tuple[str, float | None, str]]] = defaultdict(list)
    for owner, kind, grade, target in SubstanceRelation.objects.order_by("source_id", "kind", "ordinal").values_list(
        "source_id", "kind", "grade", "target__key"
    ):
        relations[owner].append((kind, grade, target))
    for values in Substance.objects.order_by("key").values("pk", "key", "name", "kind", *_OPTIONAL):
        yield _seed_row(values, names[values["pk"]], relations[values["pk"]])


def _seed_row(
    values: Mapping[str, Any], names: list[tuple[str, str, bool]], relations: list[tuple[str, float | None, str]]
) -> dict[str, Any]:
    row: dict[str, Any] = {"id": values["key"], "name_zh": values["name"], "kind": values["kind"]}
    for language, name, verified in names:
        key = _LISTS.get(NameLanguage(language))
        if key:
            row.setdefault(key, []).append(name)
        if not verified:
            row.setdefault("unverified", []).append(name)
    row.update({key: values[key] for key in _OPTIONAL if values[key]})
    for kind, grade, target in relations:
        if kind == RelationKind.SUBSTITUTE:
            row.setdefault("substitutes", {})[target] = grade
        else:
            row.setdefault(_RELATIONS[RelationKind(kind)], []).append(target)
    return row


def lexicon_names() -> dict[int, list[tuple[str, str]]]:
    """Return every name of every substance as language and name, the canonical one first. Two queries."""
    names: dict[int, list[tuple[str, str]]] = {}
    for key, name, name_mn in Substance.objects.order_by("key").values_list("pk", "name", "name_mn"):
        names[key] = [(NameLanguage.CHINESE, name), *([(NameLanguage.MONGOLIAN, name_mn)] if name_mn else [])]
    others = SubstanceName.objects.order_by("substance_id", "language", "ordinal")
    for owner, language, name in others.values_list("substance_id", "language", "name"):
        names[owner].append((language, name))
    return names


def lexicon_stamp() -> tuple[object, ...]:
    """Return what differs once a substance was added, changed or removed: cheap enough to ask before every search."""
    return tuple(Substance.objects.aggregate(last=Max("updated_at"), count=Count("pk")).values())


def lexicon_version() -> str:
    """Return a hash of the whole lexicon: the same names and relations give the same version on any machine."""
    digest = hashlib.sha256()
    for row in lexicon_rows():
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:12]


def substances(*, search: str = "", kind: str = "", linked: str = "") -> QuerySet[Substance]:
    """Return substances with the number of ingredients that point to them (``uses``)."""
    found = Substance.objects.annotate(uses=Count("ingredients", distinct=True)).order_by("sort_key", "key")
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
