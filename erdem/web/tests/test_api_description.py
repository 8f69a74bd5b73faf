"""How the interface for programs describes itself: whole, valid, in the language of the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from erdem.people.choices import KeyScope
from erdem.web.api import describe

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def test_the_description_is_openapi_3_1_and_whole() -> None:
    schema = json.loads(json.dumps(Client().get(reverse("api-openapi")).json()))
    assert schema["openapi"].startswith("3.1.")
    assert schema["info"]["title"]
    names = [operation["operationId"] for path in schema["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) == 12
    shapes = schema["components"]["schemas"]
    for reference in set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema))):
        assert reference.removeprefix("#/components/schemas/") in shapes, reference
    for path, operations in schema["paths"].items():
        assert path.startswith(f"{ROOT}/")
        for operation in operations.values():
            scopes = [scope for one in operation["security"] for scope in one["Key"]]
            assert set(scopes) <= set(KeyScope.values)
            assert bool(scopes) == (path != f"{ROOT}/permits/check")
            assert set(re.findall(r"{(\w+)}", path)) == {
                each["name"] for each in operation["parameters"] if each["in"] == "path" and each["required"]
            }
            assert all({"name", "in", "schema"} <= set(each) for each in operation["parameters"])
            assert "200" in operation["responses"]
            assert all(answer["description"] for answer in operation["responses"].values())
    assert schema["components"]["securitySchemes"]["Key"] == {"type": "http", "scheme": "bearer"}


def test_the_description_is_chinese_throughout() -> None:
    def words(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            for name, value in part.items():
                if name in ("description", "summary") and isinstance(value, str):
                    yield value
                else:
                    yield from words(value)
        elif isinstance(part, list):
            for each in part:
                yield from words(each)

    with translation.override("zh-hans"):
        said = set(words(describe())) - {"OK"}
    assert len(said) > 50
    assert not [each for each in said if not re.search(r"[\u4e00-\u9fff]", each)]


def test_people_read_the_description_as_a_page() -> None:
    page = Client().get(reverse("api-reference")).content.decode()
    assert "/api/v1/search" in page
    assert "检索文献" in page
    assert "https://" not in re.sub(r'href="[^"]*"', "", page).replace("https://erdem", "")
