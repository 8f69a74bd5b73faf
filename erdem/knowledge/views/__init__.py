"""Pages of the register."""

from erdem.knowledge.views.exchange import record_take_out
from erdem.knowledge.views.holder_keys import key_detail, key_end, key_list, key_secret, key_split
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
from erdem.knowledge.views.sealing import sealed_ciphertext, sealed_drop, sealed_item, sealed_list

__all__ = [
    "import_confirm",
    "import_detail",
    "import_problems",
    "import_progress",
    "import_template",
    "key_detail",
    "key_end",
    "key_list",
    "key_secret",
    "key_split",
    "record_detail",
    "record_edit",
    "record_export",
    "record_import",
    "record_limit",
    "record_list",
    "record_new",
    "record_step",
    "record_take_out",
    "sealed_ciphertext",
    "sealed_drop",
    "sealed_item",
    "sealed_list",
    "substance_edit",
    "substance_list",
    "substance_new",
    "substance_unknown",
]
