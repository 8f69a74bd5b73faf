"""Names and identifiers in a text that is meant to name nobody: many spellings are found, honest text is left alone."""

from __future__ import annotations

import pytest

from erdem.lib.anonymity import Known, called, find_names, without_names

KNOWN = (
    Known("party", "示例锡林乳业有限公司", "某公司"),
    Known("party", "张三丰", "张某", is_person=True),
    Known("party", "锡林浩特市示例奶食店", "某商户"),
    Known("officer", "额尔敦·巴特尔", "执法人员", is_person=True),
    Known("party", "ᠪᠠᠭᠠᠲᠤᠷ", "巴某", is_person=True),
    Known("party", "Батбаяр Дорж", "巴某", is_person=True),
    Known("code", "91150000MA0EXAMPL7"),
    Known("place", "示例镇示例路一巷"),
    Known("case", "CF152530-2026-0001"),
    Known("right", "示例地标2020第5号"),
)
NASTY = (
    "示例锡林乳业有限公司",
    "示例锡林乳业",
    "示 例 锡 林 乳 业",
    "示例锡林乳業有限公司",
    "示例锡林（乳业）",
    "示.例.锡.林.乳.业",
    "示\u200b例\u200c锡\ufeff林\u2060乳业",
    "锡林浩特市示例奶食店",
    "张三丰",
    "張三豐",
    "张 三 丰",
    "张　三　丰",
    "张·三·丰",
    "张-三-丰",
    "张*三*丰",
    "张\n三丰",
    "张\u200b三\u200b丰",
    "Zhang Sanfeng",
    "ZHANG SAN FENG",
    "zhāng sān fēng",
    "Sanfeng ZHANG",
    "ｚｈａｎｇｓａｎｆｅｎｇ",
    "额尔敦巴特尔",
    "额尔敦・巴特尔",
    "额尔敦 · 巴特尔",
    "ᠪᠠᠭᠠ\u180bᠲᠤᠷ",
    "ᠪᠠᠭᠠ ᠲᠤᠷ",
    "БАТБАЯР ДОРЖ",
    "Батбаяр-Дорж",
    "９１１５００００ＭＡ０ＥＸＡＭＰＬ７",
    "9115 0000 MA0E XAMP L7",
    "91150000ma0exampl7",
    "91150100MA0QABCD1E",
    "示例镇 示例路 一巷",
    "CF152530－2026－0001",
    "cf152530 2026 0001",
    "150102199001011234",
    "15010219900101123X",
    "150102 19900101 123x",
    "150102900101123",
    "13800000000",
    "138 0000 0000",
    "138-0000-0000",
    "138.0000.0000",
    "１３８００００００００",
    "①③⑧00000000",
    "+86 138 0000 0000",
    "一三八零零零零零零零零",
    "幺三八〇〇〇〇〇〇〇〇",
    "壹叁捌零零零零零零零零",
    "᠑᠓᠘᠐᠐᠐᠐᠐᠐᠐᠐",
    "١٣٨٠٠٠٠٠٠٠٠",
    "0479-8234567",
    "（0479）8234567",
    "400-800-1234",
    "a.b@example.cn",
    "a＠example．cn",
    "ab (at) example.cn",
    "ab[at]example[dot]cn",
    "https://example.cn/店",
    "HTTP：//example.cn",
    "www.example.com",
    "shop.example.com",
    "example . com",
    "6222021234567890123",
    "6222 0212 3456 7890 123",
    "6222-0212-3456-7890",
    "微信：example_01",
    "VX example01",
    "QQ号12345678",
    "示例大街12号",
    "示例大街１２号",
    "幸福路十二号",
    "示例小区3栋2单元",
    "示例市场2区15号摊位",
    "蒙A12345",
    "蒙Ａ·12345",
    "ZL202010123456.7",
    "CN110123456A",
    "第12345678号",
    "商标注册号：12345678",
    "示例地标 2020 第5号",
    "内蒙古草原示例食品有限公司",
)
HONEST = (
    "2026年3月1日，某公司在其商品包装上使用与地理标志近似的标识，货值12,345,678.90元，处罚款5,000元。",
    "依据《中华人民共和国商标法》第五十七条第七项，张某的行为构成侵权。",
    "检查于2026-03-01 10:30开始，2026-03-01 13:30结束。",
    "甲公司与乙公司签订合同，由某有限公司生产一百二十盒奶豆腐。",
    "该有限责任公司未经许可使用他人注册商标。",
    "消费者可以拨打12315投诉；参照2020年第3号公告。",
    "执法人员在某市场发现三家商户销售标注产地不实的奶皮子，共计1,200件。",
    "本案的典型意义在于：保护地理标志，就是保护牧民的共同财富。",
    "The respondent was told to change the label within 15 days.",
    "牧户乙说：“我家三代人都做这个。”",
)


@pytest.mark.parametrize("written", NASTY)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    for around in ("{}", "经查，当事人{}，销售商品。", "（{}）"):
        text = around.format(written)
        found = find_names(text, KNOWN)
        assert found, text
        assert all(text[each.start : each.end] == each.written for each in found)


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_is_left_alone(text: str) -> None:
    assert find_names(text, KNOWN) == []


def test_there_are_many_spellings() -> None:
    assert len(set(NASTY)) >= 40


def test_numbers_of_rights_may_stand_when_chosen() -> None:
    text = "专利号ZL202010123456.7"
    assert find_names(text)
    assert not find_names(text, hides_rights=False)


def test_a_draft_has_stand_ins_and_names_nobody() -> None:
    text = "張三豐（电话138 0000 0000）是示例锡林乳业有限公司的负责人，住示例大街12号，由额尔敦·巴特尔检查。"
    draft = without_names(text, KNOWN)
    assert draft == "张某（电话电话略）是某公司的负责人，某地，由执法人员检查。"
    assert not find_names(draft, KNOWN)


def test_people_of_one_family_name_are_told_apart() -> None:
    assert called("张三") == "张某"
    assert [called(each, ["张三", "张四", "欧阳五"]) for each in ("张三", "张四", "欧阳五")] == [
        "张某甲",
        "张某乙",
        "欧阳某",
    ]


def test_a_known_word_inside_a_longer_number_is_another_number() -> None:
    assert not find_names("金额912345元", [Known("case", "1234")])
    assert find_names("编号1234。", [Known("case", "1234")])
