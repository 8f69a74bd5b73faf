"""Pages of the literature: parse the address, one query or service, render."""

from __future__ import annotations

from erdem.literature.views.documents import publication_detail, publication_export, publication_list
from erdem.literature.views.importing import (
    import_confirm,
    import_problems,
    import_progress,
    import_run,
    publication_import,
)

__all__ = [
    "import_confirm",
    "import_problems",
    "import_progress",
    "import_run",
    "publication_detail",
    "publication_export",
    "publication_import",
    "publication_list",
]
