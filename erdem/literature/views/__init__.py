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
from erdem.literature.views.landscape import landscape, landscape_export
from erdem.literature.views.reports import report_detail, report_file, report_list, report_new

__all__ = [
    "import_confirm",
    "import_problems",
    "import_progress",
    "import_run",
    "landscape",
    "landscape_export",
    "publication_detail",
    "publication_export",
    "publication_import",
    "publication_list",
    "report_detail",
    "report_file",
    "report_list",
    "report_new",
]
