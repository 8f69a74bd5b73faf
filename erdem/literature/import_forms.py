"""Forms of the import: files, a corrected record, the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.literature import queries
from erdem.literature.queries.columns import field_labels

MOST_FILES: Final = 20


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_Files, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, each checked as a single one is."""
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("These are more than %(most)s files. Choose fewer.") % {"most": MOST_FILES})
        return [super(FilesField, self).clean(one, initial) for one in given]


def _help() -> str:
    words = _("One of the formats beside, also packed as gzip or ZIP. Up to %(limit)s MB each, several at once.")
    return words % {"limit": settings.UPLOAD_LIMIT_MB}


class UploadForm(forms.Form):
    """Files of publications."""

    file = FilesField(
        label=gettext_lazy("File"),
        help_text=lazy(_help, str)(),
        error_messages={"required": gettext_lazy("Choose a file.")},
        allow_empty_file=True,
    )
    source_name = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy(
            "Where the file comes from, for instance: Lens export of 2026-11-23. Blank: the file name."
        ),
        required=False,
        max_length=100,
    )
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["format"]
        if isinstance(field, forms.ChoiceField):
            field.choices = queries.format_choices()


class RecordForm(forms.Form):
    """A refused record as text, to be corrected."""

    text = forms.CharField(
        label=gettext_lazy("The record"),
        help_text=gettext_lazy(
            "Correct what the sentence above names. The record is then read as the import reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "er-input er-code"}),
        error_messages={"required": gettext_lazy("The record is empty. Put it aside if it is of no use.")},
        max_length=1_000_000,
        strip=False,
    )


class ColumnsForm(forms.Form):
    """What each column of a table holds: one choice for each column, named ``column-0`` and so on."""

    def __init__(self, header: Sequence[str], chosen: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        self.columns = {f"column-{place}": name for place, name in enumerate(header) if name}
        fields = {column: field for field, column in chosen.items()}
        choices = [("", _("not read")), *field_labels().items()]
        for key, name in self.columns.items():
            self.fields[key] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=fields.get(name, "")
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one meaning for two columns, since one of them would be lost."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for key, field in list(given.items()):  # a refused one is taken out of it
            if field and field in taken:
                words = _("The column “%(column)s” is chosen for this already. Choose each meaning once.")
                self.add_error(key, words % {"column": self.columns[taken[field]]})
            taken.setdefault(field, key)
        return given

    @property
    def mapping(self) -> dict[str, str]:
        """The column of each field that has one."""
        return {field: self.columns[key] for key, field in self.cleaned_data.items() if field}
