"""A patent dispute: the check says what is missing, the package lists its hashes, the competent office says when it came."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

import pypdf
import pytest
from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import Actor, acting_as
from erdem.base.documents import Paragraph, Sheet, sheet_pdf
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, Subject
from erdem.cases.models import Case, CaseClock, CaseTransfer, CustodyEvent, Evidence
from erdem.cases.pages.rights import evidence_choices
from erdem.cases.queries.cases import cases_of, get_case
from erdem.cases.queries.patent_request import points_of, what_is_missing
from erdem.cases.services import NewEvidence, StepGiven, add_evidence, patents, redact_evidence
from erdem.cases.tests.factories import make_case, office_of
from erdem.cases.workflow import process_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db
WHOLE: dict[str, Any] = {
    "track": "infringement",
    "patent_type": "invention",
    "claimant": "示例奶食品合作社",
    "claimant_address": "示例旗示例路1号",
    "claimant_contact": "示例电话",
    "standing": "owner",
    "respondents": "示例甲公司，示例市\n示例乙公司，示例市",
    "demand": "停止侵权",
    "facts": "示例事实",
    "grounds": "落入保护范围",
    "known_on": "2026-06-01",
    "has_identity_proof": True,
    "has_register_copy": True,
    "no_court_suit": True,
    "no_other_route": True,
    "is_signed": True,
}


@pytest.fixture
def region() -> Actor:
    return make_actor(OrganisationKind.OFFICE, "示例盟市场监督管理局", Role.REGION_OFFICER, "152500")


@pytest.fixture
def case(people: People) -> Case:
    return make_case(
        people.officer, CaseKind.PATENT_DISPUTE, subject=Subject.PATENT_INFRINGEMENT, right_number="ZL202010000001.1"
    )


def written(people: People, case: Case, **changes: Any) -> Case:
    with acting_as(people.officer):
        return patents.write_request(actor=people.officer, case=case, request_given={**WHOLE, **changes})


def sent(people: People, case: Case, region: Actor) -> CaseTransfer:
    case = written(people, case)
    with acting_as(people.officer):
        patents.finish_check(actor=people.officer, case=case, note="材料齐备")
        patents.prepare_package(actor=people.officer, case=case, to_office=office_of(region))
        return patents.send_package(actor=people.officer, case=case)


def test_a_whole_request_lacks_nothing(people: People, case: Case) -> None:
    case = written(people, case)
    with acting_as(people.officer):
        assert what_is_missing(case) == []
        assert {point.state for point in points_of(case)} == {"there"}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"claimant": " "}, 1),
        ({"standing": "exclusive"}, 1),
        ({"standing": "exclusive", "has_licence_proof": True}, 0),
        ({"standing": "sole", "has_licence_proof": True}, 1),
        ({"standing": "sole", "has_licence_proof": True, "owner_does_not_act": True}, 0),
        ({"standing": "ordinary", "has_licence_proof": True}, 1),
        ({"standing": "ordinary", "has_licence_proof": True, "is_authorised": True}, 0),
        ({"standing": ""}, 1),
        ({"no_court_suit": False}, 1),
        ({"no_other_route": False}, 1),
        ({"has_register_copy": False}, 1),
        ({"patent_type": "design"}, 0),
        ({"patent_type": "design", "evaluation_asked": True}, 1),
        ({"patent_type": "utility", "evaluation_asked": True, "has_evaluation_report": True}, 0),
        ({"known_on": ""}, 1),
        ({"track": "ownership", "standing": "", "no_court_suit": False}, 0),
    ],
    ids=[f"{number:02d}" for number in range(16)],
)
def test_what_is_missing_follows_from_standing_and_preconditions(
    people: People, case: Case, changes: dict[str, Any], missing: int
) -> None:
    case = written(people, case, **changes)
    with acting_as(people.officer):
        assert len(what_is_missing(case)) == missing


def test_three_years_that_are_over_are_noted_and_not_hidden(people: People, case: Case) -> None:
    case = written(people, case, known_on="2023-01-03")
    with acting_as(people.officer):
        (late,) = [point for point in points_of(case) if point.state == "notice"]
        assert "2026" in late.note
    case = written(people, case, known_on="2023-01-03", is_continuing=True)
    with acting_as(people.officer):
        (going_on,) = [point for point in points_of(case) if point.state == "notice"]
        assert going_on.note != late.note


def test_an_incomplete_request_is_not_transferred(people: People, case: Case) -> None:
    case = written(people, case, has_register_copy=False)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="专利登记簿副本"):
        patents.finish_check(actor=people.officer, case=case, note="材料齐备")


def test_the_package_holds_every_file_with_its_hash(people: People, case: Case, region: Actor) -> None:
    transfer = sent(people, case, region)
    assert transfer.copies == 2
    with acting_as(people.officer):
        content = blobs.read_verified(transfer.package)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert names[0] == "00 移送清单.pdf"
        assert names[-1] == "SHA256SUMS"
        for one in transfer.contents:
            assert hashlib.sha256(archive.read(one["name"])).hexdigest() == one["sha256"]
        words = pypdf.PdfReader(io.BytesIO(archive.read(names[1]))).pages[0].extract_text()
    assert "示例奶食品合作社" in words


def test_only_who_may_receive_a_package_is_offered_to_answer_it(people: People, case: Case, region: Actor) -> None:
    sent(people, case, region)
    answers = {"acknowledge", "send_back"}
    for actor, offered in ((people.officer, set()), (region, answers)):
        with acting_as(actor):
            there = get_case(actor, case.number)
            steps = {step.name for step in process_of(there.kind).available(actor, there)}
        assert steps & answers == offered


def test_the_competent_office_sees_the_case_and_acknowledges_it_itself(
    people: People, case: Case, region: Actor
) -> None:
    neighbour = make_actor(OrganisationKind.OFFICE, "示例另一盟局", Role.COUNTY_OFFICER, "150600")
    transfer = sent(people, case, region)
    assert transfer.received_at is None
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        patents.acknowledge_package(actor=people.officer, case=case)
    with acting_as(neighbour):
        assert not cases_of(neighbour).filter(pk=case.pk).exists()
    with acting_as(region):
        mine = cases_of(region).get(pk=case.pk)
        received = patents.acknowledge_package(actor=region, case=mine, receipt_number="示例收1号")
        assert received.received_at is not None
        with pytest.raises(RuleBroken):
            patents.acknowledge_package(actor=region, case=mine)
        clock = CaseClock.objects.get(case=case, rule__step="file_or_refuse")
        assert clock.started_on == timezone.localtime(received.received_at).date()
        mine = patents.follow_case(actor=region, case=mine, step="note_filed")
        assert mine.status == "filed"


def test_a_case_that_is_sent_back_keeps_both_clocks(people: People, case: Case, region: Actor) -> None:
    sent(people, case, region)
    with acting_as(region):
        patents.acknowledge_package(actor=region, case=case)
        with pytest.raises(RuleBroken):
            patents.send_package_back(actor=region, case=case, reason=" ")
        patents.send_package_back(actor=region, case=case, reason="缺登记簿副本原件")
    with acting_as(people.officer):
        case.refresh_from_db()
        assert case.status == "returned"
        clocks = dict(CaseClock.objects.filter(case=case).order_by("pk").values_list("rule__step", "state"))
        assert clocks["file_or_refuse"] == "stopped"
        assert clocks["transfer_package"] == "running"
        assert CaseClock.objects.filter(case=case, rule__step="transfer_package").count() == 2
        patents.prepare_package(actor=people.officer, case=case, to_office=office_of(region))
        patents.send_package(actor=people.officer, case=case)
    with acting_as(region):
        patents.acknowledge_package(actor=region, case=case)
        assert CaseClock.objects.filter(case=case, rule__step="file_or_refuse").count() == 2


def test_the_competent_office_goes_to_the_decision(people: People, case: Case, region: Actor) -> None:
    sent(people, case, region)
    with acting_as(region):
        patents.acknowledge_package(actor=region, case=case)
        for step, given in (
            ("note_filed", None),
            ("serve_request", None),
            ("note_answer", None),
            ("note_panel", None),
            ("note_hearing", None),
            ("decide", StepGiven(reason="示例裁决", outcome="infringement")),
            ("serve", None),
        ):
            case = patents.follow_case(actor=region, case=case, step=step, given=given)
        assert (case.status, case.outcome) == ("served", "infringement")
        assert CaseClock.objects.get(case=case, rule__step="close").state == "met"
        assert CaseClock.objects.get(case=case, rule__step="sue").state == "running"
    with acting_as(people.applicant), pytest.raises(RuleBroken):
        patents.follow_case(actor=people.applicant, case=case, step="sue", given=StepGiven(reason="x"))


def test_mediation_of_who_owns_a_patent_runs_on_its_own_clocks(people: People, case: Case) -> None:
    case = written(people, case, track="ownership")
    with acting_as(people.officer):
        case = patents.finish_check(actor=people.officer, case=case, note="材料齐备")
        case = patents.follow_case(actor=people.officer, case=case, step="accept_mediation")
        case = patents.follow_case(actor=people.officer, case=case, step="settle")
        states = dict(CaseClock.objects.filter(case=case, rule__process="P4M").values_list("rule__step", "state"))
    assert states == {"ownership_mediation": "met", "restore_procedure": "running", "copy_to_cnipa": "running"}


def test_a_package_for_an_office_without_accounts_is_received_by_its_paper(people: People, case: Case) -> None:
    case = written(people, case)
    with acting_as(people.officer):
        patents.finish_check(actor=people.officer, case=case, note="材料齐备")
        with pytest.raises(RuleBroken):
            patents.prepare_package(actor=people.officer, case=case, to_office=None, to_name=" ")
        patents.prepare_package(actor=people.officer, case=case, to_office=None, to_name="示例外省知识产权局")
        patents.send_package(actor=people.officer, case=case)
        received = patents.acknowledge_package(actor=people.officer, case=case, receipt_number="示例回执2号")
    assert received.received_by_id == people.officer.user_id


def piece(people: People, case: Case, title: str, content: bytes) -> Evidence:
    new = NewEvidence("document", title, "示例请求人", timezone.now(), captured_where="示例旗示例路1号")
    with acting_as(people.officer):
        return add_evidence(actor=people.officer, case=case, new=new, content=content, file_name="示例.pdf")


def test_chosen_evidence_goes_with_its_hashes_and_its_custody(people: People, case: Case, region: Actor) -> None:
    case = written(people, case)
    secret = sheet_pdf(Sheet("示例合同", [Paragraph("示例买方：示例张三"), Paragraph("示例货物")]))
    open_one = sheet_pdf(Sheet("示例照片说明", [Paragraph("示例包装正面")]))
    contract, picture = piece(people, case, "示例合同", secret), piece(people, case, "示例照片说明", open_one)
    with acting_as(people.officer):
        copy = redact_evidence(
            actor=people.officer, evidence=contract, boxes=(), words=("示例张三",), why="遮盖买方姓名"
        )
        lines, ticked = evidence_choices(people.officer, case)
        assert [number for number, _line in lines] == [contract.ordinal, picture.ordinal, copy.ordinal]
        assert ticked == [picture.ordinal, copy.ordinal], "of what was redacted the copy goes"
        patents.finish_check(actor=people.officer, case=case, note="材料齐备")
        with pytest.raises(RuleBroken, match="99"):
            patents.prepare_package(actor=people.officer, case=case, to_office=office_of(region), evidence=[99])
        made = patents.prepare_package(actor=people.officer, case=case, to_office=office_of(region), evidence=ticked)
        archive = zipfile.ZipFile(io.BytesIO(blobs.read_verified(made.package)))
        names = archive.namelist()
        assert [name for name in names if "证据" in name] == [
            "04 证据目录和保管记录.pdf",
            f"05 证据{picture.ordinal} 示例照片说明.pdf",
            f"06 证据{copy.ordinal} {copy.title}.pdf",
        ]
        assert copy.blob is not None
        assert archive.read(names[-2]) == blobs.read_verified(copy.blob)
        assert not any(archive.read(name) == secret for name in names)
        listed = "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(archive.read("04 证据目录和保管记录.pdf"))).pages
        )
        joined = "".join(listed.split())
        for digest in (picture.sha256, picture.sm3, copy.sha256):
            assert digest in joined
        assert "遮盖买方姓名" not in joined, "why an original was redacted stays with the original"
        assert str(office_of(region)) in joined
        noted = CustodyEvent.objects.filter(evidence=picture, act="copied").get()
        assert str(office_of(region)) in noted.why
        assert not CustodyEvent.objects.filter(evidence=contract, act="copied").exists()
