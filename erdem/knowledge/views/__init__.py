"""Pages of the register."""

from erdem.knowledge.views.exchange import record_take_out
from erdem.knowledge.views.importing import (
    import_confirm,
    import_detail,
    import_problems,
    import_progress,
    import_template,
    record_import,
)
from erdem.knowledge.views.lexicon import substance_edit, substance_list, substance_new, substance_unknown
from erdem.knowledge.views.limits import record_limit
from erdem.knowledge.views.records import (
    record_detail,
    record_edit,
    record_export,
    record_list,
    record_new,
    record_step,
)

__all__ = [
    "import_confirm",
    "import_detail",
    "import_problems",
    "import_progress",
    "import_template",
    "record_detail",
    "record_edit",
    "record_export",
    "record_import",
    "record_limit",
    "record_list",
    "record_new",
    "record_step",
    "record_take_out",
    "substance_edit",
    "substance_list",
    "substance_new",
    "substance_unknown",
]
