"""Members and groups of a community, and who has read what is theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erdem.base import exports
from erdem.base.actor import Actor
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies
from erdem.knowledge.forms import GroupForm, InviteForm, JoinForm, read_reading_filter
from erdem.knowledge.views.communities import place_error
from erdem.knowledge.views.request import community_or_404
from erdem.people import queries as people
from erdem.people import services as accounts

ANSWERS = ("accept", "decline", "withdraw")


def _own(request: HttpRequest, key: int) -> tuple[Actor, Any]:
    """Return actor and community, for members alone."""
    actor, profile = actor_of(request), community_or_404(request, key)
    require(policies.can_enter_community(actor, profile))
    return actor, profile


@login_required
@require_safe
def community_members(request: HttpRequest, key: int) -> HttpResponse:
    """Members, open questions and groups."""
    actor, profile = _own(request, key)
    page = pages.members_page(actor, profile, InviteForm(), GroupForm())
    return render(request, "knowledge/community_members.html", {"page": page})


@login_required
@require_POST
def community_invite(request: HttpRequest, key: int) -> HttpResponse:
    """Invite a person as bearer or steward."""
    actor, profile = _own(request, key)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            accounts.invite_member(actor=actor, organisation=profile.organisation, **form.cleaned_data)
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("The invitation waits on the first page of that person."))
            return redirect("knowledge:community-members", key=key)
    page = pages.members_page(actor, profile, form, GroupForm())
    return render(request, "knowledge/community_members.html", {"page": page}, status=422)


@login_required
@require_POST
def community_join(request: HttpRequest, key: int) -> HttpResponse:
    """Ask to be taken in."""
    actor, profile = actor_of(request), community_or_404(request, key)
    form = JoinForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    _tell(
        request,
        lambda: accounts.ask_to_join(actor=actor, organisation=profile.organisation, note=note),
        _("The stewards have your question. You see here when they have answered."),
    )
    return redirect("knowledge:community-detail", key=key)


def _tell(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    try:
        act()
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return False
    messages.success(request, done)
    return True


@login_required
@require_POST
def community_answer(request: HttpRequest, key: int, asked: int) -> HttpResponse:
    """Answer a question of membership, or take an invitation back."""
    actor, _profile = _own(request, key)
    _answered(request, actor, asked)
    return redirect("knowledge:community-members", key=key)


@login_required
@require_POST
def invitation_answer(request: HttpRequest, asked: int) -> HttpResponse:
    """Answer an invitation, or take an own question back."""
    _answered(request, actor_of(request), asked)
    return redirect("web:desk")


def _answered(request: HttpRequest, actor: Actor, asked: int) -> None:
    act = request.POST.get("do", "")
    if act not in ANSWERS or not people.requests(actor).filter(pk=asked).exists():
        raise Http404
    if act == "withdraw":
        _tell(request, lambda: accounts.withdraw_request(actor=actor, request_id=asked), _("It is taken back."))
        return
    accept = act == "accept"
    done = _("It is accepted.") if accept else _("It is declined.")
    _tell(request, lambda: accounts.answer_request(actor=actor, request_id=asked, accept=accept), done)


@login_required
@require_POST
def community_retire(request: HttpRequest, key: int, membership: int) -> HttpResponse:
    """Take a member's place away."""
    actor, _profile = _own(request, key)
    act = lambda: accounts.retire_member(actor=actor, membership_id=membership)  # noqa: E731  one act, said once
    _tell(request, act, _("This person no longer has that place. What was written stays."))
    return redirect("knowledge:community-members", key=key)


@login_required
@require_POST
def community_leave(request: HttpRequest, key: int) -> HttpResponse:
    """Leave the community on one's own."""
    actor, profile = _own(request, key)
    left = _tell(
        request,
        lambda: accounts.leave(actor=actor, organisation=profile.organisation),
        _("You have left the community. What you wrote stays with it."),
    )
    return redirect("web:desk") if left else redirect("knowledge:community-members", key=key)


@login_required
@require_POST
def community_group_new(request: HttpRequest, key: int) -> HttpResponse:
    """Declare a group."""
    actor, profile = _own(request, key)
    form = GroupForm(request.POST)
    if form.is_valid():
        try:
            accounts.declare_group(actor=actor, organisation=profile.organisation, **form.cleaned_data)
        except RuleBroken as broken:
            place_error(form, broken)
        else:
            messages.success(request, _("The group is declared."))
            return redirect("knowledge:community-members", key=key)
    page = pages.members_page(actor, profile, InviteForm(), form)
    return render(request, "knowledge/community_members.html", {"page": page}, status=422)


@login_required
@require_POST
def community_group_place(request: HttpRequest, key: int, group: int) -> HttpResponse:
    """Say of oneself that one belongs to a group, be placed by a steward, or leave it."""
    actor, profile = _own(request, key)
    found = people.groups(actor).filter(pk=group, organisation_id=profile.organisation_id).first()
    act, person = request.POST.get("do", ""), request.POST.get("person", "")
    if found is None or act not in ("declare", "place", "leave") or (person and not person.isdecimal()):
        raise Http404
    whom = int(person) if person else actor.user_id or 0
    acts = {
        "declare": lambda: accounts.declare_own_place(actor=actor, group=found),
        "place": lambda: accounts.place_in_group(actor=actor, group=found, user_id=whom),
        "leave": lambda: accounts.leave_group(actor=actor, group=found, user_id=whom),
    }
    _tell(request, acts[act], _("It is noted. Nobody outside the community learns of it."))
    return redirect("knowledge:community-members", key=key)


@login_required
@require_safe
def community_readings(request: HttpRequest, key: int) -> HttpResponse:
    """Who has read what is ours."""
    actor, profile = _own(request, key)
    page = pages.readings_page(actor, profile, read_reading_filter(request.GET), request.GET)
    return render(request, "knowledge/community_readings.html", {"page": page})


@login_required
@require_safe
def community_readings_export(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """The readings as a table to take away."""
    actor, profile = _own(request, key)
    rows = pages.readings_rows(actor, profile, read_reading_filter(request.GET))
    return exports.table_response(kind, "erdem-readings", pages.readings_heads(), rows)
