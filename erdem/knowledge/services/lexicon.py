"""Keeping the lexicon of substances."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import NameLanguage, RelationKind, SubstanceKind
from erdem.knowledge.events import LexiconChanged
from erdem.knowledge.models import Ingredient, Material, Substance, SubstanceName, SubstanceRelation
from erdem.knowledge.policies import can_edit_lexicon
from erdem.knowledge.queries.lexicon import substances_by_name
from erdem.knowledge.services.writing import sort_key_of
from erdem.lib.folding import fold, fold_name

_LISTS = (
    ("aliases", NameLanguage.CHINESE),
    ("names_en", NameLanguage.ENGLISH),
    ("latin", NameLanguage.LATIN),
    ("names_mn", NameLanguage.MONGOLIAN),
    ("names_bo", NameLanguage.TIBETAN),
    ("names_in", NameLanguage.INDIAN),
)
BATCH = 1000


@dataclass(frozen=True)
class RelationLine:
    """A relation to another substance by its key."""

    target: str
    kind: str = RelationKind.SUBSTITUTE
    grade: float | None = None


@dataclass(frozen=True)
class SubstanceContent:
    """Everything the lexicon says about one substance.

    `unverified` are those of its names that no expert has checked; `eras` names that meant it in texts of certain years.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    name_mn: str = ""
    part: str = ""
    processing: str = ""
    species: str = ""
    plant: str = ""
    names_mn: tuple[str, ...] = ()
    names_bo: tuple[str, ...] = ()
    names_in: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    eras: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    relations: tuple[RelationLine, ...] = ()


@dataclass
class _Rows:
    names: list[SubstanceName] = field(default_factory=list)
    relations: list[SubstanceRelation] = field(default_factory=list)

    def write(self) -> None:
        SubstanceName.objects.bulk_create(self.names, batch_size=BATCH)
        SubstanceRelation.objects.bulk_create(self.relations, batch_size=BATCH)


@transaction.atomic
def load_lexicon(*, actor: Actor, rows: Iterable[Mapping[str, Any]]) -> int:
    """Load rows of the shape of ``seeds/substances.jsonl``; return how many were new.

    What is in the lexicon already stays as it is: people may have corrected it.
    """
    require(can_edit_lexicon(actor))
    given = list(rows)
    present = set(Substance.objects.values_list("key", flat=True))
    fresh = [row for row in given if row["id"] not in present]
    made = [_substance(row["id"], content_of_row(row)) for row in fresh]
    Substance.objects.bulk_create(made, batch_size=BATCH)
    keys = dict(Substance.objects.values_list("key", "pk"))
    lines = _Rows()
    for substance, row in zip(made, fresh, strict=True):
        _collect(lines, substance, content_of_row(row), keys)
    lines.write()
    if fresh:
        audit.record(actor, action="knowledge.load_lexicon", detail={"substances": len(fresh)})
        events.publish(LexiconChanged(tuple(row["id"] for row in fresh)))
        if Ingredient.objects.exists():
            request_relink()
    return len(fresh)


@transaction.atomic
def add_substance(*, actor: Actor, content: SubstanceContent) -> Substance:
    """Add a substance under a key made of its pinyin.

    Raises:
        RuleBroken: another substance has one of the names already.
    """
    require(can_edit_lexicon(actor))
    _refuse_taken_names(content, substance=None)
    substance = _substance(_free_key(content.name), content)
    substance.save(force_insert=True)
    _write_lines(substance, content)
    audit.record(actor, action="knowledge.add_substance", target=substance)
    events.publish(LexiconChanged((substance.key,)))
    request_relink()
    return substance


@transaction.atomic
def change_substance(*, actor: Actor, substance: Substance, content: SubstanceContent) -> Substance:
    """Write names, part, processing and relations anew; the key stays."""
    require(can_edit_lexicon(actor))
    _refuse_taken_names(content, substance=substance)
    changed = _substance(substance.key, content)
    changed.pk, changed.created_at = substance.pk, substance.created_at
    changed.save(force_update=True)
    SubstanceName.objects.filter(substance=changed).delete()
    SubstanceRelation.objects.filter(source=changed).delete()
    _write_lines(changed, content)
    audit.record(actor, action="knowledge.change_substance", target=changed)
    events.publish(LexiconChanged((changed.key,)))
    request_relink()
    return changed


def request_relink() -> None:
    """Have ingredients tied to the new names in the background; one waiting request is enough."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("knowledge.relink", queueing_lock="knowledge.relink").defer()


@transaction.atomic
def relink_ingredients(*, actor: Actor) -> int:
    """Tie ingredients and materials to the substances whose names they bear today; return how many changed.

    For machines: it reaches into every record.
    """
    by_name = substances_by_name()
    changed = 0
    models: tuple[Any, ...] = (Ingredient, Material)
    for model in models:
        moved = []
        for row in model._default_manager.only("pk", "name", "substance").iterator(chunk_size=BATCH):
            found = by_name.get(fold_name(row.name))
            if found != row.substance_id:
                row.substance_id = found
                moved.append(row)
        changed += model._default_manager.bulk_update(moved, ["substance"], batch_size=BATCH) if moved else 0
    audit.record(actor, action="knowledge.relink_ingredients", detail={"changed": changed})
    return changed


def content_of_row(row: Mapping[str, Any]) -> SubstanceContent:
    """Return the content of a seed row."""
    relations = [
        RelationLine(key, RelationKind.SUBSTITUTE, float(grade)) for key, grade in row.get("substitutes", {}).items()
    ]
    relations += [RelationLine(key, RelationKind.KIND_OF) for key in row.get("kind_of", ())]
    relations += [RelationLine(key, RelationKind.FOUND_IN) for key in row.get("found_in", ())]
    relations += [RelationLine(key, RelationKind.INGREDIENT) for key in row.get("ingredients", ())]
    return SubstanceContent(
        name=row["name_zh"],
        kind=row["kind"],
        aliases=tuple(row.get("aliases", ())),
        names_en=tuple(row.get("names_en", ())),
        latin=tuple(row.get("latin", ())),
        name_mn=row.get("name_mn", ""),
        part=row.get("part", ""),
        processing=row.get("processing", ""),
        species=row.get("species", ""),
        plant=row.get("plant", ""),
        names_mn=tuple(row.get("names_mn", ())),
        names_bo=tuple(row.get("names_bo", ())),
        names_in=tuple(row.get("names_in", ())),
        unverified=tuple(row.get("unverified", ())),
        eras=tuple(row.get("eras", ())),
        relations=tuple(relations),
    )


def _substance(key: str, content: SubstanceContent) -> Substance:
    if not content.name.strip():
        raise RuleBroken(_("Write the name of the substance."), field="name")
    if content.kind not in SubstanceKind.values:
        raise RuleBroken(_("Choose the kind."), field="kind")
    names = (content.name, *(name for attribute, _language in _LISTS for name in getattr(content, attribute)))
    from pypinyin import lazy_pinyin  # its dictionary takes half a second to load: every start would wait

    pinyin = lazy_pinyin(fold(content.name))
    return Substance(
        key=key,
        name=content.name.strip(),
        folded=fold_name(content.name),
        name_mn=content.name_mn,
        kind=content.kind,
        part=content.part,
        processing=content.processing,
        species=content.species,
        plant=content.plant,
        eras=[dict(era) for era in content.eras],
        note=content.note,
        sort_key=sort_key_of(content.name)[:200],
        search_text=" ".join(
            dict.fromkeys([*map(fold, names), "".join(pinyin), "".join(part[0] for part in pinyin if part), key])
        ),
    )


def _write_lines(substance: Substance, content: SubstanceContent) -> None:
    wanted = [relation.target for relation in content.relations]
    keys = dict(Substance.objects.filter(key__in=wanted).values_list("key", "pk"))
    lines = _Rows()
    _collect(lines, substance, content, keys)
    lines.write()


def _collect(lines: _Rows, substance: Substance, content: SubstanceContent, keys: Mapping[str, int]) -> None:
    for attribute, language in _LISTS:
        for ordinal, name in enumerate(dict.fromkeys(getattr(content, attribute))):
            lines.names.append(
                SubstanceName(
                    substance=substance,
                    ordinal=ordinal,
                    language=language,
                    name=name,
                    folded=fold_name(name),
                    is_verified=name not in content.unverified,
                )
            )
    for ordinal, relation in enumerate(content.relations):
        if relation.target not in keys or keys[relation.target] == substance.pk:
            raise RuleBroken(
                _("There is no other substance with the key “%(key)s”.") % {"key": relation.target}, field="relations"
            )
        lines.relations.append(
            SubstanceRelation(
                source=substance,
                target_id=keys[relation.target],
                ordinal=ordinal,
                kind=relation.kind,
                grade=relation.grade,
            )
        )


def _refuse_taken_names(content: SubstanceContent, *, substance: Substance | None) -> None:
    wanted = {fold_name(name): name for name in (content.name, *content.aliases)}
    taken = substances_by_name(wanted)
    for folded, owner in taken.items():
        if substance is None or owner != substance.pk:
            other = Substance.objects.get(pk=owner)
            raise RuleBroken(
                _("“%(name)s” is a name of %(other)s already. A name belongs to one substance.")
                % {"name": wanted[folded], "other": other.name},
                field="name" if folded == fold_name(content.name) else "aliases",
            )


def _free_key(name: str) -> str:
    from pypinyin import lazy_pinyin

    key = slugify("-".join(lazy_pinyin(fold_name(name))))[:70] or "substance"
    free, count = key, 1
    while Substance.objects.filter(key=free).exists():
        count += 1
        free = f"{key}-{count}"
    return free
