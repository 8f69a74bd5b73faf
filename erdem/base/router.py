"""Migrations run on the owner's connection only; everything else uses the application role."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Database router of the two connections to the one database."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Read as the application role."""
        return "default"

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        """Write as the application role."""
        return "default"

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        """Both connections reach the same database."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """Change the schema only as the owner."""
        return db == "owner"
