"""Pages of the literature: parse the address, one query or service, render."""

from __future__ import annotations

from erdem.literature.views.collections import (
    collection_add,
    collection_detail,
    collection_edit,
    collection_export,
    collection_item,
    collection_list,
    collection_remove,
    collection_take_out,
    collection_undo,
)
from erdem.literature.views.documents import (
    publication_detail,
    publication_export,
    publication_list,
    publication_similar,
    search_form,
)
from erdem.literature.views.importing import (
    import_columns,
    import_confirm,
    import_pause,
    import_problems,
    import_progress,
    import_resume,
    import_run,
    publication_import,
)
from erdem.literature.views.landscape import landscape, landscape_export
from erdem.literature.views.refused import (
    refused_dismiss,
    refused_export,
    refused_list,
    refused_record,
    refused_records,
    refused_reopen,
    refused_rerun,
)
from erdem.literature.views.reports import report_detail, report_file, report_list, report_new
from erdem.literature.views.saved import (
    saved_detail,
    saved_edit,
    saved_list,
    saved_look,
    saved_mail_off,
    saved_new,
    saved_read,
    saved_read_all,
    saved_remove,
)
from erdem.literature.views.taking import publication_ris, record_ris

__all__ = [
    "collection_add",
    "collection_detail",
    "collection_edit",
    "collection_export",
    "collection_item",
    "collection_list",
    "collection_remove",
    "collection_take_out",
    "collection_undo",
    "import_columns",
    "import_confirm",
    "import_pause",
    "import_problems",
    "import_progress",
    "import_resume",
    "import_run",
    "landscape",
    "landscape_export",
    "publication_detail",
    "publication_export",
    "publication_import",
    "publication_list",
    "publication_ris",
    "publication_similar",
    "record_ris",
    "refused_dismiss",
    "refused_export",
    "refused_list",
    "refused_record",
    "refused_records",
    "refused_reopen",
    "refused_rerun",
    "report_detail",
    "report_file",
    "report_list",
    "report_new",
    "saved_detail",
    "saved_edit",
    "saved_list",
    "saved_look",
    "saved_mail_off",
    "saved_new",
    "saved_read",
    "saved_read_all",
    "saved_remove",
    "search_form",
]
