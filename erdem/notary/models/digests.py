"""What every table with digests and nonces demands of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact


def has_32_bytes(field: str) -> Q:
    """Return the condition that a column of bytes holds exactly 32: a nonce, a root, a SHA-256."""
    return Q(Exact(Func(F(field), function="octet_length", output_field=models.IntegerField()), 32))
