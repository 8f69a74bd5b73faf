"""The form of a record: its own fields and its rows, for each of the three kinds."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.knowledge import choices
from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.knowledge.forms.rows import IngredientRow, OriginRow, Rows, SourceRow, StepRow
from erdem.knowledge.forms.unshown import places_as_shown, rejoined
from erdem.knowledge.models import Record
from erdem.knowledge.policies import HOLDERS, OFFICERS
from erdem.knowledge.queries.versions import present_content
from erdem.people import queries as people

BLANK: list[Any] = [("", "—")]
CLOSED = ("tk_type", "ich_category", "level", "holder_type")
NUMBERS = ("batch", "known_since_year")


def _area(label: Any, help_text: Any = "", **given: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 3}), **given
    )


class RecordForm(forms.Form):
    """What a person writes about a piece of knowledge. `content` gives it to the services."""

    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Write the name of the knowledge.")}
    )
    name_mn = forms.CharField(label=_("Mongolian name"), max_length=200, required=False)
    name_other = forms.CharField(label=_("Name in another language"), max_length=200, required=False)
    aliases = _area(_("Other names"), _("One a line."))
    tk_class = forms.ChoiceField(
        label=_("Class"), choices=BLANK + choices.TkClass.choices, error_messages={"required": _("Choose the class.")}
    )
    tk_type = forms.ChoiceField(
        label=_("Type"),
        choices=BLANK + [(code, f"{code} {label}") for code, label in choices.TkType.choices],
        required=False,
        help_text=_("Must belong to the class: 2.x to class 2. The codes are provisional."),
    )
    subject_groups = forms.MultipleChoiceField(
        label=_("Subject groups"),
        choices=choices.SubjectGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ich_category = forms.ChoiceField(
        label=_("Heritage category"), choices=BLANK + choices.IchCategory.choices, required=False
    )
    item_code = forms.CharField(
        label=_("Item code"), max_length=40, required=False, help_text=_("As on the list, such as Ⅷ-226.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=BLANK + choices.Level.choices, required=False)
    batch = forms.IntegerField(label=_("Batch"), min_value=1, max_value=99, required=False)
    community = forms.ChoiceField(label=_("Holding community"), required=False)
    holder_type = forms.ChoiceField(
        label=_("Type of holder"), choices=BLANK + choices.HolderType.choices, required=False
    )
    people_group = forms.CharField(label=_("People or group"), max_length=100, required=False)
    place = forms.ChoiceField(label=_("Place"), required=False, help_text=_("The record is numbered by this place."))
    other_places = _area(_("Other places"), _("One a line: the name or the six-digit code of the division."))
    diffusion_tier = forms.ChoiceField(
        label=_("Diffusion tier"),
        choices=[(code, f"{code} {label}") for code, label in choices.Tier.choices],
        initial=choices.Tier.NARROW,
        widget=forms.RadioSelect,
        help_text=_(
            "Decides who reads it. D1: the community alone. D2: the community and the office. D3: everyone signed in."
            " D4: everyone. What has been shown to everyone cannot be taken back."
        ),
    )
    diffusion_reason = forms.CharField(label=_("Reason for the tier"), max_length=300, required=False)
    summary = forms.CharField(label=_("In one sentence"), max_length=300, required=False)
    text = _area(_("Text"))
    indication = _area(_("Indication or use"))
    materials = _area(_("Materials"), _("One a line."))
    products = _area(_("Products"), _("One a line."))
    known_since_year = forms.IntegerField(
        label=_("Known since, year"),
        min_value=-3000,
        max_value=2200,
        required=False,
        help_text=_("The latest year by which a source proves it."),
        error_messages={"invalid": _("Write a year in figures, such as 1987.")},
    )
    known_since_text = forms.CharField(label=_("Known since, in words"), max_length=300, required=False)
    confidence = forms.ChoiceField(
        label=_("Confidence"), choices=choices.Confidence.choices, initial=choices.Confidence.UNKNOWN
    )
    confidence_note = forms.CharField(label=_("What the confidence rests on"), max_length=300, required=False)
    vitality = forms.ChoiceField(
        label=_("Being handed on"), choices=choices.Vitality.choices, initial=choices.Vitality.UNKNOWN
    )
    lineage = _area(_("Line of transmission"))
    biological_source = forms.CharField(label=_("Biological source (Latin name)"), max_length=300, required=False)
    note = _area(_("Note"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, kind: str, record: Record | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.kind, self.record = actor, kind, record
        _offer(self.fields["place"], place_choices(actor, record))
        _offer(self.fields["community"], community_choices(actor, record))

    def clean(self) -> dict[str, Any]:
        """A type belongs to its class."""
        cleaned: dict[str, Any] = super().clean() or {}
        tk_type = cleaned.get("tk_type")
        if tk_type and cleaned.get("tk_class") and not tk_type.startswith(f"{cleaned['tk_class']}."):
            self.add_error("tk_type", _("This type belongs to another class. Choose a type of the chosen class."))
        return cleaned


class WholeForm:
    """The form of a record with its rows."""

    def __init__(self, *, actor: Actor, kind: str, data: QueryDict | None = None, record: Record | None = None) -> None:
        self.kind, self.record = kind, record
        initial = initial_of(record) if record else _beginning(actor)
        self.form = RecordForm(data, initial=initial, actor=actor, kind=kind, record=record)
        stored = _stored_rows(record)
        fresh = record is None
        self.rows = {
            row.key: Rows(row, data, stored[row.key], blank=blank if fresh else 0)
            for row, blank in (
                (IngredientRow, 3 if kind == choices.Kind.FORMULA else 0),
                (StepRow, 3 if kind == choices.Kind.PROCESS else 0),
                (SourceRow, 1),
                (OriginRow, 0),
            )
        }

    def is_valid(self) -> bool:
        """Check the fields and every row."""
        valid = [self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        return all(valid)

    def content(self) -> RecordContent:
        """Return what was written; fields that the form does not show stay as they were."""
        given = self.form.cleaned_data
        scalars = {
            field.name: given[field.name]
            for field in dataclass_fields(RecordContent)
            if field.name in given and field.name not in ("materials", "products", "subject_groups", "kind")
        }
        kept = _unshown(self.record)
        return RecordContent(
            **{**kept, **scalars},
            kind=self.kind,
            subject_groups=tuple(given["subject_groups"]),
            community_id=int(given["community"]) if given["community"] else None,
            names=self._rejoined("names", [NameLine(name[:200]) for name in _written(given["aliases"])], ["name"]),
            places=self._places(given["place"], _written(given["other_places"])),
            ingredients=self._lines("ingredients", IngredientLine),
            steps=self._lines("steps", StepLine),
            sources=self._lines("sources", SourceLine),
            origins=self._lines("origins", OriginLine),
            materials=tuple(name[:200] for name in _written(given["materials"])),
            products=tuple(name[:200] for name in _written(given["products"])),
        )

    def _lines(self, key: str, line: type[Any]) -> tuple[Any, ...]:
        rows = self.rows[key]
        return self._rejoined(key, [line(**values) for values in rows.cleaned()], list(rows.row.base_fields))

    def _rejoined(self, key: str, made: list[Any], shown: list[str]) -> tuple[Any, ...]:
        """A browser sends every line of a form anew: without this, saving would lose what the form does not show."""
        stored = getattr(present_content(self.record), key) if self.record else ()
        return rejoined(made, stored, shown)

    def _places(self, first: str, others: list[str]) -> tuple[PlaceLine, ...]:
        stored = places_as_shown(self.record)
        leading = [place for place in stored.values() if place.code == first] or [PlaceLine(first)]
        return (*(leading[:1] if first else ()), *(stored.get(text) or _place(text) for text in others))


def _offer(field: forms.Field, offered: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = offered


def place_choices(actor: Actor, record: Record | None) -> list[Any]:
    """Return the divisions to choose from, by league: those an officer serves, else all."""
    found = list(people.places())
    if actor.has_role(*OFFICERS) and not actor.is_machine:
        found = [place for place in found if actor.serves_place(place.code) or (record and place.pk == record.place_id)]
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in found:
        league = place.parent.name if place.parent and place.level == "banner" else ""
        groups.setdefault(league, []).append((place.code, place.name))
    return BLANK + groups.pop("", []) + list(groups.items())


def community_choices(actor: Actor, record: Record | None) -> list[Any]:
    """Return the communities to choose from: the own ones, for officers those of their places."""
    found = people.organisations("community")
    own = [row for row in found if row.pk in actor.organisation_ids]
    if actor.has_role(*OFFICERS):
        own += [row for row in found if actor.serves_place(row.place_id)]
    if record and record.community and record.community not in own:
        own.append(record.community)
    return BLANK + [(str(row.pk), row.name) for row in own]


def _beginning(actor: Actor) -> dict[str, Any]:
    """A bearer writes for the own community, an officer for the own place."""
    begin: dict[str, Any] = {}
    if actor.has_role(*HOLDERS) and len(actor.organisation_ids) == 1:
        community = next((row for row in people.organisations("community") if row.pk in actor.organisation_ids), None)
        if community is not None:
            begin = {"community": str(community.pk), "place": community.place_id}
    if not begin and actor.place_codes:
        begin = {"place": actor.place_codes[0]}
    return begin


def initial_of(record: Record) -> dict[str, Any]:
    """Return the stored values in the shape of the form."""
    values = {name: getattr(record, name) for name in RecordForm.base_fields if hasattr(record, name)}
    return values | {
        "community": str(record.community_id or ""),
        "place": record.place_id or "",
        "aliases": "\n".join(name.name for name in record.names.all()),
        "other_places": "\n".join(
            place.place.name if place.place else place.text
            for place in record.places.all()
            if place.place_id is None or place.place_id != record.place_id
        ),
        "materials": "\n".join(line.name for line in record.materials.all()),
        "products": "\n".join(line.name for line in record.products.all()),
    }


def _stored_rows(record: Record | None) -> dict[str, list[dict[str, Any]]]:
    if record is None:
        return {row.key: [] for row in (IngredientRow, StepRow, SourceRow, OriginRow)}
    stored: dict[str, Any] = {
        "ingredients": (IngredientRow, record.ingredients.all()),
        "steps": (StepRow, record.steps.all()),
        "sources": (SourceRow, record.sources.all()),
        "origins": (OriginRow, record.origins.all()),
    }
    return {
        key: [{name: getattr(line, name) for name in row.base_fields} for line in lines]
        for key, (row, lines) in stored.items()
    }


def _unshown(record: Record | None) -> dict[str, Any]:
    """Return fields of the record that the form does not show, so that saving keeps them."""
    if record is None:
        return {}
    names = ("name_mn_checked", "list_year", "protection_unit", "known_since_confidence", "tradition", "book", "extra")
    return {name: getattr(record, name) for name in names}


def _written(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _place(text: str) -> PlaceLine:
    return PlaceLine(text) if text.isascii() and text.isdigit() else PlaceLine(None, text[:100])
