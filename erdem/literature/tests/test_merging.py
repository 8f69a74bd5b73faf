"""Two sources of one document merge without loss; families, corrections and standing do not depend on the order."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from erdem.base.actor import SYSTEM, acting_as
from erdem.literature.choices import Standing, StatusGroup
from erdem.literature.formats.model import LegalEvent, Party, Priority
from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import Family, IndexChange, Publication
from erdem.literature.queries.sources import sources_of
from erdem.literature.services import import_publications
from erdem.literature.services.legal_status import table, understood

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_the_system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def read(number: str = "", **fields: Any) -> Read:
    fields.setdefault("titles", {"zh": "示例方法"})
    return Read(identifier=number or fields.get("application", "x"), number=number, **fields)


def bring(*items: Read, source: str = "甲") -> None:
    import_publications(actor=SYSTEM, items=items, source_name=source)


def held(number: str) -> Publication:
    return Publication.objects.get(number_key=number)


def wiped() -> None:
    Publication.objects.all().delete()
    Family.objects.all().delete()


def test_each_source_keeps_what_it_said_and_texts_only_where_they_differ() -> None:
    bring(read("CN105192728B", abstracts={"zh": "切块后风干。"}, applicants=("示例公司",)))
    bring(read("CN105192728B", titles={"zh": "示例方法"}, abstracts={"zh": "另一摘要。"}, product="肉干"), source="乙")
    publication = held("CN105192728B")
    first, second = (record.fields for record in publication.source_records.order_by("pk"))
    assert (first["title:zh"], first["abstract:zh"], first["applicants"]) == (None, None, ["示例公司"])
    assert (second["title:zh"], second["abstract:zh"], second["product"]) == (None, "另一摘要。", "肉干")
    said = sources_of(publication)
    assert [record.name for record in said.records] == ["甲", "乙"]
    assert [field.name for field in said.differing] == ["abstract:zh"]
    assert publication.texts.get(unit="abstract").text == "切块后风干。"


def test_the_same_again_says_nothing_new() -> None:
    for _time in range(2):
        bring(read("CN105192728B", claims=(), priorities=(Priority("62/016924", dt.date(2014, 6, 25), "US"),)))
    publication = held("CN105192728B")
    assert publication.source_records.count() == publication.priorities.count() == 1


def test_a_source_that_knows_addresses_completes_the_parties_by_name() -> None:
    bring(read("CN105192728B", applicants=("示例公司", "示例二公司"), inventors=("示例人",)))
    address = Party("applicant", "示例 公司", country="CN", province="内蒙古自治区", city="锡林郭勒盟", county="正蓝旗")
    unknown = Party("applicant", "无关公司", province="四川")
    bring(read("CN105192728B", parties=(address, unknown)), source="乙")
    parties = list(held("CN105192728B").parties.order_by("role", "ordinal").values_list("role", "name", "place"))
    assert parties == [
        ("applicant", "示例公司", "152530"),
        ("applicant", "示例二公司", None),
        ("inventor", "示例人", None),
    ]


def test_a_division_inside_the_known_one_says_more() -> None:
    bring(read("CN105192728B", applicants=("示例公司",), applicant_place="内蒙古;15 (028000)"))
    assert held("CN105192728B").parties.get().place_id == "150000"
    bring(read("CN105192728B", parties=(Party("applicant", "示例公司", address="内蒙古通辽市科尔沁区"),)), source="乙")
    assert held("CN105192728B").parties.get().place_id == "150502"
    bring(read("CN105192728B", parties=(Party("applicant", "示例公司", address="内蒙古包头市"),)), source="丙")
    assert held("CN105192728B").parties.get().place_id == "150502"


FIRST = Priority("201510503455.9", dt.date(2015, 8, 17), "CN")
FAMILY = (
    read("CN105192728A", application="CN201510503455.9", filing_date=dt.date(2015, 8, 17), family_id="77"),
    read("US20170000001A1", application="US15123456", priorities=(FIRST,)),
    read("US10000001B2", application="US15123456", family_id="88"),
    read("EP3000001A1", application="EP16123456", family_id="88"),
    read("JP2018000001A", application="JP2017123456"),
)


def families() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, number in Publication.objects.values_list("family__key", "number_key"):
        found.setdefault(key, set()).add(number)
    assert Family.objects.count() == len(found)  # nothing empty is left
    return found


def test_documents_of_different_offices_meet_whatever_the_order() -> None:
    together = {"CN105192728A", "US20170000001A1", "US10000001B2", "EP3000001A1"}
    expected = {"APP:CN201510503455": together, "APP:JP2017123456": {"JP2018000001A"}}
    for order in itertools.permutations(FAMILY):
        for batches in ([order], [[item] for item in order]):
            for batch in batches:
                bring(*batch)
            assert families() == expected
            wiped()


def test_members_of_a_joined_family_are_told_to_the_index() -> None:
    bring(FAMILY[2], FAMILY[0])
    before = set(Publication.objects.values_list("pk", flat=True))
    IndexChange.objects.all().delete()
    bring(FAMILY[1])
    assert before <= set(IndexChange.objects.values_list("publication_id", flat=True))


CORRECTED: Sequence[tuple[list[Read], dict[str, tuple[str, str | None]]]] = [
    (
        [read("CN105192728A"), read("CN105192728A8"), read("CN105192728B"), read("CN105192728B8")],
        {
            "CN105192728A": ("replaced", "CN105192728A8"),
            "CN105192728A8": ("current", None),
            "CN105192728B": ("replaced", "CN105192728B8"),
            "CN105192728B8": ("current", None),
        },
    ),
    (
        [
            read("US20050123456A1", publication_date=dt.date(2005, 6, 9)),
            read("US20050123456A9", publication_date=dt.date(2005, 9, 1)),
        ],
        {"US20050123456A1": ("replaced", "US20050123456A9"), "US20050123456A9": ("current", None)},
    ),
    (
        [
            read("WO2015012345A1", publication_date=dt.date(2015, 1, 29)),
            read("WO2015012345A8", publication_date=dt.date(2015, 3, 5)),
            read("WO2015012345A9", publication_date=dt.date(2015, 4, 2)),
        ],
        {
            "WO2015012345A1": ("replaced", "WO2015012345A9"),
            "WO2015012345A8": ("replaced", "WO2015012345A9"),
            "WO2015012345A9": ("current", None),
        },
    ),
    (
        [read("CN101000001A"), read("CN101000002A", corrects="CN101000001A"), read("CN101000003A", withdrawn=True)],
        {
            "CN101000001A": ("replaced", "CN101000002A"),
            "CN101000002A": ("current", None),
            "CN101000003A": ("withdrawn", None),
        },
    ),
]


@pytest.mark.parametrize(("items", "expected"), CORRECTED)
def test_a_correction_replaces_what_it_corrects_whatever_the_order(
    items: list[Read], expected: dict[str, tuple[str, str | None]]
) -> None:
    for order in itertools.permutations(items):
        for item in order:
            bring(item)
        found = Publication.objects.values_list("number_key", "standing", "replaced_by__number_key")
        assert {number: (standing, by) for number, standing, by in found} == expected
        bring(*order)
        wiped()


def test_a_document_taken_back_stays_so() -> None:
    bring(read("CN101000003A"), read("CN101000003A", withdrawn=True), read("CN101000003A"))
    assert held("CN101000003A").standing == Standing.WITHDRAWN


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("授权", "in_force"),
        ("有效", "in_force"),
        ("发明专利申请公布", "pending"),
        ("实质审查的生效", "pending"),
        ("专利申请权的恢复", "pending"),
        ("专利权有效期届满", "ended"),
        ("未缴年费专利权终止", "ended"),
        ("发明专利申请公布后的视为撤回", "ended"),
        ("发明专利申请公布后的驳回", "ended"),
        ("避免重复授权放弃专利权", "ended"),
        ("专利权全部无效", "ended"),
        ("专利权部分无效", "in_force"),
        ("审中-实审", "pending"),
        ("无效", "ended"),
        ("授權", "in_force"),
        ("ACTIVE", "in_force"),
        ("Inactive", "ended"),
        ("DISCONTINUED", "ended"),
        ("Pending", "pending"),
        ("EXPIRED", "ended"),
        ("Patented Case", "in_force"),
        ("Abandoned  --  Failure to Respond to an Office Action", "ended"),
        ("Expired Due to NonPayment of Maintenance Fees", "ended"),
        ("Non Final Action Mailed", "pending"),
        ("专利实施许可合同备案", None),
        ("一词不见", None),
        ("", None),
    ],
)
def test_words_of_the_offices_say_where_a_right_stands(words: str, group: str | None) -> None:
    found = understood(words)
    assert (found.group if found else None) == group


def test_the_table_of_words_says_each_once_with_source_and_day() -> None:
    words = [(row.match, row.words) for row in table()]
    assert len(words) == len(set(words)) > 80


def test_the_standing_comes_from_the_last_event_and_the_furthest_word() -> None:
    def after(*events: tuple[str, str], status: str = "") -> str:
        wiped()
        listed = tuple(LegalEvent(dt.date.fromisoformat(day), "", words) for day, words in events)
        bring(read("CN105192728B", legal_events=listed, legal_status=status))
        return str(held("CN105192728B").status_group)

    assert after(("2016-01-01", "实质审查的生效"), ("2017-01-01", "授权")) == StatusGroup.IN_FORCE
    assert after(("2017-01-01", "授权"), ("2020-01-01", "专利权的终止")) == StatusGroup.ENDED
    assert after(("2020-01-01", "专利权的终止"), ("2020-06-01", "专利权的恢复")) == StatusGroup.IN_FORCE
    assert after(("2017-01-01", "授权"), status="失效") == StatusGroup.ENDED
    assert after(("2017-01-01", "专利实施许可合同备案")) == StatusGroup.UNKNOWN


def test_events_of_an_application_reach_each_of_its_publications_whatever_the_order() -> None:
    event = LegalEvent(dt.date(2020, 1, 1), "", "专利权的终止")
    items = [
        read("CN105192728A", application="CN201510503455.9"),
        read("CN105192728B", application="CN201510503455.9"),
        read("", application="CN201510503455.9", legal_events=(event,)),
    ]
    for order in itertools.permutations(items):
        for item in order:
            bring(item)
        groups = dict(Publication.objects.filter(number_kind="publication").values_list("number_key", "status_group"))
        assert groups == {"CN105192728A": "ended", "CN105192728B": "ended"}, order
        assert {one.legal_events.count() for one in Publication.objects.all()} == {1}
        wiped()
