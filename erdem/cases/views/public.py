"""Public pages: which way to take, the form page by page, the receipt. Nothing here needs an account or a script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken
from erdem.base.throttle import Throttle
from erdem.cases import services
from erdem.cases.choices import FilingForm, Subject
from erdem.cases.forms.filing import SendForm, StepForm
from erdem.cases.intake.drafts import Draft, draft_in, forget_draft, keep_draft, sent
from erdem.cases.intake.forms import definition_of
from erdem.cases.intake.mongolian import LANGUAGE, SCRIPT
from erdem.cases.pages import public as pages
from erdem.cases.queries.routing import office_for, rules_in_force

KEY = "filing"
SCRIPT_KEY = "filing_script"
LANGUAGES = {"zh": "zh-hans", SCRIPT: "zh-hans", "en": "en"}
"""The language of the interface by what is chosen for the forms: Mongolian stands beside Chinese."""
UNSAID = ("csrfmiddlewaretoken", "token")
SENDING = Throttle(limit=10)
"""What one address may send in a minute."""


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Which way to take, in the language that is chosen here."""
    chosen = request.GET.get("lang", "")
    if chosen in LANGUAGES:
        request.session[SCRIPT_KEY] = chosen if chosen == SCRIPT else ""
        response = redirect("complaints")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, LANGUAGES[chosen], samesite="Lax")
        return response
    script = script_of(request)
    page = pages.guide_page(request.GET, script)
    return render(request, "cases/public/guide.html", {"page": page, "script": script})


def script_of(request: HttpRequest) -> str:
    """Return “mn” when Mongolian words are wanted beside the Chinese ones."""
    return str(request.session.get(SCRIPT_KEY, ""))


@require_safe
def router(request: HttpRequest) -> HttpResponse:
    """Which body has the power over what, with the source of each row."""
    rows = [pages.router_shown(rule) for rule in rules_in_force()]
    return render(request, "cases/public/router.html", {"rows": rows})


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a form."""
    form, subject, place = (request.POST.get(name, "") for name in ("form", "subject", "place"))
    if form not in FilingForm.values or subject not in Subject.values or office_for(place) is None:
        return redirect("complaints")
    keep_draft(request.session, KEY, Draft(form, subject, place))
    return redirect("complain:step", number=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """One page of the form; what is written is kept when the next page is opened."""
    draft = draft_in(request.session, KEY)
    if draft is None or draft.is_sent:
        return expired(request)
    steps = definition_of(draft.form).steps
    if not 1 <= number <= len(steps):
        return redirect("complain:step", number=1)
    asked = steps[number - 1]
    if request.method != "POST":
        form = StepForm(asked, initial=draft.answers, script=script_of(request))
        return _step_page(request, draft, number, form)
    form = StepForm(asked, request.POST, script=script_of(request))
    if not form.is_valid():
        return _step_page(request, draft, number, form)
    kept = {key: value for key, value in draft.answers.items() if key not in form.fields}
    draft.answers = kept | form.answers()
    keep_draft(request.session, KEY, draft)
    if number == len(steps):
        return redirect("complain:review")
    return redirect("complain:step", number=number + 1)


def _step_page(request: HttpRequest, draft: Draft, number: int, form: StepForm) -> HttpResponse:
    shown = {"page": pages.step_page(draft, number, form), "script": script_of(request)}
    return render(request, "cases/public/step.html", shown, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The last look; sent from here it gets its receipt. Sent twice it is one filing with one receipt."""
    draft = draft_in(request.session, KEY)
    if draft is None or (draft.is_sent and request.method != "POST"):
        return expired(request)
    needed = definition_of(draft.form).needed_files
    script = script_of(request)
    if request.method != "POST":
        return _look(request, draft, SendForm(needed, initial={"token": draft.token}, script=script))
    form = SendForm(needed, request.POST, request.FILES, script=script)
    if not form.is_valid():
        return _look(request, draft, form)
    if SENDING.seconds_to_wait(request.META.get("REMOTE_ADDR", "")):
        return _look(request, draft, form, _("Too much was sent at once. Please wait a minute and send again."))
    try:
        made = services.submit_filing(actor=actor_of(request), given=_submission(draft, form, script))
    except services.AnswersWrong as wrong:
        missing = " ".join(dict.fromkeys(wrong.faults.values()))
        return _look(request, draft, form, f"{wrong} {missing}")
    except RuleBroken as refused:
        return _look(request, draft, form, str(refused))
    keep_draft(request.session, KEY, sent(draft))
    return render(request, "cases/public/receipt.html", {"page": pages.receipt_page(made), "script": script})


def _submission(draft: Draft, form: SendForm, script: str) -> services.Submission:
    return services.Submission(
        form=draft.form,
        subject=draft.subject,
        place_code=draft.place_code,
        answers=draft.answers,
        token=draft.token,
        language=LANGUAGE if script else get_language() or "zh-hans",
        files=read_files(form.given_files()),
    )


def handed(form: forms.Form) -> tuple[services.HandedFile, ...]:
    """Return the files of a form."""
    return read_files([("", file) for file in form.cleaned_data["attached"]])


def read_files(given: Iterable[tuple[str, Any]]) -> tuple[services.HandedFile, ...]:
    """Return files with what each stands for; what is too large is read no further than needed to say so."""
    most = services.LARGEST_FILE + 1
    return tuple(services.HandedFile(file.name, file.read(most), key) for key, file in given)


def _look(request: HttpRequest, draft: Draft, form: SendForm, error: str = "") -> HttpResponse:
    shown = {"page": pages.review_page(draft, form, error, script_of(request)), "script": script_of(request)}
    return render(request, "cases/public/review.html", shown, status=422 if error or form.errors else 200)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget what was filled in."""
    forget_draft(request.session, KEY)
    return redirect("complaints")


def expired(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing to go on with and where to begin; what was just typed is shown, so that it can be copied."""
    typed = [value for name in request.POST if name not in UNSAID and (value := request.POST[name]).strip()]
    shown = {"again": reverse("complaints"), "typed": typed}
    return render(request, "cases/public/expired.html", shown, status=410)
