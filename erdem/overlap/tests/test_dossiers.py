"""Dossiers: what is in them is read back from the file, and what must not be in them is not."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pypdf
import pytest
from django.test import Client

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.documents import typesetting
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.knowledge.content import SourceLine
from erdem.overlap import services
from erdem.overlap.models import Dossier, Finding
from erdem.overlap.queries.findings import get_finding
from erdem.people.tests.factories import user_of

from .factories import (
    CLAIM,
    a_finding,
    a_process,
    community_of,
    finding_of,
    make_publication,
    make_record,
    screened,
    with_steps,
)

pytestmark = pytest.mark.django_db


def make(actor: Actor, finding: Finding) -> Dossier:
    with acting_as(actor):
        mine = get_finding(actor, finding.number)
        assert mine is not None
        return services.make_dossier(actor=actor, finding=mine)


def words_of(actor: Actor, dossier: Dossier) -> str:
    """Read the text of the PDF back, without the blanks that line breaks leave."""
    with acting_as(actor):
        reader = pypdf.PdfReader(io.BytesIO(blobs.read_verified(dossier.blob)))
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


def test_it_names_both_sides_every_point_and_what_is_missing(people: People) -> None:
    finding = a_finding(community_id=community_of(people.holder))
    dossier = make(people.officer, finding)
    text = words_of(people.officer, dossier)
    for said in (dossier.number, "CN101098705A", "示例三味散", "诃子", "栀子", "川楝子", "示例方书", "1330"):
        assert said in text
    for point in (
        "目标文献及其权利要求",
        "特征对照表",
        "知识来源及各自的日期证明",
        "公证认证",
        "时间与期限",
        "相反证据与局限",
    ):
        assert point in text
    for missing in ("持有社区对本次提交的同意", "RFC3161时间戳", "馆藏与索书号", "人的核定意见"):
        assert missing in text
    assert [point["number"] for point in dossier.checklist] == list(range(1, 11))


def test_it_quotes_the_claim_with_its_hash(people: People) -> None:
    text = words_of(people.officer, make(people.officer, a_finding()))
    assert "由下列重量份的原料制成" in text
    assert "SHA-256" in text
    assert CLAIM[:8].replace(" ", "") in text


def test_it_never_calls_anybody_an_infringer_nor_our_date_a_publication(people: People) -> None:
    finding = a_finding()
    dossier = make(people.officer, finding)
    text = words_of(people.officer, dossier)
    assert "侵权" not in text
    assert "盗用" not in text
    assert "不是公开日" in text
    dates = next(part for part in dossier.content["parts"] if part["number"] == 8)["blocks"][0]["rows"]
    assert finding.created_at.date().isoformat() not in {row[0] for row in dates}


def test_a_process_comes_with_its_steps(people: People) -> None:
    record = make_record(a_process("示例风干肉"))
    with_steps(make_publication("CN105192728B", title="一种示例风干肉的制备方法"), "静置发酵", "压制成型")
    screened()
    text = words_of(people.officer, make(people.officer, finding_of(record)))
    assert "静置发酵" in text
    assert "入模压实" in text


@pytest.mark.parametrize("tier", ["D1", "D2"])
def test_it_is_refused_for_secret_and_narrow_knowledge_with_the_reason(people: People, tier: str) -> None:
    finding = a_finding(diffusion_tier=tier, community_id=community_of(people.holder))
    actor = people.officer if tier == "D2" else people.holder
    with pytest.raises(PermissionRefused, match="任何人都能查阅"):
        make(actor, finding)
    with acting_as(SYSTEM):
        assert Dossier.objects.count() == 0


def test_the_page_says_why_there_is_no_dossier(people: People, client: Client) -> None:
    finding = a_finding(diffusion_tier="D2", community_id=community_of(people.holder))
    client.force_login(user_of(people.officer))
    assert "因此不制作证据卷" in client.get(f"/findings/{finding.number}/").content.decode()
    assert client.post(f"/findings/{finding.number}/dossier/").status_code == 403


def test_numbers_follow_each_other_and_each_leaves_one_entry(people: People) -> None:
    finding = a_finding()
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    numbers = [make(people.officer, finding).number for _ in range(2)]
    assert [number[-5:] for number in numbers] == ["-0001", "-0002"]
    assert all(re.fullmatch(r"ZJ-\d{4}-\d{4}", number) for number in numbers)
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == before + 2


def test_it_is_handed_over_as_pdf_and_as_word(people: People, client: Client) -> None:
    finding = a_finding(sources=(SourceLine("示例志", kind="book", year=1988, proves="记载做法"),))
    client.force_login(user_of(people.officer))
    answer = client.post(f"/findings/{finding.number}/dossier/", follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    number = answer.redirect_chain[-1][0].split("/")[-1].removesuffix(".pdf")
    word = docx.Document(io.BytesIO(client.get(f"/findings/dossiers/{number}.docx").content))
    written = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "示例志" in written
    assert number in word.sections[0].header.paragraphs[0].text


def test_a_stranger_does_not_get_the_file(people: People, client: Client) -> None:
    dossier = make(people.officer, a_finding())
    client.force_login(user_of(people.stranger))
    assert client.get(f"/findings/dossiers/{dossier.number}.pdf").status_code == 404


def test_without_fonts_the_page_says_so_and_nothing_is_numbered(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    monkeypatch.setattr(typesetting, "FONT_PATIENCE_SECONDS", 0)
    typesetting._fonts.cache_clear()
    finding = a_finding()
    client.force_login(user_of(people.officer), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(f"/findings/{finding.number}/dossier/", follow=True)
    assert "字体还没有备好" in answer.content.decode()
    with acting_as(SYSTEM):
        assert not Dossier.objects.filter(finding=finding).exists()
