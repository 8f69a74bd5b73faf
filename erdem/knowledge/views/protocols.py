"""Pages on which a community decides: the protocol of a record, its history, and the access it gives."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erdem.base.asking import actor_of
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.knowledge import pages, queries, services
from erdem.knowledge.forms import GrantForm, ProtocolForm, ReasonForm, initial_protocol
from erdem.people import queries as people

Held = tuple[queries.Titled, queries.Holding]


def held_or_404(request: HttpRequest, number: str) -> Held:
    """Return a record by its title, and the hold of the community for which the reader decides.

    Raises:
        Http404: the reader may not know that there is such a record.
        PermissionRefused: the reader speaks for no community that holds it.
    """
    actor = actor_of(request)
    title = queries.title_of(actor, number)
    if title is None:
        raise Http404
    wanted = request.GET.get("community", "")
    holding = queries.get_holding(actor, number, int(wanted) if wanted.isdecimal() and wanted.isascii() else None)
    if holding is None:
        raise PermissionRefused(_("Only the stewards of the holding community decide who sees what. Ask one of them."))
    return title, holding


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_protocol(request: HttpRequest, number: str) -> HttpResponse:
    """Decide who sees what: look, preview, save."""
    title, holding = held_or_404(request, number)
    groups = list(queries.groups_of(actor_of(request), holding.community_id))
    if request.method == "POST":
        return _decided(request, title, holding, ProtocolForm(request.POST, groups=groups))
    restoring = request.GET.get("restore", "")
    version = queries.protocol_version(actor_of(request), holding, restoring)
    protocol = version or queries.protocol_of(holding)
    restored = int(restoring) if version else None
    form = ProtocolForm(initial=initial_protocol(protocol, holding.version, restored), groups=groups)
    page = pages.editor_page(actor_of(request), title, holding, form, protocol, restoring=restored)
    return render(request, "knowledge/protocol.html", {"page": page})


def _decided(request: HttpRequest, title: queries.Titled, holding: queries.Holding, form: ProtocolForm) -> HttpResponse:
    shown: dict[str, Any] = {}
    if not form.is_valid():
        shown["error"] = _(
            "Some fields need another look; they are marked below. What you wrote is still on this page."
        )
        return _editor(request, title, holding, form, queries.protocol_of(holding), 422, shown)
    protocol = form.protocol()
    if request.POST.get("do") == "preview":
        return _editor(request, title, holding, form, protocol, 200, shown)
    try:
        saved = _save(request, holding, form)
    except services.ProtocolMoved as moved:
        holding.refresh_from_db()
        form = _with_version(request, holding)
        shown |= {"error": str(moved), "moved": moved.saved}
        return _editor(request, title, holding, form, protocol, 409, shown)
    except RuleBroken as broken:
        shown |= {"error": str(broken), "must_confirm": broken.field == "confirm"}
        return _editor(request, title, holding, form, protocol, 422, shown)
    messages.success(request, _("Saved as version %(version)s. It holds from now on.") % {"version": saved.version})
    return redirect(f"{reverse('knowledge:record-protocol', args=[title.number])}?community={holding.community_id}")


def _with_version(request: HttpRequest, holding: queries.Holding) -> ProtocolForm:
    """Return the form as it was sent, upon the version that is saved now: who has seen both texts may save the own one."""
    sent = request.POST.copy()
    sent["version"] = str(holding.version)
    form = ProtocolForm(sent, groups=list(queries.groups_of(actor_of(request), holding.community_id)))
    form.is_valid()
    return form


def _save(request: HttpRequest, holding: queries.Holding, form: ProtocolForm) -> queries.Holding:
    given = form.cleaned_data
    return services.change_protocol(
        actor=actor_of(request),
        holding=holding,
        protocol=form.protocol(),
        version=given["version"],
        reason=given["reason"],
        opening_confirmed=given["confirm"],
        restored_from=given["restored_from"],
    )


def _editor(
    request: HttpRequest,
    title: queries.Titled,
    holding: queries.Holding,
    form: ProtocolForm,
    protocol: queries.Protocol,
    status: int,
    shown: dict[str, Any],
) -> HttpResponse:
    page = pages.editor_page(actor_of(request), title, holding, form, protocol, **shown)
    return render(request, "knowledge/protocol.html", {"page": page}, status=status)


@login_required
@require_safe
def protocol_history(request: HttpRequest, number: str) -> HttpResponse:
    """What the protocol said before, who decided it, and the way back."""
    title, holding = held_or_404(request, number)
    page = pages.history_page(actor_of(request), title, holding)
    return render(request, "knowledge/protocol_history.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_grants(request: HttpRequest, number: str) -> HttpResponse:
    """Whom the community has given access, and a form to give it."""
    title, holding = held_or_404(request, number)
    organisations = list(people.organisations())
    form = GrantForm(
        request.POST or None, organisations=organisations, initial={"valid_from": timezone.localdate().isoformat()}
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            given = services.grant_access(
                actor=actor_of(request), holding=holding, terms=form.terms(_account(form.cleaned_data["user"]))
            )
        except RuleBroken as broken:
            error = _place(form, broken)
        else:
            said = _("Access is given until %(day)s.") % {"day": given.valid_until.isoformat()}
            if given.waits:
                said += _("It opens when every other holding community has given the same.")
            messages.success(request, said)
            return redirect(f"{request.path}?community={holding.community_id}")
    page = pages.grants_page(actor_of(request), title, holding, form, error)
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/grants.html", {"page": page}, status=status)


def _account(name: str) -> int | None:
    if not name.strip():
        return None
    user = queries.account(name)
    if user is None:
        raise RuleBroken(_("There is no account of this name. Ask the person how they sign in."), field="user")
    return user


def _place(form: GrantForm, broken: RuleBroken) -> str:
    field = "user" if broken.field == "party" else broken.field
    if field in form.fields:
        form.add_error(field, str(broken))
        return ""
    return str(broken)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grant_revoke(request: HttpRequest, number: str, grant_id: int) -> HttpResponse:
    """Take access back, with a reason."""
    title, holding = held_or_404(request, number)
    grant = queries.get_grant(actor_of(request), title.id, grant_id)
    if grant is None or grant.community_id != holding.community_id:
        raise Http404
    form = ReasonForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_access(
                actor=actor_of(request), holding=holding, grant=grant, reason=form.cleaned_data["reason"]
            )
        except RuleBroken as broken:
            error = str(broken)
        else:
            messages.success(request, _("Access is taken back as of now."))
            back = reverse("knowledge:record-grants", args=[number])
            return redirect(f"{back}?community={holding.community_id}")
    page = pages.revoke_page(title, holding, grant, form, error)
    return render(request, "knowledge/grant_revoke.html", {"page": page}, status=422 if form.is_bound else 200)
