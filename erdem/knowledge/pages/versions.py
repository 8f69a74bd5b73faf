"""Versions of a record and what differs between two of them: field by field, list row by row, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.knowledge.choices import SubjectGroup
from erdem.knowledge.forms.register import WhyForm
from erdem.knowledge.models import Record, RecordVersion
from erdem.knowledge.pages.history import version_note, who_words
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.records import address
from erdem.knowledge.policies import can_change
from erdem.knowledge.queries.versions import versions
from erdem.knowledge.snapshots import LINES, changed_fields
from erdem.lib.differences import Run, marked, paired
from erdem.people.queries import organisations, places

CODES = ("code", "place_code", "language", "kind")
LISTS = (*LINES, "materials", "products", "subject_groups")


@dataclass(frozen=True)
class VersionRow:
    """One version in the list."""

    row: RecordVersion
    when: str
    who: str
    note: str
    url: str
    erased: bool


@dataclass(frozen=True)
class ListRow:
    """A row of a list that stayed, came, went or changed."""

    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: runs of words, or rows of a list."""

    label: str
    runs: tuple[Run, ...] = ()
    rows: tuple[ListRow, ...] = ()


@dataclass(frozen=True)
class VersionsPage:
    """All versions of a record, and two of them laid side by side."""

    record: Record
    trail: tuple[Link, ...]
    title: str
    rows: tuple[VersionRow, ...]
    older: RecordVersion | None
    newer: RecordVersion | None
    changes: tuple[FieldChange, ...]
    sentence: str
    may_restore: bool
    form: forms.Form


def versions_page(
    actor: Actor, record: Record, first: int | None, second: int | None, form: forms.Form | None = None
) -> VersionsPage:
    """Build the page; without a choice the newest version is laid beside the one before it."""
    found = list(versions(actor, record))
    by_number = {row.version: row for row in found}
    newer = by_number.get(second or 0) or (found[0] if found else None)
    older = by_number.get(first or 0) or (by_number.get(newer.version - 1) if newer else None)
    if older and newer and older.version > newer.version:
        older, newer = newer, older
    changes = (
        tuple(changes_between(older.content, newer.content)) if older and newer and _both_there(older, newer) else ()
    )
    listed = reverse("knowledge:record-versions", args=[record.number])
    return VersionsPage(
        record=record,
        trail=(Link(record.number, address(record)), Link(pgettext("record", "Versions"))),
        title=_("What “%(name)s” has said") % {"name": record.name},
        rows=tuple(_version_row(row, listed) for row in found),
        older=older,
        newer=newer,
        changes=changes,
        sentence=_sentence(older, newer, len(changes)),
        may_restore=bool(can_change(actor, record)) and newer is not None and bool(newer.content) and newer != found[0],
        form=form or WhyForm(),
    )


def _version_row(row: RecordVersion, listed: str) -> VersionRow:
    return VersionRow(
        row=row,
        when=iso_moment(row.made_at),
        who=who_words(row.made_by_name),
        note=version_note(row),
        url=f"{listed}?b={row.version}",
        erased=row.erased_at is not None,
    )


def _both_there(older: RecordVersion, newer: RecordVersion) -> bool:
    return bool(older.content) and bool(newer.content)


def _sentence(older: RecordVersion | None, newer: RecordVersion | None, count: int) -> str:
    if newer is None:
        return _("No version is kept yet. The next change keeps what stands here now, and what it becomes.")
    if older is None:
        return _("This is the first version. There is nothing before it to compare with.")
    if not _both_there(older, newer):
        return _(
            "The content of these versions was removed. Only when and by whom they were made, and their digests, stay."
        )
    if not count:
        return _("Version %(newer)s says the same as version %(older)s.") % {
            "newer": newer.version,
            "older": older.version,
        }
    parts = {"newer": newer.version, "older": older.version, "count": count}
    return _("From version %(older)s to version %(newer)s %(count)s fields changed.") % parts


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    """Yield the fields that differ between two versions, in the order of the record."""
    for name in changed_fields(old, new):
        if name in LISTS:
            pairs = paired(old.get(name) or [], new.get(name) or [])
            yield FieldChange(label_of(name), rows=tuple(_list_row(name, pair.old, pair.new) for pair in pairs))
        else:
            yield FieldChange(
                label_of(name), runs=tuple(marked(words_of(name, old.get(name)), words_of(name, new.get(name))))
            )


def _list_row(name: str, old: Any, new: Any) -> ListRow:
    if new is None:
        return ListRow("gone", (Run("gone", row_words(name, old)),))
    if old is None:
        return ListRow("new", (Run("new", row_words(name, new)),))
    kind = "same" if old == new else "changed"
    return ListRow(kind, tuple(marked(row_words(name, old), row_words(name, new))))


def row_words(name: str, row: Any) -> str:
    """Return one row of a list as a line of words."""
    if not isinstance(row, Mapping):
        return words_of(name, row)
    code = row.get("code") or row.get("place_code")
    parts = [_place_name(code)] if code else []
    order = LINES[name].__slots__ if name in LINES else sorted(row)  # the database keeps no order of keys
    shown = {key: row[key] for key in order if key in row and key not in CODES and row[key] is not False}
    parts += [label_of(key) if value is True else words_of(key, value) for key, value in shown.items()]
    return pgettext("sentence", ", ").join(part for part in parts if part)


def _place_name(code: str) -> str:
    found = places().filter(code=code).values_list("name", flat=True).first()
    return f"{found} {code}" if found else code


def words_of(name: str, value: Any) -> str:
    """Return a value in words: the label of a code, yes or no, the name of a community."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "community_id":
        return str(organisations().filter(pk=value).values_list("name", flat=True).first() or value)
    field = next((field for field in Record._meta.fields if field.name == name), None)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if name == "subject_groups":
        return str(dict(SubjectGroup.choices).get(value, value))
    return str(value)


def label_of(name: str) -> str:
    """Return the words of a field."""
    labels = {
        "community_id": _("Holding community"),
        "names": _("Other names"),
        "origins": _("Claimed origins"),
        "sources": _("Sources"),
        "places": _("Places"),
        "ingredients": _("Composition"),
        "steps": _("Steps"),
        "materials": _("Materials"),
        "products": _("Products"),
        "extra": _("Further details"),
        "in_method": _("in the method"),
    }
    if name in labels:
        return labels[name]
    field = next((field for field in Record._meta.fields if field.name == name), None)
    return str(getattr(field, "verbose_name", name)).capitalize() if field is not None else name
