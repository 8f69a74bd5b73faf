"""What holds for every text a person can type."""

from __future__ import annotations

import itertools

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from erdem.literature.search.language.display import Part, part_at, parts, reread, with_switch, without
from erdem.literature.search.language.nodes import (
    And,
    ClassSymbol,
    Everything,
    Herb,
    Near,
    Not,
    NumberTerm,
    Or,
    Phrase,
    Query,
    Range,
    Word,
)
from erdem.literature.search.language.parser import Parsed, parse
from erdem.literature.search.language.problems import QueryError
from erdem.literature.search.language.render import render
from erdem.literature.search.language.shape import children, is_unwritten, walk

SIGNS = '( ) （ ） " “ ” 「 { } ! * ? ~ ^ / : ： = - >= < , ， [ ] | & ㈠ ½ ﷺ ︷ ﹡ 。 …'
NAMES = "ti pa: pd: pn: ic: lo: status: place: 标题： 功效： AND or NOT 与 非 不含 不含酒 NEAR NEAR/3 since 有效 𝐚𝐧𝐝"
VALUES = (
    "沙棘 酸刺 黃耆 a ab Vitamin ᠮᠣᠩ 2010 2010..2015 2011年 2005年以后 CN 102302596 A CN102302596A 201110265152.0 A61K 36/48 "
    "A61K36/4* "
    "12/345,678 {沙棘} {x!} ZL US 2013/0101709 7 9-3"
)
GAPS = [" ", "\u3000", "\u202f", "\u180e", "\u200d", "\x00"]
ATOMS = [*SIGNS.split(), *NAMES.split(), *VALUES.split(), *GAPS, "[2010 TO 2012]", '"a b"', "(a OR b)"]
TYPED = st.lists(st.sampled_from(ATOMS), max_size=12).flatmap(
    lambda atoms: st.sampled_from(["", " "]).map(lambda gap: gap.join(atoms))
)
ANY = TYPED | st.text(max_size=60)


def _outcome(text: str) -> tuple[Parsed | None, QueryError | None]:
    try:
        return parse(text), None
    except QueryError as error:
        return None, error


def _parsed(text: str) -> Parsed:
    """The query; a text that is refused says nothing about the rest of the test."""
    parsed, _refused = _outcome(text)
    assume(parsed is not None)
    assert parsed is not None
    return parsed


@settings(max_examples=600, deadline=None)
@given(ANY)
@example("{ ! }")
@example("-" * 3000)
@example("NOT " * 3000)
def test_nothing_but_a_query_error_is_raised_and_it_points_into_the_text(text: str) -> None:
    parsed, refused = _outcome(text)
    if refused is not None:
        assert 0 <= refused.start <= refused.end <= len(text)
        assert refused.template % refused.params
    if parsed is None:
        return
    for remark in parsed.warnings:
        assert 0 <= remark.start <= remark.end <= len(text)
    for node in walk(parsed.node):
        assert 0 <= node.start <= node.end <= len(text)
        inner = [child for child in children(node) if not is_unwritten(child)]
        assert all(node.start <= child.start and child.end <= node.end for child in inner)
        assert all(left.end <= right.start for left, right in itertools.pairwise(inner))


@settings(max_examples=600, deadline=None)
@given(ANY)
def test_the_nodes_keep_what_their_descriptions_promise(text: str) -> None:
    for node in walk(_parsed(text).node):
        if isinstance(node, (And, Or)):
            assert len(node.nodes) >= 2
            assert not all(isinstance(part, Not) for part in node.nodes)
            assert isinstance(node, And) or not any(isinstance(part, Not) for part in node.nodes)
        if isinstance(node, Not):
            assert not isinstance(node.node, Not)
        if isinstance(node, (Word, Phrase)):
            assert node.text
            assert node.text.strip(" ") == node.text
        if isinstance(node, Word):
            assert " " not in node.text
        if isinstance(node, Range):
            assert node.low or node.high
            assert not (node.low and node.high) or node.low <= node.high


@settings(max_examples=600, deadline=None)
@given(ANY)
def test_what_is_rendered_is_read_as_the_same(text: str) -> None:
    node = _parsed(text).node
    assert parse(render(node)).node == node


FIELDS = st.sampled_from(["", "ti", "ab", "cl", "pa"])
PLAIN = st.sampled_from(["沙棘", "酸刺", "发酵", "milk", "ᠮᠣᠩᠭᠣᠯ"])
WORDY = st.one_of(
    st.builds(Word, FIELDS, PLAIN, st.booleans()),
    st.builds(Phrase, FIELDS, st.sampled_from(["沙棘 果", "sea buckthorn", "and"])),
    st.builds(Herb, FIELDS, PLAIN, st.just(()), st.booleans()),
)
LEAVES = st.one_of(
    WORDY,
    st.builds(Range, st.sampled_from(["pd", "ad", "pr", "date"]), st.sampled_from([None, 20100101]), st.just(20151231)),
    st.builds(ClassSymbol, st.sampled_from(["", "ic", "cpc"]), st.sampled_from(["A61K", "A61K36/4"]), st.booleans()),
    st.builds(NumberTerm, st.sampled_from(["", "pn", "pr"]), st.just("CN102302596A"), st.just("CN102302596")),
    st.builds(
        lambda field, left, right, distance: Near(Word(field, left), Phrase(field, right), distance),
        FIELDS,
        PLAIN,
        PLAIN,
        st.integers(1, 50),
    ),
)


def _joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(inner, min_size=1, max_size=3)
    either = st.lists(inner, min_size=2, max_size=4).map(lambda nodes: Or(tuple(nodes)))
    both = st.tuples(some, some).map(lambda two: And((*two[0], *two[1])))
    less = st.tuples(some, some).map(lambda two: And((*two[0], *map(Not, two[1]))))
    return either | both | less | some.map(lambda nodes: And((Everything(), *map(Not, nodes))))


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAVES, _joined, max_leaves=12))
def test_every_tree_is_rendered_and_read_back(node: Query) -> None:
    assert parse(render(node)).node == node


def _all(found: tuple[Part, ...]) -> list[Part]:
    return [one for part in found for one in (part, *_all(part.children))]


def _leaves(node: Query) -> list[Query]:
    return [one for one in walk(node) if not children(one) and not isinstance(one, Everything)]


@settings(max_examples=300, deadline=None)
@given(TYPED)
def test_taking_a_part_out_keeps_all_the_others(text: str) -> None:
    parsed = _parsed(text)
    for part in _all(parts(parsed)):
        assert part_at(parsed, part.path) == part
        left = without(parsed, part)
        assert _leaves(reread(parsed, left).node) == [
            leaf for leaf in _leaves(parsed.node) if not (part.start <= leaf.start and leaf.end <= part.end)
        ]


@settings(max_examples=200, deadline=None)
@given(TYPED)
def test_switching_a_herb_keeps_all_the_others(text: str) -> None:
    parsed = _parsed(text)
    for part in _all(parts(parsed)):
        if isinstance(part.node, Herb):
            for on in (True, False):
                switched = _leaves(parse(with_switch(parsed, part, on=on)).node)
                before = _leaves(parsed.node)
                assert len(switched) == len(before)
                changed = [(old, new) for old, new in zip(before, switched, strict=True) if old != new]
                assert all(isinstance(new, Herb) and new.expanded is on for _old, new in changed)
