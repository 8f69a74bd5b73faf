"""The four people of every test, as plain actors."""

from __future__ import annotations

from dataclasses import dataclass

from erdem.base.actor import Actor


@dataclass(frozen=True)
class People:
    """An elder of the community, an enterprise applicant, an officer of the county, and somebody from elsewhere."""

    holder: Actor
    applicant: Actor
    officer: Actor
    stranger: Actor

    def all(self) -> tuple[Actor, ...]:
        """Return the four."""
        return (self.holder, self.applicant, self.officer, self.stranger)
