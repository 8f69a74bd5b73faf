"""Hand out stored files: in parts for players, never guessed at by the browser, never run, never kept when restricted.

Sources: RFC 9110 section 14 (ranges), RFC 6266 (names of downloads).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from erdem.base import blobs
from erdem.base.models import Blob

PIECE: Final = 256 * 1024
RESTRICTED: Final = "private, no-store"
OPEN: Final = "private, max-age=300"
_RANGE: Final = re.compile(r"^bytes=(?=\d|-\d)(\d{0,19})-(\d{0,19})$")


@dataclass(frozen=True)
class Delivery:
    """How a file is handed out.

    ``is_open`` says that everybody may have it; only then other sites' viewers may fetch it. ``name`` is the name of the
    download; without it the file is shown in the page.
    """

    media_type: str
    name: str = ""
    is_open: bool = False


class _Part:
    """A part of a stored file, read piece by piece."""

    def __init__(self, stream: IO[bytes], start: int, length: int) -> None:
        self.stream, self.left = stream, length
        stream.seek(start)

    def __iter__(self) -> _Part:
        return self

    def __next__(self) -> bytes:
        piece = self.stream.read(min(PIECE, self.left)) if self.left else b""
        if not piece:
            self.close()
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        """Close the file; called when the answer is sent or the reader has gone."""
        self.stream.close()


def blob_response(request: HttpRequest, blob: Blob, delivery: Delivery) -> HttpResponseBase:
    """Return a stored file or the part of it that was asked for. The caller has checked the policy of its owner."""
    mark = f'"{blob.sha256[:32]}"'
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", mark) == mark else ""
    asked = asked if _RANGE.match(asked) else ""
    part = wanted_part(asked, blob.size)
    if part is None:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{blob.size}"
        return dressed(refused, delivery)
    start, length = part
    response: HttpResponseBase
    response = (
        HttpResponse()
        if request.method == "HEAD"
        else StreamingHttpResponse(_Part(blobs.open_blob(blob), start, length))
    )
    if asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{blob.size}"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = mark
    return dressed(response, delivery)


def wanted_part(asked: str, size: int) -> tuple[int, int] | None:
    """Return start and length of the part asked for, the whole when the question is not understood, None beyond the end."""
    found = _RANGE.match(asked)
    if found is None:
        return 0, size
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, length) if length else None
    start, stop = int(first), min(int(last) if last else size - 1, size - 1)
    if start >= size or stop < start:
        return None
    return start, stop - start + 1


def dressed(response: HttpResponseBase, delivery: Delivery) -> HttpResponseBase:
    """Put on the headers that keep a file from being guessed at, run, embedded elsewhere or kept."""
    response["Content-Type"] = delivery.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = OPEN if delivery.is_open else RESTRICTED
    if delivery.is_open:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response["Cross-Origin-Resource-Policy"] = "same-origin"
    kind = f"attachment; filename*=UTF-8''{quote(delivery.name)}" if delivery.name else "inline"
    response["Content-Disposition"] = kind
    return response
