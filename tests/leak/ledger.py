"""What was asked, of whom, through which door, and which words were met. A cell is one answer given to one reader."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.leak.canary import Canary, words_in

WHOLE = os.environ.get("ERDEM_LEAK") == "whole"
"""``make leak`` asks everything; ``make test`` a sample."""
RESULTS = os.environ.get("ERDEM_LEAK_RESULTS", "")
"""Folder in which each part leaves its figures for the last line of ``make leak``."""
SHOWN = 40


@dataclass
class Ledger:
    """The cells of one part of the matrix."""

    part: str
    cells: int = 0
    found: list[str] = field(default_factory=list)
    by: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, channel: str, reader: str, **more: str) -> None:
        """Count one cell along its dimensions."""
        self.cells += 1
        for name, value in {"channel": channel, "reader": reader, **more}.items():
            self.by.setdefault(name, Counter())[value] += 1

    def search(
        self, text: str, forbidden: dict[str, Canary], *, channel: str, reader: str, asked: str = "", **more: str
    ) -> list[str]:
        """Count one cell and look for forbidden words in what was answered, but for those that the question carried."""
        self.note(channel, reader, **more)
        met = sorted(word for word in words_in(text) & forbidden.keys() if word not in asked)
        told = " ".join(f"{name}={value}" for name, value in more.items())
        self.found += [f"{channel} {told} as {reader}: {_told(forbidden[word])}" for word in met]
        return met

    def fault(self, sentence: str) -> None:
        """Note something else that must not be."""
        self.found.append(sentence)

    def close(self, least: int = 1) -> None:
        """Leave the figures for the summary; fail when something was met or next to nothing was asked."""
        if RESULTS:
            path = Path(RESULTS)
            path.mkdir(parents=True, exist_ok=True)
            (path / f"{self.part}.json").write_text(json.dumps(self._figures(), ensure_ascii=False), encoding="utf-8")
        assert not self.found, f"{len(self.found)} met\n" + "\n".join(self.found[:SHOWN])
        assert self.cells >= least, f"only {self.cells} cells were asked in {self.part}"

    def _figures(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "cells": self.cells,
            "found": self.found,
            "by": {name: dict(counts) for name, counts in self.by.items()},
        }


def _told(canary: Canary) -> str:
    return f"{canary.word} of {canary.where} of the card “{canary.card}” ({canary.rule})"
