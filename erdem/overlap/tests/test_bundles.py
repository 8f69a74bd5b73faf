"""Bundles of dossiers: sealed with the dossier, whole, checked by anybody, and never with our own date as a publication."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from erdem import notary
from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.content import SourceLine
from erdem.knowledge.models import Capture, LabelUse, Media, MediaFile, TextLine
from erdem.notary.checking import Checked, Trusted, check
from erdem.notary.choices import Log
from erdem.notary.log_files import verifier_of
from erdem.notary.models import Leaf
from erdem.notary.services import LogProblem, integrate
from erdem.notary.tests.bundles import repacked
from erdem.overlap import services
from erdem.overlap.models import Dossier, DossierSeal, Finding, Review
from erdem.overlap.queries.bundle import gather
from erdem.overlap.services import sealing
from erdem.people.tests.factories import user_of

from .factories import a_finding, community_of
from .test_dossiers import make

pytestmark = pytest.mark.django_db
BOOK = SourceLine("示例方书", kind="classic", year=1330, proves="记载方剂")


@pytest.fixture
def sealed(people: People) -> Dossier:
    return make(people.officer, a_finding(sources=(BOOK,), community_id=community_of(people.holder)))


def taken(actor: Actor, dossier: Dossier) -> bytes:
    with acting_as(actor), services.take_bundle(actor=actor, dossier=dossier) as stream:
        return stream.read()


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets_of(files: dict[str, bytes]) -> list[list[list[str]]]:
    """Read the sheets of the chart as text."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["chart/claim-chart.xlsx"]))
    return [
        [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names
    ]


def manifest_of(dossier: Dossier) -> dict[str, Any]:
    with acting_as(SYSTEM):
        told: dict[str, Any] = json.loads(DossierSeal.objects.get(dossier=dossier).manifest)
    return told


def checked(content: bytes) -> Checked:
    with acting_as(SYSTEM):
        return check(content, Trusted((verifier_of(Log.REGISTER),)))


def unsealed(finding: Finding, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Make a dossier as they were made before there were seals."""
    with monkeypatch.context() as patch:
        patch.setattr("erdem.overlap.services.dossiers.seal_with", lambda _actor, _dossier: None)
        return make(actor, finding)


def test_it_is_sealed_with_the_dossier_and_proven_once_the_log_is_published(people: People, sealed: Dossier) -> None:
    early = checked(taken(people.officer, sealed))
    assert (early.holds, early.fault) == (False, "no_proof")
    with acting_as(SYSTEM):
        assert Leaf.objects.get(kind="dossier").position is None
    integrate(actor=SYSTEM, log=Log.REGISTER)
    found = checked(taken(people.officer, sealed))
    assert (found.holds, found.key_is_known, found.why) == (True, True, "")
    assert found.detail["statement"]["number"] == sealed.number
    assert {file["state"] for file in found.detail["files"]} == {"ok"}


def test_it_holds_all_that_belongs_to_the_dossier(people: People, sealed: Dossier) -> None:
    files = files_of(taken(people.officer, sealed))
    roles = {listed["role"] for listed in manifest_of(sealed)["files"]}
    assert roles >= {
        "dossier_pdf", "dossier_docx", "source", "publication", "claim_chart", "translation", "custody", "checklist", "readme",
    }  # fmt: skip
    assert files[f"dossier/{sealed.number}.pdf"].startswith(b"%PDF")
    assert json.loads(files["sources/sources.json"])[0]["title"] == "示例方书"
    held = json.loads(files["publications/CN101098705A.json"])
    assert held["bibliographic"]["publication_date"] == "2008-01-02"
    assert held["texts"][0]["text"] in files["publications/CN101098705A.txt"].decode()
    assert "还缺" in files["checklist/checklist.txt"].decode() or "缺" in files["checklist/checklist.txt"].decode()


def test_the_same_content_gives_the_same_bytes(people: People, sealed: Dossier) -> None:
    assert taken(people.officer, sealed) == taken(people.officer, sealed)
    integrate(actor=SYSTEM, log=Log.REGISTER)
    assert taken(people.officer, sealed) == taken(people.officer, sealed)


def test_the_claim_chart_opens_in_a_spreadsheet_and_says_what_the_dossier_says(people: People, sealed: Dossier) -> None:
    files = files_of(taken(people.officer, sealed))
    rows = list(csv.reader(io.StringIO(files["chart/claim-chart.csv"].decode("utf-8-sig"))))
    chart = next(block for block in sealed.content["parts"][1]["blocks"] if block["kind"] == "chart")
    assert [row[1:] for row in rows[1:]] == [row["cells"] for row in chart["rows"]]
    sheets = sheets_of(files)
    assert rows[1] in sheets[0]
    assert len(sheets) == 3


def test_custody_says_roles_and_no_name_but_that_of_the_dossier(people: People) -> None:
    finding = a_finding(sources=(BOOK,), community_id=community_of(people.holder))
    with acting_as(SYSTEM):
        Review(finding=finding, step="confirm", status="confirmed", signed="示例·另一位经办").save(force_insert=True)
    dossier = make(people.officer, finding)
    custody = files_of(taken(people.officer, dossier))["custody/custody.csv"].decode("utf-8-sig")
    assert "另一位经办" not in custody
    assert people.officer.label in custody
    assert "确认" in custody


def test_our_own_dates_are_logged_and_never_published(people: People, sealed: Dossier) -> None:
    dates = manifest_of(sealed)["dates"]
    logged = {date["of"] for date in dates if date["kind"] == "logged"}
    assert {sealed.number, sealed.finding.number} <= logged
    assert {(date["date"], date["of"]) for date in dates if date["kind"] == "published"} == {
        ("1330", "示例方书"),
        ("2008-01-02", "CN101098705A"),
    }


def test_a_source_that_names_this_platform_smuggles_no_date_of_publication_in(people: People) -> None:
    finding = a_finding(sources=(SourceLine("Erdem 平台公开日志", kind="web page", year=1999),))
    dossier = make(people.officer, finding)
    manifest = manifest_of(dossier)
    smuggled = [date for date in manifest["dates"] if date["date"] == "1999"]
    assert [date["kind"] for date in smuggled] == ["logged"]
    assert any(missing["what"] == "Erdem 平台公开日志" for missing in manifest["missing"])
    files = files_of(taken(people.officer, dossier))
    assert "1999" not in {cell for row in sheets_of(files)[2] for cell in row}
    prior = next(part for part in dossier.content["parts"] if part["number"] == 8)["blocks"][0]["rows"]
    assert not any("1999" in cell for row in prior for cell in row)


@pytest.mark.parametrize("kind", ["published", "captured"])
def test_the_database_refuses_our_own_date_under_another_kind(
    people: People, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = unsealed(a_finding(sources=(BOOK,)), people.officer, monkeypatch)
    told = {"kind": kind, "basis": "platform", "date": "2026-11-26", "of": dossier.number}

    class Smuggled:
        """A date that passes by the rule of its constructor."""

        def told(self) -> dict[str, str]:
            return told

    def gathered(*arguments: Any) -> Any:
        found: Any = gather(*arguments)
        found.dates.append(Smuggled())
        return found

    monkeypatch.setattr(sealing, "gather", gathered)
    with pytest.raises(IntegrityError, match="dossier_seal_never_offers_our_own_date"), acting_as(people.officer):
        services.seal_dossier(actor=people.officer, dossier=dossier)


def test_an_older_dossier_is_sealed_once(people: People, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = unsealed(a_finding(sources=(BOOK,)), people.officer, monkeypatch)
    client.force_login(user_of(people.officer))
    assert "封存证据卷" in client.get(f"/findings/dossiers/{dossier.number}/").content.decode()
    with pytest.raises(RuleBroken), acting_as(people.officer):
        services.take_bundle(actor=people.officer, dossier=dossier)
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    for _ in range(2):
        assert client.post(f"/findings/dossiers/{dossier.number}/seal/").status_code == 302
    with acting_as(SYSTEM):
        assert DossierSeal.objects.filter(dossier=dossier).count() == 1
        assert AuditEntry.objects.count() == before + 1


def test_many_pictures_are_sealed_in_the_background(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", -1)
    dossier = make(people.officer, a_finding(sources=(BOOK,)))
    with acting_as(SYSTEM):
        assert not DossierSeal.objects.filter(dossier=dossier).exists()
    for _ in range(2):
        sealing.seal_in_background(actor=SYSTEM, dossier_number=dossier.number, user_id=people.officer.user_id or 0)
    with acting_as(SYSTEM):
        assert DossierSeal.objects.filter(dossier=dossier).count() == 1
        assert AuditEntry.objects.filter(action="overlap.seal_dossier").count() == 1


def test_a_dossier_of_a_record_that_was_closed_since_is_not_sealed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = unsealed(
        a_finding(sources=(BOOK,), community_id=community_of(people.holder)), people.officer, monkeypatch
    )
    with acting_as(SYSTEM):
        LabelUse(record=dossier.finding.record, community_id=community_of(people.holder), code="tknv").save(
            force_insert=True
        )
    with pytest.raises(PermissionRefused), acting_as(people.officer):
        services.seal_dossier(actor=people.officer, dossier=dossier)


def test_a_seal_is_never_changed(people: People, sealed: Dossier) -> None:
    with acting_as(SYSTEM):
        assert DossierSeal.objects.filter(dossier=sealed).update(sha256="0" * 64) == 0
        assert DossierSeal.objects.get(dossier=sealed).sha256 != "0" * 64


def test_taking_it_leaves_one_entry(people: People, sealed: Dossier) -> None:
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    taken(people.officer, sealed)
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == before + 1
        assert AuditEntry.objects.latest("pk").action == "overlap.take_bundle"


def test_the_page_lists_files_dates_and_what_is_missing(people: People, sealed: Dossier, client: Client) -> None:
    client.force_login(user_of(people.officer))
    page = client.get(f"/findings/dossiers/{sealed.number}/").content.decode()
    for said in ("下载存证包", "chart/claim-chart.xlsx", "馆藏与索书号", "本平台日期，不是公开日", "示例方书"):
        assert said in page
    answer = client.get(f"/findings/dossiers/{sealed.number}.zip")
    assert answer["Content-Type"] == "application/zip"
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
    assert files_of(content)["manifest.json"]


def test_a_stranger_gets_neither_page_nor_bundle(people: People, sealed: Dossier, client: Client) -> None:
    client.force_login(user_of(people.stranger))
    for address in (f"/findings/dossiers/{sealed.number}/", f"/findings/dossiers/{sealed.number}.zip"):
        assert client.get(address).status_code == 404
    assert client.post(f"/findings/dossiers/{sealed.number}/seal/").status_code == 404


def a_page(finding: Finding, title: str, audience: str = "record", *, announced: bool = False) -> bytes:
    """Give the record a scan of a page: an original, and the copy for readers, whose content is returned."""
    copy = f"copy of {title}".encode()
    with acting_as(SYSTEM):
        media = Media(
            record=finding.record, kind="scan", title=title, audience=audience, announced=announced,
            reason="" if audience == "record" else "示例原因",
        )  # fmt: skip
        media.save(force_insert=True)
        Capture(media=media, captured_text="1955年春").save(force_insert=True)
        for role, content in (("original", b"original of " + copy), ("copy", copy)):
            blob = blobs.keep(content, media_type="image/jpeg")
            MediaFile(media=media, role=role, blob=blob, sha256=blob.sha256, size=blob.size, format="jpg").save(
                force_insert=True
            )
        TextLine(media=media, ordinal=0, text=f"字句 {title}", confidence=1, confirmed_at=timezone.now()).save(
            force_insert=True
        )
    return copy


def test_pages_that_every_reader_may_have_are_in_it_and_no_others(people: People) -> None:
    finding = a_finding(sources=(BOOK,), community_id=community_of(people.holder))
    opened = a_page(finding, "示例方书第三页")
    told, hidden = (
        a_page(finding, "示例限看页", "communities", announced=True),
        a_page(finding, "示例密页", "communities"),
    )
    kin = replace(people.officer, organisation_ids=people.officer.organisation_ids | people.holder.organisation_ids)
    for maker in (people.officer, kin):
        dossier = make(maker, finding)
        content = taken(maker, dossier)
        files = files_of(content)
        assert files["pages/001.jpg"] == opened
        assert files["pages/001.txt"].decode() == "字句 示例方书第三页"
        assert not any(kept in files.values() for kept in (told, hidden, b"original of " + opened))
        manifest = files["manifest.json"].decode()
        assert "示例密页" not in manifest
        assert "示例限看页" in {missing["what"] for missing in json.loads(manifest)["missing"]}
        assert {"kind": "captured", "basis": "capture", "date": "1955年春", "of": "示例方书第三页"} in json.loads(
            manifest
        )["dates"]


def test_the_public_page_marks_each_file_of_a_bundle(people: People, sealed: Dossier, client: Client) -> None:
    integrate(actor=SYSTEM, log=Log.REGISTER)
    content = taken(people.officer, sealed)
    answer = client.post("/verify/", {"file": SimpleUploadedFile("包.zip", content)})
    assert answer.status_code == 200
    assert answer.content.decode().count("✓ 未改动") == len(manifest_of(sealed)["files"])
    changed = repacked(content, {"custody/custody.csv": b"x", "sources/sources.json": None})
    answer = client.post("/verify/", {"file": SimpleUploadedFile("包.zip", changed)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("✗ 有改动") == 1
    assert page.count("✗ 缺失") == 1
    assert client.post("/verify/", {"file": SimpleUploadedFile("包.zip", content[:-40])}).status_code == 422


def test_a_file_that_is_too_large_for_the_page_is_sent_to_the_command(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    answer = client.post("/verify/", {"file": SimpleUploadedFile("包.zip", b"PK")})
    assert answer.status_code == 422
    assert "erdem verify" in answer.content.decode()


def test_a_log_that_cannot_be_read_takes_nobody_his_dossier(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any, **_named: Any) -> bytes:
        raise LogProblem("示例: a tile is missing")

    monkeypatch.setattr("erdem.overlap.queries.bundle.version_evidence", broken)
    monkeypatch.setattr("erdem.overlap.queries.seals.evidence_of", broken)
    dossier = make(people.officer, a_finding(sources=(BOOK,)))
    client.force_login(user_of(people.officer))
    assert "已封存" in client.get(f"/findings/dossiers/{dossier.number}/").content.decode()
    assert "proof/evidence.json" not in files_of(taken(people.officer, dossier))


def test_the_proof_of_the_record_comes_along_with_its_time_stamps(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped = json.loads((Path(notary.__file__).parent / "tests" / "stamped_vector.json").read_text("utf-8"))
    evidence = json.dumps(stamped["evidence"]).encode()
    monkeypatch.setattr("erdem.overlap.queries.bundle.version_evidence", lambda *_arguments: evidence)
    dossier = make(people.officer, a_finding(sources=(BOOK,)))
    files, manifest = files_of(taken(people.officer, dossier)), manifest_of(dossier)
    roles = {listed["role"]: listed["path"] for listed in manifest["files"]}
    assert files[roles["proof_of_record"]] == evidence
    token = stamped["evidence"]["stamps"][0]["chains"][0][0]["token"]
    assert files[roles["timestamp"]] == base64.b64decode(token)
    own = stamped["evidence"]["stamps"][0]["chains"][0][0]["policy"] == "1.3.6.1.4.1.32473.3161.1"
    assert any("自己的机构" in missing["why"] for missing in manifest["missing"]) is own


def test_a_keeper_gets_the_proof_of_the_record_once_it_is_published(people: People) -> None:
    finding = a_finding(sources=(BOOK,), community_id=community_of(people.holder))
    integrate(actor=SYSTEM, log=Log.REGISTER)
    dossier = make(people.officer, finding)
    paths = {listed["path"] for listed in manifest_of(dossier)["files"] if listed["role"] == "proof_of_record"}
    assert paths == {f"proofs/{finding.record.number}-v1.evidence.json"}
    content = files_of(taken(people.officer, dossier))[paths.pop()]
    assert checked(content).holds
