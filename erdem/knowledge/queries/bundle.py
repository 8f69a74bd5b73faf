"""Everything of one community, table by table: what goes into its bundle.

Tables are found, not listed: each table of the register that names a community, a record, or a row of such a table goes along
by itself, so that a table added later is not forgotten. Rows are read in the name of the steward who asked, behind both locks,
and of tables that name a community only the rows of this one: what other communities have decided about a shared record stays
with them.
"""

from __future__ import annotations

import base64
import datetime
import decimal
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry, Blob
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.policies import VISIBLE, visible_faces, visible_records
from erdem.knowledge.queries.exchange import TakenRecord, content_of_record, with_lines
from erdem.people.models import Group, Membership, Organisation, User
from erdem.people.policies import VISIBLE as PEOPLE_VISIBLE

LEFT_OUT: Final[dict[str, str]] = {
    "recordface": "made from the record by the database",
    "publiclisting": "made from the record by the database",
    "recordimport": "belongs to the person who handed the file in",
    "columnword": "a convenience of the pages",
    "communitybundle": "earlier bundles",
    "upload": "unfinished, belongs to the person",
    "substance": "the lexicon is public and nobody's",
    "substancename": "the lexicon is public and nobody's",
    "substancerelation": "the lexicon is public and nobody's",
    "ignoredname": "the lexicon is public and nobody's",
    "labelrule": "the same for everybody",
    "checklistitem": "the same for everybody",
    "legalperiod": "the same for everybody",
    "registerrule": "the same for everybody",
}
"""Tables of the register that do not go along, with the reason."""
KEPT_FOR_MEMBERS: Final = ("holderkeysecret",)
"""Wrapped private keys: each holder alone sees the own one, the bundle holds them all, wrapped as they are."""
LONGEST_WAY: Final = 4


@dataclass(frozen=True)
class Scope:
    """Whose bundle, in whose name it is read, and the records that this reader may read in full."""

    actor: Actor
    community: Organisation
    numbers: dict[int, str]


@dataclass
class BundleTable:
    """One table: its name, what it is called, its rows as plain values, and the files that its rows name."""

    name: str
    title: str
    rows: list[dict[str, Any]]
    files: list[Blob] = field(default_factory=list)


def bundle_scope(actor: Actor, community_id: int) -> Scope:
    """Return the scope of a bundle."""
    held = Record.objects.filter(visible_records(actor), holders__contains=[community_id]).order_by("number")
    return Scope(actor, Organisation.objects.get(pk=community_id), dict(held.values_list("pk", "number")))


def bundle_records(scope: Scope) -> Iterator[TakenRecord]:
    """Yield the community's records that the steward reads in full."""
    found = Record.objects.filter(visible_records(scope.actor), holders__contains=[scope.community.pk])
    for record in with_lines(found.order_by("number")).iterator(chunk_size=500):
        yield TakenRecord(record, content_of_record(record))


def withheld_titles(scope: Scope) -> list[dict[str, str]]:
    """Return the records of the community that this steward may not read in full: a group, a season or the other holders."""
    faces = RecordFace.objects.filter(visible_faces(scope.actor), level=1, holders__contains=[scope.community.pk])
    return [
        {"number": face.number, "name": face.name}
        for face in faces.order_by("number")
        if face.record_id not in scope.numbers
    ]


Exporter = Callable[[Scope], Iterator[BundleTable]]


def register_tables(scope: Scope) -> Iterator[BundleTable]:
    """Yield the tables of the register that lead to the community."""
    for model in apps.get_app_config("knowledge").get_models():
        if model._meta.model_name in LEFT_OUT or model is Record:
            continue
        way = way_to_community(model)
        if way is not None:
            yield _table(scope, model, _rows(scope, model, way))


def people_tables(scope: Scope) -> Iterator[BundleTable]:
    """Yield the members of the community and its groups. Who belongs to which group never leaves, not even to a steward."""
    own: dict[type[Model], dict[str, Any]] = {
        Organisation: {"pk": scope.community.pk},
        Membership: {"organisation_id": scope.community.pk},
        Group: {"organisation_id": scope.community.pk},
    }
    for model, rule in own.items():
        seen = PEOPLE_VISIBLE[model](scope.actor) if model in PEOPLE_VISIBLE else Q()
        yield _table(scope, model, model._default_manager.filter(seen, **rule).distinct())


def audit_table(scope: Scope) -> Iterator[BundleTable]:
    """Yield what was done with the community's records, and who read them."""
    yield _table(scope, AuditEntry, AuditEntry.objects.filter(organisation_id=scope.community.pk).order_by("id"))


EXPORTERS: Final[tuple[Exporter, ...]] = (register_tables, people_tables, audit_table)
"""What goes along besides the records themselves; a further group of tables is one more function here."""


def bundle_tables(scope: Scope) -> Iterator[BundleTable]:
    """Yield every table that goes along."""
    for exporter in EXPORTERS:
        yield from exporter(scope)


def way_to_community(model: type[Model], depth: int = 0) -> tuple[str, str] | None:
    """Return how a table leads to a community: the lookup and whether it ends at a community or at a record."""
    links = [link for link in model._meta.get_fields() if isinstance(link, ForeignKey)]
    for name in ("community", "organisation"):
        if any(link.name == name and link.related_model is Organisation for link in links):
            return f"{name}_id", "community"
    if any(link.related_model is Record and link.name == "record" for link in links):
        return "record_id", "record"
    for link in links:
        target = link.related_model
        if depth < LONGEST_WAY and isinstance(target, type) and target._meta.app_label == "knowledge" and not link.null:
            further = way_to_community(target, depth + 1) if target is not model else None
            if further is not None:
                return f"{link.name}__{further[0]}", further[1]
    return None


def _rows(scope: Scope, model: type[Model], way: tuple[str, str]) -> QuerySet[Any]:
    lookup, end = way
    rule = {lookup: scope.community.pk} if end == "community" else {f"{lookup}__in": list(scope.numbers)}
    if model._meta.model_name in KEPT_FOR_MEMBERS:
        return model._default_manager.filter(**rule)
    return model._default_manager.filter(VISIBLE[model](scope.actor), **rule).distinct()


def _table(scope: Scope, model: type[Model], rows: QuerySet[Any]) -> BundleTable:
    made = BundleTable(str(model._meta.model_name), str(model._meta.verbose_name_plural), [])
    related = [link.name for link in model._meta.concrete_fields if link.related_model in (Blob, User, Organisation)]
    reader = SYSTEM if made.name in KEPT_FOR_MEMBERS else scope.actor
    with acting_as(reader):
        for row in rows.order_by("pk").select_related(*related):
            made.rows.append({link.name: _value(scope, row, link, made) for link in model._meta.concrete_fields})
    return made


def _value(scope: Scope, row: Model, link: Any, made: BundleTable) -> Any:
    """Return a value so that it can be read without us: numbers for records, names for people, fingerprints for files."""
    value = getattr(row, link.attname)
    if value is None or not link.is_relation:
        return plain_value(value)
    if link.related_model is Record:
        return scope.numbers.get(value, "")
    if link.related_model in (User, Organisation):
        return str(getattr(row, link.name))
    if link.related_model is Blob:
        blob = getattr(row, link.name)
        made.files.append(blob)
        return f"sha256:{blob.sha256}"
    return plain_value(value)


def plain_value(value: Any) -> Any:
    """Return a value as JSON knows it: bytes in base64, dates by ISO 8601."""
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime.date | datetime.datetime | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(each) for each in value]
    return str(value) if isinstance(value, uuid.UUID | decimal.Decimal) else repr(value)
