"""Input about the calendar and the periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base.choosing import offer
from erdem.base.clock import RuleVersion, word_of
from erdem.base.clock.notices import Notice, read_notice
from erdem.base.models import ClockRule, PeriodUnit, RuleConfidence
from erdem.lib.reading import Problem, UnreadableError
from erdem.lib.tabular import open_sheets, sniff_delimiter
from erdem.lib.working_days import FIRST_YEAR, LAST_YEAR
from erdem.people.queries import places

LARGEST = 1_000_000
MOST_ROWS = 400


def _day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _place_choices(first: str) -> list[tuple[str, str]]:
    return [("", first), *((one.code, one.name) for one in places())]


class DueForm(forms.Form):
    """A question to the calculator."""

    rule = forms.ChoiceField(label=gettext_lazy("Period asked for"))
    start = _day_field(gettext_lazy("Day of the event"), help_text=gettext_lazy("That day itself is not counted."))
    extend = forms.ChoiceField(
        label=gettext_lazy("Extended"),
        choices=[("0", gettext_lazy("not extended")), ("1", gettext_lazy("once")), ("2", gettext_lazy("twice"))],
        required=False,
    )
    by = forms.IntegerField(
        label=gettext_lazy("Length of the extension"),
        required=False,
        min_value=1,
        max_value=400,
        help_text=gettext_lazy("Only where the rule leaves it to whoever approves."),
    )
    pause_first = _day_field(gettext_lazy("Paused from"), required=False)
    pause_last = _day_field(
        gettext_lazy("Paused until"), required=False, help_text=gettext_lazy("The last day that is not counted.")
    )
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rule", _rule_choices())
        offer(self, "place", _place_choices(_("No place: the national days only")))

    def clean(self) -> dict[str, Any]:
        """Take both days of a pause or none."""
        given = super().clean() or {}
        first, last = given.get("pause_first"), given.get("pause_last")
        if bool(first) != bool(last):
            self.add_error("pause_last" if first else "pause_first", _("Give both days of the pause, or none."))
        elif first and last and last < first:
            self.add_error("pause_last", _("The pause ends before it begins. Check both days."))
        return given


def _rule_choices() -> list[tuple[str, Any]]:
    pairs = sorted(set(ClockRule.objects.values_list("process", "step")), key=_by_process)
    return [("", _("Choose a step")), *(
        (f"{process} {word_of('process', process)}", [(f"{one}:{step}", word_of("step", step)) for one, step in same])
        for process, same in groupby(pairs, key=lambda pair: pair[0])
    )]  # fmt: skip


def _by_process(pair: tuple[str, str]) -> tuple[int, str, str]:
    return (int("".join(filter(str.isdigit, pair[0])) or 0), *pair)


class YearForm(forms.Form):
    """The notice of a year: its rows pasted or as a file."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(
        label=gettext_lazy("Title and date of the notice"),
        max_length=300,
        error_messages={"required": gettext_lazy("Name the notice, with its date.")},
    )
    notice_number = forms.CharField(label=gettext_lazy("Number of the notice"), max_length=60, required=False)
    rows = forms.CharField(
        label=gettext_lazy("Rows of the notice"),
        widget=forms.Textarea(attrs={"rows": 12, "class": "er-code"}),
        required=False,
        max_length=20_000,
        help_text=gettext_lazy(
            "One row a day or span: 2027-02-05 至 2027-02-12, 放假, 春节. Working Saturdays: 2027-02-14, 上班, 春节."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a table (CSV, XLSX)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.xls"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the rows; those of a file when there is one."""
        given = super().clean() or {}
        file, text = given.get("file"), given.get("rows") or ""
        if not file and not text.strip():
            self.add_error("rows", _("Paste the rows of the notice, or choose a file."))
        elif "year" in given:
            rows = self._rows_of(file) if file else _split(text)
            given["notice"] = read_notice(given["year"], rows)
            for problem in given["notice"].problems:
                self.add_error("file" if file else "rows", problem)
        return given

    def _rows_of(self, file: Any) -> list[Sequence[str]]:
        if file.size > LARGEST:
            self.add_error("file", _("The file is larger than 1 MB. A notice has fewer than a hundred rows."))
            return []
        found: list[Sequence[str]] = []
        try:
            with open_sheets(file, file.name) as sheets:
                for sheet in sheets:
                    found += [row.cells for row in sheet.rows if not isinstance(row, Problem)][:MOST_ROWS]
        except UnreadableError as error:
            self.add_error("file", str(error))
        return found


def _split(text: str) -> list[Sequence[str]]:
    lines = text.replace("，", ",").splitlines()
    sign = sniff_delimiter(lines) if lines else ","
    return [line.split(sign) for line in lines]


def rows_of(notice: Notice) -> str:
    """Return a notice that was read as rows to be confirmed."""
    return "\n".join(f"{one.day},{one.kind.value},{one.name}" for one in notice.days)


class VersionForm(forms.Form):
    """A new version of a rule."""

    limit = forms.IntegerField(
        label=gettext_lazy("length"),
        min_value=-400,
        max_value=3660,
        help_text=gettext_lazy("Negative: counted backwards from the event. 0 when there is no last day."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("unit"), choices=PeriodUnit.choices)
    basis = forms.CharField(label=gettext_lazy("legal basis"), max_length=300)
    quotation = forms.CharField(
        label=gettext_lazy("text of the source"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("The sentence of the law, copied. Needed when you say that you have read it."),
    )
    confidence = forms.ChoiceField(label=gettext_lazy("confidence"), choices=RuleConfidence.choices)
    valid_from = _day_field(gettext_lazy("in force from"))

    def version(self, rule: ClockRule) -> RuleVersion:
        """Return what was entered; extensions and pauses stay those of the version before."""
        return RuleVersion(**self.cleaned_data, extensions=rule.extensions, pauses=rule.pauses)


class LocalForm(forms.Form):
    """A local holiday."""

    place_code = forms.ChoiceField(label=gettext_lazy("Place"))
    day = _day_field(gettext_lazy("day"))
    name = forms.CharField(label=gettext_lazy("name"), max_length=100)
    basis = forms.CharField(
        label=gettext_lazy("legal basis"),
        max_length=300,
        help_text=gettext_lazy("The rule of the place that makes the day off. It counts only once it is switched on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place_code", _place_choices(_("Choose a place")))

    def clean_day(self) -> dt.date:
        """Keep within the years that are known."""
        day: dt.date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("This day lies outside the years of the calendar."))
        return day
