"""The panel of what hangs on a penalty or a complaint: measures, review, hearing, decision, service, execution, publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, money_from_fen
from erdem.cases.choices import CaseKind, PenaltyStatus
from erdem.cases.choices.details import LimitationGround
from erdem.cases.forms.details import FORMS
from erdem.cases.models import (
    CallBack,
    Case,
    Execution,
    Hearing,
    LegalReview,
    MediationAgreement,
    PenaltyDecision,
    PreservationMeasure,
    Publication,
    ServiceRecord,
)
from erdem.cases.pages.panel import Panel
from erdem.cases.policies import can_work
from erdem.cases.queries import limitation
from erdem.cases.queries.details import answer_until, owed

Row = tuple[Any, str]
BEFORE_FILING = (PenaltyStatus.CLUE, PenaltyStatus.CHECKING)


def detail_panel(actor: Actor, case: Case) -> Panel | None:
    """What was noted, in the order of the procedure, and what may be noted."""
    may = actor.user_id is not None and bool(can_work(actor, case))
    forms = [
        {"label": form.title, "url": reverse("cases:case-detail-new", args=[case.number, key])}
        for key, form in FORMS.items()
        if may and case.kind in form.kinds
    ]
    rows = [{"what": what, "words": words} for what, words in _rows(case)]
    if not rows and not forms:
        return None
    title = _("Procedure") if case.kind == CaseKind.PENALTY else _("Agreement, service, call-back")
    return Panel("procedure", title, "cases/panels/penalty.html", {"rows": rows, "forms": forms})


def _rows(case: Case) -> Iterable[Row]:
    yield from _limited(case)
    yield from _held(case)
    yield from _heard(case)
    yield from _decided(case)
    yield from _ended(case)


def _limited(case: Case) -> Iterable[Row]:
    """Until when the offence could be found; said before an investigation is approved."""
    if case.kind != CaseKind.PENALTY or case.status not in BEFORE_FILING:
        return
    known, until = limitation.noted(case), limitation.ends_on(case)
    ground = LimitationGround(known["ground"]).label if known.get("ground") else ""
    if case.happened_on is None and not ground:
        yield _("Limitation"), _("The day of the last act is not noted, so the limitation has not been checked.")
        return
    day = _("could be found until %(day)s") % {"day": iso_date(until)} if until else ""
    late = (
        _("found too late on %(day)s") % {"day": iso_date(case.received_on)}
        if until and case.received_on > until
        else ""
    )
    yield _("Limitation"), " · ".join(str(part) for part in (day, late, ground, known.get("reason", "")) if part)


def _held(case: Case) -> Iterable[Row]:
    for each in PreservationMeasure.objects.filter(case=case):
        days = f"{iso_date(each.started_on)} – {iso_date(each.released_on or each.due_on)}"
        things = "、".join(" ".join(item) for item in each.items)
        yield each.get_kind_display(), " · ".join(part for part in (days, things, each.place, each.result) if part)


def _heard(case: Case) -> Iterable[Row]:
    for review in LegalReview.objects.filter(case=case).select_related("reviewer"):
        state = (
            _("waits for the opinion")
            if review.agrees is None
            else _("agrees")
            if review.agrees
            else _("sends it back")
        )
        who = str(review.reviewer) if review.reviewer else ""
        yield pgettext("table", "legal review"), " · ".join(part for part in (state, who, review.opinion) if part)
    for hearing in Hearing.objects.filter(case=case).select_related("chair"):
        parts = (
            _("requested on %(day)s") % {"day": iso_date(hearing.requested_on)},
            _("held on %(day)s") % {"day": iso_date(hearing.held_on)} if hearing.held_on else "",
            str(hearing.chair or ""),
            _("given up on %(day)s") % {"day": iso_date(hearing.given_up_on)} if hearing.given_up_on else "",
        )
        yield pgettext("table", "hearing"), " · ".join(part for part in parts if part)


def _decided(case: Case) -> Iterable[Row]:
    for each in PenaltyDecision.objects.filter(case=case, replaced_on__isnull=True):
        fine = _("fine %(yuan)s yuan") % {"yuan": money_from_fen(each.fine_fen)} if each.fine_fen else ""
        parts = (str(each.get_outcome_display()), fine, each.content, each.articles)
        yield _("Decision as written"), " · ".join(part for part in parts if part)
    for record in ServiceRecord.objects.filter(case=case).select_related("document"):
        parts = (str(record.document), str(record.get_way_display()), record.receiver, iso_date(record.received_on))
        yield pgettext("table", "service"), " · ".join(parts)
        if record.waived_on:
            yield _("right to answer given up"), f"{iso_date(record.waived_on)} · {record.waiver}"
    until = answer_until(case) if case.kind == CaseKind.PENALTY and not case.outcome else None
    if until is not None and until >= timezone.localdate():
        yield _("The party may answer"), _("until %(day)s") % {"day": iso_date(until)}


def _ended(case: Case) -> Iterable[Row]:
    for each in Execution.objects.filter(case=case):
        amount = f"{money_from_fen(each.amount_fen)} {pgettext('money', 'yuan')}" if each.amount_fen else ""
        plan = "、".join(f"{day} {money_from_fen(fen)}" for day, fen in each.plan)
        parts = (iso_date(each.acted_on), amount, plan, each.note)
        yield each.get_kind_display(), " · ".join(part for part in parts if part)
    due = owed(case, timezone.localdate())
    if due.rest:
        words = _("%(rest)s yuan, %(surcharge)s of it surcharge")
        yield _("Still owed"), words % {"rest": money_from_fen(due.rest), "surcharge": money_from_fen(due.surcharge)}
    for shown in Publication.objects.filter(case=case):
        gone = _("withdrawn on %(day)s") % {"day": iso_date(shown.withdrawn_on)} if shown.withdrawn_on else ""
        parts = (iso_date(shown.published_on), shown.reference, gone, shown.withdrawn_reason)
        yield pgettext("table", "publication of a decision"), " · ".join(part for part in parts if part)
    for agreed in MediationAgreement.objects.filter(case=case):
        yield agreed.get_form_display(), f"{iso_date(agreed.agreed_on)} · {agreed.terms}"
    for call in CallBack.objects.filter(case=case):
        reached = _("reached") if call.was_reached else _("not reached")
        stars = _("satisfaction %(n)s of 5") % {"n": call.satisfaction} if call.satisfaction else ""
        yield _("call-back"), " · ".join(part for part in (iso_date(call.called_on), reached, stars, call.note) if part)
