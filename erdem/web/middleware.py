"""Per request: the language, and the actor with the transaction in which the database knows who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import get_supported_language_variant

from erdem.base.actor import acting_as, become
from erdem.cases.queries.opened import opened_in
from erdem.people import queries
from erdem.web import interface
from erdem.web.errors import method_refused

Respond = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Choose the language by cookie, else the product's first language: offices do not set up their browsers."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request."""
        language = settings.LANGUAGE_CODE
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if wanted in dict(settings.LANGUAGES):
            language = get_supported_language_variant(str(wanted))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.respond(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Run each request in one transaction with its actor; a failed request leaves nothing behind."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find who asks, tell the database, respond."""
        if request.path.startswith(settings.STATIC_URL) or request.path == "/healthz":
            return self.respond(request)
        if interface.is_meant(request.path):
            return interface.answer(request, self.respond)
        first = queries.bare_actor(request.user) if request.user.is_authenticated else queries.anonymous()
        receipts = opened_in(request.session)
        if receipts:
            first = replace(first, receipts=receipts)
        with acting_as(first):
            if request.user.is_authenticated:
                request.actor = replace(  # type: ignore[attr-defined]  # our own attribute
                    queries.actor_of(request.user), receipts=receipts
                )
                become(request.actor)  # type: ignore[attr-defined]  # as above
            else:
                request.actor = first  # type: ignore[attr-defined]  # as above
            response = self.respond(request)
            if response.status_code == HttpResponseNotAllowed.status_code and not response.content:
                response = method_refused(request, response)
            if response.status_code >= 500:
                transaction.set_rollback(True)
                return response
        return response
