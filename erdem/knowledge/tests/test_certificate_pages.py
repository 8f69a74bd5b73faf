"""Pages of certificates: the public one tells each reader what he may know, the upload proves the whole file."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Certificate, CertificateAct, Holding, Record
from erdem.knowledge.queries import certificates as reads
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.stewards import steward_for
from erdem.knowledge.tests.test_certificates import (
    INSIDE,
    SECRET,
    changed,
    files_of,
    held,
    issue,
    revoke,
    take_up,
    trusted,
)
from erdem.notary.checking import check, check_whole
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


def page(number: str, client: Client | None = None) -> str:
    return (client or Client()).get(f"/verify/certificate/{number}/").content.decode()


def uploaded(content: bytes, name: str = "证书.pdf") -> Any:
    file = io.BytesIO(content)
    file.name = name
    return Client().post("/verify/", {"file": file})


def test_issue_download_and_revoke_from_the_record(client: Client, people: People) -> None:
    record = held(people)
    client.force_login(user_of(people.officer))
    record_page = client.get(f"/knowledge/{record.number}/").content.decode()
    here = f"/knowledge/{record.number}/certificates/"
    assert here in record_page
    assert "签发证书" in client.get(here).content.decode()
    for _click in range(2):
        assert client.post(f"{here}issue/").status_code == 302
    with acting_as(SYSTEM):
        made = Certificate.objects.get()
    assert "签发证书</button>" not in client.get(here).content.decode()
    file = client.get(f"{here}{made.number}.pdf")
    assert file.content == files_of(made)[0]
    assert file["Cache-Control"] == "private, no-store"
    assert made.number in client.get("/knowledge/certificates/?sort=-name").content.decode()
    assert made.number in client.get("/knowledge/certificates/export.csv").content.decode("utf-8-sig")
    assert client.post(f"{here}{made.number}/revoke/", {"reason": ""}).status_code == 422
    for _click in range(2):
        assert client.post(f"{here}{made.number}/revoke/", {"reason": "mistake"}).status_code == 302
    with acting_as(SYSTEM):
        assert CertificateAct.objects.filter(act="revocation").count() == 1
    assert "证书内容有误" in page(made.number)


def test_a_stranger_learns_of_a_secret_record_that_its_certificate_stands_and_when(people: People) -> None:
    record = held(people, "D1")
    made = issue(steward_for(community_of(people.holder)), record)
    take_up()
    said = page(made.number)
    assert "有效" in said
    assert made.number in said
    for hidden in (SECRET, INSIDE, record.number, "正蓝旗", "示例持有社区", made.sha256):
        assert hidden not in said
    holder = Client()
    holder.force_login(user_of(people.holder))
    assert SECRET in page(made.number, holder)


def test_unknown_and_malformed_numbers_are_answered_alike(people: People) -> None:
    made = issue(people.officer, held(people))
    there = made.number
    other = there[:-1] + ("0" if there[-1] != "0" else "1")
    answers = [
        Client().get(f"/verify/certificate/{number}/") for number in (other, "DJ-2026-0001", "示例", "%00", "x" * 300)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({_plain(answer) for answer in answers}) == 1
    assert Client().get(f"/verify/certificate/{there.lower()}/").status_code == 200


def _plain(answer: Any) -> str:
    from tests.leak.doors import without_tokens

    return without_tokens(answer.content.decode()).split("<main", 1)[-1].split("</main", 1)[0]


def test_when_a_record_is_closed_later_the_page_shows_less_at_once_and_the_file_is_handed_out_no_more(
    people: People,
) -> None:
    record = held(people, "D4")
    made = issue(people.officer, record)
    assert SECRET in page(made.number)
    address = f"/verify/certificate/{made.number}/certificate.pdf"
    assert Client().get(address).status_code == 200
    with acting_as(SYSTEM):
        Holding.objects.filter(record=record).update(to_public=0, to_signed_in=0)
    said = page(made.number)
    assert SECRET not in said
    assert "有效" in said
    assert Client().get(address).status_code == 404
    with acting_as(people.holder):
        assert reads.public_file(people.holder, made.number) is not None


def test_amended_certificates_lead_to_the_newer_one(people: People) -> None:
    record = held(people)
    old = issue(people.officer, record)
    new = issue(people.officer, changed(people, record))
    assert f"/verify/certificate/{new.number}/" in page(old.number)
    assert f"/verify/certificate/{old.number}/" in page(new.number)


def test_an_uploaded_file_is_exactly_the_one_that_was_issued_or_it_is_not(people: People) -> None:
    made = issue(people.officer, held(people))
    take_up()
    for pdf in files_of(made):
        answer = uploaded(pdf)
        assert answer.status_code == 200
        assert made.number in answer.content.decode()
    altered = files_of(made)[1].replace(b"%%EOF", b"%%EOF\n")
    answer = uploaded(altered)
    assert answer.status_code == 422
    assert "纸面上的内容可能被改过" in answer.content.decode()
    assert uploaded(b"%PDF-1.7 %%EOF").status_code == 422
    revoke(people.officer, made)
    assert "已撤销" in uploaded(files_of(made)[1]).content.decode()


def test_no_flipped_bit_of_a_certificate_goes_unseen(people: People) -> None:
    made = issue(people.officer, held(people))
    take_up()
    evidence = reads.certificate_evidence(made.number)
    assert evidence is not None
    proven = check(evidence, trusted())
    chance = random.Random(20261126)
    for pdf in files_of(made):
        for bit in chance.sample(range(len(pdf) * 8), 400):
            flipped = bytearray(pdf)
            flipped[bit // 8] ^= 1 << bit % 8
            content = bytes(flipped)
            found = check_whole(hashlib.sha256(content).hexdigest(), check(content, trusted()), [proven])
            assert not found.holds, bit


def test_a_certificate_of_another_log_fits_only_itself(people: People) -> None:
    from erdem.notary.checking import Trusted
    from erdem.notary.tlog import SigningKey

    made = issue(people.officer, held(people))
    for pdf in files_of(made):
        alone = check(pdf, Trusted())
        assert (alone.holds, alone.key_is_known) == (True, False)
        assert check(pdf, Trusted((SigningKey.generate("other.example/register").verifier,))).fault == "unknown_log"


def test_the_command_proves_the_whole_file(people: People, tmp_path: Path) -> None:
    from tests.test_sealing_commands import erdem

    made = issue(people.officer, held(people))
    take_up()
    evidence, key = tmp_path / "evidence.json", trusted().keys[0].text
    evidence.write_bytes(reads.certificate_evidence(made.number) or b"")
    pdf, altered = tmp_path / "证书.pdf", tmp_path / "改过.pdf"
    pdf.write_bytes(files_of(made)[1])
    altered.write_bytes(files_of(made)[1] + b"\n")
    assert "pages are untouched is not proven" in erdem("verify", pdf, "--key", key)
    assert "The whole file is the certificate as it was issued" in erdem("verify", pdf, evidence, "--key", key)
    erdem("verify", altered, evidence, "--key", key, code=65)


def test_the_public_reads_certificates_by_number_alone(people: People) -> None:
    made = issue(people.officer, held(people, "D4"))
    with acting_as(PUBLIC):
        assert not Certificate.objects.exists()
        assert reads.standing_of(PUBLIC, made.number) is not None
    with acting_as(SYSTEM):
        record = Record.objects.get(number=made.version.record_number)
    with acting_as(people.stranger):
        assert reads.certificates_of(people.stranger, record) == []
