"""Pages for the words of media: segments of recordings, lines of scans."""

from __future__ import annotations

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from erdem.base.asking import actor_of
from erdem.base.policy import RuleBroken, require
from erdem.knowledge import pages, policies, queries, services
from erdem.knowledge.forms import SegmentForm, initial_segment
from erdem.knowledge.views.media import media_or_404


@login_required
@require_POST
@csp_update({"style-src": NONCE})  # type: ignore[arg-type]  # its type knows views without arguments only
def segment_add(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Write down what is said from one moment to another."""
    actor, row = actor_of(request), media_or_404(request, number, key)
    require(policies.can_change_media(actor, row.media))
    form = SegmentForm(request.POST, language=row.media.language)
    if form.is_valid():
        try:
            confirm = request.POST.get("do") == "confirm"
            services.add_segment(actor=actor, media=row.media, content=form.content(), confirm=confirm)
        except RuleBroken as broken:
            _place(form, broken)
        else:
            return redirect(f"{pages.media_url(row.media)}#words")
    page = pages.media_page(actor, row, form)
    return render(request, "knowledge/media/detail.html", {"page": page}, status=422)


def _place(form: SegmentForm, broken: RuleBroken) -> None:
    field = {"to": "end", "from": "start"}.get(broken.field or "", broken.field)
    form.add_error(field if field in form.fields else None, str(broken))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def segment_edit(request: HttpRequest, number: str, key: int, segment_key: int) -> HttpResponse:
    """Change, confirm or take away a segment."""
    actor, row = actor_of(request), media_or_404(request, number, key)
    require(policies.can_change_media(actor, row.media))
    segment = queries.get_segment(actor, row.media, segment_key)
    if segment is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SegmentForm(data, language=row.media.language, initial=initial_segment(segment))
    if request.method == "POST" and (request.POST.get("do") == "remove" or form.is_valid()):
        try:
            _written(request, segment, form)
        except RuleBroken as broken:
            _place(form, broken)
        else:
            return redirect(f"{pages.media_url(row.media)}#words")
    page = pages.segment_page(segment, form)
    return render(request, "knowledge/media/segment.html", {"page": page}, status=422 if form.is_bound else 200)


def _written(request: HttpRequest, segment: queries.Segment, form: SegmentForm) -> None:
    actor, wish = actor_of(request), request.POST.get("do", "")
    if wish == "remove":
        services.remove_segment(actor=actor, segment=segment)
        return
    services.change_segment(
        actor=actor,
        segment=segment,
        content=form.content(),
        version=form.cleaned_data["version"] or 0,
        confirm=wish == "confirm",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def media_text(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Lines of a scan: have them proposed, read them, confirm them."""
    actor, row = actor_of(request), media_or_404(request, number, key)
    require(policies.can_change_media(actor, row.media))
    if request.method == "POST":
        try:
            _read(request, row)
        except RuleBroken as broken:
            messages.warning(request, str(broken))
        return redirect("knowledge:media-text", number=number, key=key)
    return render(request, "knowledge/media/text.html", {"page": pages.lines_page(actor, row)})


def _read(request: HttpRequest, row: queries.MediaRow) -> None:
    actor = actor_of(request)
    if request.POST.get("do") == "read":
        services.request_reading(actor=actor, media=row.media)
        messages.success(request, _("The scan is being read. Look at this page again in a minute."))
        return
    prefix = "line-"
    texts = {
        int(name.removeprefix(prefix)): str(text).replace("\x00", "")
        for name, text in request.POST.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdigit() and len(name) < 24
    }
    count = services.confirm_lines(actor=actor, media=row.media, texts=texts)
    messages.success(request, ngettext("%(n)s line confirmed.", "%(n)s lines confirmed.", count) % {"n": count})
