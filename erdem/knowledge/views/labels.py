"""Pages of labels: the catalogue, a community's own words for them, and notices of institutions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base import blobs
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.choices import LabelCode
from erdem.knowledge.forms import NoticeForm, ReasonForm, WordingForm
from erdem.knowledge.labels import BY_CODE
from erdem.people import queries as people


@require_safe
def label_list(request: HttpRequest) -> HttpResponse:
    """All labels and notices, what each asks of a reader and what it does."""
    return render(request, "knowledge/labels.html", {"page": pages.catalogue_page(actor_of(request))})


@login_required
@require_safe
def community_labels(request: HttpRequest, community_id: int) -> HttpResponse:
    """The labels in the words of one community."""
    community = _community(request, community_id)
    page = pages.community_labels_page(actor_of(request), community)
    return render(request, "knowledge/community_labels.html", {"page": page})


def _community(request: HttpRequest, community_id: int) -> queries.Organisation:
    community = queries.community_by_id(community_id)
    actor = actor_of(request)
    if community is None or not (actor.is_machine or community_id in actor.organisation_ids):
        raise Http404
    return community


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def label_wording(request: HttpRequest, community_id: int, code: str) -> HttpResponse:
    """Word a label, approve a version, look at earlier ones."""
    actor, community = actor_of(request), _community(request, community_id)
    if code not in LabelCode.values:
        raise Http404
    if request.method == "POST":
        require(policies.can_word(actor, community_id))
        if request.POST.get("do") == "approve":
            return _approved(request, community_id, code)
    newest = queries.newest_wording(actor, community_id, code)
    form = _wording_form(request, newest)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.word_label(
                actor=actor, community_id=community_id, code=code, wording=form.wording(),
                based_on=form.cleaned_data["based_on"],
            )  # fmt: skip
        except RuleBroken as broken:
            error = _place(form, broken)
        else:
            messages.success(request, _("Your words are saved. They are used once a steward has approved them."))
            return redirect(request.path)
    may_word = bool(policies.can_word(actor, community_id))
    page = pages.wording_page(actor, community, BY_CODE[code], form, may_word=may_word, error=error)
    return render(request, "knowledge/label_wording.html", {"page": page}, status=422 if form.is_bound else 200)


def _wording_form(request: HttpRequest, newest: queries.CommunityLabel | None) -> WordingForm:
    parts = [f"{part}_{code}" for part in ("name", "text") for code in services.LANGUAGES]
    initial = {part: getattr(newest, part) for part in parts} if newest else {}
    initial["based_on"] = newest.version if newest else 0
    spoken = tuple(code for code in services.LANGUAGES if newest and getattr(newest, f"audio_{code}_id"))
    if request.method == "POST":
        return WordingForm(request.POST, request.FILES, with_sound=spoken)
    return WordingForm(initial=initial, with_sound=spoken)


def _place(form: WordingForm, broken: RuleBroken) -> str:
    if broken.field in form.fields:
        form.add_error(broken.field, str(broken))
        return ""
    return str(broken)


def _approved(request: HttpRequest, community_id: int, code: str) -> HttpResponse:
    given = request.POST.get("wording", "")
    wording = queries.get_wording(actor_of(request), int(given)) if given.isdecimal() and len(given) < 12 else None
    if wording is None or (wording.community_id, wording.code) != (community_id, code):
        raise Http404
    try:
        services.approve_wording(actor=actor_of(request), wording=wording)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        said = {"version": wording.version}
        messages.success(
            request, _("Version %(version)s is used from now on; records labelled before keep theirs.") % said
        )
    return redirect(request.path)


@require_safe
def label_audio(request: HttpRequest, wording_id: int, language: str) -> HttpResponseBase:
    """The recording of a wording; whoever sees the words hears them."""
    found = queries.recording_of(actor_of(request), wording_id, language)
    if found is None:
        raise Http404
    response = FileResponse(blobs.open_blob(found), content_type=found.media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_notices(request: HttpRequest, number: str) -> HttpResponse:
    """Notices on a record, and a form to place one."""
    actor = actor_of(request)
    title = queries.title_of(actor, number)
    if title is None:
        raise Http404
    require(policies.can_place_notice(actor))
    institutions = [each for each in people.organisations() if each.pk in actor.organisation_ids]
    form = NoticeForm(request.POST or None, institutions=institutions)
    error = ""
    if request.method == "POST" and form.is_valid():
        error = _placed(request, title, form)
        if not error:
            return redirect(request.path)
    page = pages.notices_page(actor, title, form, error)
    return render(request, "knowledge/notices.html", {"page": page}, status=422 if form.is_bound else 200)


def _placed(request: HttpRequest, title: queries.Titled, form: NoticeForm) -> str:
    """Place the notice; return what stands in the way, or an empty text."""
    given = form.cleaned_data
    try:
        services.place_notice(
            actor=actor_of(request),
            record_id=title.id,
            institution_id=int(given["institution"]),
            code=given["code"],
            text=given["text"],
        )
    except RuleBroken as broken:
        return str(broken)
    messages.success(request, _("The notice stands there until a community puts its own label in its place."))
    return ""


@login_required
@require_http_methods(["POST"])
def notice_end(request: HttpRequest, number: str, notice_id: int) -> HttpResponse:
    """Take a notice off, with a reason."""
    actor = actor_of(request)
    title, notice = queries.title_of(actor, number), queries.get_notice(actor, notice_id)
    if title is None or notice is None or notice.record_id != title.id:
        raise Http404
    form = ReasonForm(request.POST)
    try:
        services.end_notice(
            actor=actor, notice=notice, reason=request.POST.get("reason", "") if form.is_valid() else ""
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("knowledge:record-notices", number=number)
