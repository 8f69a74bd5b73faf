"""PDF through Typst, from a template and data.

Each rendering happens in a temporary folder that holds copies of the app's templates, the house style, the
data and the given files; Typst cannot read outside it. The data is a JSON file that the template reads with
``json("data.json")``: strings stay strings, whatever they contain.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from erdem.base.documents import resources
from erdem.base.documents.characters import FONTS, known_characters, printable_data
from erdem.base.documents.resources import DocumentError

STANDARD: Final = "a-2b"
FONT_PATIENCE_SECONDS: Final = 90


def render_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    issued_at: dt.datetime | None = None,
) -> bytes:
    """Set a document and return the PDF (PDF/A-2b, tagged).

    ``template_name``: ``app/file.typ``. ``context``: JSON-like data; dates and lazy translations are allowed.
    ``files``: pictures and the like by plain file name, readable in the template under that name.
    ``issued_at``: written into the file's metadata; the same input then gives the same bytes.
    Raises ``DocumentError`` when the fonts were not built or the template is wrong.
    """
    folder, main = resources.template(template_name)
    fonts = _fonts()
    plain = json.loads(json.dumps(context, cls=DjangoJSONEncoder, ensure_ascii=False))
    data = json.dumps(printable_data(plain, known_characters()), ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="erdem-document-") as temporary:
        root = Path(temporary)
        for source in (resources.folder_of("base"), folder):
            for item in source.iterdir():
                if item.name.endswith((".typ", ".svg")):
                    (root / item.name).write_bytes(item.read_bytes())
        for name, content in (files or {}).items():
            (root / Path(name).name).write_bytes(content)
        (root / "data.json").write_text(data, "utf-8")
        return _compile(root / main.name, root, fonts, issued_at)


def _compile(main: Path, root: Path, fonts: typst.Fonts, issued_at: dt.datetime | None) -> bytes:
    moment = issued_at or dt.datetime.now(dt.UTC)
    try:
        compiler = typst.Compiler(main, root=root, font_paths=fonts)
        pdf = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=int(moment.timestamp()))
    except typst.TypstError as error:
        raise DocumentError(f"The document {main.name} could not be set: {error.diagnostic}") from error
    if not isinstance(pdf, bytes):
        raise DocumentError(f"The document {main.name} came out empty.")
    return pdf


def _wait_for_fonts() -> None:
    """Right after the first start the fonts are still being built beside the served pages; give them their minute."""
    until = time.monotonic() + FONT_PATIENCE_SECONDS
    while not any(FONTS.glob("*.ttf")) and time.monotonic() < until:
        threading.Event().wait(1)


@functools.cache
def _fonts() -> typst.Fonts:
    _wait_for_fonts()
    if not any(FONTS.glob("*.ttf")):
        raise DocumentError(
            _("The fonts of printed documents are not ready. Nothing was changed. Try again in a minute.")
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
