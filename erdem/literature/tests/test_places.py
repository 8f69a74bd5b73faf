"""Written addresses lead to the division they mean, or to the one above when that is left open."""

from __future__ import annotations

import pytest

from erdem.literature.services.places import Gazetteer, Written
from erdem.people.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_each_of_the_103_banners_is_found_however_it_is_written(gazetteer: Gazetteer) -> None:
    banners = list(Place.objects.filter(level="banner").select_related("parent"))
    assert len(banners) == 103
    for place in banners:
        assert place.parent is not None
        league, name = place.parent.name, place.name
        ways = [
            Written("CN", "内蒙古自治区", league, name),
            Written("CN", "内蒙古", league, name),
            Written("", "内蒙古", "", name),
            Written("CN", "内蒙古", league, name.removesuffix("市") if name.endswith("市") else name),
            Written(address=f"内蒙古自治区{league}{name}示例路1号"),
            Written(address=f"内蒙古自治区 {league} {name} 示例镇示例村"),
            Written(address=f"010000 内蒙古{league}{name}"),
            Written("CN", address=f"{league}{name}示例苏木"),
            Written("CN", "内蒙古自治区", league, "", f"{name}示例街"),
            Written("CN", "内蒙古自治区", "", "", f"{league}{name}"),
        ]
        assert {gazetteer.find(way) for way in ways} == {place.code}, place


def test_each_league_and_the_region_are_found(gazetteer: Gazetteer) -> None:
    for place in Place.objects.filter(level="league"):
        assert gazetteer.find(Written("CN", "内蒙古", place.name)) == place.code
        assert gazetteer.find(Written("CN", "内蒙古", place.name, "市辖区")) == place.code
        assert gazetteer.find(Written(address=f"内蒙古自治区{place.name}示例开发区")) == place.code
    for way in (
        Written("CN", "内蒙古自治区"),
        Written(address="内蒙古;15 (028000)"),
        Written("CN", "15"),
        Written("CN", address="Inner Mongolia"),
        Written("", "内蒙古", "示例市", "示例县"),
    ):
        assert gazetteer.find(way) == "150000"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (Written("CN", "内蒙古", "呼和浩特市", "赛罕区"), "150105"),
        (Written(address="内蒙古自治区锡林郭勒盟正蓝旗上都镇"), "152530"),
        (Written(address="內蒙古自治區錫林郭勒盟正藍旗"), "152530"),
        (Written(address="内蒙古锡林浩特市示例街"), "152502"),
        (Written("CN", "内蒙古", "锡林浩特市"), "152502"),
        (Written("CN", "内蒙古", "哲里木盟", "通辽市"), "150502"),
        (Written("CN", "内蒙古", "通辽市", "科尔沁区"), "150502"),
        (Written("CN", "内蒙古", "伊克昭盟", "东胜市"), "150602"),
        (Written("CN", "内蒙古", "呼伦贝尔盟", "海拉尔市"), "150702"),
        (Written("CN", "内蒙古", "乌兰察布盟", "武川县"), "150125"),
        (Written("CN", "内蒙古", "昭乌达盟", "赤峰县"), "150400"),
        (Written(address="内蒙古自治区呼和浩特市经济技术开发区赛罕区示例路"), "150105"),
        (Written(address="内蒙古自治区呼和浩特市如意区新城区街1号"), "150100"),
        (Written("CN", "内蒙古", "呼和浩特市", "正蓝旗"), "150100"),
        (Written("CN", "四川省", "示例市", "新城区"), ""),
        (Written("MN", "", "", "正蓝旗"), ""),
        (Written(address="台北市松山区"), ""),
        (Written(address="四川省成都市青羊区内蒙古路"), ""),
        (Written(), ""),
        (Written(address="\x00" * 500), ""),
        (Written(address="正蓝旗上都镇"), "152530"),
    ],
)
def test_an_address_leads_to_the_division_it_means(written: Written, code: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.find(written) == code
