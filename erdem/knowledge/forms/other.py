"""Filters of lists, reasons, uploads, substances."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.knowledge import choices
from erdem.knowledge.forms.record import BLANK, community_choices, place_choices
from erdem.knowledge.models import Substance
from erdem.knowledge.queries import RecordFilter
from erdem.knowledge.services import ImportOptions, RelationLine, SubstanceContent

LONGEST = 100
_CLOSED = {
    "kind": choices.Kind.values,
    "status": choices.Status.values,
    "tk_class": choices.TkClass.values,
    "tk_type": choices.TkType.values,
    "tier": choices.Tier.values,
    "ich_category": choices.IchCategory.values,
    "group": choices.SubjectGroup.values,
}
_OPEN = ("search", "place", "book", "substance", "written", "sort")
_RELATION = re.compile(r"^(?P<key>[a-z0-9-]+)\s*(?P<grade>0?\.\d+|1(?:\.0+)?)?$")


def read_filter(data: QueryDict) -> RecordFilter:
    """Read a filter from an address; what makes no sense is left out."""
    values: dict[str, Any] = {name: data.get(name, "") for name in _CLOSED if data.get(name) in _CLOSED[name]}
    for name in _OPEN:
        given = data.get("q" if name == "search" else name, "").replace("\x00", "").strip()
        if given:
            values[name] = given[:LONGEST]
    if not values.get("place", "0").isdigit():
        del values["place"]
    return RecordFilter(**values, mine=data.get("mine") == "1")


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("One or two sentences. Whoever may see the record reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("This step needs a reason. Write one or two sentences.")},
    )


class UploadForm(forms.Form):
    """A file of records."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLS, XLSX or JSON Lines, up to 50 MB. UTF-8, UTF-16 and GB18030 are read."),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,
    )
    place = forms.ChoiceField(
        label=_("Place of entries that name none"), required=False, help_text=_("They are numbered by this place.")
    )
    community = forms.ChoiceField(label=_("Holding community of all entries"), required=False)
    register = forms.BooleanField(
        label=_("Enter them into the register at once"),
        required=False,
        help_text=_("Without the tick they become drafts to look through."),
    )
    no_state_secret = forms.BooleanField(
        label=_("I have checked the whole file: it holds no state secret"),
        required=False,
        help_text=_("Your name and the time are kept with the file."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, community = self.fields["place"], self.fields["community"]
        if isinstance(place, forms.ChoiceField) and isinstance(community, forms.ChoiceField):
            place.choices = place_choices(actor, None)
            community.choices = community_choices(actor, None)
        if actor.place_codes:
            self.initial.setdefault("place", actor.place_codes[0])
        if not actor.has_role("county_officer", "region_officer"):
            del self.fields["register"]

    def options(self) -> ImportOptions:
        """Return how the entries are to be taken."""
        given = self.cleaned_data
        return ImportOptions(
            register=bool(given.get("register")),
            default_place=given["place"] or None,
            community_id=int(given["community"]) if given["community"] else None,
        )


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=20000
    )


class SubstanceForm(forms.Form):
    """One substance of the lexicon."""

    name = forms.CharField(
        label=_("Name"), max_length=100, error_messages={"required": _("Write the name of the substance.")}
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.SubstanceKind.choices)
    name_mn = forms.CharField(label=_("Mongolian name"), max_length=100, required=False)
    aliases = _lines(_("Other Chinese names"), _("One a line. A name belongs to one substance."))
    names_en = _lines(_("English names"), _("One a line."))
    latin = _lines(_("Latin names"), _("One a line."))
    names_mn = _lines(_("Mongolian names in Latin letters"), _("One a line."))
    names_bo = _lines(_("Tibetan names in Latin letters"), _("One a line."))
    names_in = _lines(_("Indian names in Latin letters"), _("One a line."))
    unverified = _lines(_("Names nobody has checked"), _("One a line, as written above. They are used and marked."))
    part = forms.CharField(label=_("Part used"), max_length=100, required=False)
    processing = forms.CharField(label=_("Processing"), max_length=100, required=False)
    species = forms.CharField(
        label=_("Species group"),
        max_length=100,
        required=False,
        help_text=_("The same word for what comes from one species, such as ginger for 生姜 and 干姜."),
    )
    plant = forms.CharField(
        label=_("Parts of one plant"),
        max_length=100,
        required=False,
        help_text=_("The same word for the parts of one species, such as mulberry for 桑叶 and 桑白皮."),
    )
    eras = _lines(
        _("Meant in other centuries by"),
        _(
            "One a line: name, from year, to year, grade, confidence, source; years may be empty: 通草, , 1200, 0.95, 0.9, …"
        ),
    )
    substitutes = _lines(_("May be replaced by"), _("One a line: key and grade, such as dang-shen 0.2."))
    kind_of = _lines(_("Is a kind of"), _("One key a line."))
    found_in = _lines(_("Is contained in"), _("One key a line."))
    ingredients = _lines(_("Is made up of"), _("One key a line."))
    note = _lines(_("Note"), "")

    def clean_substitutes(self) -> list[RelationLine]:
        """Read key and grade of each line."""
        relations = []
        for line in self.cleaned_data["substitutes"].splitlines():
            if not line.strip():
                continue
            found = _RELATION.match(line.strip())
            if found is None or not found["grade"] or float(found["grade"]) <= 0:
                raise forms.ValidationError(_("Write key and grade in each line, such as dang-shen 0.2."))
            relations.append(RelationLine(found["key"], choices.RelationKind.SUBSTITUTE, float(found["grade"])))
        return relations

    def clean_eras(self) -> tuple[dict[str, Any], ...]:
        """Read name, years, grade, confidence and source of each line."""
        lines = [line for line in self.cleaned_data["eras"].splitlines() if line.strip()]
        try:
            return tuple(map(_era, lines))
        except (ValueError, IndexError) as error:
            message = _("Write name, from year, to year, grade (0 to 1), confidence (0 to 1) and source in each line.")
            raise forms.ValidationError(message) from error

    def content(self) -> SubstanceContent:
        """Return what was written."""
        given = self.cleaned_data
        related = list(given["substitutes"])
        related += [RelationLine(key, choices.RelationKind.KIND_OF) for key in _words(given["kind_of"])]
        related += [RelationLine(key, choices.RelationKind.FOUND_IN) for key in _words(given["found_in"])]
        related += [RelationLine(key, choices.RelationKind.INGREDIENT) for key in _words(given["ingredients"])]
        return SubstanceContent(
            name=given["name"],
            kind=given["kind"],
            name_mn=given["name_mn"],
            aliases=_words(given["aliases"]),
            names_en=_words(given["names_en"]),
            latin=_words(given["latin"]),
            part=given["part"],
            processing=given["processing"],
            species=given["species"],
            plant=given["plant"],
            names_mn=_words(given["names_mn"]),
            names_bo=_words(given["names_bo"]),
            names_in=_words(given["names_in"]),
            unverified=_words(given["unverified"]),
            eras=given["eras"],
            note=given["note"],
            relations=tuple({(line.target, line.kind): line for line in related}.values()),
        )


def initial_substance(substance: Substance) -> dict[str, Any]:
    """Return the stored values in the shape of the form."""
    names: dict[str, list[str]] = {}
    unverified: list[str] = []
    for name in substance.names.all():
        names.setdefault(name.language, []).append(name.name)
        unverified += [] if name.is_verified else [name.name]
    related: dict[str, list[str]] = {}
    for line in substance.relations.all():
        text = f"{line.target.key} {line.grade:g}" if line.grade is not None else line.target.key
        related.setdefault(line.kind, []).append(text)
    plain = ("name", "kind", "name_mn", "part", "processing", "species", "plant", "note")
    return {name: getattr(substance, name) for name in plain} | {
        "aliases": "\n".join(names.get("zh", [])),
        "names_en": "\n".join(names.get("en", [])),
        "latin": "\n".join(names.get("la", [])),
        "names_mn": "\n".join(names.get("mn", [])),
        "names_bo": "\n".join(names.get("bo", [])),
        "names_in": "\n".join(names.get("in", [])),
        "unverified": "\n".join(unverified),
        "eras": "\n".join(map(_era_line, substance.eras)),
        "kind_of": "\n".join(related.get("kind_of", [])),
        "substitutes": "\n".join(related.get("substitute", [])),
        "found_in": "\n".join(related.get("found_in", [])),
        "ingredients": "\n".join(related.get("ingredient", [])),
    }


def _era(line: str) -> dict[str, Any]:
    """One line of names of other centuries. Raises ValueError or IndexError when a part is missing or wrong."""
    name, since, until, grade, confidence, source = (part.strip() for part in line.replace("，", ",").split(",", 5))
    era: dict[str, Any] = {"name": name, "grade": float(grade), "confidence": float(confidence), "source": source}
    if not name or not source or not 0 < era["grade"] <= 1 or not 0 <= era["confidence"] <= 1:
        raise ValueError(line)
    return era | ({"from": int(since)} if since else {}) | ({"to": int(until)} if until else {})


def _era_line(era: dict[str, Any]) -> str:
    parts = (era["name"], era.get("from", ""), era.get("to", ""), era["grade"], era["confidence"], era["source"])
    return ", ".join(map(str, parts))


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip()[:150] for line in text.splitlines() if line.strip()))


__all__ = ["BLANK", "ReasonForm", "SubstanceForm", "UploadForm", "initial_substance", "read_filter"]
