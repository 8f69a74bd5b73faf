"""Forms of media: the description of an item, a segment, times as people write them."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.knowledge.media_choices import Audience, Language, MediaKind, Method
from erdem.knowledge.media_content import CAPTURE_FIELDS, MediaContent
from erdem.knowledge.models import Capture, Media, Record, Segment
from erdem.knowledge.policies import can_restrict_media
from erdem.knowledge.queries import media_groups
from erdem.knowledge.services import SegmentContent

_TIME: Final = re.compile(r"^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$")
TRANSLATED: Final = (Language.CHINESE, Language.MONGOLIAN, Language.ENGLISH)


def milliseconds(words: str) -> int:
    """Read a time such as 65.2, 1:05.2 or 1:02:03.

    Raises:
        ValueError: it is no time.
    """
    found = _TIME.match(words.strip().translate(str.maketrans("：．０１２３４５６７８９", ":.0123456789")))
    if found is None:
        raise ValueError(words)
    hours, minutes, seconds, rest = found.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((rest or "0").ljust(3, "0"))


def clock(value: int) -> str:
    """Write a time as 1:05.2, with hours only when there are some."""
    seconds, rest = divmod(value, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    head = f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"
    return f"{head}.{rest:03d}".rstrip("0").rstrip(".") if rest else head


class MediaForm(forms.Form):
    """Title, audience and capture record of an item."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language spoken or written"), choices=Language.choices, initial=Language.NONE)
    audience = forms.ChoiceField(
        label=_("Whom it is open to"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.RECORD
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    reason = forms.CharField(
        label=_("Reason of the restriction"),
        max_length=200,
        required=False,
        help_text=_("A few words that readers see in its place, such as “for the community only”."),
    )
    announced = forms.BooleanField(
        label=_("Others may know that it exists"),
        required=False,
        help_text=_("Readers of the record then see its title, kind, length and the reason, nothing else."),
    )
    narrator = forms.CharField(label=_("Narrator or performer"), max_length=200, required=False)
    operator = forms.CharField(label=_("Collected by"), max_length=200, required=False)
    captured_on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    captured_text = forms.CharField(
        label=_("Time as stated"), max_length=100, required=False, help_text=_("Such as “winter of 1987”.")
    )
    place_text = forms.CharField(label=_("Place"), max_length=200, required=False)
    method = forms.ChoiceField(label=_("Way of collecting"), required=False)
    device = forms.CharField(label=_("Device"), max_length=200, required=False)
    parameters = forms.CharField(label=_("Settings of the device"), max_length=300, required=False)
    plan_number = forms.CharField(label=_("Number of the collecting plan"), max_length=60, required=False)
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    rights = forms.CharField(label=_("Statement of rights"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", _("by its content"))]
        self._choose("kind", [*blank, *MediaKind.choices])
        self._choose("method", [("", _("not stated")), *Method.choices])
        groups = list(media_groups(actor, record))
        self._choose("group", [("", "–"), *((str(group.pk), group.name) for group in groups)])
        self._offer_audiences(actor, record, has_groups=bool(groups))

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _offer_audiences(self, actor: Actor, record: Record, *, has_groups: bool) -> None:
        """Offer only audiences that there are: without communities nobody could open the item."""
        offered = [choice for choice in Audience.choices if choice[0] == Audience.RECORD or record.holders]
        self._choose("audience", [one for one in offered if one[0] != Audience.GROUP or has_groups])
        if not has_groups:
            del self.fields["group"]
        if len(offered) == 1:
            for name in ("reason", "announced"):
                del self.fields[name]
        if self.initial.get("version") and not can_restrict_media(actor, record):
            for name in ("audience", "group", "reason", "announced"):
                self.fields.pop(name, None)

    def content(self, media: Media | None = None) -> MediaContent:
        """Return what was written; what the writer may not decide stays as it is."""
        given = self.cleaned_data
        decided = "audience" in self.fields or media is None
        return MediaContent(
            title=given["title"],
            kind=given["kind"],
            language=given["language"],
            audience=given.get("audience", Audience.RECORD) if decided or media is None else media.audience,
            group_id=(int(given["group"]) if given.get("group") else None)
            if decided or media is None
            else media.group_id,
            announced=given.get("announced", False) if decided or media is None else media.announced,
            reason=given.get("reason", "") if decided or media is None else media.reason,
            **{name: given[name] for name in CAPTURE_FIELDS},
        )


def initial_media(media: Media, capture: Capture) -> dict[str, Any]:
    """Return an item as the form shows it."""
    return {
        "title": media.title,
        "kind": media.kind,
        "language": media.language,
        "audience": media.audience,
        "group": str(media.group_id or ""),
        "reason": media.reason,
        "announced": media.announced,
        "version": media.version,
        **{name: getattr(capture, name) for name in CAPTURE_FIELDS},
    }


class MediaFileForm(forms.Form):
    """The file itself, for browsers without scripts."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )


class TimeField(forms.CharField):
    """A time within a recording."""

    def clean(self, value: Any) -> int:
        """Return milliseconds."""
        words = super().clean(value)
        try:
            return milliseconds(words)
        except ValueError as error:
            raise forms.ValidationError(_("Write the time like 1:05.2, minutes and seconds.")) from error


class SegmentForm(forms.Form):
    """What is said from one moment to another."""

    start = TimeField(label=_("From"), max_length=16)
    end = TimeField(label=_("To"), max_length=16)
    speaker = forms.CharField(label=_("Speaker"), max_length=100, required=False)
    transcript = forms.CharField(label=_("Spoken words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in TRANSLATED:
            if code != language:
                label = _("Translation into %(language)s") % {"language": code.label}
                field = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))
                self.fields[f"in_{code.value}"] = field

    def content(self) -> SegmentContent:
        """Return what was written."""
        given = self.cleaned_data
        translations = {name.removeprefix("in_"): text for name, text in given.items() if name.startswith("in_")}
        return SegmentContent(given["start"], given["end"], given["transcript"], given["speaker"], translations)


def initial_segment(segment: Segment) -> dict[str, Any]:
    """Return a segment as the form shows it."""
    return {
        "start": clock(segment.from_ms),
        "end": clock(segment.to_ms),
        "speaker": segment.speaker,
        "transcript": segment.transcript,
        "version": segment.version,
        **{f"in_{code}": text for code, text in segment.translations.items()},
    }
