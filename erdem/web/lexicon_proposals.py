"""What an unknown name may be: the engine's proposals over the lexicon of this installation, for its curators."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from erdem.knowledge import queries as knowledge


class _Proposals:
    """Keeps the proposer of this process and builds it anew when the lexicon has changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: object = None
        self._propose: _Propose | None = None

    def __call__(self) -> _Propose:
        stamp = knowledge.lexicon_stamp()
        with self._lock:
            if self._propose is None or self._stamp != stamp:
                self._propose = _Propose()
                self._stamp = stamp
            return self._propose


class _Propose:
    """Proposals of one state of the lexicon."""

    def __init__(self) -> None:
        from erdem.overlap.engine.lexicon import Lexicon
        from erdem.overlap.engine.proposals import Proposer  # its pinyin takes a second to load

        self._lexicon = Lexicon.from_rows(knowledge.lexicon_rows())
        self._propose = Proposer(self._lexicon)

    def __call__(self, name: str) -> Sequence[knowledge.NearName]:
        """Return the nearest substances, the best first."""
        return [
            knowledge.NearName(near.id, self._lexicon.name_of(near.id), near.name, tuple(near.reasons))
            for near in self._propose(name)
        ]


_proposals = _Proposals()


def offer_proposals() -> None:
    """Offer proposals to the page of unknown names."""
    knowledge.offer_proposer(_proposals)
