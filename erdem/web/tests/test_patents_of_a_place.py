"""Patents of a place: the figure and the list it opens to agree, with the search index and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.literature.services import update_index
from erdem.literature.tests.factories import bring_in
from erdem.web.desk.figures import patents_from_place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("indexed", [True, False])
def test_the_figure_of_a_place_opens_to_the_patents_from_there(
    *, indexed: bool, tmp_path: Path, client: Client
) -> None:
    record = {
        "publication": "CN105192799A",
        "title": "示例",
        "applicant": "示例",
        "applicant_place": "内蒙古自治区锡林郭勒盟正蓝旗",
    }
    bring_in(tmp_path, [record])
    if indexed:
        update_index(actor=SYSTEM)
    with acting_as(PUBLIC):
        assert patents_from_place(PUBLIC) == {"152530": 1}
    for code in ("152530", "152500", "150000"):
        shown = client.get("/literature/", {"region": code}).content.decode()
        assert "CN105192799A" in shown
    assert "CN105192799A" not in client.get("/literature/", {"region": "150600"}).content.decode()
