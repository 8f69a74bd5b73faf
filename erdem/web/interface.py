"""Each request of a program: recognise its key, count it, act in the name of its owner, answer in JSON whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.api import MEDIA_TYPE, Problem, problem_response
from erdem.people import services as people
from erdem.people.services import KeyUse

logger = logging.getLogger(__name__)

ROOT: Final = "/api/"
PAGES: Final = ("/api/v1/docs", "/api/v1/openapi.json")
"""What people and tools read without a key, as any other page."""
LARGEST_BODY: Final = 64 * 1024
LONGEST_KEY: Final = 200
Respond = Callable[[HttpRequest], HttpResponse]


def is_meant(path: str) -> bool:
    """Say whether an address is one of the interface, where only keys open anything: a login in a browser does not."""
    return path.startswith(ROOT) and path not in PAGES


def answer(request: HttpRequest, respond: Respond) -> HttpResponse:
    """Answer one request of a program.

    The use of the key is counted in a transaction of its own, so that requests of one key do not wait for each other and a
    failed request counts too. Then everything happens in one transaction, as for a page.
    """
    language = language_of(request)
    with translation.override(language):
        request.LANGUAGE_CODE = language
        try:
            response = _answer(request, respond)
        except Problem as problem:
            response = problem_response(problem, _headers(getattr(request, "grant", None)))
    if response.status_code < 500:
        response._has_been_logged = True  # type: ignore[attr-defined]  # a program's mistake is told to it, not to our log
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    return response


def _answer(request: HttpRequest, respond: Respond) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise Problem(413, "body-too-large", _("The body of a request holds at most 64 KB. Send less at once."))
    use = recognise(request)
    request.grant = use  # type: ignore[attr-defined]  # our own attributes
    request.actor = use.actor if use else PUBLIC  # type: ignore[attr-defined]  # read by the shell of error pages
    if use is not None and not use.is_allowed:
        detail = _("This key may ask %(count)s times a minute. Go on in %(seconds)s seconds.")
        words = detail % {"count": use.limit, "seconds": use.seconds}
        response: HttpResponse = problem_response(Problem(429, "too-many-requests", words), _headers(use))
        response["Retry-After"] = str(use.seconds)
        return response
    with acting_as(use.actor if use else PUBLIC):
        response = _in_json(respond(request))
        if response.status_code >= 500:
            transaction.set_rollback(True)
    for name, value in _headers(use).items():
        response[name] = value
    return response


def recognise(request: HttpRequest) -> KeyUse | None:
    """Return what the key of a request opens, None without a key.

    Raises:
        Problem: the line is no key, or the key opens nothing.
    """
    line = request.headers.get("Authorization", "")
    if not line:
        return None
    kind, _blank, secret = line.partition(" ")
    if kind.lower() != "bearer" or not 0 < len(secret.strip()) <= LONGEST_KEY:
        raise Problem(401, "key-unreadable", _("Write the line as “Authorization: Bearer ” followed by your key."))
    try:
        with acting_as(SYSTEM):
            return people.use_key(actor=SYSTEM, secret=secret.strip())
    except people.KeyRefused as refused:
        raise Problem(401, "key-refused", str(refused)) from refused


def language_of(request: HttpRequest) -> str:
    """Return the language a program asks for, else the first language of the installation."""
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:500]):
        try:
            language = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if language in dict(settings.LANGUAGES):
            return language
    return settings.LANGUAGE_CODE


def _headers(use: KeyUse | None) -> Mapping[str, str]:
    if use is None:
        return {}
    return {
        "RateLimit-Limit": str(use.limit),
        "RateLimit-Remaining": str(use.remaining),
        "RateLimit-Reset": str(use.seconds),
    }


def _in_json(response: HttpResponse) -> HttpResponse:
    """Turn a page that says what went wrong into a problem."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    details = {
        404: _("There is no such address in this interface."),
        405: _("This address is not asked in this way; the line “Allow” says how."),
    }
    other = _("It did not work, and that is our fault. Nothing was changed; try again later.")
    if response.status_code < 500:
        other = _("The request cannot be read. Nothing was changed.")
    detail = details.get(response.status_code, other)
    kept = {"Allow": response["Allow"]} if response.has_header("Allow") else {}
    return problem_response(Problem(response.status_code, f"status-{response.status_code}", detail), kept)
