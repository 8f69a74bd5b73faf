"""Events: what a service tells others after its transaction has been committed.

A service publishes a frozen dataclass in the past tense; ``erdem.web.wiring`` is the one place that says who listens.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)
logger = logging.getLogger(__name__)


def on(event_type: type, listener: Callable[[Any], None]) -> None:
    """Register a listener once; registering it again changes nothing."""
    if listener not in _listeners[event_type]:
        _listeners[event_type].append(listener)


def listeners_of(event_type: type) -> tuple[Callable[[Any], None], ...]:
    """Return who listens to an event."""
    return tuple(_listeners[event_type])


def publish(event: object) -> None:
    """Tell the listeners after commit. A rolled-back transaction tells nobody."""
    for listener in listeners_of(type(event)):
        transaction.on_commit(_telling(listener, event), robust=True)


def _telling(listener: Callable[[Any], None], event: object) -> Callable[[], None]:
    """Return a call with the name of the listener: Django writes that into the log when it fails, and a partial has none."""

    def tell() -> None:
        listener(event)

    tell.__qualname__ = getattr(listener, "__qualname__", type(listener).__qualname__)
    return tell
