"""The same questions in plain SQL as the application role: every table, every reader, every word."""

from __future__ import annotations

import pytest
from django.db import connection

from erdem.base.actor import acting_as
from tests.leak import sql
from tests.leak.cards import Card
from tests.leak.ledger import WHOLE, Ledger
from tests.leak.readers import READERS
from tests.leak.scene import Scene

ASKING = READERS if WHOLE else ("public", "stranger", "applicant", "kin", "officer")
"""Who asks: everybody, or some for the sample."""
# Functions that run with the rights of the owner, and why that is safe. A new one is read before it is listed.
OWNERS_FUNCTIONS = {
    "knowledge_count_votes": "trigger: counts the votes of the review it was given; tells whether all are in",
    "knowledge_recount_round": "trigger: has a review counted anew when a vote comes in; returns nothing",
    "knowledge_fill_notice": "trigger: copies into a notice what its record lets the public know",
    "knowledge_refill_notices": "trigger: has the notices of a changed record filled anew; returns nothing",
    "erdem_refuse_illegal_step": "trigger: reads the table of steps, returns the row it was given",
    "knowledge_build_wall": "trigger: computes the levels of the row it was given from holdings and labels; returns nothing else",
    "knowledge_show_faces": "trigger: writes faces of the row it was given",
    "knowledge_reach_record": "trigger: has the levels of one record computed anew",
    "knowledge_has_authority": "says yes or no: whether a community acts by a resolution in force; nothing of the paper",
    "knowledge_is_named": "says yes or no: whether any record names a community, so that it is not closed; no number, no record",
    "knowledge_has_steward": "says yes or no: whether a community has somebody to answer for it",
    "knowledge_list_publicly": "trigger: writes what the public may know of the row it was given into the list for harvesters",
    "knowledge_guard_grant": "trigger: refuses a permit that holders or labels forbid; says only that",
    "knowledge_settle_grants": "trigger: says anew which permits of the same record wait for other communities",
    "cases_show_due": "trigger: writes the nearest last day into the cases of the clocks it was given; returns nothing",
    "cases_clock_moves_with_event": "trigger: refuses a clock that moved without an event; says only that",
    "cases_guard_unlock": "trigger: refuses to open an identity alone, in another's name or from another office; says only that",
    "cases_open_identity": "hands out a sealed identity, still encrypted, for which two officers of the office have signed",
    "cases_wrapped_keys": "hands machines the wrapped keys of identities without what they open, to change the key outside",
    "cases_rewrap_identity": "writes a wrapped key anew for machines; says whether it did",
    "cases_tally": "tells officers how many cases and clocks their offices' places have; counts, no number or word of a case",
    "cases_published": "tells officers and auditors of every county what is large enough to tell, of quarters that are over",
    "cases_progress": "tells who filed in which state and on which day its cases are; nothing else of them",
    "cases_guard_handlers": "trigger: refuses a handler of another office; says only that",
    "cases_next_sequence": "says the next number of a series of an office: a count, no document",
    "cases_are_officers": "says yes or no: whether people are officers of an office today",
    "cases_note_parts": "trigger: writes which offices take part into the campaign of the row; returns nothing",
    "cases_count_grounds": "trigger: adds the points of a target up into its row; returns nothing",
    "cases_guard_visitors": "trigger: refuses inspectors of another office or an inspection of another case; says only that",
    "cases_guard_publication_of_typical": "trigger: refuses a typical case that is unchecked or names somebody; says not whom",
    "cases_note_members": "trigger: writes who takes part into the case of the row; returns nothing",
    "sharing_guard_signed": "trigger: refuses signed terms without the signature of every party; says only that",
    "sharing_guard_leaving": "trigger: refuses to go back from terms that all have signed; says only that",
    "sharing_terms_stand": "says whether terms are still the settled ones, to whoever signs them; yes or no",
    "sharing_guard_asking": "trigger: refuses to put a request before approvals and labels; says only that",
    "sharing_guard_answer": "trigger: refuses an answer by others, too late or to another question; says only that",
    "sharing_has_steward": "says whether somebody answers for a community with an account, no name",
    "sharing_guard_spoken": "trigger: refuses what is taken down for who has an account, or by one alone; says only that",
    "sharing_guard_terms": "trigger: refuses terms without a consent; says only that",
    "sharing_note_asked": "trigger: writes the community of a question into its request; returns nothing",
    "sharing_guard_decision": "trigger: refuses a decision about what the community does not hold; says only that",
    "sharing_guard_publication": "trigger: refuses a choice by somebody else than the party; says only that",
    "sharing_may_publish": "says whether every party lets the register show a part of a permit",
    "sharing_guard_issue": "trigger: refuses a permit without signed terms; says only that",
    "sharing_guard_permit": "trigger: refuses to rewrite a permit; says only that",
    "sharing_finish_permit": "trigger: refuses a permit whose act is not in the log; returns nothing",
    "sharing_guard_permitted": "trigger: refuses to decide a request without a permit; says only that",
    "sharing_guard_permit_record": "trigger: refuses a record without consents, or against a label; says only that",
    "sharing_guard_withdrawal": "trigger: refuses a withdrawal by others; says only that",
    "sharing_publish_permit": "trigger: copies what the parties let the register show; returns nothing",
    "sharing_open_agreement": "trigger: writes who agreed in the request as parties; returns the row it was given",
    "sharing_guard_settling": "trigger: refuses terms to which not every party has agreed; says only that",
    "sharing_guard_version": "trigger: refuses a version out of turn, of a stranger or with another's digest; says only that",
    "sharing_guard_assent": "trigger: refuses assent to an older version or of a stranger; says only that",
    "sharing_reopen_approvals": "trigger: has approvals recorded anew when the facts of their request change; returns nothing",
    "sharing_guard_verdict": "trigger: refuses a note about labels that say something else; says only that",
    "sharing_guard_question": "trigger: refuses a question to a community that holds nothing of it; says only that",
    "sharing_guard_quorum": "trigger: refuses a quorum of a community that does not hold the record; says only that",
    "sharing_tie_report": "trigger: writes the agreement of a report into it, refuses days outside its permit; returns the row",
    "sharing_guard_report_content": "trigger: refuses to hand in or replace a report that is not whole; says only that",
    "sharing_guard_report_line": "trigger: refuses a line after handing in, or against the terms; says only that",
    "sharing_guard_report_file": "trigger: refuses evidence that comes too late; says only that",
    "sharing_guard_report_sum": "trigger: refuses a calculation that owes something else than its entry; says only that",
    "sharing_tie_to_permit": "trigger: writes the agreement of a permit into the row it was given",
    "sharing_guard_obligation_entry": "trigger: refuses an obligation whose entry owes something else; says only that",
    "sharing_tie_delivery": "trigger: writes the agreement into a delivery, refuses what is not owed; returns the row",
    "sharing_guard_delivery_entry": "trigger: refuses a delivery whose entry delivers something else; says only that",
    "sharing_tie_audit": "trigger: writes the agreement into an audit, refuses what was not drawn; returns the row",
    "ledger_open_entry": "trigger: gives the entry its number and moment, refuses closed days; returns the row it was given",
    "ledger_open_posting": "trigger: refuses a posting apart from its entry or its book; returns the row it was given",
    "ledger_check_of_entry": "trigger: refuses an entry that does not balance; says only that",
    "ledger_check_of_posting": "trigger: refuses an entry that does not balance; says only that",
    "ledger_guard_account": "trigger: refuses an account of a payee of another book; returns the row it was given",
    "ledger_guard_payee": "trigger: refuses another party behind a payee; returns the row it was given",
    "ledger_open_calculation": "trigger: refuses a calculation apart from its entry; returns the row it was given",
    "ledger_guard_posting": "trigger: refuses what is owed to a closed payee and a conversion without a rate; returns the row",
    "ledger_check_escrow": "trigger: refuses that escrow gives out more than it holds; says only that",
    "ledger_nature": "says in one word what an entry did, to its parties and the office: bank, fee, other; nothing to others",
    "ledger_own_payees": "names to whoever asks the payees that this person is, belongs to or acts for; their keys alone",
    "ledger_follow_marks": "trigger: adds a posting to the balances kept of later days; returns nothing",
    "ledger_mark_balances": "keeps balances of a book for the nightly job, refused to everybody else; says how many",
    "ledger_guard_period": "trigger: refuses a posting whose period was closed meanwhile; returns the row it was given",
    "ledger_guard_reversal": "trigger: refuses a reversal before its entry; returns the row it was given",
    "ledger_close_payee": "trigger: refuses to close a payee to whom something is owed; returns the row it was given",
    "ledger_guard_guardianship": "trigger: refuses a guardian of another book and another change than the end; returns the row",
    "ledger_guard_heir": "trigger: refuses an heir of another book or a closed one; returns the row it was given",
    "ledger_check_heirs": "trigger: refuses shares that are not the whole; says only that",
    "ledger_close_period": "trigger: refuses to close out of order; returns the row it was given",
    "ledger_keep_balances": "trigger: writes the balances at the end of the period that was closed; returns nothing",
    "ledger_guard_bank_account": "trigger: refuses a bank account of another book or currency; returns the row it was given",
    "ledger_guard_order": "trigger: refuses signatures in another name and late changes; returns the row it was given",
    "ledger_guard_line": "trigger: refuses lines of fixed orders and payments without their entry; returns the row it was given",
    "ledger_check_owed": "trigger: refuses orders beyond what is owed; says only that",
    "ledger_check_document": "trigger: refuses an entry of a payment without its payment; says only that",
    "ledger_guard_bank_line": "trigger: refuses a bank line of another account than its file's; returns the row it was given",
    "ledger_guard_match": "trigger: refuses a match that does not fit; returns the row it was given",
}


def hidden_rows(scene: Scene, reader: str) -> dict[str, list[object]]:
    """Return for each planted table the keys of rows whose words the reader may not meet."""
    forbidden = scene.forbidden(reader)
    cards_of: dict[str, set[str]] = {}
    for canary in forbidden.values():
        cards_of.setdefault(canary.where.partition(".")[0], set()).add(canary.card)
    found: dict[str, list[object]] = {}
    for model, rows in scene.planter.rows.items():
        cards = cards_of.get(model._meta.db_table, set())
        found[model._meta.db_table] = [
            row.pk for key, row in rows.items() if key in cards and _is_hidden(scene, reader, key)
        ]
    return found


def _is_hidden(scene: Scene, reader: str, key: str) -> bool:
    return scene.level(reader, key) < 4


@pytest.mark.parametrize("reader", ASKING)
def test_no_restricted_word_comes_out_of_any_table(scene: Scene, reader: str) -> None:
    ledger, texts, everything = Ledger(f"leak SQL, {reader}"), sql.columns(), sql.tables()
    actor, forbidden = scene.cast.actors[reader], scene.forbidden(reader)
    for table in everything:
        for name, statement in sql.questions(table, texts.get(table, [])):
            said = sql.answer(actor, statement)
            ledger.search(said, forbidden, channel=f"SQL: {name}", reader=reader, table=table)
    ledger.close(len(everything) * 3)


@pytest.mark.parametrize("reader", ASKING)
def test_no_restricted_row_is_told_by_what_fails(scene: Scene, reader: str) -> None:
    ledger, texts = Ledger(f"leak SQL probes, {reader}"), sql.columns()
    actor, forbidden, hidden = scene.cast.actors[reader], scene.forbidden(reader), hidden_rows(scene, reader)
    sql.make_teller()
    for model in scene.planter.rows:
        table = model._meta.db_table
        if not texts.get(table) or not hidden[table]:
            continue
        for name, statement, values in sql.probes(table, texts[table], sql.key_of(model), hidden[table]):
            said = sql.answer(actor, statement, values)
            ledger.search(said, forbidden, channel=f"SQL: {name}", reader=reader, table=table)
            if values and said:
                ledger.fault(f"{name} of {table} as {reader}: hidden rows answer: {said[:200]}")
    ledger.close(20)


def test_what_runs_with_the_owners_rights_was_read_and_finds_no_other_table_on_its_way() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, coalesce(array_to_string(proconfig, ' '), '') FROM pg_proc"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = dict(cursor.fetchall())
    assert set(found) == set(OWNERS_FUNCTIONS)
    # Temporary tables last: one that a caller makes would else be found before the table of the same name.
    assert [name for name, settings in found.items() if "search_path=public, pg_temp" not in settings] == []


def test_the_statistics_of_locked_tables_are_closed(scene: Scene) -> None:
    """What the planner knows of values (most common ones, bounds of histograms) would be a way around the lock."""
    with acting_as(scene.cast.actors["officer"]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT s.tablename FROM pg_stats AS s JOIN pg_class AS c ON c.relname = s.tablename"
            " WHERE c.relrowsecurity AND s.schemaname = 'public'"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT has_table_privilege('pg_statistic', 'SELECT'), has_table_privilege('pg_authid', 'SELECT')"
        )
        assert cursor.fetchone() == (False, False)


def test_a_plan_tells_nothing_of_a_hidden_row(scene: Scene) -> None:
    actor = scene.cast.actors["stranger"]
    key = next(key for key in scene.hidden("stranger"))
    there, nowhere = scene.records[key], "zqx999999kanari"
    for statement, present, absent in (
        ("EXPLAIN SELECT 1 FROM knowledge_record WHERE number = %s", there.number, "TK-152530-9999"),
        ("EXPLAIN SELECT 1 FROM knowledge_record WHERE name = %s", there.name, nowhere),
        ("EXPLAIN SELECT 1 FROM knowledge_record WHERE id = %s", there.pk, 10**9),
    ):
        plans = [sql.answer(actor, statement, (value,)).replace(str(value), "#") for value in (present, absent)]
        assert plans[0] == plans[1]


@pytest.mark.parametrize("table", ["knowledge_record", "knowledge_ingredient"])
def test_a_hidden_number_cannot_be_probed_by_writing_next_to_it(scene: Scene, table: str) -> None:
    """A row that hangs on a hidden record is refused as one that hangs on none."""
    actor = scene.cast.actors["stranger"]
    key = next(key for key in scene.hidden("stranger"))
    statement = (
        "INSERT INTO knowledge_ingredient (record_id, ordinal, name, folded, part, processing, dose, quantity_kind, unit,"
        " dimension, inherited, in_method) VALUES (%s, 0, 'x', 'x', '', '', '', '', '', '', false, false)"
    )
    if table == "knowledge_record":
        statement = "UPDATE knowledge_record SET note = 'x' WHERE id = %s RETURNING id"
    there, nowhere = (sql.answer(actor, statement, (pk,)) for pk in (scene.records[key].pk, 10**9))
    assert there == nowhere


def test_allowed_readers_do_meet_their_words_in_sql(scene: Scene) -> None:
    """Guards the search: what a reader may meet is there to be met."""
    said = sql.answer(scene.cast.actors["holder"], "SELECT t::text FROM knowledge_record AS t")
    allowed = [c for c in scene.canaries.values() if c.where == "knowledge_record.text" and scene.may_meet("holder", c)]
    assert allowed
    assert [canary.card for canary in allowed if canary.word not in said] == []
    assert isinstance(scene.cards[allowed[0].card], Card)
