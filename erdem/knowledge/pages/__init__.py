"""What each page of the register shows: one frozen dataclass a page."""

from erdem.knowledge.pages.records import address, detail_page, export_heads, export_rows, list_page
from erdem.knowledge.pages.sealing import item_page, key_page, keys_page, sealed_page
from erdem.knowledge.pages.unknown import unknown_heads, unknown_page, unknown_rows
from erdem.knowledge.pages.writing import (
    UploadPage,
    form_page,
    get_upload,
    import_page,
    step_page,
    substance_list_page,
    substance_page,
    upload_page,
)

__all__ = [
    "UploadPage",
    "address",
    "detail_page",
    "export_heads",
    "export_rows",
    "form_page",
    "get_upload",
    "import_page",
    "item_page",
    "key_page",
    "keys_page",
    "list_page",
    "sealed_page",
    "step_page",
    "substance_list_page",
    "substance_page",
    "unknown_heads",
    "unknown_page",
    "unknown_rows",
    "upload_page",
]
