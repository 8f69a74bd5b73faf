"""The literature of the demonstration county, from the package's own files."""

from __future__ import annotations

from importlib import resources
from typing import Final

from erdem.base.actor import Actor
from erdem.literature.services.files import import_file
from erdem.literature.services.outcome import ImportOutcome
from erdem.literature.services.runs import Advance

SEEDS: Final[tuple[tuple[str, str], ...]] = (
    ("inner_mongolia_facts.jsonl", "公开网页所载事实（内蒙古）"),
    ("tcm_facts.jsonl", "公开网页所载事实（中药）"),
    ("handpicked.jsonl", "手工选录的专利"),
    ("us_fulltext.jsonl.gz", "美国专利全文"),
    ("invented.jsonl", "编造的示例申请"),
)


def import_seeds(*, actor: Actor, on_progress: Advance | None = None) -> list[ImportOutcome]:
    """Import every file of the demonstration, marked as such; again it changes nothing. One audit entry a file."""
    outcomes: list[ImportOutcome] = []
    for name, source_name in SEEDS:
        with resources.as_file(resources.files("erdem.literature") / "seeds" / name) as path:
            outcome = import_file(
                actor,
                path,
                source_name=source_name,
                demonstration=True,
                on_progress=on_progress and _after(sum(outcome.read for outcome in outcomes), on_progress),
            )
        outcomes.append(outcome)
    return outcomes


def _after(before: int, on_progress: Advance) -> Advance:
    def advance(done: int) -> None:
        on_progress(before + done)

    return advance
