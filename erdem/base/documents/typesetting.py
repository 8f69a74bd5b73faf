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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import typst
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from erdem.base.documents import resources
from erdem.base.documents.characters import FONTS, known_characters, printable_data
from erdem.base.documents.resources import DocumentError

STANDARD: Final = "a-2b"
ATTACHING: Final = "a-3b"
"""The standard of a document with attachments: the earlier ones do not allow files of any kind."""
FONT_PATIENCE_SECONDS: Final = 90


@dataclass(frozen=True)
class Attachment:
    """A file within the PDF; ``relationship`` says what it is to the document (ISO 32000-2, AFRelationship)."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Literal["source", "data", "alternative", "supplement"] = "data"


def render_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    attachments: Sequence[Attachment] = (),
    issued_at: dt.datetime | None = None,
) -> bytes:
    """Set a document and return the PDF (PDF/A-2b, tagged; PDF/A-3b when files are attached).

    ``template_name``: ``app/file.typ``. ``context``: JSON-like data; dates and lazy translations are allowed.
    ``files``: pictures and the like by plain file name, readable in the template under that name.
    ``attachments``: go into the file where the template says ``#attachments()``.
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
        _lay_out(root, attachments)
        return _compile(root / main.name, root, fonts, issued_at, ATTACHING if attachments else STANDARD)


def _lay_out(root: Path, attachments: Sequence[Attachment]) -> None:
    """Put the attachments where the template finds them: their bytes under their names, what they are in one list."""
    told = []
    for one in attachments:
        name = Path(one.name).name
        (root / name).write_bytes(one.content)
        told.append(
            {
                "name": name,
                "media_type": one.media_type,
                "description": one.description,
                "relationship": one.relationship,
            }
        )
    (root / "attachments.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _compile(
    main: Path, root: Path, fonts: typst.Fonts, issued_at: dt.datetime | None, standard: Literal["a-2b", "a-3b"]
) -> bytes:
    moment = issued_at or dt.datetime.now(dt.UTC)
    try:
        compiler = typst.Compiler(main, root=root, font_paths=fonts)
        pdf = compiler.compile(format="pdf", pdf_standards=[standard], timestamp=int(moment.timestamp()))
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
