"""Why a media file is not taken, in sentences a steward understands: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
    "empty": _("The file is empty. Nothing was kept. Copy it from the device again."),
    "damaged": _(
        "The file is damaged or was cut off while it was copied. Nothing was kept. Copy it from the device again and check that"
        " it opens there."
    ),
    "another_kind": _(
        "By its name the file is %(claimed)s, by its content %(found)s. Such a file may be meant to deceive, so nothing was kept."
        " If you know where it comes from, give it the right ending and send it again."
    ),
    "two_in_one": _(
        "Behind the %(kind)s file a second one is hidden, such as an archive or a web page. Nothing was kept. Open it with the"
        " program it was made with, save it anew and send the new file."
    ),
    "markup": _(
        "The file is a drawing or page that can run commands in a browser (SVG, HTML, XML). Nothing was kept. Save the drawing as"
        " PNG or the page as PDF and send that."
    ),
    "program": _(
        "The file is a program, not a picture or recording. Nothing was kept. Look at the device for viruses."
    ),
    "old_office": _(
        "The file is in the old office format, in which commands may hide. Nothing was kept. Save it as DOCX, XLSX or PDF and"
        " send that."
    ),
    "macros": _(
        "The document carries macros, that is commands. Nothing was kept. Save it without macros or as PDF and send that."
    ),
    "active": _(
        "The PDF carries commands or attached files. Nothing was kept. Print it into a new PDF and send that, and attachments"
        " singly."
    ),
    "password": _(
        "The PDF is locked with a password, so that nobody can look into it. Nothing was kept. Unlock it and send it."
    ),
    "archive": _("The file is an archive. Nothing was kept. Unpack it and send the files in it singly."),
    "bomb": _(
        "Unpacked, the file would be out of all measure. Nothing was kept. Send the pictures or pages in it singly."
    ),
    "too_many_pixels": _(
        "The picture has more than %(most)s million pixels. Nothing was kept. Scan it in parts or at a lower resolution."
    ),
    "too_many_pages": _("The document has more than %(most)s pages. Nothing was kept. Send it in parts."),
    "page_too_large": _(
        "A page of the PDF is larger than the format allows. Nothing was kept. Print it into a new PDF."
    ),
    "too_complex": _(
        "The PDF is built in too involved a way to be checked. Nothing was kept. Print it into a new PDF."
    ),
    "unknown_kind": _(
        "Files of this kind (%(kind)s) are not taken. Nothing was kept. Photographs: JPEG, PNG, TIFF, WebP; sound: WAV, FLAC,"
        " MP3, M4A, OGG; film: MP4, MOV, WebM; documents: PDF, DOCX, TXT."
    ),
    "no_space": _(
        "There is no room for the file on the server. Nothing was kept, and what was there is safe. Tell whoever runs the server,"
        " then send it again."
    ),
    "no_longer_allowed": _(
        "Since you began to send, you may no longer add to this record. Nothing was kept. Ask the holding community."
    ),
}


def told_media(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of a refusal in the language of the page."""
    sentence = SENTENCES.get(code)
    return gettext(sentence) % (params or {}) if sentence else gettext(SENTENCES["damaged"])
