"""The literature for programs. The interface that ties all apps together mounts this router."""

from __future__ import annotations

from ninja import Router

from erdem.literature.api import records, search, work

router = Router()
router.add_router("", search.router)
router.add_router("", records.router)
router.add_router("", work.router)

__all__ = ["router"]
