"""Drafts say what is known, mark what is missing, refuse what the form does not take, and are filed nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from erdem.sharing.ircc import IrccRefused
from erdem.sharing.ircc.drafts import (
    Known,
    Obtained,
    TakenFrom,
    as_document,
    communique,
    gratk,
    origin_form,
    transfer_is_doubtful,
)


def codes(draft: Any) -> list[str]:
    return [line.blank.code for line in draft.gaps()]


def test_with_a_certificate_a_communique_asks_for_no_source() -> None:
    draft = communique(Known({"absIRCCs": "XK-2026-0001", "government": "CN", "title": "示例"}))
    assert codes(draft) == ["absCheckpoints", "description", "personsAtCheckpoint", "dateCollected"]
    assert "sourceCountries" not in [line.blank.code for line in draft.lines]


def test_without_a_certificate_a_communique_asks_for_the_source() -> None:
    draft = communique(Known({"government": "CN"}))
    assert as_document(draft)["fields"]["absIRCCsNotAvailable"] == "true"
    assert {"sourceCountries", "subjectMatter"} <= set(codes(draft))


def test_human_material_is_refused() -> None:
    with pytest.raises(IrccRefused, match="out_of_scope"):
        origin_form(Known({"taken_from": "人"}))


def test_the_closed_lists_are_those_of_the_form() -> None:
    assert [str(one) for one in TakenFrom] == ["动物", "植物", "微生物"]
    assert len(Obtained) == 8
    for code, value in (("taken_from", "石头"), ("obtained", "偷")):
        with pytest.raises(IrccRefused, match=f"{code}: wrong_value"):
            origin_form(Known({code: value}))


def test_what_was_collected_asks_for_its_collector_and_what_was_not_for_its_provider() -> None:
    assert "collector" in codes(origin_form(Known({"obtained": "自行采集"})))
    assert "provider_name" in codes(origin_form(Known({"obtained": "购买"})))


def test_a_reason_stands_in_for_an_original_source_that_nobody_knows() -> None:
    assert "original_place" in codes(origin_form(Known()))
    assert "original_place" not in codes(origin_form(Known({"original_unknown": "示例原因"})))


def test_a_disclosure_asks_for_the_source_only_when_the_origin_is_not_known() -> None:
    assert "resource_origin" not in codes(gratk(Known({"resource_source": "示例保藏机构"})))
    assert "declaration" in codes(gratk(Known({"invention": "示例"})))
    assert "declaration" not in codes(gratk(Known({"resource_origin": "CN"})))


def test_a_draft_says_that_it_was_not_filed() -> None:
    document = as_document(origin_form(Known({"invention": "示例"}, "示例依据")))
    assert (document["filed"], document["form"], document["basis"]) == (False, "F08", "示例依据")
    assert "provider_name" in document["unsure"]


def test_somebody_else_presenting_a_certificate_is_to_be_checked() -> None:
    assert transfer_is_doubtful("示例企业", "另一企业")
    assert not transfer_is_doubtful("示例 企业", "示例企业")
    assert not transfer_is_doubtful("", "示例企业")
