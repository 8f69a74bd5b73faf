"""Notes for three audiences, evidence with its custody, redaction, stand-ins, handing over, inspections."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.documents import Paragraph, Sheet, sheet_pdf
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import filekinds, redaction
from erdem.cases.forms.work import RedactionForm
from erdem.cases.models import Case, CaseNote, Cover, CustodyEvent, Evidence, Inspection
from erdem.cases.policies import can_handle, can_oversee, visible_notes
from erdem.cases.queries.queues import Narrowing, cases_in
from erdem.cases.redaction import Box
from erdem.cases.services import (
    NewCover,
    NewEvidence,
    add_evidence,
    add_member,
    assign_case,
    assign_many,
    check_evidence,
    end_cover,
    hand_out_evidence,
    hand_over,
    note_custody,
    record_inspection,
    redact_evidence,
    review_note,
    set_cover,
    take_case_step,
    write_note,
)
from erdem.cases.tests.factories import make_case, office_of, site
from erdem.cases.tests.test_case_pages import address, client_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.queries import actor_of
from erdem.people.services import add_member as join
from erdem.people.tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: People) -> Case:
    return make_case(people.officer)


@pytest.fixture
def second(people: People) -> Actor:
    return colleague(people.officer)


def colleague(officer: Actor) -> Actor:
    """Return another officer of the same office."""
    with acting_as(SYSTEM):
        user = make_user("示例同事")
        join(actor=SYSTEM, organisation=office_of(officer), user=user, role=Role.COUNTY_OFFICER)
        return actor_of(user)


def lawyer_in(officer: Actor, case: Case) -> Actor:
    lawyer = make_actor(OrganisationKind.INSTITUTION, "示例律师事务所", Role.EXPERT)
    with acting_as(officer):
        add_member(actor=officer, case=case, user_id=lawyer.user_id or 0, role="lawyer")
    return lawyer


def read_by(actor: Actor) -> set[str]:
    """Return the notes that somebody reads, by both locks."""
    with acting_as(actor):
        by_database = set(CaseNote.objects.values_list("body", flat=True))
        assert set(CaseNote.objects.filter(visible_notes(actor)).values_list("body", flat=True)) == by_database
    return by_database


def picture(colour: str = "white") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (200, 100), colour).save(written, "JPEG", exif=Image.Exif().tobytes())
    return written.getvalue()


def piece(officer: Actor, case: Case, content: bytes | None, name: str = "示例.jpg") -> Evidence:
    new = NewEvidence("document", "示例证据", "示例来源", timezone.now())
    with acting_as(officer):
        return add_evidence(actor=officer, case=case, new=new, content=content, file_name=name)


def test_a_note_is_read_by_its_audience_alone(people: People, case: Case, second: Actor) -> None:
    lawyer = lawyer_in(people.officer, case)
    with acting_as(people.officer):
        for audience in ("internal", "party", "public"):
            note = write_note(actor=people.officer, case=case, audience=audience, body=f"示例{audience}")
    assert read_by(second) == {"示例internal", "示例party", "示例public"}
    assert read_by(lawyer) == {"示例party"}
    assert read_by(people.stranger) == read_by(PUBLIC) == set()
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        review_note(actor=people.officer, note=note, publish=True)
    with acting_as(second):
        review_note(actor=second, note=note, publish=True)
        with pytest.raises(RuleBroken):
            review_note(actor=second, note=note, publish=False, reason="示例")
    assert read_by(PUBLIC) == read_by(people.stranger) == {"示例public"}


def test_who_takes_part_writes_for_who_takes_part_and_no_internal_note(people: People, case: Case) -> None:
    lawyer = lawyer_in(people.officer, case)
    with acting_as(lawyer):
        case.refresh_from_db()
        write_note(actor=lawyer, case=case, audience="party", body="示例意见")
        with pytest.raises(PermissionRefused):
            write_note(actor=lawyer, case=case, audience="internal", body="示例")


def test_what_is_not_published_says_why(people: People, case: Case, second: Actor) -> None:
    with acting_as(people.officer):
        note = write_note(actor=people.officer, case=case, audience="public", body="示例姓名")
    with acting_as(second), pytest.raises(RuleBroken):
        review_note(actor=second, note=note, publish=False)
    with acting_as(second):
        review_note(actor=second, note=note, publish=False, reason="有姓名")
    assert read_by(PUBLIC) == set()


def test_evidence_is_kept_with_its_hashes_and_its_custody(people: People, case: Case, second: Actor) -> None:
    content = picture()
    kept = piece(people.officer, case, content, "../../示例.jpg")
    assert (kept.ordinal, kept.sha256, kept.file_name) == (1, hashlib.sha256(content).hexdigest(), "示例.jpg")
    assert len(kept.sm3) in (0, 64)
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        check_evidence(actor=people.officer, evidence=kept)
    with acting_as(second):
        check_evidence(actor=second, evidence=kept)
        blob = hand_out_evidence(actor=second, evidence=kept, why="送审")
        assert blobs.read_verified(blob) == content
        with pytest.raises(RuleBroken):
            hand_out_evidence(actor=second, evidence=kept, why=" ")
        acts = list(kept.custody.order_by("id").values_list("act", "by_id", "why"))
    assert [act for act, *_rest in acts] == ["received", "checked", "copied"]
    assert acts[-1] == ("copied", second.user_id, "送审")


def test_the_same_file_is_not_added_twice(people: People, case: Case) -> None:
    piece(people.officer, case, picture())
    with pytest.raises(RuleBroken, match="已在本案中"):
        piece(people.officer, case, picture())


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty", b"", "空的"),
        ("program", b"MZ\x90\x00" + b"\x00" * 64, "不接收"),
        ("cut picture", picture()[:200], "损坏"),
        ("cut pdf", b"%PDF-1.7\nnothing", "损坏"),
        ("script", b"<script>alert(1)</script>", "不接收"),
        ("zip", b"PK\x03\x04nothing", "损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_a_bad_file_is_refused_with_a_reason(people: People, case: Case, name: str, content: bytes, why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        piece(people.officer, case, content, f"{name}.pdf")
    with acting_as(people.officer):
        assert not Evidence.objects.exists()


def test_a_file_over_the_limit_is_refused(people: People, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filekinds, "MOST_BYTES", 100)
    with pytest.raises(RuleBroken, match="100MB"):
        piece(people.officer, case, picture())


def test_a_stored_file_that_was_changed_is_not_handed_out(
    people: People, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = piece(people.officer, case, picture())

    def damaged(_blob: object) -> bytes:
        raise blobs.BlobDamaged

    monkeypatch.setattr(blobs, "read_verified", damaged)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="不一致"):
        hand_out_evidence(actor=people.officer, evidence=kept, why="送审")


def test_what_is_lent_comes_back_before_it_is_lent_again(people: People, case: Case) -> None:
    kept = piece(people.officer, case, None)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            note_custody(actor=people.officer, evidence=kept, act="returned", why="示例")
        with pytest.raises(RuleBroken):
            note_custody(actor=people.officer, evidence=kept, act="lent", why="示例")
        note_custody(actor=people.officer, evidence=kept, act="lent", why="鉴定", to_whom="示例鉴定所")
        with pytest.raises(RuleBroken):
            note_custody(actor=people.officer, evidence=kept, act="lent", why="鉴定", to_whom="示例鉴定所")
        note_custody(actor=people.officer, evidence=kept, act="returned", why="鉴定完毕")


def test_a_redacted_pdf_holds_nothing_of_the_hidden_text(people: People, case: Case) -> None:
    pdf = sheet_pdf(
        Sheet("示例材料", [Paragraph("举报人示例张三，电话13800000000。"), Paragraph("经营地址示例街1号。")])
    )
    assert "示例张三" in redaction.text_of(pdf)
    kept = piece(people.officer, case, pdf, "材料.pdf")
    with acting_as(people.officer):
        copy = redact_evidence(
            actor=people.officer,
            evidence=kept,
            boxes=[Box(1, 0.1, 0.9, 0.2, 0.05)],
            words=["示例张三"],
            why="遮盖举报人",
        )
        assert copy.original == kept
        assert copy.blob is not None
        assert kept.blob is not None
        content = blobs.read_verified(copy.blob)
        assert blobs.read_verified(kept.blob) == pdf
    for hidden in ("示例张三", "13800000000"):
        assert hidden not in redaction.text_of(content)
        assert hidden.encode() not in content
        assert hidden.encode("utf-16-be") not in content
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == len(PdfReader(io.BytesIO(pdf)).pages)
    assert redaction.text_of(content).strip() == ""


def test_the_line_with_the_word_is_black_in_the_copy() -> None:
    pdf = sheet_pdf(Sheet("示例材料", [Paragraph("举报人示例张三")]))
    (box,) = redaction._lines_of_page(PdfReader(io.BytesIO(pdf)).pages[0], 1, "示例张三")
    copy = redaction.redact_pdf(pdf, [], ["示例张三"])
    image = PdfReader(io.BytesIO(copy)).pages[0].images[0].image
    assert image is not None
    wide, tall = image.size
    edges = (box.left + 0.01, box.top + 0.002, box.left + box.width - 0.01, box.top + box.height - 0.002)
    inside = tuple(int(share * length) for share, length in zip(edges, (wide, tall, wide, tall), strict=True))
    assert sum(image.convert("L").crop(inside).histogram()[40:]) == 0  # type: ignore[arg-type]  # four numbers


def test_a_box_in_a_picture_is_burned_in(people: People, case: Case) -> None:
    kept = piece(people.officer, case, picture())
    with acting_as(people.officer):
        copy = redact_evidence(actor=people.officer, evidence=kept, boxes=[Box(1, 0, 0, 0.5, 1)], why="遮盖车牌")
        assert copy.blob is not None
        with Image.open(io.BytesIO(blobs.read_verified(copy.blob))) as image:
            assert image.getpixel((20, 50)) == (0, 0, 0)
            assert min(image.getpixel((180, 50))) > 240
            assert not image.getexif()
        assert [event.act for event in kept.custody.order_by("id")] == ["received", "redacted"]


def test_a_word_that_stands_nowhere_is_said(people: People, case: Case) -> None:
    kept = piece(people.officer, case, sheet_pdf(Sheet("示例材料", [Paragraph("示例")])), "材料.pdf")
    with acting_as(people.officer):
        with pytest.raises(RuleBroken, match="没有“无此词”"):
            redact_evidence(actor=people.officer, evidence=kept, boxes=[], words=["无此词"], why="示例")
        with pytest.raises(RuleBroken):
            redact_evidence(actor=people.officer, evidence=kept, boxes=[], why="示例")


@pytest.mark.parametrize(
    "written", ["1", "1: 10, 20", "1: 110, 0, 1, 1", "1: 0, 0, 0, 1", "a: 1, 1, 1, 1", "1: ., 1, 1, 1"]
)
def test_a_box_that_is_none_is_said(written: str) -> None:
    form = RedactionForm({"words": "", "boxes": written, "why": "示例"})
    assert "boxes" in form.errors


def test_who_stands_in_works_on_the_cases_and_is_no_second_person(people: People, case: Case, second: Actor) -> None:
    today = timezone.localdate()
    with acting_as(people.officer):
        case = assign_case(actor=people.officer, case=case, handler_id=people.officer.user_id)
    with acting_as(second):
        assert not can_handle(second, case)
        assert can_oversee(second, case)
        new = NewCover(case.office_id, people.officer.user_id or 0, second.user_id or 0, today, today)
        cover = set_cover(actor=second, new=new)
        assert can_handle(second, case)
        assert not can_oversee(second, case)
        assert list(cases_in(second, "mine", Narrowing())) == [case]
        take_case_step(actor=second, case=case, step="accept")
        with pytest.raises(RuleBroken):
            set_cover(actor=second, new=NewCover(case.office_id, 1, 1, today, today))
        Cover.objects.filter(pk=cover.pk).update(ends_on=today - dt.timedelta(days=0))
    assert not can_handle(colleague(people.officer), case)


def test_a_stand_in_ends_and_is_of_the_office(people: People, case: Case, second: Actor) -> None:
    today = timezone.localdate()
    days = (today - dt.timedelta(days=5), today + dt.timedelta(days=5))
    with acting_as(people.officer):
        new = NewCover(case.office_id, people.officer.user_id or 0, people.stranger.user_id or 0, *days)
        with pytest.raises(RuleBroken, match="同一机关"):
            set_cover(actor=people.officer, new=new)
        cover = set_cover(
            actor=people.officer,
            new=NewCover(case.office_id, people.officer.user_id or 0, second.user_id or 0, *days),
        )
        end_cover(actor=people.officer, cover=cover)
        cover.refresh_from_db()
    assert cover.ends_on == today - dt.timedelta(days=1)


def test_the_cases_of_a_leaver_go_over_with_a_report_on_each(people: People, second: Actor) -> None:
    first, other, closed = (make_case(people.officer) for _ in range(3))
    with acting_as(people.officer):
        assign_case(actor=people.officer, case=first, handler_id=people.officer.user_id)
        assign_case(
            actor=people.officer, case=other, handler_id=second.user_id, second_handler_id=people.officer.user_id
        )
        done = hand_over(
            actor=people.officer, from_id=people.officer.user_id or 0, to_id=second.user_id or 0, note="调离"
        )
        assert {each.number for each in done if not each.refused} == {first.number, other.number}
        assert {row.handler_id for row in Case.objects.filter(pk__in=[first.pk, other.pk])} == {second.user_id}
        assert Case.objects.get(pk=other.pk).second_handler_id is None
        refused = assign_many(actor=people.officer, numbers=[closed.number, "TS-x"], handler_id=people.stranger.user_id)
    assert [(each.number, bool(each.refused)) for each in refused] == [(closed.number, True)]


def test_bulk_assignment_asks_first_and_reports(people: People, second: Actor) -> None:
    cases = [make_case(people.officer) for _ in range(3)]
    client, numbers = client_of(people.officer), [each.number for each in cases]
    question = client.post(address("case-bulk"), {"case": numbers})
    assert question.status_code == 200
    with acting_as(people.officer):
        assert not Case.objects.filter(handler__isnull=False).exists()
    report = client.post(address("case-bulk"), {"case": numbers, "handler": second.user_id, "do": "go"})
    assert "已移交3件案件" in report.content.decode()
    with acting_as(people.officer):
        assert Case.objects.filter(handler_id=second.user_id).count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_evidence SET title = 'x', checked_by_id = %(second)s",
        "UPDATE cases_evidence SET sha256 = repeat('0', 64)",
        "DELETE FROM cases_evidence",
        "UPDATE cases_custodyevent SET why = 'x'",
        "DELETE FROM cases_custodyevent",
        "UPDATE cases_casenote SET body = 'x'",
        "UPDATE cases_casenote SET review = 'approved', reviewed_by_id = %(second)s WHERE review = 'waiting'",
        "UPDATE cases_inspection SET findings = 'x'",
        "INSERT INTO cases_custodyevent (evidence_id, act, by_id, at, why, to_whom) "
        "SELECT id, 'viewed', %(second)s, now(), 'x', '' FROM cases_evidence",
    ],
)
def test_plain_sql_of_an_officer_rewrites_nothing(people: People, case: Case, second: Actor, statement: str) -> None:
    piece(people.officer, case, None)
    with acting_as(people.officer):
        write_note(actor=people.officer, case=case, audience="public", body="示例")
        record_inspection(actor=people.officer, case=case, new=site(people.officer, second))
        before = [list(model.objects.values()) for model in (Evidence, CustodyEvent, CaseNote, Inspection)]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, {"second": second.user_id})
                touched = cursor.rowcount
        except DatabaseError:
            touched = 0
        after = [list(model.objects.values()) for model in (Evidence, CustodyEvent, CaseNote, Inspection)]
    assert (touched, after) == (0, before)


def test_the_pages_of_evidence_lead_through_its_life(people: People, case: Case, second: Actor) -> None:
    office, other = client_of(people.officer), client_of(second)
    given = {
        "kind": "electronic",
        "title": "示例网页截图",
        "source": "示例平台",
        "captured_at": (timezone.localtime() - dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "file": SimpleUploadedFile("截图.jpg", picture()),
    }
    assert office.post(address("evidence-new", case.number), given).status_code == 302
    assert "示例网页截图" in office.get(address("case-detail", case.number)).content.decode()
    other.post(address("evidence-check", case.number, 1))
    got = other.post(address("evidence-file", case.number, 1), {"why": "送审"})
    assert b"".join(got.streaming_content) == picture()  # type: ignore[attr-defined]  # a streamed file
    made = office.post(
        address("evidence-redact", case.number, 1), {"words": "", "boxes": "1: 0, 0, 50, 50", "why": "遮盖"}
    )
    assert made.status_code == 302
    page = office.get(address("evidence-detail", case.number, 1)).content.decode()
    for expected in ("已核对", "送审", "制作遮盖件", hashlib.sha256(picture()).hexdigest()):
        assert expected in page
