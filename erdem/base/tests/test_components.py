"""Components of the pages: words with every sign, nothing hostile gets through, one look from tokens only."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, engines
from django.template.base import Template
from django.test import Client, RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from erdem.base import graphics
from erdem.base.rendering import FormRenderer
from erdem.base.templatetags.erdem import GRADES, STATUS_WORDS, mark

BASE = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(BASE.parent.glob("*/templates/**/*.html"))
COMPONENTS = sorted(path.stem for path in (BASE / "templates" / "cotton").glob("*.html"))
SHEETS = sorted((BASE / "static" / "erdem" / "css").rglob("*.css"))
SCRIPT = "<script>alert(1)</script>\"'>"
ROWS = [
    {
        "code": "150101",
        "row": 0,
        "col": 0,
        "name": "甲区",
        "short": "甲",
        "league": "呼和浩特市",
        "value": 11,
        "url": "/a",
    },
    {"code": "150102", "row": 0, "col": 1, "name": "乙旗", "short": "乙乙乙", "league": "呼和浩特市", "value": 2},
    {"code": "150201", "row": 1, "col": 0, "name": "丙县", "short": "丙", "league": "包头市"},
]


def draw(source: str, path: str = "/?q=a", **context: Any) -> str:
    """Render markup that uses components."""
    engine = engines["django"].engine  # type: ignore[attr-defined]  # the Django backend has an engine
    template = Template(CottonCompiler().process(source), engine=engine)
    request = RequestFactory().get(path)
    return template.render(RequestContext(request, context)).strip()


@pytest.fixture(autouse=True)
def _chinese() -> Any:
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_can_stand_with_no_data(name: str) -> None:
    tag = name.replace("_", "-")
    assert "{%" not in draw(f"<c-{tag} />")


@pytest.mark.parametrize("name", COMPONENTS)
def test_no_component_takes_words_from_the_page_around_it(name: str) -> None:
    declared = (BASE / "templates" / "cotton" / f"{name}.html").read_text("utf-8")
    used = set(re.findall(r"\{\{ (\w+)", declared)) | set(re.findall(r"\{% (?:if|for \w+ in) (\w+)", declared))
    around = dict.fromkeys(used - {"slot", "attrs"}, "LEAK")
    assert "LEAK" not in draw(f"<c-{name.replace('_', '-')} />", **around)


@pytest.mark.parametrize("name", list(STATUS_WORDS))
def test_a_state_always_has_a_word_beside_its_shape(name: str) -> None:
    html = draw(f'<c-status name="{name}" />')
    assert f"er-st--{name}" in html
    assert re.search(r">\s*[\u4e00-\u9fff]+\s*<", html)
    assert "核对中" in draw(f'<c-status name="{name}">核对中</c-status>')


def test_each_grade_has_its_own_sign_and_word() -> None:
    drawn = [draw(f'<c-grade name="{name}" />') for name in GRADES]
    assert len({re.search(r'data-sign="(.)"', html)[1] for html in drawn}) == len(GRADES)  # type: ignore[index]  # fails when missing
    assert len(set(drawn)) == len(GRADES)


def test_after_six_marks_the_colours_repeat_and_the_numbers_go_on() -> None:
    assert [mark(place) for place in range(1, 14)] == [f"m{place}" for place in [1, 2, 3, 4, 5, 6] * 2 + [1]]
    assert ">7<" in draw('<c-match number="7" />')


HOSTILE = {
    "figures": ":items='x'",
    "breadcrumb": ":items='x'",
    "labels": ":labels='x'",
    "media": ":items='x'",
    "timeline": ":events='x'",
    "dates-line": ":dates='x'",
    "stepper": ":steps='x'",
    "steps": ":steps='x'",
    "facts": ":items='x'",
    "plain-facts": ":items='x'",
    "query": ":terms='x'",
    "facet": ":options='x' name='n'",
    "choice": ":choices='x'",
    "select": ":options='x' name='n'",
    "table": ":columns='x' :caption='word'",
    "page-head": ":title='word' :lead='word'",
    "clock": ":title='word' :left='word' :basis='word' url='/'",
    "input": ":label='word' :value='word' :help='word' :error='word' name='n'",
    "search": ":value='word' :label='word'",
    "tile-gram": ":tiles='tiles' :title='word' :unit='word'",
    "month-chart": ":months='x' :title='word' :first='word'",
    "pairs": ":pairs='pairs'",
    "progress": ":text='word'",
    "dialog": ":title='word' :opens='word' id='d'",
    "section": ":title='word' :note='word'",
    "empty": ":title='word'",
    "note": ":title='word'",
}


@pytest.mark.parametrize(("tag", "attributes"), HOSTILE.items())
def test_hostile_words_stay_words(tag: str, attributes: str) -> None:
    keys = re.findall(
        r"\w+",
        """label value note url title text stamp caption shut alt image audio time date kind name term also remove
        count second key numeric code state sign""",
    )
    row = dict.fromkeys(keys, SCRIPT) | {"count": 1, "second": 1}
    tiles = [dict(ROWS[0], name=SCRIPT, short=SCRIPT, url=SCRIPT)]
    pairs = [{"number": 1, "left": row, "right": row}, {"left": row}]
    html = draw(f"<c-{tag} {attributes} />", x=[row], word=SCRIPT, tiles=tiles, pairs=pairs)
    assert "<script" not in html
    assert "&lt;script" in html


def test_numbers_keep_plain_digits_inside_drawings() -> None:
    html = draw("<c-tile-gram :tiles='tiles' own='150102' title='t' unit='条' />", tiles=[dict(ROWS[0], value=12345)])
    assert "12345" in html


def test_the_tile_gram_and_its_table_say_the_same() -> None:
    gram = graphics.tile_gram(ROWS, own="150102")
    assert gram.total == 13
    assert [tile.depth for tile in gram.tiles] == ["q4", "q1", "q0"]
    assert [tile.name for tile in gram.ranked] == ["甲区", "乙旗", "丙县"]
    assert gram.own is not None
    assert gram.own.name == "乙旗"
    html = draw("<c-tile-gram :tiles='rows' own='150102' title='t' unit='条' own-label='本旗：' />", rows=ROWS)
    assert html.index("<svg") < html.index("<table")
    assert html.count("甲区") == 2
    assert "本旗：乙旗" in html


def test_figures_may_stand_beside_the_rows() -> None:
    gram = graphics.tile_gram(ROWS, {"150201": 7}, {"150201": "/c"})
    assert [(tile.value, tile.url) for tile in gram.tiles] == [(11, "/a"), (2, ""), (7, "/c")]
    html = draw(
        "<c-tile-gram :tiles='rows' :values='values' title='t' unit='条' />", rows=ROWS, values={"150201": 4321}
    )
    assert "4321" in html


def test_borders_run_around_leagues_and_not_between_sisters() -> None:
    gram = graphics.tile_gram(ROWS)
    between_sisters, between_leagues = "M40 2v38", "M2 40h38"
    assert between_sisters not in gram.edges
    assert between_leagues in gram.edges


def test_bars_never_leave_the_chart_and_grow_with_their_counts() -> None:
    chart = graphics.month_chart([{"label": str(n), "count": n * 13, "second": n} for n in range(12)])
    assert all(lower.height <= higher.height for lower, higher in pairwise(chart.bars))
    assert all(34 <= bar.y <= chart.floor for bar in chart.bars)
    assert graphics.month_chart([]).bars == ()
    assert chart.rules[-1][0] >= 143


class Sample(forms.Form):
    default_renderer = FormRenderer
    name = forms.CharField(label="名称", help_text="当地的叫法写在前")
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[("a", "技艺"), ("b", "医药")])
    told = forms.BooleanField(label="已告知")


def test_help_and_error_are_tied_to_their_input() -> None:
    html = Sample({"name": "", "kind": "", "told": "on"}).render()
    described = re.search(r'<input type="text"[^>]*aria-describedby="([^"]+)"', html)
    assert described is not None
    for name in described[1].split():
        assert f'id="{name}"' in html
    assert html.index('id="id_name_helptext"') < html.index('id="id_name_error"') < html.index('name="name"')
    assert 'class="er-input"' in html
    assert html.count("<legend>") == 1


def test_a_sortable_head_keeps_the_rest_of_the_query_and_says_how_it_stands() -> None:
    columns = [{"label": "分值", "key": "score", "numeric": True}, {"label": "名称"}]
    html = draw("<c-table :columns='columns'></c-table>", "/?q=a&page=3&sort=score", columns=columns)
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=a&amp;sort=-score"' in html


def test_pages_keep_the_query_and_mark_where_one_is() -> None:
    html = draw("<c-pagination :page='page' />", "/?q=a&page=2", page=Paginator(range(30), 10).page(2))
    assert 'href="?q=a&amp;page=3"' in html
    assert re.search(r'aria-current="page"[^>]*>2<', html)
    assert draw("<c-pagination :page='page' />", page=Paginator(range(3), 10).page(1)) == ""


def test_a_pair_without_a_patent_side_says_so_in_words() -> None:
    html = draw(
        "<c-pairs :pairs='pairs' :steps='True' />", pairs=[{"right": {"name": "剔筋膜"}}, {"left": {"name": "灭菌"}}]
    )
    assert html.count("无此步") == 2
    assert html.index("专利减") < html.index("专利增")


def test_choices_of_a_decision_have_equal_weight() -> None:
    choices = [{"value": value, "label": value} for value in ("yes", "no", "later")]
    html = draw("<c-choice :choices='choices' />", choices=choices)
    assert len(set(re.findall(r'class="([^"]*er-btn[^"]*)"', html))) == 1
    assert "er-btn--main" not in html


class Marks(HTMLParser):
    """Collects what the strict content policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.headings += tag == "h1"
        if tag == "style" or "style" in names or any(name.startswith("on") for name in names):
            self.refused.append(tag)
        if tag == "script" and not names.get("src"):
            self.refused.append(tag)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?theme=dark", "?direction=vertical"])
def test_the_style_sheet_page_obeys_the_content_policy(query: str) -> None:
    response = Client().get(f"/styleguide{query}")
    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    marks = Marks()
    marks.feed(response.content.decode())
    assert marks.refused == []
    assert marks.headings == 1


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_error_pages_say_what_is_safe(name: str) -> None:
    html = engines["django"].get_template(f"{name}.html").render({"reason": SCRIPT}, RequestFactory().get("/x"))
    assert re.search("没有改动|没有存|没有变", html)
    assert "<script>" not in html


@pytest.mark.django_db
def test_the_theme_is_kept_in_a_cookie_and_leads_back_only_to_this_site() -> None:
    client = Client()
    response = client.post("/theme", {"theme": "dark", "next": "/styleguide"})
    assert (response.status_code, response["Location"]) == (302, "/styleguide")
    assert 'data-bs-theme="dark"' in client.get("/styleguide").content.decode()
    assert client.post("/theme", {"theme": "x", "next": "https://elsewhere.example/"})["Location"] == "/"


PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![\w-])(?:left|right|top|bottom|width|height|"
    r"min-width|min-height|max-width|max-height)\s*:(?![^{]*\{)|text-align:\s*(?:left|right)"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_style_sheets_use_logical_properties_and_tokens_only(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    declarations = re.sub(r"@media[^{]*", "", text)
    assert PHYSICAL.findall(declarations) == []
    assert "!important" not in text
    if sheet.name not in {"tokens.css", "print.css"}:
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", declarations) == []


def tokens(block: str) -> dict[str, str]:
    text = (BASE / "static/erdem/css/tokens.css").read_text("utf-8")
    body = text[text.index(block) :]
    return dict(re.findall(r"--er-([\w-]+): (#[0-9a-f]{6});", body[: body.index("\n}")]))


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("block", [":root", '[data-bs-theme="dark"]'])
def test_text_and_borders_can_be_told_from_the_ground(block: str) -> None:
    colours = tokens(":root") | tokens(block)
    for ground in ("felt", "paper"):
        for ink in ("ink", "ink-2", "ink-3", "sky", "sky-deep", "saffron-ink", "birch-ink", "grass", "madder", "stone"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, f"{ink} on {ground}"
        assert contrast(colours["edge"], colours[ground]) >= 3
    for place in range(1, 7):
        assert contrast(colours["on-sky"], colours[f"m{place}"]) >= 4.5


def test_a_class_given_to_a_component_is_taken_by_it() -> None:
    """A second ``class`` attribute beside the component's own one is dropped by the browser without a word."""
    ignored = []
    for template in TEMPLATES:
        for name, given in re.findall(r"<c-([a-z-]+)((?:\s+[^<>]*?)?)/?>", template.read_text(encoding="utf-8")):
            component = BASE / "templates" / "cotton" / f"{name.replace('-', '_')}.html"
            if name == "vars" or not re.search(r"\sclass=", given) or not component.exists():
                continue
            taken = re.match(r"<c-vars[^>]*\sclass=", component.read_text(encoding="utf-8"))
            if not taken:
                ignored.append(f"{template.name}: c-{name}")
    assert not ignored, sorted(ignored)
