"""No attack in plain SQL invents, rewrites, skips or reads a use report, an obligation, a delivery or an audit."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.sharing import services
from erdem.sharing.models import TermsPayee
from erdem.sharing.tests.permitted import BEGINS, Granted, grant, sold
from tests.leak.ledger import Ledger

pytestmark = pytest.mark.django_db
TABLES = (
    "usereport", "usereportline", "usereportfile", "reportcalculation", "obligation", "termspayee", "delivery",
    "auditdraw", "reportaudit",
)  # fmt: skip
_LINE = (
    "INSERT INTO sharing_usereportline (report_id, position, terms_line, product, quantity, quantity_unit, currency, gross,"
    " deductions, net, corrects, rate_source, note) VALUES "
)
_REPORT = (
    "INSERT INTO sharing_usereport (permit_id, agreement_id, terms_version_id, period, period_from, period_until,"
    " due_on, version,"
    " correction_reason, status, status_reason, nothing_used, note, reminded_on, created_at, updated_at{more}) VALUES "
)
_DAYS = "{{permit}}, {{agreement}}, {{version}}, 'x', {days}, '2030-01-01'"
_REST = "'x', '{status}', '', true, '', '{{{{}}}}', now(), now()"


def line(values: str) -> str:
    """A line for the report that is being written."""
    return f"{_LINE}({{draft}}, 90, {values}, '', '', '')"


def report(days: str, status: str = "expected", version: int = 1, more: str = "", given: str = "") -> str:
    """A report of one's own making."""
    head = _REPORT.format(more=more)
    return f"{head}({_DAYS.format(days=days)}, {version}, {_REST.format(status=status)}{given})"


ATTACKS: dict[str, tuple[str, str]] = {
    "the firm accepts its own report": ("firm", "UPDATE sharing_usereport SET status = 'accepted', decided_by_id = {me},"
        " decided_at = now() WHERE id = {submitted}"),
    "a community accepts a report": ("first", "UPDATE sharing_usereport SET status = 'accepted', decided_by_id = {me},"
        " decided_at = now() WHERE id = {submitted}"),
    "an officer accepts in the name of another": ("officer", "UPDATE sharing_usereport SET status = 'accepted', decided_by_id ="
        " {firm_user}, decided_at = now() WHERE id = {submitted}"),
    "an officer accepts what was not handed in": ("officer", "UPDATE sharing_usereport SET status = 'accepted', submitted_by_id ="
        " {firm_user}, submitted_at = now(), decided_by_id = {me}, decided_at = now() WHERE id = {draft}"),
    "an officer hands in for the firm": ("officer", "UPDATE sharing_usereport SET status = 'submitted', submitted_by_id = {me},"
        " submitted_at = now() WHERE id = {draft}"),
    "the system jumps from expected to accepted": ("system", "UPDATE sharing_usereport SET status = 'accepted', submitted_by_id ="
        " {firm_user}, submitted_at = now(), decided_by_id = {officer_user}, decided_at = now() WHERE id = {expected}"),
    "the firm opens an accepted report again": ("firm", "UPDATE sharing_usereport SET status = 'draft' WHERE id = {accepted}"),
    "an accepted report is struck": ("system", "UPDATE sharing_usereport SET status = 'cancelled' WHERE id = {accepted}"),
    "an accepted report is replaced by nothing": ("officer", "UPDATE sharing_usereport SET status = 'replaced' WHERE"
        " id = {accepted}"),
    "the days of a report are moved": ("firm", "UPDATE sharing_usereport SET period_until = period_until - 1 WHERE id = {draft}"),
    "a report is put off": ("firm", "UPDATE sharing_usereport SET due_on = due_on + 365 WHERE id = {draft}"),
    "a report is put under other terms": ("system", "UPDATE sharing_usereport SET terms_version_id = terms_version_id + 1"
        " WHERE id = {draft}"),
    "words of an accepted report are changed": ("firm", "UPDATE sharing_usereport SET note = 'x' WHERE id = {accepted}"),
    "a report is removed": ("system", "DELETE FROM sharing_usereport WHERE id = {expected}"),
    "all reports are emptied": ("system", "TRUNCATE sharing_usereport CASCADE"),
    "a report of overlapping days": ("system", report("'2026-02-01', '2026-02-02'")),
    "a report beyond the last day of the permit": ("system", report("'2029-01-01', '2029-03-31'")),
    "the firm invents a report": ("firm", report("'2025-01-01', '2025-03-31'")),
    "a report that begins accepted": ("system", report("'2025-01-01', '2025-03-31'", "accepted")),
    "a correction of what was never accepted": ("firm", report("'2026-04-01', '2026-06-30'", "draft", 2, ", replaces_id",
        ", {submitted}")),
    "a correction of other days": ("firm", report("'2025-01-01', '2025-03-31'", "draft", 2, ", replaces_id", ", {accepted}")),
    "a line to an accepted report": ("firm", f"{_LINE}({{accepted}}, 90, 'r1', 'x', 1, '', 'CNY', 1, '{{}}', 1, '', '', '')"),
    "a line is changed after the report was handed in": ("firm", "UPDATE sharing_usereportline SET gross = 1, net = 1"
        " WHERE report_id = {submitted}"),
    "a line is removed after the report was handed in": ("firm", "DELETE FROM sharing_usereportline WHERE report_id ="
        " {submitted}"),
    "a line moves to another report": ("firm", "UPDATE sharing_usereportline SET report_id = {submitted} WHERE"
        " report_id = {draft}"),
    "sales below nothing": ("firm", line("'r1', 'x', 1, '', 'CNY', -5, '{}', -5")),
    "more taken off than sold": ("firm", line("'r1', 'x', 1, '', 'CNY', 5, '{\"tax\": 9}', -4")),
    "net that does not add up": ("firm", line("'r1', 'x', 1, '', 'CNY', 5, '{\"tax\": 1}', 5")),
    "a deduction of no kind": ("firm", line("'r1', 'x', 1, '', 'CNY', 5, '{\"bribe\": 1}', 4")),
    "a deduction that is no number": ("firm", line("'r1', 'x', 1, '', 'CNY', 5, '{\"tax\": \"1\"}', 4")),
    "a broken amount": ("firm", line("'r1', 'x', 1, '', 'CNY', 5, '{\"tax\": 0.5}', 5")),
    "another currency without a rate": ("firm", line("'r1', 'x', 1, '', 'USD', 5, '{}', 5")),
    "a line of the terms that gives no royalty": ("firm", line("'fee', 'x', 1, '', 'CNY', 5, '{}', 5")),
    "a community writes a line": ("first", line("'r1', 'x', 1, '', 'CNY', 5, '{}', 5")),
    "a file to a report that was handed in": ("firm", "INSERT INTO sharing_usereportfile (report_id, blob_id, file_name, note,"
        " added_by_id, added_at) SELECT {submitted}, blob_id, 'x', '', {me}, now() FROM sharing_usereportfile LIMIT 1"),
    "evidence is exchanged": ("system", "UPDATE sharing_usereportfile SET file_name = 'x'"),
    "evidence is removed": ("system", "DELETE FROM sharing_usereportfile"),
    "an officer writes a calculation": ("officer", "INSERT INTO sharing_reportcalculation (report_id, line, turn, currency, base,"
        " royalty, due, base_after, due_after, credit_after, steps, made_at) VALUES ({accepted}, 'r2', 1, 'CNY', 0,"
        " 0, 0, 0, 0, 0,"
        " '{{}}', now())"),
    "a calculation owes more than its entry": ("system", "INSERT INTO sharing_reportcalculation (report_id, line, turn, currency,"
        " base, royalty, due, base_after, due_after, credit_after, steps, entry_id, made_at) SELECT report_id, 'r2',"
        " 1, currency, base,"
        " royalty, due + 1, base_after, due_after, credit_after, steps, entry_id, now() FROM sharing_reportcalculation LIMIT 1"),
    "a calculation is rewritten": ("system", "UPDATE sharing_reportcalculation SET due_after = 0"),
    "a calculation is removed": ("system", "DELETE FROM sharing_reportcalculation"),
    "an officer invents an obligation": ("officer", "INSERT INTO sharing_obligation (permit_id, agreement_id,"
        " terms_version_id, key,"
        " line, kind, label, period, due_on, unit, amount, state, reached_note, created_at, updated_at) VALUES"
        " ({permit}, {agreement},"
        " {version}, 'z', 'z', 'fixed', 'x', '', now(), 'CNY', 5, 'planned', '', now(), now())"),
    "a fixed sum is lowered": ("system", "UPDATE sharing_obligation SET amount = 1 WHERE kind = 'fixed'"),
    "a due day is put off": ("system", "UPDATE sharing_obligation SET due_on = '2099-01-01' WHERE kind = 'fixed'"),
    "money that is owed is ended": ("system", "UPDATE sharing_obligation SET state = 'ended' WHERE state = 'entered' AND kind ="
        " 'royalty'"),
    "the firm ends what it owes": ("firm", "UPDATE sharing_obligation SET state = 'ended'"),
    "an obligation takes the entry of another": ("system", "UPDATE sharing_obligation SET entry_id = (SELECT entry_id FROM"
        " sharing_reportcalculation LIMIT 1), state = 'entered' WHERE kind = 'fixed'"),
    "an obligation is removed": ("system", "DELETE FROM sharing_obligation"),
    "a share is led to another payee": ("system", "UPDATE sharing_termspayee SET payee_id = (SELECT payee_id FROM"
        " sharing_termspayee"
        " WHERE key = 'user') WHERE key <> 'user'"),
    "the firm confirms its own delivery": ("firm", "UPDATE sharing_delivery SET status = 'confirmed', answered_by_id = {me},"
        " answered_at = now()"),
    "another community confirms a delivery": ("second", "UPDATE sharing_delivery SET status = 'confirmed', answered_by_id = {me},"
        " answered_at = now()"),
    "the office confirms for a community": ("officer", "UPDATE sharing_delivery SET status = 'confirmed', answered_by_id = {me},"
        " answered_at = now()"),
    "the system confirms for a community": ("system", "UPDATE sharing_delivery SET status = 'refused', status_reason = 'x',"
        " answered_by_id = {first_user}, answered_at = now()"),
    "a delivery is confirmed without its entry": ("first", "UPDATE sharing_delivery SET status = 'confirmed',"
        " answered_by_id = {me},"
        " answered_at = now()"),
    "a delivery is made larger": ("firm", "UPDATE sharing_delivery SET amount = 99"),
    "a delivery is reported for tomorrow": ("firm", "INSERT INTO sharing_delivery (obligation_id, agreement_id,"
        " payee_id, day, amount,"
        " evidence, file_name, status, status_reason, reported_by_id, reported_at) SELECT obligation_id, agreement_id, payee_id,"
        " erdem_today() + 1, 1, 'x', '', 'reported', '', {me}, now() FROM sharing_delivery LIMIT 1"),
    "a delivery of money": ("firm", "INSERT INTO sharing_delivery (obligation_id, agreement_id, payee_id, day, amount, evidence,"
        " file_name, status, status_reason, reported_by_id, reported_at) SELECT (SELECT id FROM sharing_obligation"
        " WHERE kind = 'fixed'"
        " LIMIT 1), agreement_id, payee_id, day, 1, 'x', '', 'reported', '', {me}, now() FROM sharing_delivery LIMIT 1"),
    "an audit of what was not drawn": ("officer", "INSERT INTO sharing_reportaudit (draw_id, report_id, agreement_id,"
        " due_on, status,"
        " finding, created_at) VALUES ({draw}, {submitted}, {agreement}, now(), 'asked', '', now())"),
    "a seed is chosen afterwards": ("officer", "UPDATE sharing_auditdraw SET seed = 'mine'"),
    "the firm closes its audit": ("firm", "UPDATE sharing_reportaudit SET status = 'sound', finding = 'x', closed_by_id = {me},"
        " closed_at = now()"),
    "an audit is removed": ("system", "DELETE FROM sharing_reportaudit"),
}  # fmt: skip
READING = {
    "lines of a draft": ("first", "SELECT count(*) FROM sharing_usereportline WHERE report_id = {draft}"),
    "lines by the office": ("officer", "SELECT count(*) FROM sharing_usereportline WHERE report_id = {draft}"),
    "reports by who refused": ("third", "SELECT count(*) FROM sharing_usereport"),
    "lines by who refused": ("third", "SELECT count(*) FROM sharing_usereportline"),
    "obligations by who refused": ("third", "SELECT count(*) FROM sharing_obligation"),
    "calculations by who refused": ("third", "SELECT count(*) FROM sharing_reportcalculation"),
    "deliveries by who refused": ("third", "SELECT count(*) FROM sharing_delivery"),
    "draws by the firm": ("firm", "SELECT count(*) FROM sharing_auditdraw"),
    "payees by who refused": ("third", "SELECT count(*) FROM sharing_termspayee"),
}


@dataclass
class Field:
    """What is attacked: a permit with a report in every state, a delivery, a draw."""

    granted: Granted
    keys: dict[str, int]

    def actor(self, name: str) -> Actor:
        """Return an attacker by name."""
        return SYSTEM if name == "system" else getattr(self.granted, name)

    def filled(self, statement: str, actor: Actor) -> str:
        """Return an attack with the keys of the field."""
        keys = {**self.keys, "me": actor.user_id if actor.user_id is not None else "NULL"}
        return re.sub(r"\{(\w+)\}", lambda found: str(keys[found.group(1)]), statement).replace("{{}}", "{}")


@pytest.fixture
def field(people: People) -> Field:
    granted = grant(people)
    accepted = granted.accept(granted.hand_in("2026Q1", sold(1_000_000)))
    submitted = granted.hand_in("2026Q2", sold(1_000))
    firm, officer = granted.firm, granted.officer
    with acting_as(firm):
        draft = services.begin_report(actor=firm, report=granted.report("2026Q3"))
        services.add_line(actor=firm, report=draft, content=sold(500))
        services.attach_file(actor=firm, report=draft, content=b"1", file_name="示例", media_type="text/plain")
    with acting_as(SYSTEM):
        to = TermsPayee.objects.get(permit=granted.permit, organisation_id__in=granted.first.organisation_ids)
    with acting_as(firm):
        services.report_delivery(
            actor=firm, obligation=granted.obligation("n1/1"), payee=to, day=BEGINS, amount=1, evidence="示例"
        )
    with acting_as(officer):
        from erdem.sharing.queries.use_reports import own_office

        office = own_office(officer)
        assert office is not None
        draw = services.draw_audits(actor=officer, office=office, reports=[accepted], wanted=1)
    keys = {
        "accepted": accepted.pk,
        "submitted": submitted.pk,
        "draft": draft.pk,
        "expected": granted.report("2027Q1").pk,
        "permit": granted.permit.pk,
        "agreement": accepted.agreement_id,
        "version": accepted.terms_version_id,
        "draw": draw.pk,
        "firm_user": firm.user_id or 0,
        "officer_user": officer.user_id or 0,
        "first_user": granted.first.user_id or 0,
    }
    return Field(granted, keys)


def state() -> tuple[str, ...]:
    """Return a digest of everything that an attack might change."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        rows = ", ".join(
            f"coalesce((SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM sharing_{name} AS t), '')"
            for name in TABLES
        )
        cursor.execute(f"SELECT {rows}")
        found: tuple[str, ...] = cursor.fetchone()
        return found


def attempt(actor: Actor, statement: str) -> list[object]:
    """Do something as the application role; what it answers, nothing when the database refuses."""
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    except DatabaseError:
        return []


def test_no_attack_changes_a_report_or_what_hangs_on_it(field: Field) -> None:
    ledger, before = Ledger("integrity reports"), state()
    for name, (who, statement) in ATTACKS.items():
        actor = field.actor(who)
        attempt(actor, field.filled(statement, actor))
        ledger.note(name, who, table="sharing")
        after = state()
        if after != before:
            ledger.fault(f"{name} as {who}")
            before = after
    ledger.close(60)


def test_no_attack_reads_what_is_not_handed_in_or_none_of_its_business(field: Field) -> None:
    ledger = Ledger("integrity reports reading")
    for name, (who, statement) in READING.items():
        actor = field.actor(who)
        if attempt(actor, field.filled(statement, actor)) != [(0,)]:
            ledger.fault(f"{name} as {who}")
        ledger.note(name, who, table="sharing")
    ledger.close(len(READING))


def test_the_attacks_are_statements_that_work_for_who_may(field: Field) -> None:
    """Guards the attacks: the same statements change something when they are right."""
    before = state()
    firm, officer = field.granted.firm, field.granted.officer
    attempt(firm, field.filled(line("'r1', 'x', 1, '', 'CNY', 5, '{\"tax\": 1}', 4"), firm))
    assert state() != before
    before = state()
    accept = ATTACKS["an officer accepts in the name of another"][1].replace("{firm_user}", "{me}")
    attempt(officer, field.filled(accept, officer))
    assert state() != before
    assert attempt(firm, field.filled(READING["lines of a draft"][1], firm)) == [(2,)]
