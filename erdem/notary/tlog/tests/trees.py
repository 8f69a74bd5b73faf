"""What the tests share: trees held in memory, a storage in memory, keys with fixed seeds."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from erdem.notary.tlog.checkpoint import TreeHead
from erdem.notary.tlog.hashing import Nodes, leaf_hash, root_of
from erdem.notary.tlog.keys import LOG, WITNESS, SigningKey
from erdem.notary.tlog.signed_record import require_advance
from erdem.notary.tlog.trouble import ConflictingResource, MissingResource

ORIGIN = "log.example.org/register"
LOG_KEY = SigningKey(ORIGIN, LOG, bytes(range(32)))
NEXT_KEY = SigningKey(ORIGIN, LOG, bytes(range(1, 33)))
WITNESSES = tuple(SigningKey(f"witness.example.org/w{number}", WITNESS, bytes([number] * 32)) for number in (1, 2, 3))


def entry(number: int) -> bytes:
    """Return a distinct entry."""
    return b'{"entry":%d}' % number


def entries(start: int, end: int) -> list[bytes]:
    """Return the entries of a range."""
    return [entry(number) for number in range(start, end)]


def leaves(size: int) -> list[bytes]:
    """Return the leaf hashes of a tree of that size."""
    return [leaf_hash(entry(number)) for number in range(size)]


def nodes_of(hashes: Sequence[bytes]) -> Nodes:
    """Return the nodes of a whole tree, each computed by the reference."""
    return lambda level, index: root_of(hashes[index << level : (index + 1) << level])


class MemoryStorage:
    """A storage without a disk."""

    def __init__(self) -> None:
        self.resources: dict[str, bytes] = {}

    def get(self, path: str) -> bytes:
        """Return a resource."""
        try:
            return self.resources[path]
        except KeyError:
            raise MissingResource(f"The log has no resource {path}.") from None

    def put_new(self, resources: Mapping[str, bytes]) -> None:
        """Add resources one by one."""
        for path, content in resources.items():
            self.step()
            if self.resources.setdefault(path, content) != content:
                raise ConflictingResource(f"The log already has another {path}.")

    def put(self, path: str, content: bytes) -> None:
        """Replace a resource."""
        self.step()
        self.resources[path] = content

    def remove_below(self, path: str) -> None:
        """Remove what lies below a path."""
        self.step()
        for name in [name for name in self.resources if name.startswith(f"{path}/")]:
            del self.resources[name]

    def step(self) -> None:
        """Happens before each change."""


class MemoryRecord:
    """A record without a disk, which remembers every head that it was advanced to."""

    def __init__(self) -> None:
        self.head: TreeHead | None = None
        self.heads: list[TreeHead] = []

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Keep nobody out."""
        return contextlib.nullcontext()

    def read(self) -> TreeHead | None:
        """Return the head."""
        return self.head

    def advance(self, before: TreeHead | None, after: TreeHead) -> None:
        """Step forward."""
        require_advance(self.head, before, after)
        self.head = after
        self.heads.append(after)
