"""P5 and P6: the application, who takes the case, the opinion, the link to rate, the roster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases.forms.rights import AidForm, AssignProviderForm, OpinionForm, ProviderForm, RatingForm, ReasonForm
from erdem.cases.pages import roster
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.rights import form_page, provider_choices
from erdem.cases.pages.writing import FormPage
from erdem.cases.policies import can_give_opinion, can_handle, can_keep_roster, own_offices
from erdem.cases.queries.aid_roster import providers_of
from erdem.cases.services import aid
from erdem.cases.views.cases import FORM, case_or_404, posted
from erdem.cases.views.rights import TEMPLATE, answer, seen

AID_KINDS = ("legal_aid", "rights_assistance")


@login_required
@require_http_methods(FORM)
def aid_application(request: HttpRequest, number: str) -> HttpResponse:
    """Write down the application (F13, F14)."""
    actor, case = actor_of(request), case_or_404(request, number)
    if case.kind not in AID_KINDS:
        raise Http404
    require(can_handle(actor, case))
    initial = {**case.particulars.get("aid", {}), **seen(case)}
    form = AidForm(posted(request), is_legal_aid=case.kind == "legal_aid", initial=initial)
    return answer(
        request,
        case,
        form,
        lambda given: aid.write_application(
            actor=actor, case=case, application=form.content(), seen_version=given["seen_version"]
        ),
        _("Write down the application"),
        lead=_("Nobody who is helped is asked for money.") if case.kind == "legal_aid" else "",
    )


@login_required
@require_http_methods(FORM)
def aid_assign(request: HttpRequest, number: str) -> HttpResponse:
    """Assign somebody of the roster."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    form = AssignProviderForm(posted(request), providers=provider_choices(actor, case), initial=seen(case))

    def assign(given: dict[str, Any]) -> None:
        provider = providers_of(actor).get(pk=given["provider"])
        aid.assign_provider(actor=actor, case=case, provider=provider)

    return answer(request, case, form, assign, _("Assign a lawyer or expert"), lead=roster.SUGGESTED)


@login_required
@require_http_methods(FORM)
def aid_release(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case from who was assigned."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    form = ReasonForm(posted(request), initial=seen(case))
    return answer(
        request,
        case,
        form,
        lambda given: aid.release_provider(actor=actor, case=case, reason=given["reason"]),
        _("Assign somebody else"),
    )


@login_required
@require_http_methods(FORM)
def aid_opinion(request: HttpRequest, number: str) -> HttpResponse:
    """A lawyer or expert writes on their own page of the case."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_give_opinion(actor, case))
    form = OpinionForm(posted(request))
    return answer(
        request,
        case,
        form,
        lambda given: aid.give_opinion(actor=actor, case=case, given=aid.OpinionGiven(**given)),
        _("Write the opinion"),
        lead=_("For reference only, without legal effect."),
        done=_("Your opinion has been handed in."),
    )


@login_required
@never_cache
@require_http_methods(FORM)
def aid_feedback(request: HttpRequest, number: str) -> HttpResponse:
    """Tell who asked; the link to rate is shown this once."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    form = ReasonForm(posted(request), initial=seen(case))
    del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            token = aid.tell_who_asked(actor=actor, case=case, seen_version=form.cleaned_data["seen_version"])
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            link = request.build_absolute_uri(reverse("cases:aid-rate", args=[token]))
            page = form_page(case, form, _("Tell who asked"))
            return render(request, "cases/rating_link.html", {"page": page, "link": link, "days": aid.RATING_DAYS})
    page = form_page(
        case, form, _("Tell who asked"), lead=_("The opinion goes out with a link by which they say once how it was.")
    )
    return render(request, TEMPLATE, {"page": page}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(FORM)
def aid_rate(request: HttpRequest, token: str) -> HttpResponse:
    """Say how it was, once, without an account."""
    rating = aid.open_rating(token)
    form = RatingForm(posted(request))
    if rating is not None and request.method == "POST" and form.is_valid():
        try:
            aid.rate_aid(actor=actor_of(request), token=token, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return render(request, "cases/rating.html", {"state": "done"})
    state = "open" if rating is not None else "gone"
    status = 404 if rating is None else 422 if form.errors else 200
    return render(request, "cases/rating.html", {"state": state, "form": form}, status=status)


@login_required
@require_safe
def aid_roster(request: HttpRequest) -> HttpResponse:
    """The roster of those who help."""
    return render(request, "cases/roster.html", {"page": roster.roster_page(actor_of(request))})


@login_required
@require_http_methods(FORM)
def provider_add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster."""
    require(can_keep_roster(actor_of(request)))
    return _provider(request, None)


@login_required
@require_http_methods(FORM)
def provider_change(request: HttpRequest, key: int) -> HttpResponse:
    """Change a line of the roster."""
    found = providers_of(actor_of(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    require(can_keep_roster(actor_of(request), found))
    return _provider(request, key)


@login_required
@require_POST
def provider_availability(request: HttpRequest, key: int) -> HttpResponse:
    """Say whether somebody takes cases now: the office, or the person."""
    found = providers_of(actor_of(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    aid.set_availability(actor=actor_of(request), provider=found, is_available=not found.is_available)
    messages.success(request, _("The roster has been changed."))
    return redirect("cases:aid-roster")


def _provider(request: HttpRequest, key: int | None) -> HttpResponse:
    actor = actor_of(request)
    provider = providers_of(actor).filter(pk=key).first() if key else None
    form = ProviderForm(posted(request), initial=roster.initial_of(provider))
    if request.method == "POST" and form.is_valid():
        try:
            aid.keep_provider_given(
                actor=actor, provider=provider, office_id=own_offices(actor)[0], given=form.cleaned_data
            )
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            return redirect("cases:aid-roster")
    title = _("Change a line of the roster") if provider else _("Put somebody on the roster")
    page = FormPage(
        title=title,
        trail=trail(None, Link(_("Roster of those who help"), reverse("cases:aid-roster")), Link(title)),
        form=form,
        label=_("Save the line"),
        back=reverse("cases:aid-roster"),
        stays=_("Leave the roster as it is"),
    )
    return render(request, TEMPLATE, {"page": page}, status=422 if form.errors else 200)
