"""What people write about communities, their papers, members and groups, and about calls for holders."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from erdem.base.actor import Actor
from erdem.base.choosing import offer
from erdem.knowledge.choices import HolderType, HoldingState
from erdem.knowledge.community_choices import PaperKind, ShownTo
from erdem.knowledge.models import CommunityContact, CommunityProfile
from erdem.knowledge.queries import ReadingFilter, get_record, holdings_of, known_record_id, recognised
from erdem.knowledge.queries.readings import ACTIONS
from erdem.knowledge.services import AnswerContent, ContactLine, PaperContent, ProfileContent
from erdem.people import queries as people
from erdem.people.choices import GroupKind, Role

BLANK: list[Any] = [("", "—")]
HOLDERS = [(code, label) for code, label in HolderType.choices if code != HolderType.UNKNOWN]


def _text(label: Any, help_text: Any = "", rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}), **given)


def _day(label: Any, help_text: Any = "", **given: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Write a day, such as 2026-01-05."),
            "invalid": _("Write a day, such as 2026-01-05."),
        },
        **given,
    )


class ProfileForm(forms.Form):
    """Who a community is and how it is reached."""

    name = forms.CharField(
        label=_("Name of the community"),
        max_length=200,
        help_text=_("As people say it, with the gachaa or family, so that it is not mistaken for another."),
        error_messages={"required": _("Write the name of the community.")},
    )
    name_mn = forms.CharField(
        label=_("Mongolian name"), max_length=200, required=False, widget=forms.TextInput(attrs={"lang": "mn-Mong"})
    )
    holder_type = forms.ChoiceField(
        label=_("What kind of holder"),
        choices=BLANK + HOLDERS,
        error_messages={"required": _("Choose what kind of holder the community is.")},
    )
    place = forms.ChoiceField(
        label=_("Place"), error_messages={"required": _("Choose the place of the community; its office recognises it.")}
    )
    second_place = forms.ChoiceField(label=_("A second place"), required=False)
    description = _text(
        _("Who you are"), _("A few sentences that everybody may read."), max_length=2000, required=False
    )
    description_mn = _text(_("Who you are, in Mongolian"), max_length=2000, required=False)
    description_en = _text(_("Who you are, in English"), max_length=2000, required=False)
    contact_name = forms.CharField(label=_("Who is asked"), max_length=100, required=False)
    contact_way = forms.CharField(label=_("Telephone or other way"), max_length=200, required=False)
    contact_shown_to = forms.ChoiceField(label=_("Shown to"), choices=ShownTo.choices, required=False)
    second_name = forms.CharField(label=_("Who else is asked"), max_length=100, required=False)
    second_way = forms.CharField(label=_("Telephone or other way"), max_length=200, required=False)
    second_shown_to = forms.ChoiceField(label=_("Shown to"), choices=ShownTo.choices, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(place.code, f"{place.name} {place.code}") for place in people.places()]
        for name in ("place", "second_place"):
            offer(self, name, BLANK + places)
        if named:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _("The name stays: records and permits bear it.")

    def content(self) -> ProfileContent:
        """Return what was written, for the services."""
        given = self.cleaned_data
        contacts = tuple(
            ContactLine(given[f"{part}_name"], given[f"{part}_way"], given[f"{part}_shown_to"] or ShownTo.MEMBERS)
            for part in ("contact", "second")
        )
        return ProfileContent(
            name=given["name"],
            name_mn=given["name_mn"],
            holder_type=given["holder_type"],
            place_codes=tuple(code for code in (given["place"], given["second_place"]) if code),
            description=given["description"],
            description_mn=given["description_mn"],
            description_en=given["description_en"],
            contacts=contacts,
        )


def initial_profile(profile: CommunityProfile, contacts: list[CommunityContact]) -> dict[str, Any]:
    """Return what the form of a community begins with."""
    places = [*profile.place_search.split(), "", ""]
    values: dict[str, Any] = {
        "name": profile.organisation.name,
        "name_mn": profile.organisation.name_mn,
        "holder_type": profile.holder_type,
        "place": places[0],
        "second_place": places[1],
        "description": profile.description,
        "description_mn": profile.description_mn,
        "description_en": profile.description_en,
        "version": profile.version,
    }
    for part, contact in zip(("contact", "second"), contacts, strict=False):
        values |= {
            f"{part}_name": contact.name,
            f"{part}_way": contact.way,
            f"{part}_shown_to": contact.shown_to,
        }
    return values


class PaperForm(forms.Form):
    """A paper of authority, with its file."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=PaperKind.choices)
    title = forms.CharField(
        label=_("What was decided"),
        max_length=200,
        help_text=_("One sentence, such as: the stewards may decide about our milk foods."),
        error_messages={"required": _("Write in one sentence what was decided.")},
    )
    decided_on = _day(_("Decided on"))
    present = forms.IntegerField(label=_("How many were present"), min_value=1, max_value=100_000, required=False)
    agreeing = forms.IntegerField(label=_("How many agreed"), min_value=1, max_value=100_000, required=False)
    valid_from = _day(_("In force from"))
    valid_until = _day(_("In force until"), _("Leave it empty when no end was set."), required=False)
    file = forms.FileField(
        label=_("Photograph or scan"),
        required=False,
        help_text=_("PDF, JPEG or PNG, up to 20 MB. Seen by members and the office."),
    )

    def content(self) -> PaperContent:
        """Return what was written, for the services."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return PaperContent(**given)


class InviteForm(forms.Form):
    """Whom a steward invites."""

    username = forms.CharField(
        label=_("Name the person signs in with"),
        max_length=150,
        error_messages={"required": _("Ask the person for the name they sign in with, and write it here.")},
    )
    role = forms.ChoiceField(
        label=_("As"), choices=[(Role.BEARER, Role.BEARER.label), (Role.STEWARD, Role.STEWARD.label)]
    )


class JoinForm(forms.Form):
    """A word to the stewards."""

    note = forms.CharField(label=_("A word to the stewards"), max_length=200, required=False)


class GroupForm(forms.Form):
    """A group that the community declares."""

    kind = forms.ChoiceField(label=_("Kind of group"), choices=GroupKind.choices)
    name = forms.CharField(
        label=_("Name of the group"),
        max_length=100,
        error_messages={"required": _("Write the name of the group as the community says it.")},
    )
    name_mn = forms.CharField(
        label=_("Mongolian name"), max_length=100, required=False, widget=forms.TextInput(attrs={"lang": "mn-Mong"})
    )


class CustodianForm(forms.Form):
    """To whom a community hands its records, and why."""

    custodian = forms.ChoiceField(
        label=_("Custodian"),
        help_text=_("Another community, or the banner government as trustee."),
        error_messages={"required": _("Choose a recognised community or trustee as custodian.")},
    )
    reason = _text(_("Reason"), error_messages={"required": _("Write why the records are handed on.")})

    def __init__(self, *args: Any, actor: Actor, besides: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "custodian", community_options(actor, besides))


def community_options(actor: Actor, *besides: int) -> list[tuple[Any, Any]]:
    """Return the recognised communities to choose from, some left out."""
    found = recognised(actor).exclude(organisation_id__in=besides)
    return BLANK + [(profile.organisation_id, profile.organisation.name) for profile in found]


class InviteCommunityForm(forms.Form):
    """Which community is invited, or takes the lead."""

    community = forms.ChoiceField(label=_("Community"), error_messages={"required": _("Choose a community.")})

    def __init__(self, *args: Any, options: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "community", options)


class ClaimForm(InviteCommunityForm):
    """For which community a record is claimed, and as what kind of holder."""

    holder_type = forms.ChoiceField(label=_("What kind of holder"), choices=BLANK + HOLDERS, required=False)


class CallForm(forms.Form):
    """What a call for a holder asks."""

    words = _text(
        _("What you ask"),
        _("Everybody may read it. Say nothing of the record that its public line does not show already."),
        max_length=1000,
        error_messages={"required": _("Write what you ask, in words that everybody may read.")},
    )


class AnswerForm(forms.Form):
    """An answer to a call, from anybody."""

    holder_name = forms.CharField(
        label=_("Who holds it"), max_length=200, help_text=_("A person, family, gachaa or community.")
    )
    grounds = _text(_("What shows it"), _("Since when, taught by whom, who can bear witness."), max_length=4000)
    name = forms.CharField(label=_("Your name"), max_length=100)
    contact = forms.CharField(
        label=_("How the office reaches you"), max_length=200, help_text=_("Only the office sees it.")
    )
    community = forms.ChoiceField(label=_("In the name of your community"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(each.pk, each.name) for each in people.organisations("community").filter(pk__in=actor.speaks_for)]
        offer(self, "community", BLANK + own)
        if not own:
            del self.fields["community"]

    def content(self) -> AnswerContent:
        """Return what was written, for the services."""
        given = self.cleaned_data
        community = given.get("community") or ""
        return AnswerContent(
            holder_name=given["holder_name"],
            name=given["name"],
            contact=given["contact"],
            grounds=given["grounds"],
            community_id=int(community) if community else None,
        )


class DecideForm(forms.Form):
    """The decision on a call: the holder that was found, or nobody, with reasons."""

    community = forms.ChoiceField(
        label=_("Holder that was found"), required=False, help_text=_("Leave it empty when nobody was found.")
    )
    answer = forms.ChoiceField(label=_("Answer that led there"), required=False)
    reasons = _text(
        _("Reasons"),
        _("Everybody who sees the call reads them, and everybody who answered."),
        error_messages={"required": _("This step needs a reason. Write one or two sentences.")},
    )

    def __init__(self, *args: Any, actor: Actor, answers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "community", community_options(actor))
        offer(self, "answer", BLANK + answers)


def read_reading_filter(data: QueryDict) -> ReadingFilter:
    """Read the filter of the list of readings from an address; what makes no sense is left out."""
    if not data:
        return ReadingFilter.lately()
    way = data.get("way", "")
    return ReadingFilter(
        since=_date(data.get("since", "")),
        until=_date(data.get("until", "")),
        who=_plain(data.get("who", "")),
        record=_plain(data.get("record", "")),
        way=way if way in ACTIONS else "",
    )


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()[:100]


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def holder_forms(actor: Actor, number: str, act: str = "", data: QueryDict | None = None) -> dict[str, forms.Form]:
    """Return the forms that this reader gets on the page of who holds a record: invite, lead, claim.

    Args:
        act: which of them was sent, with its ``data``.
    """
    record_id = known_record_id(actor, number)
    if record_id is None:
        return {}
    standing = {each.community_id for each in holdings_of(actor, record_id) if each.state != HoldingState.LEFT}
    record = get_record(actor, number)
    found: dict[str, forms.Form] = {}

    def given(name: str) -> QueryDict | None:
        return data if name == act else None

    own = [(each.pk, each.name) for each in people.organisations("community").filter(pk__in=actor.speaks_for)]
    claimed = [(key, name) for key, name in own if key not in standing]
    if claimed:
        found["claim"] = ClaimForm(given("claim"), options=BLANK + claimed, prefix="claim")
    if record is not None and not actor.speaks_for.isdisjoint(record.holders):
        found["invite"] = InviteCommunityForm(
            given("invite"), options=community_options(actor, *standing), prefix="invite"
        )
        if record.community_id in actor.speaks_for and len(record.holders) > 1:
            others = people.organisations("community").filter(pk__in=record.holders).exclude(pk=record.community_id)
            found["lead"] = InviteCommunityForm(
                given("lead"), options=BLANK + [(each.pk, each.name) for each in others], prefix="lead"
            )
    return found
