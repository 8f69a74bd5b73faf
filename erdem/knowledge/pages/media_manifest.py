"""IIIF Presentation 3 manifest of a record's media: what this reader may have, under the same addresses and the same wall.

Source: https://iiif.io/api/presentation/3.0/ ; checked by `iiif_prezi3` before it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from iiif_prezi3 import Manifest

from erdem.base.actor import Actor
from erdem.knowledge import queries
from erdem.knowledge.media_choices import FileRole, MediaKind
from erdem.knowledge.mediafiles import image_information, kind_of_code
from erdem.knowledge.models import MediaFile, Record
from erdem.knowledge.queries import MediaRow

Absolute = Callable[[str], str]
PRESENTATION = "http://iiif.io/api/presentation/3/context.json"


def manifest_of(actor: Actor, record: Record, absolute: Absolute) -> dict[str, Any]:
    """Return the manifest; items that are not open to the reader are not in it, and it says how many it knows of."""
    rows = queries.media_of(actor, record)
    address = absolute(reverse("knowledge:media-manifest", args=[record.number]))
    shut = sum(not row.is_open for row in rows)
    whole: dict[str, Any] = {
        "@context": PRESENTATION,
        "id": address,
        "type": "Manifest",
        "label": {"zh-Hans": [record.name], **({"mn-Mong": [record.name_mn]} if record.name_mn else {})},
        "metadata": [_pair(_("Number"), record.number)],
        "items": list(_canvases(rows, address, absolute)),
    }
    if shut:
        whole["metadata"].append(_pair(_("Not open to you"), str(shut)))
    return _checked(whole)


def _checked(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest after the library has found it sound.

    Raises:
        ValueError: it is not.
    """
    if whole["items"]:
        Manifest.model_validate(whole)
    return whole


def _pair(label: str, value: str) -> dict[str, Any]:
    return {"label": {"zh-Hans": [label]}, "value": {"none": [value]}}


def _canvases(rows: Iterable[MediaRow], address: str, absolute: Absolute) -> Iterator[dict[str, Any]]:
    for row in rows:
        body = _body(row, absolute)
        if body is None:
            continue
        canvas = f"{address}#media-{row.media.pk}"
        measures: dict[str, Any] = {name: body[name] for name in ("width", "height", "duration") if name in body}
        yield {
            "id": canvas,
            "type": "Canvas",
            "label": {"zh-Hans": [row.media.title]},
            **measures,
            "items": [
                {
                    "id": f"{canvas}-page",
                    "type": "AnnotationPage",
                    "items": [
                        {
                            "id": f"{canvas}-painting",
                            "type": "Annotation",
                            "motivation": "painting",
                            "body": body,
                            "target": canvas,
                        }
                    ],
                }
            ],
        }


def _body(row: MediaRow, absolute: Absolute) -> dict[str, Any] | None:
    """Return what is painted on the canvas of an item, or None when nothing of it can be shown."""
    screen, tiles, copy = (row.files.get(role) for role in (FileRole.SCREEN, FileRole.TILES, FileRole.COPY))
    if screen is not None and tiles is not None:
        return {
            **_resource(row, screen, "Image", absolute),
            "width": tiles.width,
            "height": tiles.height,
            "service": [{"id": absolute(service_address(row)), "type": "ImageService3", "profile": "level0"}],
        }
    if copy is None or not kind_of_code(copy.format).shown or not row.media.duration_ms:
        return None
    moving = row.media.kind == MediaKind.VIDEO
    sizes = {"width": copy.width or 640, "height": copy.height or 360} if moving else {}
    return {
        **_resource(row, copy, "Video" if moving else "Sound", absolute),
        "duration": row.media.duration_ms / 1000,
        **sizes,
    }


def _resource(row: MediaRow, file: MediaFile, kind: str, absolute: Absolute) -> dict[str, Any]:
    return {
        "id": absolute(file_address(row, file.role)),
        "type": kind,
        "format": kind_of_code(file.format).media_type.split(";")[0],
    }


def file_address(row: MediaRow, role: str) -> str:
    """Return the address of one file of an item."""
    return reverse("knowledge:media-file", args=[row.media.record.number, row.media.pk, role])


def service_address(row: MediaRow) -> str:
    """Return the address of the Image API of a picture, without the slash at its end."""
    whole = reverse("knowledge:media-image", args=[row.media.record.number, row.media.pk])
    return whole.removesuffix("/info.json")


def information_of(row: MediaRow, absolute: Absolute) -> dict[str, Any] | None:
    """Return the ``info.json`` of a picture, or None when it has no tiles for this reader."""
    tiles = row.files.get(FileRole.TILES)
    if tiles is None:
        return None
    sizes = [row.files[role] for role in (FileRole.THUMBNAIL, FileRole.SCREEN) if role in row.files]
    previews = tuple(dict.fromkeys((file.width or 1, file.height or 1) for file in sizes))
    return image_information(absolute(service_address(row)), tiles.width or 1, tiles.height or 1, previews)
