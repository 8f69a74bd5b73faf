"""Pages of the office for what people hand in: the list, one filing, what is made of it."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import serving
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases import services
from erdem.cases.choices import FilingForm
from erdem.cases.forms.filing import FilesForm, MessageForm
from erdem.cases.forms.triage import BeginForm, JoinForm, OpenForm, PassOnForm, RecordForm
from erdem.cases.intake.forms import definition_of
from erdem.cases.pages import intake as pages
from erdem.cases.pages.public import receipt_page
from erdem.cases.policies import can_record
from erdem.cases.queries import filings as reads
from erdem.cases.queries.cases import cases_of
from erdem.cases.queries.routing import places_of
from erdem.cases.views.public import handed

FORM = ["GET", "HEAD", "POST"]


def filing_or_404(request: HttpRequest, number: str) -> reads.SeenFiling:
    """Return a filing that the officer sees.

    Raises:
        PermissionRefused: the reader is no officer.
        Http404: there is none, or none that the reader may know of.
    """
    require(can_record(actor_of(request)))
    found = reads.get_filing(actor_of(request), number)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def filing_list(request: HttpRequest) -> HttpResponse:
    """What waits to be looked at."""
    require(can_record(actor_of(request)))
    show_all = request.GET.get("show") == "all"
    page = pages.list_page(actor_of(request), show_all=show_all, number=request.GET.get("page", ""))
    return render(request, "cases/filing_list.html", {"page": page})


@login_required
@require_http_methods(FORM)
def filing_new(request: HttpRequest) -> HttpResponse:
    """Write down what came by letter, telephone, hotline or visit; the receipt is for who brought it."""
    actor = actor_of(request)
    require(can_record(actor))
    begin = BeginForm(request.GET or None)
    if not begin.is_valid():
        return render(request, "cases/filing_begin.html", {"form": begin, "trail": pages.trail_of_new()})
    definition = definition_of(begin.cleaned_data["form"])
    places = places_of(actor)
    if request.method != "POST":
        form = RecordForm(definition, places, initial={"token": secrets.token_urlsafe(24)})
        return _record_page(request, form, begin, status=200)
    form = RecordForm(definition, places, request.POST, request.FILES)
    if not form.is_valid():
        return _record_page(request, form, begin, status=422)
    try:
        made = services.submit_filing(actor=actor, given=_submission(form, begin))
    except services.AnswersWrong as wrong:
        for key, sentence in wrong.faults.items():
            form.add_error(key if key in form.fields else None, sentence)
        return _record_page(request, form, begin, status=422)
    except RuleBroken as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _record_page(request, form, begin, status=422)
    return render(request, "cases/filing_receipt.html", {"page": receipt_page(made)})


def _submission(form: RecordForm, begin: BeginForm) -> services.Submission:
    return services.Submission(
        form=begin.cleaned_data["form"],
        subject=begin.cleaned_data["subject"],
        place_code=form.cleaned_data["place"],
        answers=form.answers(),
        token=form.cleaned_data["token"],
        language=get_language() or "zh-hans",
        channel=form.cleaned_data["channel"],
        files=handed(form),
        received_on=form.day(),
    )


def _record_page(request: HttpRequest, form: RecordForm, begin: BeginForm, *, status: int) -> HttpResponse:
    title = FilingForm(begin.cleaned_data["form"]).label
    shown = {"form": form, "title": title, "trail": pages.trail_of_new(), "fields": pages.record_fields(form)}
    return render(request, "cases/filing_record.html", shown, status=status)


@login_required
@require_safe
def filing_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One filing, with what can be made of it."""
    found = filing_or_404(request, number)
    page = pages.office_page(actor_of(request), found)
    response = render(request, "cases/filing_detail.html", {"page": page})
    services.mark_read(actor=actor_of(request), filing=found)
    return response


def _again(request: HttpRequest, found: reads.SeenFiling, name: str, form: forms.Form) -> HttpResponse:
    page = pages.office_page(actor_of(request), found, given={name: form})
    return render(request, "cases/filing_detail.html", {"page": page}, status=422)


def _refuse(form: forms.Form, refused: RuleBroken) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


@login_required
@require_POST
def filing_open(request: HttpRequest, number: str) -> HttpResponse:
    """Open the cases."""
    found, form = filing_or_404(request, number), OpenForm(request.POST)
    if form.is_valid():
        try:
            cases = services.open_filing(actor=actor_of(request), filing=found, kinds=form.cleaned_data["kinds"])
        except RuleBroken as refused:
            _refuse(form, refused)
        else:
            opened = ", ".join(case.number for case in cases)
            messages.success(request, _("Opened: %(numbers)s") % {"numbers": opened})
            return redirect("cases:case-detail", number=cases[0].number)
    return _again(request, found, "open", form)


@login_required
@require_POST
def filing_join(request: HttpRequest, number: str) -> HttpResponse:
    """Add it to a case about the same matter."""
    found, form = filing_or_404(request, number), JoinForm(request.POST)
    if form.is_valid():
        case = cases_of(actor_of(request)).filter(number=form.cleaned_data["case"].strip()).first()
        if case is None:
            form.add_error("case", _("There is no case of that number that you see."))
        else:
            try:
                services.join_filing(actor=actor_of(request), filing=found, case=case)
            except RuleBroken as refused:
                _refuse(form, refused)
            else:
                return redirect("cases:case-detail", number=case.number)
    return _again(request, found, "join", form)


@login_required
@require_POST
def filing_pass_on(request: HttpRequest, number: str) -> HttpResponse:
    """Name the competent body."""
    found, form = filing_or_404(request, number), PassOnForm(request.POST)
    if form.is_valid():
        try:
            services.pass_on_filing(actor=actor_of(request), filing=found, **form.cleaned_data)
        except RuleBroken as refused:
            _refuse(form, refused)
        else:
            return redirect("cases:filing-detail", number=number)
    return _again(request, found, "pass_on", form)


@login_required
@require_POST
def filing_take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Look at it again."""
    found = filing_or_404(request, number)
    try:
        services.take_back_filing(actor=actor_of(request), filing=found)
    except RuleBroken as refused:
        messages.error(request, str(refused))
    return redirect("cases:filing-detail", number=number)


@login_required
@require_POST
def filing_say(request: HttpRequest, number: str) -> HttpResponse:
    """Write to who handed it in."""
    found, form = filing_or_404(request, number), MessageForm(request.POST)
    if form.is_valid():
        try:
            services.send_message(actor=actor_of(request), filing=found, body=form.cleaned_data["body"])
        except RuleBroken as refused:
            _refuse(form, refused)
        else:
            return redirect("cases:filing-detail", number=number)
    return _again(request, found, "say", form)


@login_required
@require_POST
def filing_add(request: HttpRequest, number: str) -> HttpResponse:
    """Add files for who handed it in: what was brought later, or what goes with a message."""
    found, form = filing_or_404(request, number), FilesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_files(actor=actor_of(request), filing=found, files=handed(form))
        except RuleBroken as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The files were added."))
            return redirect("cases:filing-detail", number=number)
    return _again(request, found, "add", form)


@login_required
@require_safe
def filing_file(request: HttpRequest, number: str, key: int) -> HttpResponseBase:
    """A file of a filing."""
    held = reads.get_file(filing_or_404(request, number), key)
    if held is None:
        raise Http404
    kept, blob = held
    return serving.blob_response(request, blob, serving.Delivery(blob.media_type, kept.file_name))
