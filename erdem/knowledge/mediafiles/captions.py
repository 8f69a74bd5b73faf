"""Captions of a film or recording in WebVTT. Source: https://www.w3.org/TR/webvtt1/ section 4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Caption:
    """One cue: from and to in milliseconds, and its words."""

    from_ms: int
    to_ms: int
    text: str


def timestamp(milliseconds: int) -> str:
    """Return 01:02:03.004."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}.{rest:03d}"


def as_vtt(captions: Iterable[Caption]) -> str:
    """Return a WebVTT file; words that would be read as markup or as the arrow of a cue are made harmless."""
    blocks = ["WEBVTT"]
    for caption in captions:
        lines = [line.strip() for line in caption.text.splitlines() if line.strip()]
        words = "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if words:
            blocks.append(f"{timestamp(caption.from_ms)} --> {timestamp(caption.to_ms)}\n{words}")
    return "\n\n".join(blocks) + "\n"
