"""Full texts, designs, legal status and decisions of the Chinese office."""

from __future__ import annotations

import datetime

import pytest

from erdem.literature.formats import Claim, Priority, Publication, detect
from erdem.literature.formats.model import LegalEvent, Party
from erdem.literature.tests.formats.cnipa_sample import BODY, DESIGN, HEAD, VERDICT, delivery, status
from erdem.literature.tests.formats.sample import problems, publications, take


def one(text: str) -> Publication:
    (found,) = take(text)
    assert isinstance(found, Publication), found
    return found


def test_it_reads_numbers_dates_and_classes_as_the_office_wrote_them() -> None:
    found = one(HEAD + BODY)
    assert (found.number, found.application, found.kind) == ("CN104751825B", "CN201510163325.6", "B")
    assert (found.patent_type, found.titles) == ("invention", {"zh": "一种蒙药膏"})
    assert (found.filing_date, found.publication_date) == (datetime.date(2015, 4, 8), datetime.date(2023, 10, 3))
    assert found.grant_date == found.publication_date
    assert found.ipc == ("A61K36/756", "A61P17/00")
    assert found.priorities == (Priority("5120", datetime.date(2014, 4, 9), "MN"),)
    assert found.priority_date == datetime.date(2014, 4, 9)
    assert found.citations == ("CN203232659U",)
    assert (found.source_format, found.source_id, found.source_line) == ("cnipa", "CN102015.XML", 3)
    assert not found.withdrawn


def test_it_reads_the_place_of_the_applicant_down_to_the_banner() -> None:
    found = one(HEAD + BODY)
    assert found.applicants == ("示例蒙医院",)
    assert found.applicant_place == "内蒙古自治区通辽市科尔沁左翼中旗"
    assert found.parties[0] == Party(
        "applicant",
        "示例蒙医院",
        "CN",
        "内蒙古自治区",
        "通辽市",
        "科尔沁左翼中旗",
        "028000",
        "028000 内蒙古自治区通辽市科尔沁左翼中旗一号",
    )


def test_each_agent_stays_with_the_agency_it_works_for() -> None:
    parties = one(HEAD + BODY).parties
    assert [(one.name, one.agency) for one in parties if one.role == "agent"] == [
        ("丙", "示例代理一所 12107"),
        ("丁", "示例代理二所 43205"),
    ]
    assert [one.name for one in parties if one.role == "agency"] == ["示例代理一所 12107", "示例代理二所 43205"]
    assert [(one.role, one.name) for one in parties if one.role in ("assignee", "examiner", "inventor")] == [
        ("inventor", "甲"),
        ("inventor", "乙"),
        ("assignee", "示例药业"),
        ("examiner", "戊"),
    ]


def test_it_reads_abstract_claims_and_the_parts_of_the_description() -> None:
    found = one(HEAD + BODY)
    assert found.abstracts == {"zh": "一种膏。"}
    assert found.claims == (
        Claim(1, "一种蒙药膏，由草乌3克、蜂蜡2克制成。", "zh"),
        Claim(2, "如权利要求1所述的膏。", "zh", (1,)),
    )
    assert found.description == (
        "技术领域\n本发明涉及膏药。\n背景技术\n已有膏药。\n发明内容\n提供一种膏。\n具体实施方式\n实施例一。"
    )


@pytest.mark.parametrize("prefix", ["business", "cn-business", "n1"])
def test_prefixes_and_joined_documents_make_no_difference(prefix: str) -> None:
    text = (HEAD + BODY).replace("business:", f"{prefix}:").replace("xmlns:business", f"xmlns:{prefix}")
    found = publications(take(text + text.replace("104751825", "104751826")))
    assert [item.number for item in found] == ["CN104751825B", "CN104751826B"]


def test_utility_models_and_corrections_are_told_by_their_codes() -> None:
    utility = one(HEAD + BODY.replace('applType="10"', 'applType="20"').replace("<base:Kind>B<", "<base:Kind>U<"))
    assert (utility.patent_type, utility.kind) == ("utility model", "U")
    corrected = one(HEAD + BODY.replace("<base:Kind>B<", "<base:Kind>B8<"))
    assert (corrected.number, corrected.corrects) == ("CN104751825B8", "CN104751825B")
    assert one(HEAD + BODY.replace('status="C"', 'status="D"')).withdrawn


def test_it_reads_a_design_with_its_locarno_classes() -> None:
    found = one(HEAD.replace("business:", "b:") + DESIGN)
    assert (found.number, found.application, found.patent_type) == ("CN307096040S", "CN202130671538.4", "design")
    assert (found.titles, found.locarno, found.inventors) == ({"zh": "马头琴挂件"}, ("11-01", "02-04"), ("己",))
    assert found.description == "1.名称：挂件。"


def test_legal_status_comes_by_application_in_the_order_of_days() -> None:
    text = delivery(
        status("201510163325.6", "20170101", "B2", "授权"),
        status("201510163325.6", "20150601", "A1", "公开"),
        status("201510163325.6", "20160101", "X", "撤回的记录", state="D"),
        status("201510163325.6", "20230501", "K5", "专利权的终止", "未缴年费专利权终止"),
        status("201610000001.9", "20170101", "B2", "授权"),
    )
    first, second = publications(take(text))
    assert (first.application, first.identifier) == ("CN201510163325.6", "APP:CN201510163325")
    assert first.legal_status == "专利权的终止"
    assert [event.code for event in first.legal_events] == ["A1", "B2", "K5"]
    assert first.legal_events[2] == LegalEvent(
        datetime.date(2023, 5, 1), "K5", "专利权的终止：未缴年费专利权终止", "CN"
    )
    assert first.filing_date == datetime.date(2015, 4, 8)
    assert second.legal_status == "授权"


def test_status_and_decisions_inside_a_document_belong_to_it() -> None:
    inside = status("201510163325.6", "20231003", "B2", "授权") + VERDICT
    found = one(
        HEAD + BODY.replace("</business:PatentDocumentAndRelated>", inside + "</business:PatentDocumentAndRelated>")
    )
    assert [event.text for event in found.legal_events] == ["授权", "维持专利权有效"]
    assert found.legal_events[1].date == datetime.date(2024, 1, 5)
    assert found.legal_events[1].code == "566693"


def test_a_decision_alone_is_an_event_of_its_application() -> None:
    found = one(delivery(VERDICT))
    assert found.application == "CN201510163325.6"
    assert [event.text for event in found.legal_events] == ["维持专利权有效"]


def test_a_document_without_number_is_refused_with_its_text() -> None:
    text = HEAD + BODY.replace("104751825", "").replace("201510163325.6", "")
    (problem,) = problems(take(text))
    assert problem.code == "no-number"
    assert detect_text(problem.raw) == "cnipa"
    nameless = delivery("<business:PRSRecord><business:PRSCode>B2</business:PRSCode></business:PRSRecord>")
    assert [item.code for item in problems(take(nameless))] == ["no-number"]
    assert [item.code for item in problems(take(delivery()))] == ["xml-no-records"]


def detect_text(text: str) -> str:
    import io

    return detect(io.BytesIO(text.encode()))
