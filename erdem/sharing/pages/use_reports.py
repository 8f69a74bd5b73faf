"""What the pages of use reports show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date, money_from_fen, number
from erdem.sharing.forms.use_reports import FileForm, FindingForm, LineForm, ReasonForm, SubmitForm
from erdem.sharing.models import ReportAudit, UseReport, UseReportLine
from erdem.sharing.policies.reports import (
    can_answer_audit,
    can_close_audit,
    can_correct_report,
    can_decide_report,
    can_write_report,
)
from erdem.sharing.queries import use_reports as reads
from erdem.sharing.queries.report_sums import calculations_of, report_problems
from erdem.sharing.report_choices import BEING_WRITTEN, DeductionKind, ReportStatus
from erdem.sharing.report_words import amount_words, period_words, step_sentences
from erdem.sharing.report_workflow import REPORT_AUDIT, USE_REPORT
from erdem.sharing.terms import TermsRefused
from erdem.sharing.terms_faults import fault_sentences
from erdem.sharing.terms_words import CURRENCIES

MOST_LISTED = 300


@dataclass(frozen=True)
class Row:
    """One report in a list."""

    url: str
    permit: str
    user: str
    period: str
    days: str
    due: str
    state: str
    shape: str
    late: str


@dataclass(frozen=True)
class ListPage:
    """Reports that somebody sees."""

    title: str
    rows: tuple[Row, ...]
    state: str
    states: tuple[dict[str, Any], ...]
    more: bool


@dataclass(frozen=True)
class LineRow:
    """One line of a report in words."""

    position: int
    product: str
    quantity: str
    gross: str
    taken: str
    net: str
    note: str


@dataclass(frozen=True)
class Sum:
    """What a report comes to by one line of the terms."""

    label: str
    due: str
    steps: tuple[str, ...]
    ended: str


@dataclass(frozen=True)
class DetailPage:
    """One report."""

    report: UseReport
    title: str
    lead: str
    state: str
    shape: str
    late: str
    facts: tuple[dict[str, Any], ...]
    lines: tuple[LineRow, ...]
    hidden: bool
    sums: tuple[Sum, ...]
    preview: bool
    problems: tuple[str, ...]
    files: tuple[dict[str, str], ...]
    versions: tuple[dict[str, str], ...]
    audits: tuple[dict[str, str], ...]
    may_write: bool
    may_submit: bool
    may_decide: bool
    may_correct: bool
    trail: tuple[dict[str, str], ...]
    line_form: LineForm | None = None
    submit_form: forms.Form | None = None
    file_form: forms.Form = field(default_factory=FileForm)
    reason_form: forms.Form = field(default_factory=ReasonForm)


@dataclass(frozen=True)
class AuditPage:
    """One audit."""

    audit: ReportAudit
    title: str
    state: str
    shape: str
    due: str
    report_url: str
    files: tuple[dict[str, str], ...]
    draw: str
    may_answer: bool
    may_close: bool
    trail: tuple[dict[str, str], ...]
    file_form: forms.Form = field(default_factory=FileForm)
    finding_form: forms.Form = field(default_factory=FindingForm)


def list_page(actor: Actor, state: str) -> ListPage:
    """Compose the list of reports."""
    found = list(reads.reports(actor, state or "begun")[: MOST_LISTED + 1])
    states = [
        ("", _("Periods that have begun")),
        ("all", _("All of them")),
        ("late", _("Missing after their day")),
        ("waiting", _("Waiting for the office")),
    ]
    states += [(each.value, str(each.label)) for each in ReportStatus if each != ReportStatus.SUBMITTED]
    return ListPage(
        title=_list_title(reads.late_count(actor), reads.waiting_count(actor)),
        rows=tuple(_row(each) for each in found[:MOST_LISTED]),
        state=state,
        states=tuple({"value": value, "label": label} for value, label in states),
        more=len(found) > MOST_LISTED,
    )


def detail_page(actor: Actor, report: UseReport, **bound: Any) -> DetailPage:
    """Compose the page of a report; ``bound`` forms carry what somebody wrote and what is wrong with it."""
    lines = reads.lines_of(actor, report)
    may_write = bool(can_write_report(actor, report))
    kept = _kept_sums(actor, report)
    preview, problems = ((), ()) if kept else _preview(report, lines)
    given: dict[str, Any] = {}
    if may_write:
        position = max((each.position for each in lines), default=0) + 1
        given["line_form"] = LineForm(lines=royalty_options(report), initial={"position": position})
        given["submit_form"] = SubmitForm(initial={"note": report.note})
    return DetailPage(
        report=report,
        title=_title(report),
        lead=f"{report.permit.number} · {report.permit.request.applicant_name}",
        state=str(report.get_status_display()),
        shape="over" if reads.is_late(report) else USE_REPORT.shapes[report.status],
        late=late_words(report),
        facts=_facts(report),
        lines=tuple(_line(each) for each in lines),
        hidden=not lines and report.status in (ReportStatus.DRAFT, ReportStatus.RETURNED) and not may_write,
        sums=kept or preview,
        preview=not kept,
        problems=problems,
        files=_files(actor, report),
        versions=_versions(actor, report),
        audits=audit_rows(actor, report),
        may_write=may_write,
        may_submit=may_write and report.period_until < timezone.localdate(),
        may_decide=report.status == ReportStatus.SUBMITTED and bool(can_decide_report(actor, report)),
        may_correct=bool(can_correct_report(actor, report)),
        trail=_trail(report_name(report)),
        **{**given, **bound},
    )


def audit_page(actor: Actor, audit: ReportAudit, **bound: Any) -> AuditPage:
    """Compose the page of an audit."""
    draw, drawn = "", reads.draws(actor).filter(pk=audit.draw_id).first()
    if drawn is not None:
        told = {"count": len(drawn.reports), "seed": drawn.seed}
        draw = _("Drawn from %(count)s accepted reports with the seed %(seed)s. Anybody can repeat the draw.") % told
    return AuditPage(
        audit=audit,
        title=_("The report %(report)s is looked into") % {"report": audit.report},
        state=str(audit.get_status_display()),
        shape=REPORT_AUDIT.shapes[audit.status],
        due=long_date(audit.due_on),
        report_url=reverse("sharing:report-detail", args=[audit.report_id]),
        files=_files(actor, audit.report, audit.pk),
        draw=draw,
        may_answer=bool(can_answer_audit(actor, audit)),
        may_close=audit.status in ("asked", "answered") and bool(can_close_audit(actor, audit)),
        trail=_trail(str(audit.report), reverse("sharing:report-detail", args=[audit.report_id]), _("Audit")),
        **bound,
    )


def audit_rows(actor: Actor, report: UseReport | None = None) -> tuple[dict[str, str], ...]:
    """Return the audits that the actor sees, of one report or of all."""
    found = reads.audits(actor) if report is None else reads.audits(actor).filter(report=report)
    return tuple(
        {
            "url": reverse("sharing:audit-detail", args=[each.pk]),
            "report": report_name(each.report),
            "user": each.report.permit.request.applicant_name,
            "state": str(each.get_status_display()),
            "shape": REPORT_AUDIT.shapes[each.status],
            "due": iso_date(each.due_on),
            "finding": each.finding,
        }
        for each in found[:MOST_LISTED]
    )


def royalty_options(report: UseReport) -> list[tuple[str, str]]:
    """Return the lines of the terms for which something can be reported."""
    return [
        (line.key, f"{line.label} ({CURRENCIES[line.currency]})") for line in report.terms_version.terms.royalties()
    ]


def late_words(report: UseReport) -> str:
    """Say how late a report is; empty when it is not."""
    if not reads.is_late(report):
        return ""
    days = (timezone.localdate() - report.due_on).days
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def _list_title(late: int, waiting: int) -> str:
    if late:
        words = ngettext("%(count)s use report is missing", "%(count)s use reports are missing", late)
        return words % {"count": number(late)}
    if waiting:
        words = ngettext(
            "%(count)s use report waits for the office", "%(count)s use reports wait for the office", waiting
        )
        return words % {"count": number(waiting)}
    return _("No use report is missing")


def _title(report: UseReport) -> str:
    told = {"period": period_words(report.period), "day": long_date(report.due_on)}
    if reads.is_late(report):
        return _("The use report for %(period)s is missing; it was due on %(day)s") % told
    if report.status in BEING_WRITTEN:
        return _("The use report for %(period)s is due on %(day)s") % told
    return _("Use report for %(period)s: %(state)s") % {**told, "state": report.get_status_display()}


def report_name(report: UseReport) -> str:
    """Name a report as people say it: its permit, its period, and its version when it is no first one."""
    return f"{report.permit.number} · {period_words(report.period)}" + _version(report)


def _version(report: UseReport) -> str:
    return " · " + _("version %(number)s") % {"number": report.version} if report.version > 1 else ""


def _row(report: UseReport) -> Row:
    return Row(
        url=reverse("sharing:report-detail", args=[report.pk]),
        permit=report.permit.number,
        user=report.permit.request.applicant_name,
        period=period_words(report.period) + _version(report),
        days=f"{iso_date(report.period_from)} – {iso_date(report.period_until)}",
        due=iso_date(report.due_on),
        state=str(report.get_status_display()),
        shape="over" if reads.is_late(report) else USE_REPORT.shapes[report.status],
        late=late_words(report),
    )


def _facts(report: UseReport) -> tuple[dict[str, Any], ...]:
    handed_in = f"{iso_moment(report.submitted_at)} {report.submitted_by}" if report.submitted_at else ""
    decided = f"{iso_moment(report.decided_at)} {report.decided_by}" if report.decided_at else ""
    found = [
        (_("Permit"), report.permit.number),
        (pgettext("benefit", "Period"), f"{iso_date(report.period_from)} – {iso_date(report.period_until)}"),
        (_("Due by"), iso_date(report.due_on)),
        (_("Terms in force in it"), _("version %(number)s") % {"number": report.terms_version.number}),
        (_("Version of the report"), _("version %(number)s") % {"number": report.version}),
        (_("Why it is corrected"), report.correction_reason),
        (_("Returned because"), report.status_reason),
        (pgettext("benefit", "Handed in"), handed_in),
        (_("Decided"), decided),
        (_("What was done"), report.note),
        (_("Said of it"), _("Nothing was used in this period.") if report.nothing_used else ""),
    ]
    return tuple({"term": term, "value": value} for term, value in found if value)


def _line(line: UseReportLine) -> LineRow:
    taken = [
        f"{DeductionKind(kind).label} {money_from_fen(int(amount))}" for kind, amount in sorted(line.deductions.items())
    ]
    notes = [line.note]
    if line.corrects:
        notes.insert(0, _("corrects %(what)s") % {"what": line.corrects})
    if line.rate_day:
        told = {
            "rate": f"{line.rate_numerator}/{line.rate_denominator}",
            "source": line.rate_source,
            "day": line.rate_day,
        }
        notes.append(_("rate %(rate)s, %(source)s, %(day)s") % told)
    return LineRow(
        position=line.position,
        product=line.product,
        quantity=f"{number(line.quantity)} {line.quantity_unit}".strip() if line.quantity else "",
        gross=amount_words(line.gross, line.currency) if line.gross else "",
        taken=" · ".join(taken),
        net=amount_words(line.net, line.currency) if line.gross else "",
        note=" · ".join(each for each in notes if each),
    )


def _kept_sums(actor: Actor, report: UseReport) -> tuple[Sum, ...]:
    terms = report.terms_version.terms
    found = []
    for each in reads.calculations_kept(actor, report):
        line = terms.money_line(each.line)
        ended = _("taken back on %(day)s") % {"day": iso_date(each.ended_at)} if each.ended_at else ""
        steps = tuple(step_sentences(each.steps, each.currency))
        found.append(Sum(line.label if line else each.line, amount_words(each.due, each.currency), steps, ended))
    return tuple(found)


def _preview(report: UseReport, lines: list[UseReportLine]) -> tuple[tuple[Sum, ...], tuple[str, ...]]:
    """What the report would come to, and what speaks against it, before it is accepted."""
    if not lines or report.status not in (ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.RETURNED):
        return (), ()
    if problems := report_problems(report):
        return (), tuple(fault_sentences(problems))
    terms = report.terms_version.terms
    found = []
    try:
        for each in calculations_of(report):
            line = terms.money_line(each.line)
            steps = tuple(step_sentences(each.lines(), each.currency))
            found.append(Sum(line.label if line else each.line, amount_words(each.due, each.currency), steps, ""))
    except TermsRefused as refused:
        return (), tuple(fault_sentences(refused.problems))
    return tuple(found), ()


def _files(actor: Actor, report: UseReport, audit: int | None = None) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "name": each.file_name,
            "note": each.note,
            "url": reverse("sharing:report-file", args=[report.pk, each.pk]),
            "size": number(max(1, each.blob.size // 1024)),
            "day": iso_date(each.added_at),
        }
        for each in reads.files_of(actor, report)
        if audit is None or each.audit_id == audit
    )


def _versions(actor: Actor, report: UseReport) -> tuple[dict[str, str], ...]:
    found = reads.versions_of(actor, report)
    return tuple(
        {
            "label": f"v{each.version}",
            "state": str(each.get_status_display()),
            "shape": USE_REPORT.shapes[each.status],
            "url": reverse("sharing:report-detail", args=[each.pk]) if each.pk != report.pk else "",
        }
        for each in (found if len(found) > 1 else [])
    )


def _trail(here: str, url: str = "", last: str = "") -> tuple[dict[str, str], ...]:
    first = {"label": _("Use reports"), "url": reverse("sharing:report-list")}
    if last:
        return (first, {"label": here, "url": url}, {"label": last, "url": ""})
    return (first, {"label": here, "url": ""})
