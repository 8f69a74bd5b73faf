"""What the office makes of a filing: linked cases, part of another case, the competent body; and what who filed sees of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import services
from erdem.cases.models import Case, CaseClock, CaseLink, CaseMessage, CaseParty, Filing, Party
from erdem.cases.pages.public import filing_page, next_day
from erdem.cases.queries import filings as reads
from erdem.cases.queries.duplicates import likely_duplicates
from erdem.cases.tests.filing import COMPLAINT, REPORT, hand_in, with_receipt
from erdem.cases.workflow import PROCESSES
from erdem.people.models import User
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db
MIXED = {**COMPLAINT, "also_report": True, "clues": "示例线索：冒用地理标志。"}


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IDENTITY_KEYS", tmp_path / "keys")


def mixed() -> Filing:
    return hand_in(form="F10", subject="consumer", answers=MIXED).filing


def test_a_mixed_filing_becomes_two_linked_cases_each_on_its_own_clock(people: People) -> None:
    filing, officer = mixed(), people.officer
    with acting_as(officer):
        cases = services.open_filing(actor=officer, filing=filing, kinds=filing.kinds)
        assert [case.kind for case in cases] == ["complaint", "report"]
        assert {case.filing_id for case in cases} == {filing.pk}
        assert CaseLink.objects.get().kind == "split"
        assert {clock.rule.step for clock in CaseClock.objects.filter(case__in=cases).select_related("rule")} == {
            "accept_or_refuse",
            "case_filing_decision",
        }
        assert cases[1].facts == MIXED["clues"]
        assert [party.party.name for party in CaseParty.objects.filter(role="respondent")] == ["示例商行", "示例商行"]
        assert Party.objects.count() == 1


def test_the_days_of_a_case_count_from_the_day_on_which_it_was_received(people: People) -> None:
    officer, day = people.officer, timezone.localdate() - dt.timedelta(days=3)
    filing = hand_in(officer, channel="letter", received_on=day).filing
    with acting_as(officer):
        (case,) = services.open_filing(actor=officer, filing=filing, kinds=filing.kinds)
    assert case.received_on == day
    assert case.channel == "letter"
    with pytest.raises(RuleBroken):
        hand_in(officer, channel="letter", received_on=timezone.localdate() + dt.timedelta(days=1))


def test_who_filed_reads_public_states_and_days_and_no_row_of_a_case(people: People) -> None:
    filing, officer = mixed(), people.officer
    with acting_as(officer):
        services.open_filing(actor=officer, filing=filing, kinds=filing.kinds)
    reader = with_receipt(filing)
    with acting_as(reader):
        progress = reads.progress_of(filing)
        assert [(each.kind, each.status) for each in progress] == [("complaint", "received"), ("report", "received")]
        assert all(each.due_on for each in progress)
        assert not Case.objects.exists()
        assert not CaseParty.objects.exists()
    for actor in (PUBLIC, people.stranger, officer):
        with acting_as(actor):
            assert reads.progress_of(filing) == []


def test_a_filing_is_opened_once(people: People) -> None:
    filing, officer = mixed(), people.officer
    with acting_as(officer):
        services.open_filing(actor=officer, filing=filing, kinds=["complaint"])
        with pytest.raises(RuleBroken):
            services.open_filing(actor=officer, filing=filing, kinds=["complaint"])
        assert Case.objects.count() == 1


def test_only_the_office_that_received_it_makes_something_of_it(people: People) -> None:
    filing = mixed()
    other = make_actor("office", "示例别处市场监督管理局", "county_officer", "150621")
    for actor in (other, people.holder):
        with acting_as(actor), pytest.raises((PermissionRefused, RuleBroken)):
            services.open_filing(actor=actor, filing=filing, kinds=["complaint"])


def test_filings_about_the_same_matter_are_suggested_with_the_reason(people: People) -> None:
    first, officer = hand_in().filing, people.officer
    again = hand_in(answers={**REPORT, "respondent_name": "示例 商行", "facts": "另一件完全不同的事情"}).filing
    alike = hand_in(answers={**REPORT, "respondent_name": "示例别家", "facts": REPORT["facts"] + "！"}).filing
    hand_in(answers={**REPORT, "respondent_name": "示例无关", "facts": "毫不相干之描述"})
    with acting_as(officer):
        found = {each.filing: each.reasons for each in likely_duplicates(officer, first)}
    assert found == {again: ("respondent_key",), alike: ("facts",)}


def test_a_duplicate_is_added_to_its_case_and_its_filer_follows_that_case(people: People) -> None:
    first, second, officer = hand_in().filing, hand_in().filing, people.officer
    with acting_as(officer):
        (case,) = services.open_filing(actor=officer, filing=first, kinds=["report"])
        services.join_filing(actor=officer, filing=second, case=case)
    with acting_as(with_receipt(second)):
        assert [each.kind for each in reads.progress_of(second)] == ["report"]


def test_what_belongs_elsewhere_is_said_to_who_filed_with_the_reason(people: People) -> None:
    filing, officer = hand_in(subject="medicine").filing, people.officer
    with acting_as(officer):
        with pytest.raises(RuleBroken):
            services.pass_on_filing(actor=officer, filing=filing, body="health", reason=" ")
        services.pass_on_filing(actor=officer, filing=filing, body="health", reason="示例理由")
    with acting_as(with_receipt(filing)):
        assert "示例理由" in CaseMessage.objects.get().body
    with acting_as(officer):
        filing.refresh_from_db()
        assert services.take_back_filing(actor=officer, filing=filing).status == "new"


def test_messages_go_both_ways_and_are_marked_as_read(people: People) -> None:
    filing, officer = hand_in().filing, people.officer
    reader = with_receipt(filing)
    with acting_as(reader):
        services.send_message(actor=reader, filing=filing, body="示例提问")
    with acting_as(officer):
        assert reads.unread_of(filing, "office") == 1
        assert services.mark_read(actor=officer, filing=filing) == 1
        services.send_message(actor=officer, filing=filing, body="示例答复")
        assert services.mark_read(actor=officer, filing=filing) == 0
    with acting_as(reader):
        assert [(each.side, bool(each.read_at)) for each in reads.messages_of(filing)] == [
            ("filer", True),
            ("office", False),
        ]
    for actor in (PUBLIC, people.stranger):
        with acting_as(actor):
            assert not CaseMessage.objects.exists()
            with pytest.raises(PermissionRefused):
                services.send_message(actor=actor, filing=filing, body="示例")


def test_a_complainant_who_withdraws_ends_a_new_filing_and_tells_the_office_of_an_open_case(people: People) -> None:
    officer, new, opened = people.officer, hand_in().filing, mixed()
    with acting_as(officer):
        services.open_filing(actor=officer, filing=opened, kinds=["complaint"])
    for filing in (new, opened):
        reader = with_receipt(filing)
        with acting_as(reader):
            services.withdraw_filing(actor=reader, filing=filing, reason="示例：已协商解决。")
            with pytest.raises(RuleBroken):
                services.withdraw_filing(actor=reader, filing=filing)
    with acting_as(SYSTEM):
        assert {each.pk: each.status for each in Filing.objects.all()} == {new.pk: "withdrawn", opened.pk: "opened"}
        assert Case.objects.get().closed_at is None
        assert CaseMessage.objects.filter(body__contains="已协商解决").count() == 2


def test_a_note_for_who_takes_part_reaches_who_filed_and_an_internal_one_does_not(people: People) -> None:
    filing, officer = mixed(), people.officer
    with acting_as(officer):
        (case,) = services.open_filing(actor=officer, filing=filing, kinds=["complaint"])
        services.write_note(actor=officer, case=case, audience="internal", body="示例内部")
        services.write_note(actor=officer, case=case, audience="party", body="示例：请保留包装。")
    with acting_as(with_receipt(filing)):
        assert [message.body for message in reads.messages_of(filing)] == ["示例：请保留包装。"]


def test_who_filed_reads_in_words_how_it_stands_and_what_the_next_day_is(people: People) -> None:
    filing, officer = mixed(), people.officer
    with acting_as(officer):
        services.open_filing(actor=officer, filing=filing, kinds=["complaint"])
    mine = with_receipt(filing)
    with acting_as(mine), override("zh-hans"):
        (row,) = filing_page(mine, filing).progress
        (progress,) = reads.progress_of(filing)
    assert progress.due_on is not None
    assert row["label"] == "已收到，机关正在审查是否受理"
    assert f"{progress.due_on:%Y-%m-%d}" in row["next"]
    with override("zh-hans"):
        late = next_day(progress, progress.due_on + dt.timedelta(days=3))
    assert "已过3天" in late


def test_every_state_that_who_filed_can_see_has_words_and_no_slug() -> None:
    with override("zh-hans"):
        for process in PROCESSES.values():
            for status in process.workflow.labels():
                words = str(process.public_label(status))
                assert words != status
                assert not words.isascii()


def test_an_officer_adds_files_that_who_filed_sees(people: People) -> None:
    filing, officer = mixed(), people.officer
    client = Client()
    with acting_as(SYSTEM):
        client.force_login(User.objects.get(pk=officer.user_id or 0))
    address = f"/cases/filings/{filing.number}/add/"
    brought = SimpleUploadedFile("示例补正.pdf", b"%PDF-1.7")
    assert client.post(address, {"attached": brought}).status_code == 302
    assert client.post(address, {"attached": SimpleUploadedFile("示例.exe", b"MZ")}).status_code == 422
    with acting_as(with_receipt(filing)):
        (file,) = reads.files_of(filing)
    assert (file.file_name, file.side) == ("示例补正.pdf", "office")
