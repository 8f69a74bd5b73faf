"""Input about saved searches and collections."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.literature.choices import AlertRhythm
from erdem.literature.services.collections import HIGHEST_RATING, LONGEST_NOTE, Heading
from erdem.literature.services.saved import Telling
from erdem.people import queries as people

RATINGS: Final = ((0, _("not rated")), *((value, "★" * value) for value in range(1, HIGHEST_RATING + 1)))


class OnForm:
    """Put what a service refuses on the form, at its field where there is one: ``with OnForm(form): …``."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Take a broken rule, and nothing else, off the hands of the view."""
        if not isinstance(error, RuleBroken):
            return False
        self.form.add_error(error.field if error.field in self.form.fields else None, str(error))
        return True


class SharedForm(forms.Form):
    """What has a name and can be shared with an organisation of the person."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages={"required": _("Give it a name by which you know it again.")},
    )
    organisation = forms.TypedChoiceField(label=_("Shared with"), coerce=int, empty_value=None, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {each.organisation_id: each.organisation.name for each in people.memberships_of(actor)}
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("only me")), *own.items()]


class SavedSearchForm(SharedForm):
    """How a saved search is called and told."""

    rhythm = forms.ChoiceField(
        label=_("Tell me about new hits"), choices=AlertRhythm.choices, initial=AlertRhythm.AT_ONCE
    )
    by_mail = forms.BooleanField(label=_("also by e-mail"), required=False)
    field_order = ("name", "rhythm", "by_mail", "organisation")

    def telling(self) -> Telling:
        """Return what was filled in."""
        given = self.cleaned_data
        return Telling(given["name"], given["rhythm"], given["by_mail"], given["organisation"])


class CollectionForm(SharedForm):
    """How a collection is called and what it is for."""

    note = forms.CharField(
        label=_("What it is for"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("name", "note", "organisation")

    def heading(self) -> Heading:
        """Return what was filled in."""
        given = self.cleaned_data
        return Heading(given["name"], given["note"], given["organisation"])


class ItemForm(forms.Form):
    """Note and rating of a publication in a collection; ``seen`` is what stood there when the form was opened."""

    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    rating = forms.TypedChoiceField(label=_("Rating"), choices=RATINGS, coerce=int)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def see(self, seen: str) -> None:
        """Take note of what stands there now, so that saving the same words once more goes through."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "seen": seen}


class AddForm(forms.Form):
    """Into which collection publications go: one of those that may be filled, or a new one."""

    collection = forms.TypedChoiceField(
        label=_("Collection"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("or into a new one called"), max_length=100, required=False)
    note = forms.CharField(
        label=_("Note on each of them"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, collections: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["collection"]
        if isinstance(field, forms.ChoiceField):
            field.choices = collections
        if not collections:
            del self.fields["collection"]
            self.fields["name"].label = _("Name of the new collection")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; a name wins over a ticked collection."""
        given = super().clean() or {}
        if not given.get("name", "").strip() and not given.get("collection"):
            self.add_error("name", _("Choose a collection, or write the name of a new one."))
        return given
