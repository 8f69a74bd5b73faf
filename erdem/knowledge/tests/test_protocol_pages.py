"""The pages on which a community decides, and what others see of it, as people use them: without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import AccessGrant, CommunityLabel, Holding, LabelUse, NoticeUse, ProtocolVersion, Record
from erdem.knowledge.pages import flags_of, limits_of
from erdem.knowledge.protocol import LabelLine, Protocol
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.knowledge.tests.stewards import again, holding_of, make_group, steward_for
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
SOUND = b"ID3" + b"\0" * 61


@pytest.fixture
def own(people: People) -> int:
    return community_of(people.holder)


@pytest.fixture
def steward(own: int) -> Actor:
    return steward_for(own)


@pytest.fixture
def record(own: int) -> Record:
    return make_record(diffusion_tier="D3", community_id=own, name="示例限读方", summary="示例一句话")


@pytest.fixture
def desk(client: Client, steward: Actor) -> Client:
    return signed_in(client, steward)


def signed_in(client: Client, actor: Actor) -> Client:
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


def page(client: Client, name: str, *arguments: Any, status: int = 200, **query: str) -> str:
    response = client.get(reverse(f"knowledge:{name}", args=arguments), query)
    assert response.status_code == status
    return str(response.content.decode())


def decide(client: Client, record: Record, *, status: int, do: str = "save", **given: Any) -> str:
    response = client.post(
        reverse("knowledge:record-protocol", args=[record.number]), {"do": do, "version": 1, **given}
    )
    assert response.status_code == status, response.content.decode()[-3000:]
    return str(response.content.decode())


def protocol(record: Record, own: int, **given: Any) -> None:
    with acting_as(SYSTEM):
        holding = holding_of(record, own)
        services.change_protocol(
            actor=SYSTEM,
            holding=holding,
            protocol=Protocol(**given),
            version=holding.version,
            reason="示例",
            opening_confirmed=True,
        )


def test_the_preview_says_who_would_see_what_and_saves_nothing(desk: Client, record: Record) -> None:
    text = decide(desk, record, status=200, do="preview", to_public="0", labels=["tkco"])
    assert "不知道有这一条" in text
    assert "标签“只限本社区”" in text
    with acting_as(SYSTEM):
        assert not ProtocolVersion.objects.exists()
        assert Holding.objects.get(record=record).to_public is None


def test_a_steward_decides_and_finds_the_decision_again(desk: Client, record: Record) -> None:
    decide(desk, record, status=302, to_public="1", content_warning="示例提醒", names_deceased="on", labels=["tka"])
    text = page(desk, "record-protocol", record.number)
    assert re.search(r'name="to_public" value="1"[^>]*checked', text)
    assert 'value="示例提醒"' in text
    assert re.search(r'id="label-tka" checked', text)
    assert "第2版" in text


def test_the_second_of_two_stewards_gets_a_sentence_and_both_texts(desk: Client, record: Record, own: int) -> None:
    protocol(record, own, to_public=1)
    text = decide(desk, record, status=409, to_public="0", content_warning="示例我写的")
    assert "没有覆盖任何内容" in text
    assert "示例我写的" in text
    assert "只知道名字" in text
    assert re.search(r'name="version" value="2"', text)
    with acting_as(SYSTEM):
        assert Holding.objects.get(record=record).to_public == 1
    decide(desk, record, status=302, version=2, to_public="0", content_warning="示例我写的")


def test_a_protocol_that_was_never_changed_has_a_history_that_says_so(desk: Client, record: Record) -> None:
    assert "还没有改动过" in page(desk, "protocol-history", record.number)


def test_pressing_twice_saves_once(desk: Client, record: Record) -> None:
    for _press in range(2):
        decide(desk, record, status=302, to_public="1")
    with acting_as(SYSTEM):
        assert Holding.objects.get(record=record).version == 2


def test_what_opens_is_shown_and_confirmed_before_it_is_saved(desk: Client, record: Record, own: int) -> None:
    protocol(record, own, to_public=0, labels=(LabelLine("tkco"),))
    text = decide(desk, record, status=422, version=2, reason="示例原因")
    assert "这样会比现在开放得更多" in text
    assert "没有登录的人：现在不知道有这一条，以后知道是什么、在哪里" in text
    decide(desk, record, status=302, version=2, reason="示例原因", confirm="on")
    text = page(desk, "protocol-history", record.number)
    assert "示例原因" in text
    assert "只限本社区" in text


def test_an_earlier_version_is_looked_at_and_saved_again(desk: Client, record: Record, own: int) -> None:
    protocol(record, own, to_public=1, labels=(LabelLine("tka"),))
    protocol(record, own, to_public=0)
    text = page(desk, "record-protocol", record.number, restore="2")
    assert "下面是第2版的内容" in text
    assert re.search(r'id="label-tka" checked', text)
    decide(desk, record, status=302, version=3, restored_from=2, to_public="1", labels=["tka"], confirm="on")
    with acting_as(SYSTEM):
        assert ProtocolVersion.objects.order_by("-version").values_list("restored_from", flat=True)[0] == 2
    assert page(desk, "record-protocol", record.number, restore="99") == page(
        desk, "record-protocol", record.number
    ) or "下面是第99版的内容" not in page(desk, "record-protocol", record.number, restore="99")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"labels": ["tks"]}, "请写从哪天到哪天"),
        (
            {"labels": ["tks"], "first_month": "2", "first_day": "30", "last_month": "3", "last_day": "1"},
            "这个月没有这一天",
        ),
        ({"labels": ["tkcl"]}, "要写明小组"),
        ({"labels": ["tkoc", "tknc"]}, "互相矛盾"),
        ({"to_public": "9"}, "有几处要再看一下"),
    ],
)
def test_what_cannot_be_saved_says_why(desk: Client, record: Record, given: dict[str, Any], words: str) -> None:
    assert words in decide(desk, record, status=422, **given)


def test_a_lunar_season_shows_its_next_days_in_both_calendars(desk: Client, record: Record) -> None:
    season = {
        "calendar": "lunar",
        "first_month": "6",
        "first_day": "1",
        "last_month": "6",
        "last_day": "15",
        "leap": "first",
    }
    text = decide(desk, record, status=200, do="preview", labels=["tks"], **season)
    assert "每年农历六月初一到六月十五；遇闰月只算头一个月，不算闰月" in text
    assert text.count("六月初一 – 六月十五") == 4


def test_members_outside_the_group_and_others_see_the_face(
    desk: Client, client: Client, people: People, record: Record, own: int
) -> None:
    group = make_group(own, "women", people.holder)
    protocol(record, own, labels=(LabelLine("tkwr", group.pk),))
    for actor, seen in ((people.applicant, False), (again(people.holder), True)):
        text = page(signed_in(Client(), actor), "record-detail", record.number)
        assert ("示例一句话" in text) == seen
        assert "示例限读方" in text
    text = page(desk, "record-detail", record.number)
    assert "因为持有社区的成员里" in text
    assert "示例一句话" not in text
    assert reverse("knowledge:record-protocol", args=[record.number]) in text


def test_the_face_names_neither_label_nor_community_to_whoever_knows_the_title_alone(
    people: People, record: Record, own: int
) -> None:
    protocol(record, own, labels=(LabelLine("tkmr", make_group(own, "men", people.holder).pk),))
    reader = signed_in(Client(), people.applicant)
    text = page(reader, "record-detail", record.number) + page(reader, "record-why", record.number)
    assert "您只能知道它的名字" in text
    assert "示例持有社区" not in text
    assert "限男" not in text
    assert "D3" not in text


def test_the_page_of_reasons_names_every_rule_and_the_one_that_sets_the_limit(
    people: People, record: Record, own: int
) -> None:
    protocol(record, own, to_signed_in=2, labels=(LabelLine("tka"),))
    text = page(signed_in(Client(), people.applicant), "record-why", record.number)
    assert "示例持有社区的决定" in text
    assert "传播层级D3" in text
    assert "请向持有社区申请" in text
    assert "请写明来处" in text
    assert text.count("这一条</span>") == 1


def test_every_audience_gets_its_own_sentence(people: People, steward: Actor, record: Record) -> None:
    said = {}
    for who, actor in (("holder", people.holder), ("officer", people.officer), ("system", SYSTEM)):
        with acting_as(actor):
            said[who] = limits_of(actor, Record.objects.get(pk=record.pk))
    assert "您属于持有它的社区" in said["holder"].sentence
    assert said["officer"].who == "登记地的机关"
    assert "持有社区看得到您看过" in said["officer"].noted
    assert not said["holder"].noted
    assert "平台本身" in said["system"].sentence


def test_the_list_of_titles_holds_what_may_be_known_and_no_more(people: People, record: Record, own: int) -> None:
    make_record(diffusion_tier="D1", community_id=own, name="示例秘方")
    make_record(diffusion_tier="D4", name="示例公开方")
    reader = signed_in(Client(), people.applicant)
    text = page(reader, "face-list")
    assert "示例限读方" in text
    assert "示例秘方" not in text
    assert "示例公开方" not in text
    assert "示例限读方" in page(reader, "face-list", q="限读", tier="D3", place="152500", kind="formula")
    assert "没有符合的" in page(reader, "face-list", tier="D1")
    protocol(record, own, to_public=1, to_signed_in=1)
    assert "示例限读方" in page(reader, "face-list", q="限读")
    assert "示例限读方" not in page(reader, "face-list", kind="formula")


def test_a_warning_stands_before_the_record_once_a_session(people: People, record: Record, own: int) -> None:
    protocol(record, own, content_warning="示例：讲到疾病", names_deceased=True)
    reader = signed_in(Client(), people.holder)
    before = page(reader, "record-detail", record.number)
    assert "示例：讲到疾病" in before
    assert "已去世" in before
    assert "诃子" not in before
    response = reader.post(reverse("knowledge:record-seen", args=[record.number]), follow=True)
    assert "诃子" in response.content.decode()
    assert "诃子" in page(reader, "record-detail", record.number)
    assert "诃子" not in page(signed_in(Client(), people.holder), "record-detail", record.number)
    with acting_as(SYSTEM):
        assert flags_of(SYSTEM, record) == {"content_warnings": ["示例：讲到疾病"], "names_deceased": True}


def test_access_is_given_and_taken_back_on_a_page(desk: Client, people: People, record: Record) -> None:
    address = reverse("knowledge:record-grants", args=[record.number])
    today = timezone.localdate().isoformat()
    with acting_as(SYSTEM):
        name = user_of(people.applicant).username
    terms = {"user": name, "purpose": "research", "level": "4", "valid_from": today, "valid_until": today}
    assert desk.post(address, terms).status_code == 422
    assert "没有这个账号" in desk.post(address, {**terms, "user": "nobody", "reference": "示例"}).content.decode()
    assert desk.post(address, {**terms, "reference": "示例许可"}).status_code == 302
    assert "示例许可" in page(desk, "record-grants", record.number)
    assert "诃子" in page(signed_in(Client(), people.applicant), "record-detail", record.number)
    with acting_as(SYSTEM):
        grant = AccessGrant.objects.get()
    revoke = reverse("knowledge:grant-revoke", args=[record.number, grant.pk])
    assert desk.post(revoke, {"reason": ""}).status_code == 422
    assert desk.post(revoke, {"reason": "示例"}).status_code == 302
    assert "诃子" not in page(signed_in(Client(), people.applicant), "record-detail", record.number)


def test_a_purpose_that_a_label_forbids_is_refused_on_the_page_with_the_label(
    desk: Client, people: People, record: Record, own: int
) -> None:
    protocol(record, own, labels=(LabelLine("tknc"),))
    today = timezone.localdate().isoformat()
    with acting_as(SYSTEM):
        name = user_of(people.applicant).username
    terms = {
        "user": name,
        "purpose": "commercial",
        "level": "4",
        "valid_from": today,
        "valid_until": today,
        "reference": "示例",
    }
    response = desk.post(reverse("knowledge:record-grants", args=[record.number]), terms)
    assert response.status_code == 422
    assert "不作商业使用" in response.content.decode()


def test_a_label_is_worded_approved_heard_and_shown_on_the_record(
    desk: Client, people: People, record: Record, own: int
) -> None:
    address = reverse("knowledge:label-wording", args=[own, "tka"])
    words = {"based_on": "0", "name_zh": "示例署我名", "text_zh": "示例请写我们的名字"}
    recording = SimpleUploadedFile("示例.mp3", SOUND, content_type="audio/mpeg")
    assert desk.post(address, {**words, "audio_mn": SimpleUploadedFile("x.mp3", b"<svg>")}).status_code == 422
    assert desk.post(address, {**words, "audio_mn": recording}).status_code == 302
    assert desk.post(address, words).status_code == 422
    with acting_as(SYSTEM):
        wording = CommunityLabel.objects.get()
    hear = reverse("knowledge:label-audio", args=[wording.pk, "mn"])
    assert Client().get(hear).status_code == 404
    assert desk.post(address, {"do": "approve", "wording": wording.pk}).status_code == 302
    decide(desk, record, status=302, labels=["tka"])
    assert "示例请写我们的名字" in page(Client(), "record-detail", record.number)
    response = Client().get(hear)
    assert (response.status_code, response["Content-Type"]) == (200, "audio/mpeg")
    assert b"".join(response.streaming_content) == SOUND  # type: ignore[attr-defined]  # a file is streamed
    assert Client().get(reverse("knowledge:label-audio", args=[wording.pk, "zh"])).status_code == 404
    assert "示例署我名" in page(desk, "community-labels", own)


def test_an_institution_places_a_notice_and_a_label_takes_its_place(
    desk: Client, people: People, record: Record
) -> None:
    office = signed_in(Client(), people.officer)
    address = reverse("knowledge:record-notices", args=[record.number])
    given = {"code": "traditional_knowledge", "institution": community_of(people.officer), "text": "示例说明"}
    assert office.post(address, given).status_code == 302
    assert office.post(address, given).status_code == 422
    assert "示例说明" in page(Client(), "record-detail", record.number)
    decide(desk, record, status=302, labels=["tkv"])
    assert "示例说明" not in page(Client(), "record-detail", record.number)
    with acting_as(SYSTEM):
        assert NoticeUse.objects.get().replaced_by == "tkv"
        assert LabelUse.objects.get().applied_by is not None


def test_a_notice_is_ended_on_its_page(people: People, record: Record) -> None:
    office = signed_in(Client(), people.officer)
    with acting_as(people.officer):
        notice = services.place_notice(
            actor=people.officer,
            record_id=record.pk,
            institution_id=community_of(people.officer),
            code="attribution_incomplete",
        )
    address = reverse("knowledge:notice-end", args=[record.number, notice.pk])
    assert office.post(address, {"reason": ""}).status_code == 302
    assert "来处尚不完整" in page(office, "record-detail", record.number)
    assert office.post(address, {"reason": "示例"}).status_code == 302
    assert office.post(address, {"reason": "示例"}).status_code == 404


def test_the_catalogue_holds_all_labels_and_notices(client: Client) -> None:
    text = page(client, "label-list")
    assert len(re.findall(r'class="er-lab er-lab--', text)) == 34
