"""The page on which the interface for programs describes itself, made from its OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

_SCHEMA: Final = "#/components/schemas/"


@dataclass(frozen=True)
class Field:
    """One parameter or one field of a body or an answer."""

    name: str
    place: str
    kind: str
    words: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One thing a program can ask."""

    anchor: str
    method: str
    path: str
    title: str
    words: str
    scope: str
    fields: tuple[Field, ...]
    answer: tuple[Field, ...]
    example: str


@dataclass(frozen=True)
class Group:
    """Operations that belong together."""

    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class ReferencePage:
    """The whole description."""

    words: str
    groups: tuple[Group, ...]
    shapes: tuple[tuple[str, str, tuple[Field, ...]], ...]
    address: str


def reference_page(schema: Mapping[str, Any]) -> ReferencePage:
    """Compose the page from a description (`erdem.web.api.describe`)."""
    shapes = schema["components"]["schemas"]
    groups: dict[str, list[Operation]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            made = _operation(path, method, operation, shapes)
            groups.setdefault(_(operation["tags"][0]), []).append(made)
    named = sorted(
        (name, str(shape.get("description", "")), tuple(_fields(shape, ""))) for name, shape in shapes.items()
    )
    return ReferencePage(
        words=schema["info"]["description"],
        groups=tuple(Group(title, tuple(operations)) for title, operations in groups.items()),
        shapes=tuple(named),
        address=settings.SITE_ADDRESS,
    )


def _operation(path: str, method: str, operation: Mapping[str, Any], shapes: Mapping[str, Any]) -> Operation:
    parameters = tuple(
        Field(one["name"], one["in"], _kind(one["schema"]), one.get("description", ""), one.get("required", False))
        for one in operation["parameters"]
    )
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answer = operation["responses"]["200"] if "200" in operation["responses"] else operation["responses"][200]
    return Operation(
        anchor=f"{method}-{operation['operationId'].rpartition('_api_')[2]}",
        method=method.upper(),
        path=path,
        title=operation["summary"],
        words=operation.get("description", ""),
        scope=operation["security"][0]["Key"][0] if operation["security"] else "",
        fields=(*parameters, *_fields(_resolved(body, shapes), "body")),
        answer=tuple(_fields(_resolved(answer["content"]["application/json"]["schema"], shapes), "")),
        example=_example(path, method, body),
    )


def _example(path: str, method: str, body: Mapping[str, Any]) -> str:
    address = settings.SITE_ADDRESS + path.replace("{number}", "CN101361572A" if "publications/{" in path else "1")
    words = f'curl -H "Authorization: Bearer $KEY" "{address}"'
    return f"{words} -H 'Content-Type: application/json' -d '{{…}}'" if body and method == "post" else words


def _resolved(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    name = shape.get("$ref", "").removeprefix(_SCHEMA)
    resolved: Mapping[str, Any] = shapes.get(name, shape)
    return resolved


def _fields(shape: Mapping[str, Any], place: str) -> Iterator[Field]:
    required = set(shape.get("required", ()))
    for name, one in shape.get("properties", {}).items():
        yield Field(name, place, _kind(one), one.get("description", ""), name in required)


def _kind(shape: Mapping[str, Any]) -> str:
    """Say what kind of value a schema asks for: ``text``, ``list of Brief``, ``number 1–100``."""
    if "$ref" in shape:
        return str(shape["$ref"]).removeprefix(_SCHEMA)
    if "enum" in shape:
        return " | ".join(map(str, shape["enum"]))
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(_kind(each) for each in shape["anyOf"]))
    if shape.get("type") == "array":
        return f"[{_kind(shape.get('items', {}))}]"
    if "minimum" in shape or "maximum" in shape:
        return f"{shape.get('type')} {shape.get('minimum', '')}–{shape.get('maximum', '')}"
    return str(shape.get("format") or shape.get("type") or "any")
