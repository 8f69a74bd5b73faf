"""Pages of annotation: sets, one pair at a time, what came of it."""

from __future__ import annotations

import json
import time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.overlap import annotation_forms as forms
from erdem.overlap import services
from erdem.overlap.policies import can_draw_set, can_label
from erdem.overlap.queries import annotation, annotation_compare, annotation_page, annotation_results
from erdem.overlap.queries.annotators import candidates

JSON_LINES = "jsonl"


def _set(request: HttpRequest, key: int) -> Any:
    found = annotation.get_set(actor_of(request), key)
    if found is None:
        raise Http404
    return found


def _pair(request: HttpRequest, key: int, position: int) -> Any:
    found = annotation.get_pair(actor_of(request), _set(request, key), position)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def set_list(request: HttpRequest) -> HttpResponse:
    """Show the sets with how far they are."""
    require(can_draw_set(actor_of(request)))
    rows = annotation.set_rows(actor_of(request))
    asked = [row for row in rows if row.asks]
    context = {"rows": rows, "path": annotation.path_of(), "asked": asked}
    return render(request, "overlap/annotation_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_new(request: HttpRequest) -> HttpResponse:
    """Ask for a new set."""
    actor = actor_of(request)
    require(can_draw_set(actor))
    form = forms.SetForm(candidates(actor), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = services.ask_for_set(actor=actor, plan=form.plan())
        except RuleBroken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("overlap:annotation-set", opened.pk)
    context = {"form": form, "path": annotation.path_of(last=_("new set"))}
    return render(request, "overlap/annotation_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def set_detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a set: progress, and what came of the pairs that are open to the reader."""
    page = annotation_page.set_page(actor_of(request), _set(request, key))
    if request.headers.get("HX-Request"):
        answer = render(request, "overlap/annotation_drawing.html", {"page": page})
        if not page.is_drawing:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, "overlap/annotation_set.html", {"page": page})


@login_required
@require_POST
def set_assign(request: HttpRequest, key: int) -> HttpResponse:
    """Exchange an annotator who has not begun."""
    chosen = {f"{name}_id": forms.person(request.POST, name) for name in ("first", "second")}
    try:
        services.assign_annotators(actor=actor_of(request), annotation_set=_set(request, key), **chosen)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("overlap:annotation-set", key)


@login_required
@require_POST
def set_close(request: HttpRequest, key: int) -> HttpResponse:
    """End the labelling."""
    try:
        services.close_set(actor=actor_of(request), annotation_set=_set(request, key))
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("overlap:annotation-set", key)


@login_required
@require_safe
def set_export(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Give the labels to take away."""
    actor, found = actor_of(request), _set(request, key)
    settled = annotation_results.settled_pairs(actor, found)
    if kind == JSON_LINES:
        objects = annotation_results.pair_rows(actor, found, settled)
        lines = "".join(f"{json.dumps(one, ensure_ascii=False, default=str)}\n" for one in objects)
        answer = HttpResponse(lines, content_type="application/jsonl; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="annotation-{key}.jsonl"'
        return answer
    if kind not in exports.FORMATS:
        raise Http404
    rows = annotation_results.table_rows(settled)
    return exports.table_response(kind, f"annotation-{key}", annotation_page.EXPORT_COLUMNS, rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pair_label(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Show one pair to an annotator, keep the label and go on to the next."""
    actor, pair = actor_of(request), _pair(request, key, position)
    require(can_label(actor, pair.set))
    if request.method != "POST":
        return _show_pair(request, annotation.label_page(actor, pair))
    label = forms.read_label(request.POST)
    try:
        services.label_pair(actor=actor, pair=pair, label=label, seconds=forms.seconds_taken(request.POST))
    except RuleBroken as refusal:
        given = {"relation": label.relation, "relevance": label.relevance, "note": label.note}
        return _show_pair(request, annotation.label_page(actor, pair, given), refusal)
    following = annotation.next_position(actor, pair.set, position)
    if following is None:
        return redirect("overlap:annotation-set", key)
    return redirect("overlap:annotation-pair", key, following)


def _show_pair(request: HttpRequest, page: Any, refusal: RuleBroken | None = None) -> HttpResponse:
    context = {
        "page": page,
        "refused": str(refusal or ""),
        "refused_field": refusal.field if refusal else "",
        "opened": int(time.time()),
    }
    return render(request, "overlap/annotation_pair.html", context, status=422 if refusal else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pair_compare(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Show what was said of a pair; where the two differ, keep what a third person decides."""
    actor, found, pair = actor_of(request), _set(request, key), _pair(request, key, position)
    given, refused = None, ""
    if request.method == "POST":
        label = forms.read_label(request.POST)
        try:
            services.adjudicate(actor=actor, pair=pair, label=label)
        except RuleBroken as refusal:
            refused = str(refusal)
            given = {"relation": label.relation, "relevance": label.relevance, "note": label.note}
        else:
            return redirect("overlap:annotation-set", key)
    page = annotation_compare.compare_page(actor, found, pair, given)
    if page is None:
        raise Http404
    context = {"page": page, "wrong": refused}
    return render(request, "overlap/annotation_compare.html", context, status=422 if refused else 200)


@login_required
@require_POST
def pair_spans(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Keep which rows of the evidence the reader accepts."""
    accepted = forms.chosen_rows(request.POST)
    try:
        services.accept_spans(actor=actor_of(request), pair=_pair(request, key, position), accepted=accepted)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("overlap:annotation-set", key)
