"""The OAI-PMH provider: the rules of the protocol, and nothing but what the public may know."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from lxml import etree

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import Holding, LabelUse, PublicListing, Record
from erdem.knowledge.pages import harvesting
from erdem.knowledge.tests.consenting import consent_until
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "e": "urn:erdem:record:1",
}
CODES = {
    "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noMetadataFormats",
    "noRecordsMatch", "noSetHierarchy",
}  # fmt: skip
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def ask(client: Client, **given: str) -> etree._Element:
    """Ask, and check what the schema of the protocol says of every answer."""
    response = client.get(f"/oai?{urlencode(given)}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/xml")
    root = etree.fromstring(response.content)
    check_envelope(root)
    return root


def check_envelope(root: etree._Element) -> None:
    names = [etree.QName(child).localname for child in root]
    assert etree.QName(root).text == f"{{{NS['o']}}}OAI-PMH"
    assert names[:2] == ["responseDate", "request"]
    assert STAMP.fullmatch(str(root[0].text))
    assert len(names) == 3
    for error in root.findall("o:error", NS):
        assert error.get("code") in CODES
    for header in root.iter(f"{{{NS['o']}}}header"):
        parts = [etree.QName(child).localname for child in header]
        assert parts[:2] == ["identifier", "datestamp"]
        assert set(parts[2:]) <= {"setSpec"}
        assert STAMP.fullmatch(str(header[1].text))
        deleted = header.get("status") == "deleted"
        record = header.getparent()
        if record is not None and etree.QName(record).localname == "record":
            assert (len(record) == 1) is deleted
    for dublin in root.iter(f"{{{NS['oai_dc']}}}dc"):
        assert {etree.QName(child).namespace for child in dublin} == {NS["dc"]}
        assert all(child.text for child in dublin)


def error_of(client: Client, **given: str) -> str | None:
    found = ask(client, **given).find("o:error", NS)
    return None if found is None else found.get("code")


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(each.text) for each in root.findall(path, NS)]


def names(root: etree._Element) -> list[str]:
    return texts(root, ".//o:header/o:identifier")


def key_of(record: Record) -> str:
    with acting_as(SYSTEM):
        return harvesting.identifier(str(PublicListing.objects.get(number=record.number).key))


def test_it_says_who_it_is(client: Client) -> None:
    make_record()
    root = ask(client, verb="Identify")
    parts = [etree.QName(child).localname for child in root[2]]
    assert parts == [
        "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord", "granularity",
        "description",
    ]  # fmt: skip
    assert texts(root, ".//o:deletedRecord") == ["persistent"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-03T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", None),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=class:4", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:TK-1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:%00", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=TK-152530-0001", "idDoesNotExist"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_by_the_code_of_the_protocol(
    client: Client, query: str, code: str | None
) -> None:
    make_record()
    response = client.get(f"/oai?{query}")
    root = etree.fromstring(response.content)
    found = root.find("o:error", NS)
    assert (None if found is None else found.get("code")) == code
    request = root.find("o:request", NS)
    assert request is not None
    assert bool(request.attrib) is (code not in ("badVerb", "badArgument"))


def test_a_question_may_be_posted(client: Client) -> None:
    root = etree.fromstring(Client(enforce_csrf_checks=True).post("/oai", {"verb": "Identify"}).content)
    assert texts(root, ".//o:protocolVersion") == ["2.0"]


def test_an_open_record_is_given_whole_in_both_formats(client: Client) -> None:
    record = make_record(a_formula("示例三味散", name_mn="ᠮᠣᠩᠭᠣᠯ", summary="一句\x0b话", text="正文"))
    key = key_of(record)
    dublin = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=key)
    assert "示例三味散" in texts(dublin, ".//dc:title")
    assert {"一句话", "正文"} <= set(texts(dublin, ".//dc:description"))
    assert {"class:2", "place:152530"} == set(texts(dublin, ".//o:setSpec"))
    own = ask(client, verb="GetRecord", metadataPrefix="erdem", identifier=key)
    assert "诃子" in texts(own, ".//e:ingredient/e:name")
    assert texts(ask(client, verb="ListMetadataFormats", identifier=key), ".//o:metadataPrefix") == ["oai_dc", "erdem"]


def test_of_widely_spread_knowledge_the_public_harvests_metadata_only(client: Client, people: People) -> None:
    record = make_record(
        a_formula(
            "示例题名",
            diffusion_tier="D3",
            community_id=community_of(people.holder),
            summary="示例概述",
            text="示例正文",
        )
    )
    client.force_login(user_of(people.holder))
    content = client.get("/oai?verb=ListRecords&metadataPrefix=erdem").content.decode()
    assert "示例题名" in content
    assert not [word for word in ("示例概述", "示例正文", "诃子") if word in content]
    assert f'number="{record.number}" level="A2"' in content


def test_a_title_is_given_without_sets_and_dates_do_not_tell_of_hidden_changes(client: Client, people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula("示例题名", diffusion_tier="D3", community_id=own))
    with acting_as(SYSTEM):
        Holding.objects.filter(record=record).update(to_public=1)
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert texts(root, ".//o:setSpec") == []
    assert not [text for text in texts(root, ".//dc:*") if "152530" in text and record.number not in text]
    before = texts(root, ".//o:datestamp")
    with acting_as(SYSTEM):
        moved = PublicListing.objects.get(number=record.number).changed_at
        content = a_formula("示例题名", diffusion_tier="D3", community_id=own, summary="改了", text="改了")
        services.change_record(actor=SYSTEM, record=Record.objects.get(pk=record.pk), content=content)
        assert PublicListing.objects.get(number=record.number).changed_at == moved
    assert texts(ask(client, verb="ListRecords", metadataPrefix="oai_dc"), ".//o:datestamp") == before


def test_what_the_public_never_knew_of_has_no_identifier(client: Client, people: People) -> None:
    hidden = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    draft = make_record(a_formula(), status="draft")
    for record in (hidden, draft):
        key = harvesting.identifier(record.number)
        assert error_of(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=key) == "idDoesNotExist"
    assert error_of(client, verb="ListIdentifiers", metadataPrefix="oai_dc") == "noRecordsMatch"


@pytest.mark.parametrize("how", ["withdrawn", "closed", "deleted"])
def test_what_the_public_knows_no_longer_is_said_to_be_deleted(client: Client, people: People, how: str) -> None:
    record = make_record(a_formula("示例题名"))
    key = key_of(record)
    assert error_of(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=key) is None
    with acting_as(SYSTEM):
        if how == "withdrawn":
            services.withdraw_record(actor=SYSTEM, record=record, reason="示例")
        elif how == "closed":
            Record.objects.filter(pk=record.pk).update(diffusion_tier="D1")
        else:
            Record.objects.filter(pk=record.pk).delete()
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert names(root) == [key]
    assert [each.get("status") for each in root.findall(".//o:header", NS)] == ["deleted"]
    told = etree.tostring(root, encoding="unicode")
    assert not [word for word in ("示例题名", record.number) if word in told]


def test_when_consent_has_ended_the_record_is_gone_that_day(client: Client, people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D4", community_id=community_of(people.holder)))
    with acting_as(SYSTEM):
        consent_until(record, community_of(people.holder), timezone.localdate() - timedelta(days=1))
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert [each.get("status") for each in root.findall(".//o:header", NS)] == ["deleted"]
    assert record.number not in etree.tostring(root, encoding="unicode")


def test_a_seasonal_record_is_never_given_whole(client: Client, people: People) -> None:
    own, today = community_of(people.holder), timezone.localdate()
    record = make_record(a_formula(diffusion_tier="D4", community_id=own, text="示例正文"))
    with acting_as(SYSTEM):
        days = [(today, today + timedelta(days=9))]
        LabelUse.objects.create(record=record, community_id=own, code="tks", open_dates=days)
        level = PublicListing.objects.get(number=record.number).level
    assert level == 2
    content = client.get("/oai?verb=ListRecords&metadataPrefix=erdem").content.decode()
    assert "示例正文" not in content


def test_a_long_list_is_handed_on_by_tokens_that_nobody_can_forge(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "PAGE", 2)
    made = [key_of(make_record(a_formula(f"示例{n}"))) for n in range(5)]
    found: list[str] = []
    root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set="class:2")
    cursors = []
    while True:
        found += names(root)
        token = root.find(".//o:resumptionToken", NS)
        assert token is not None
        cursors.append((token.get("cursor"), token.get("completeListSize")))
        if not token.text:
            break
        last = token.text
        root = ask(client, verb="ListIdentifiers", resumptionToken=last)
    assert sorted(found) == sorted(made)
    assert cursors == [("0", "5"), ("2", "5"), ("4", "5")]
    assert error_of(client, verb="ListRecords", resumptionToken=last) == "badResumptionToken"
    assert error_of(client, verb="ListIdentifiers", resumptionToken=last[:-2] + "xx") == "badResumptionToken"
    forged = signing.dumps({"p": "oai_dc"}, salt="another")
    assert error_of(client, verb="ListIdentifiers", resumptionToken=forged) == "badResumptionToken"
    monkeypatch.setattr(harvesting, "TOKEN_LASTS", -1)
    assert error_of(client, verb="ListIdentifiers", resumptionToken=last) == "badResumptionToken"


def test_dates_narrow_a_harvest_to_the_second_and_to_the_day(client: Client) -> None:
    record = make_record()
    root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    (moment,) = texts(root, ".//o:datestamp")
    for window in ({"from": moment, "until": moment}, {"from": moment[:10], "until": moment[:10]}):
        assert names(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **window)) == [key_of(record)]


def test_the_sets_are_named(client: Client) -> None:
    make_record()
    root = ask(client, verb="ListSets")
    assert {"class", "class:2", "place", "place:152530"} <= set(texts(root, ".//o:setSpec"))
    assert "正蓝旗" in texts(root, ".//o:setName")
