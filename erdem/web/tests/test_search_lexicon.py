"""What the public lexicon gives to the patent search: names of herbs, words to cut by, nothing of any record."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.knowledge import services as knowledge
from erdem.literature.queries.searching_expansion import expander, offered_words
from erdem.literature.search.language.nodes import Variant

pytestmark = pytest.mark.django_db
LIQUORICE: dict[str, Any] = {
    "id": "gan-cao",
    "name_zh": "甘草",
    "kind": "herb",
    "aliases": ["国老", "蜜草"],
    "latin": ["Glycyrrhizae Radix"],
    "names_en": ["licorice"],
    "name_mn": "ᠰᠢᠬᠢᠷ ᠡᠪᠡᠰᠦ",
}


@pytest.fixture
def _known() -> None:
    with acting_as(SYSTEM):
        knowledge.load_lexicon(actor=SYSTEM, rows=[LIQUORICE])


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("name", ["甘草", "国老", "蜜草", "licorice", "Glycyrrhizae Radix"])
def test_a_herb_is_known_by_each_of_its_names(name: str) -> None:
    with acting_as(PUBLIC):
        found = expander()(name)
    assert found[0] == Variant("甘草", "zh-Hans", "canonical")
    assert {variant.kind for variant in found} == {"canonical", "alias", "latin", "english", "mongolian"}


@pytest.mark.usefixtures("_known")
def test_a_name_that_nobody_entered_has_no_others() -> None:
    with acting_as(PUBLIC):
        assert expander()("示例草") == ()


@pytest.mark.usefixtures("_known")
def test_a_change_of_the_lexicon_is_known_at_once() -> None:
    with acting_as(PUBLIC):
        assert expander()("炙甘草") == ()
    with acting_as(SYSTEM):
        content = knowledge.SubstanceContent(name="示例草", kind="herb", aliases=("炙甘草",))
        knowledge.add_substance(actor=SYSTEM, content=content)
    with acting_as(PUBLIC):
        assert [variant.text for variant in expander()("炙甘草")] == ["示例草", "炙甘草"]


@pytest.mark.usefixtures("_known")
def test_the_words_are_names_of_substances_and_of_crafts() -> None:
    with acting_as(SYSTEM):
        words = offered_words()
    assert words >= {"甘草", "国老", "风干"}


@pytest.mark.usefixtures("_known")
def test_only_the_lexicon_is_read() -> None:
    """Records hold what is not public: the search must not even ask for them."""
    with acting_as(SYSTEM), CaptureQueriesContext(connection) as captured:
        expander()("甘草")
        offered_words()
    tables = {name for query in captured for name in re.findall(r"knowledge_\w+", query["sql"])}
    assert tables == {"knowledge_substance", "knowledge_substancename"}
