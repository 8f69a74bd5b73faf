"""A national authority behind an interface of its own, as somebody else writes one and names it in the settings."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from erdem.notary.stamping import Algorithm, LocalAuthority, Stamp, TimeAuthority


class National:
    """Stamps honestly, fails, or stamps something else."""

    def __init__(self, authority: TimeAuthority, *, folder: str, mood: str = "") -> None:
        self.authority, self.mood = authority, mood
        self.inner = LocalAuthority(Path(folder))

    def stamp(self, digest: bytes, algorithm: Algorithm) -> Stamp:
        assert not connection.in_atomic_block or self.mood != "watchful", "a transaction is open while it is asked"
        if self.mood == "broken":
            raise RuntimeError("示例")
        return self.inner.stamp(bytes(32) if self.mood == "lying" else digest, algorithm)
