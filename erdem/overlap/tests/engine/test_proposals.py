"""Nearest known names for an unknown one."""

from __future__ import annotations

import pytest

from erdem.overlap.engine import Lexicon
from erdem.overlap.engine.proposals import LIMIT, ProposalReason, Proposer


@pytest.fixture(scope="module")
def propose(lexicon: Lexicon) -> Proposer:
    return Proposer(lexicon)


@pytest.mark.parametrize(
    ("written", "near", "reason"),
    [
        ("香符", "香附", ProposalReason.SOUND),
        ("人叁", "人参", ProposalReason.GLYPH),
        ("黄岑", "黄芩", ProposalReason.ONE_APART),
        ("厚卜", "厚朴", ProposalReason.ONE_APART),
        ("白莴苣叶", "莴苣", ProposalReason.HOLDS),
        ("妇人血风人参", "人参", ProposalReason.READING),
    ],
)
def test_the_right_substance_is_among_the_proposals_with_its_reason(
    propose: Proposer, lexicon: Lexicon, written: str, near: str, reason: ProposalReason
) -> None:
    proposals = {lexicon.name_of(one.id): one for one in propose(written)}
    assert near in proposals, list(proposals)
    assert reason in proposals[near].reasons


def test_a_name_like_no_other_has_no_proposal_and_none_is_invented(propose: Proposer) -> None:
    assert propose("鑫淼焱垚") == ()
    assert propose("") == ()


def test_each_substance_is_proposed_once_and_never_more_than_asked(propose: Proposer) -> None:
    proposals = propose("黄草")
    assert len({one.id for one in proposals}) == len(proposals) <= LIMIT
    assert len(propose("黄草", limit=2)) == 2


@pytest.mark.parametrize("name", ["黄" * 10_000, "甘草人参" * 500, "\x00\ufffd", "kt□?", "a" * 5000])
def test_long_and_strange_input_is_answered(propose: Proposer, name: str) -> None:
    assert len(propose(name)) <= LIMIT
