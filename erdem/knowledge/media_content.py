"""What a person writes about an item of media, as one value between form, upload and service."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any

from erdem.knowledge.media_choices import Audience, Language, MediaKind, Method

CAPTURE_FIELDS = (
    "description",
    "narrator",
    "operator",
    "captured_on",
    "captured_text",
    "place_text",
    "method",
    "device",
    "parameters",
    "plan_number",
    "rights",
)


@dataclass(frozen=True)
class MediaContent:
    """Title, audience and capture record of an item. ``kind`` blank means: what the file turns out to be."""

    title: str = ""
    kind: str = ""
    language: str = Language.NONE
    audience: str = Audience.RECORD
    group_id: int | None = None
    announced: bool = False
    reason: str = ""
    description: str = ""
    narrator: str = ""
    operator: str = ""
    captured_on: dt.date | None = None
    captured_text: str = ""
    place_text: str = ""
    method: str = ""
    device: str = ""
    parameters: str = ""
    plan_number: str = ""
    rights: str = ""

    @property
    def capture(self) -> dict[str, Any]:
        """Return the fields of the capture record."""
        return {name: getattr(self, name) for name in CAPTURE_FIELDS}

    def stored(self) -> dict[str, Any]:
        """Return it in the form in which it waits with the upload."""
        return {**asdict(self), "captured_on": self.captured_on.isoformat() if self.captured_on else None}


def content_from(stored: dict[str, Any]) -> MediaContent:
    """Return what waited with an upload; unknown fields and words of no list are left out."""
    known = {field.name for field in fields(MediaContent)}
    given = {name: value for name, value in stored.items() if name in known}
    day = given.get("captured_on")
    given["captured_on"] = dt.date.fromisoformat(day) if isinstance(day, str) and day else None
    closed = {
        "kind": MediaKind.values,
        "language": Language.values,
        "audience": Audience.values,
        "method": Method.values,
    }
    for name, values in closed.items():
        if given.get(name) not in values:
            given.pop(name, None)
    return MediaContent(**given)
