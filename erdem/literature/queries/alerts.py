"""What saved searches have to tell a person, for the navigation and the work desk."""

from __future__ import annotations

from erdem.literature.queries.saved import new_hits, unread_count

__all__ = ["new_hits", "unread_count"]
