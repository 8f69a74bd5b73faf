"""Keeping the search index in step with the database."""

from __future__ import annotations

import contextlib
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

QUEUE: Final = "index"
UPDATE: Final = "literature.update_index"


def request_index_update() -> None:
    """Have what this transaction writes taken up by the search index; one waiting request is enough.

    It is enqueued after the commit. Enqueued before, it would meet a request that is still waiting, count on it, and be
    forgotten when that one begins before this transaction is committed.
    """
    transaction.on_commit(_enqueue_update, robust=True)


def _enqueue_update() -> None:
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(UPDATE, queue=QUEUE, queueing_lock=UPDATE).defer()
