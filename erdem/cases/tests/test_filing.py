"""What people hand in: checked, sent to its office, seen by those who may, with a receipt that opens it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import services
from erdem.cases.intake.checking import faults_of
from erdem.cases.intake.forms import DEFINITIONS, F10, F12
from erdem.cases.models import Filing, FilingFile, FilingReceipt, ReceiptGuess
from erdem.cases.queries import filings as reads
from erdem.cases.queries.routing import office_for, rule_for
from erdem.cases.services.receipts import FREE_OF_RECEIPT, FREE_OF_SOURCE
from erdem.cases.tests.filing import COMPLAINT, NAMED_REPORT, REPORT, hand_in, with_receipt

pytestmark = pytest.mark.django_db
PDF = services.HandedFile("示例.pdf", b"%PDF-1.7 example")


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IDENTITY_KEYS", tmp_path / "keys")


def test_an_anonymous_report_goes_to_the_office_of_its_place(people: People) -> None:
    made = hand_in()
    (office,) = people.officer.organisation_ids
    assert made.filing.office_id == office
    assert made.filing.number.startswith("SJ152530-")
    assert made.filing.kinds == ["report"]
    assert not made.filing.is_named
    with acting_as(people.officer):
        assert [each.pk for each in reads.waiting_filings(people.officer)] == [made.filing.pk]


def test_a_filing_says_nowhere_who_handed_it_in(people: People) -> None:
    made = hand_in(answers=NAMED_REPORT)
    assert made.filing.is_named
    assert set(made.filing.answers) == {"facts", "respondent_name"}
    with acting_as(people.officer):
        assert Filing.objects.get().submitted_by_id is None


def test_who_filed_by_receipt_sees_it_and_nobody_else_does(people: People) -> None:
    made = hand_in()
    for actor in (PUBLIC, people.holder, people.applicant, people.stranger):
        with acting_as(actor):
            assert reads.get_filing(actor, made.filing.number) is None
            assert not Filing.objects.exists()
    reader = with_receipt(made.filing)
    with acting_as(reader):
        assert reads.get_own_filing(reader, made.filing.number) == made.filing


def test_a_form_sent_twice_is_one_filing_with_one_receipt(people: People) -> None:
    first, second = (hand_in(token="示例同一表单") for _ in range(2))
    assert (first.filing, first.code, first.phrase) == (second.filing, second.code, second.phrase)
    with acting_as(SYSTEM):
        assert Filing.objects.count() == FilingReceipt.objects.count() == 1


def test_a_complaint_that_reports_an_offence_too_asks_for_two_cases(people: People) -> None:
    made = hand_in(form="F10", subject="consumer", answers={**COMPLAINT, "also_report": True, "clues": "示例线索"})
    assert made.filing.kinds == ["complaint", "report"]


@pytest.mark.parametrize("form", sorted(DEFINITIONS))
def test_an_empty_form_is_refused_with_a_sentence_for_each_thing_missing(people: People, form: str) -> None:
    with pytest.raises(services.AnswersWrong) as refused:
        hand_in(form=form, answers={})
    needed = {q.key for q in DEFINITIONS[form].all_questions() if q.needed and q.only_if is None}
    assert set(refused.value.faults) == needed
    with acting_as(SYSTEM):
        assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"unheard": "x"}, "unheard"),
        ({"facts": "长" * 4001}, "facts"),
        ({"respondent_name": "长" * 201}, "respondent_name"),
        ({"happened_on": "昨天"}, "happened_on"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"agent": "perhaps"}, "agent"),
        ({"agent": "yes"}, "agent_name"),
        ({"clues": "示例线索"}, "clues"),
        ({"also_report": "yes"}, "also_report"),
        ({"facts": ["x"]}, "facts"),
    ],
    ids=["unknown", "long", "long line", "no day", "future", "no choice", "agent", "unasked", "no yes", "no words"],
)
def test_answers_that_do_not_fit_are_named(changed: dict[str, Any], wrong: str) -> None:
    assert wrong in faults_of(F10, {**COMPLAINT, **changed}, dt.date(2026, 11, 27))


def test_a_request_about_a_patent_needs_its_preconditions() -> None:
    faults = faults_of(F12, {}, dt.date(2026, 11, 27))
    assert {"right_number", "standing", "no_suit", "no_other_route", "grounds", "respondent_contact"} <= set(faults)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (services.HandedFile("大.pdf", b"%PDF" + b"0" * (20 * 1024 * 1024)), "20 MB"),
        (services.HandedFile("空.pdf", b""), "空.pdf"),
        (services.HandedFile("程序.pdf", b"MZ\x90"), "程序.pdf"),
    ],
    ids=["large", "empty", "program"],
)
def test_a_file_that_is_not_taken_is_refused_and_nothing_is_kept(people: People, file: Any, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        hand_in(files=(PDF, file))
    with acting_as(SYSTEM):
        assert not Filing.objects.exists()


def test_files_are_kept_and_named_by_who_handed_in(people: People) -> None:
    made = hand_in(files=(PDF,))
    with acting_as(with_receipt(made.filing)):
        assert [(each.file_name, each.side) for each in FilingFile.objects.all()] == [("示例.pdf", "filer")]
        held = reads.get_file(made.filing, FilingFile.objects.get().pk)
    assert held is not None
    assert held[1].media_type == "application/pdf"


def test_only_officers_write_down_what_came_otherwise_and_only_for_their_office(people: People) -> None:
    made = hand_in(people.officer, channel="phone")
    assert made.filing.recorded_by_id == people.officer.user_id
    for actor in (PUBLIC, people.holder):
        with pytest.raises(PermissionRefused):
            hand_in(actor, channel="phone")


def test_an_account_sees_what_it_handed_in(people: People) -> None:
    made = hand_in(people.holder)
    with acting_as(people.holder):
        assert list(reads.own_filings(people.holder)) == [made.filing]


# --- the receipt --------------------------------------------------------------------------------------------------------


def test_the_receipt_opens_its_filing_however_it_is_typed(people: People) -> None:
    made = hand_in()
    with acting_as(PUBLIC):
        typed = f" {made.code.lower().replace('-', ' ')} "
        assert services.open_receipt(code=typed, phrase=made.phrase.upper(), source="x") == made.filing


def test_an_unknown_code_and_a_wrong_passphrase_get_the_same_answer(people: People) -> None:
    made = hand_in()
    answers = []
    for code, phrase in ((made.code, "wrong"), ("0000-0000-0000-0000", made.phrase), ("", ""), ("示例", "示例")):
        with acting_as(PUBLIC), pytest.raises(services.ReceiptWrong) as refused:
            services.open_receipt(code=code, phrase=phrase, source="x")
        answers.append(str(refused.value))
    assert len(set(answers)) == 1


def test_ten_thousand_guesses_are_refused_after_a_handful_and_the_right_one_too(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each guess comes from another address; the receipt itself is locked, longer each time."""
    made, tried = hand_in(), []
    monkeypatch.setattr(services.receipts, "_matching", lambda code, phrase: tried.append(phrase))
    now = timezone.now()
    with acting_as(PUBLIC):
        for number in range(10_000):
            with pytest.raises(RuleBroken):
                services.open_receipt(
                    code=made.code,
                    phrase=f"guess {number}",
                    source=f"10.0.{number // 250}.{number % 250}",
                    now=now + dt.timedelta(seconds=number),
                )
        monkeypatch.undo()
        with pytest.raises(services.ReceiptLocked):
            services.open_receipt(code=made.code, phrase=made.phrase, source="y", now=now + dt.timedelta(hours=3))
        much_later = now + dt.timedelta(days=3)
        assert services.open_receipt(code=made.code, phrase=made.phrase, source="y", now=much_later) == made.filing
    assert FREE_OF_RECEIPT <= len(tried) <= FREE_OF_RECEIPT + 5


def test_one_address_that_tries_many_codes_is_locked_out_for_a_while(people: People) -> None:
    made, now = hand_in(), timezone.now()
    with acting_as(PUBLIC):
        for number in range(FREE_OF_SOURCE):
            with pytest.raises(services.ReceiptWrong):
                services.open_receipt(code=f"{number:016d}", phrase="x", source="10.0.0.1", now=now)
        with pytest.raises(services.ReceiptLocked):
            services.open_receipt(code=made.code, phrase=made.phrase, source="10.0.0.1", now=now)
        assert services.open_receipt(code=made.code, phrase=made.phrase, source="10.0.0.2", now=now) == made.filing
    with acting_as(SYSTEM):
        assert not [row for row in ReceiptGuess.objects.all() if "10.0.0" in row.key]


def test_neither_code_nor_passphrase_is_kept(people: People) -> None:
    made = hand_in()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM cases_filingreceipt AS t")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, ' ') FROM cases_filing AS t")
        kept += cursor.fetchone()[0]
    for word in (made.code, made.code.replace("-", ""), made.phrase, made.phrase.replace("-", "")):
        assert word not in kept


# --- the router ---------------------------------------------------------------------------------------------------------


def test_the_router_sends_each_subject_to_its_body(people: People) -> None:
    with acting_as(PUBLIC):
        found = {
            subject: (rule.body, rule.form)
            for subject in ("consumer", "trademark", "patent_infringement", "folk_copyright", "medicine", "crime")
            if (rule := rule_for(subject, "152530")) is not None
        }
        assert rule_for("consumer", "152530", dt.date(1999, 1, 1)) is None
    assert found == {
        "consumer": ("market", "F10"),
        "trademark": ("market", "F11"),
        "patent_infringement": ("league_patents", "F12"),
        "folk_copyright": ("culture", ""),
        "medicine": ("health", ""),
        "crime": ("police", ""),
    }


def test_a_place_without_an_office_is_told_whom_to_call(people: People) -> None:
    with acting_as(PUBLIC):
        assert office_for("330106") is None
    with pytest.raises(RuleBroken, match="12345"):
        hand_in(place_code="330106", answers=REPORT)
