"""The national list of intangible heritage, as collected from ihchina.cn, brought in once however often it is handed in."""

from __future__ import annotations

import io

import pytest

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.content import RecordContent
from erdem.knowledge.entries import read_contents, seed_contents
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import sign_a_file
from erdem.people.tests.factories import make_actor

ITEMS = """subitem_id,project_code,project_code_raw,project_num,project_name,category,batch_no,publish_year,entry_type,region_raw,province,city_code,county_code,protection_unit_raw,source_url,raw_record_id
subitem_1,I-26,I-26,I-026_10_150000,江格尔,民间文学,5,2021,extension,内蒙古自治区,内蒙古自治区,,,示例院_x000D_,http://example.org,1
subitem_2,II-3,II-3,II-003_09_152530,示例长调,传统音乐,1,2006,new,内蒙古自治区正蓝旗 <br /> 截断的文章,内蒙古自治区,152500,152530,示例中心,,2
subitem_3,I-1,I-1,I-001_01_522630,示例古歌,民间文学,1,2006,new,贵州省台江县,贵州省,522600,522630,示例外地中心,,3
subitem_4,IX-2,IX-2,IX-002_10_140729,示例医药甲,传统医药,5,2021,new,山西省,山西省,0,,示例,,4
subitem_5,IX-2,IX-2,IX-002_10_140729,示例医药乙,传统医药,5,2021,new,内蒙古自治区呼和浩特市,内蒙古自治区,150100,150101,示例,,5
"""  # noqa: E501 - a table of the wild
PROJECTS = """project_code,project_name,category,min_batch,first_publish_year,province_list,subitem_count
I-114,示例祝赞词,民间文学,3,2011,内蒙古自治区、甘肃省,4
"""


def contents(text: str) -> list[RecordContent]:
    items = list(read_contents(io.BytesIO(text.encode("utf-8-sig")), name="示例.csv"))
    assert all(isinstance(item, RecordContent) for item in items), [str(item) for item in items]
    return [item for item in items if isinstance(item, RecordContent)]


def test_items_and_projects_are_public_records_of_the_list() -> None:
    first, second, third, _fourth, fifth = contents(ITEMS)
    assert (first.item_code, first.batch, first.level, first.list_year) == ("Ⅰ-26", 5, "national", 2021)
    assert (first.diffusion_tier, first.protection_unit, first.place_codes) == ("D4", "示例院", ("150000",))
    assert (second.place_codes, second.origins[0].claim, second.ich_category) == (
        ("152530",),
        "内蒙古自治区正蓝旗",
        "II",
    )
    assert (third.place_codes, third.places[0].text) == ((), "贵州省台江县")
    assert (fifth.place_codes, fifth.kind) == (("150100",), "process")
    (project,) = contents(PROJECTS)
    assert (project.item_code, [place.text for place in project.places]) == ("Ⅰ-114", ["内蒙古自治区", "甘肃省"])


@pytest.mark.django_db
def test_the_list_is_taken_once_whoever_brings_it_in_and_meets_the_items_that_are_there(people: People) -> None:
    with acting_as(SYSTEM):
        there = [content for content in seed_contents("ich_items.jsonl") if content.name == "江格尔"][:1]
        services.import_entries(actor=SYSTEM, entries=there, options=services.ImportOptions(register=True))
    region = make_actor("office", "示例自治区局", "region_officer", "150000")
    options = services.ImportOptions(file="示例.csv", default_place="150000", register=True)
    sign_a_file(region)
    with acting_as(region):
        first = services.import_entries(actor=region, entries=contents(ITEMS), options=options)
    assert (first.kept, first.known, first.rejected) == (4, 1, 0), [str(each) for each in first.problems]
    with acting_as(SYSTEM):
        again = services.import_entries(actor=SYSTEM, entries=contents(ITEMS))
        assert (again.kept, again.known) == (0, 5)
        assert Record.objects.filter(level_public=5, status="registered").count() == 5
        assert Record.objects.get(name="示例古歌").place_id is None
