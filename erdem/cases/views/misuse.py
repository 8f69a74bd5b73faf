"""P8: take action about a confirmed finding, ask the communities, choose the way, note what was handed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.cases.forms.rights import AnswerForm, AskHoldersForm, ChooseWayForm, SubmissionForm, TakeActionForm
from erdem.cases.pages.rights import take_action_page, way_choices, ways_asked
from erdem.cases.pages.writing import own_houses
from erdem.cases.policies import can_answer_for_community, can_handle, can_take_action
from erdem.cases.queries.rights import question_of
from erdem.cases.services import misuse
from erdem.cases.views.cases import FORM, case_or_404, posted
from erdem.cases.views.rights import TEMPLATE, answer, seen
from erdem.overlap.queries.findings import get_finding


@login_required
@require_http_methods(FORM)
def misuse_new(request: HttpRequest, finding: str) -> HttpResponse:
    """Open an action about a confirmed finding."""
    actor = actor_of(request)
    require(can_take_action(actor))
    found = get_finding(actor, finding)
    if found is None:
        raise Http404
    offices = own_houses(actor)
    form = TakeActionForm(posted(request), offices=offices)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in offices if one.pk == form.cleaned_data["office"])
        try:
            case = misuse.open_misuse_action(actor=actor, finding=found, office=chosen)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("cases:case-detail", number=case.number)
    page = take_action_page(found, form)
    return render(request, TEMPLATE, {"page": page}, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def misuse_ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the communities whether the office may act."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    form = AskHoldersForm(posted(request), ways=way_choices(case), initial=seen(case))
    return answer(
        request,
        case,
        form,
        lambda given: misuse.ask_holders(
            actor=actor,
            case=case,
            question=given["question"],
            ways=tuple(given["ways"]),
            seen_version=given["seen_version"],
        ),
        _("Ask the communities"),
        done=_("The communities have been asked. No answer is no consent."),
    )


@login_required
@require_http_methods(FORM)
def misuse_answer(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """A steward answers for the community."""
    actor, case = actor_of(request), case_or_404(request, number)
    asked = question_of(actor, case, key)
    if asked is None:
        raise Http404
    require(can_answer_for_community(actor, asked))
    told = _("Ways about which they are asked") + pgettext("after a word", ": ") + ways_asked(asked)
    form = AnswerForm(posted(request), ways=told)
    return answer(
        request,
        case,
        form,
        lambda given: misuse.answer_for_community(
            actor=actor, asked=asked, answer=given["answer"], conditions=given["conditions"]
        ),
        _("Answer for the community"),
        lead=asked.question,
        done=_("Your answer has been noted."),
    )


@login_required
@require_http_methods(FORM)
def misuse_choose(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the way; what is over is refused with what remains."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    initial = seen(case, target=case.right_number)
    form = ChooseWayForm(posted(request), ways=way_choices(case), initial=initial)
    return answer(
        request,
        case,
        form,
        lambda given: misuse.choose_way(actor=actor, case=case, chosen=misuse.WayChosen(**given)),
        _("Choose the way"),
    )


@login_required
@require_http_methods(FORM)
def misuse_submit(request: HttpRequest, number: str) -> HttpResponse:
    """Note what was handed in."""
    actor, case = actor_of(request), case_or_404(request, number)
    require(can_handle(actor, case))
    form = SubmissionForm(posted(request), initial=seen(case))
    return answer(
        request,
        case,
        form,
        lambda given: misuse.note_submission(actor=actor, case=case, **given),
        _("Note the submission"),
    )
