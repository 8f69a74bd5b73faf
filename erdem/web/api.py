"""The interface for programs under ``/api/v1/``: its operations, how they fail, and how it describes itself."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from erdem.base.api import SCOPE, Problem, problem_response
from erdem.base.policy import RuleBroken
from erdem.literature.api import router as literature
from erdem.literature.queries import QueryError
from erdem.literature.queries.saved import fault_words
from erdem.sharing.api import router as sharing
from erdem.web.api_reference import reference_page

logger = logging.getLogger(__name__)

DESCRIPTION: Final = noted(
    "Search and read the patent literature held here, and work with your own collections and saved searches. Each request"
    " carries a key: “Authorization: Bearer …”. Lists go on with the field “next” of an answer."
)


class _Readable(JSONRenderer):
    """JSON in which Chinese can be read as it stands."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=_Readable(),
    title="Erdem",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("", literature)
api.add_router("", sharing)


def describe() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description in the language of the reader: scopes at each operation, problems among the answers."""
    schema: dict[str, Any] = api.get_openapi_schema()
    schema["components"]["schemas"]["Problem"] = _PROBLEM
    answer = {"description": _("A problem"), "content": {"application/problem+json": {"schema": _PROBLEM_REF}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            scope = operation.pop(SCOPE)
            operation["security"] = [{"Key": [scope]}] if scope else []
            operation["responses"]["default"] = answer
    translated: dict[str, Any] = _translated(schema)
    return translated


_PROBLEM_REF: Final = {"$ref": "#/components/schemas/Problem"}
_PROBLEM: Final = {
    "title": "Problem",
    "description": noted("What went wrong (RFC 9457)"),
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": noted("a stable name for programs: urn:erdem:problem:…")},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": noted("a sentence for people")},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"where": {"type": "string"}, "what": {"type": "string"}}},
        },
    },
}


def _translated(part: Any) -> Any:
    """Return a description with the words for people in the language of the reader."""
    if isinstance(part, dict):
        return {
            name: _(value)
            if name in ("description", "summary") and isinstance(value, str) and value
            else _translated(value)
            for name, value in part.items()
        }
    return [_translated(each) for each in part] if isinstance(part, list) else part


@require_safe
def openapi_json(_request: HttpRequest) -> HttpResponse:
    """The description for tools."""
    return JsonResponse(describe(), json_dumps_params={"ensure_ascii": False})


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """The description for people, as a page like any other."""
    return render(request, "api/reference.html", {"page": reference_page(describe())})


def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_response(problem)


def _not_there(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem_response(Problem(404, "not-there", _("It is not there, or not for this key.")))


def _refused(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem_response(Problem(403, "refused", str(error) or _("This key may not do that.")))


def _rule_broken(_request: HttpRequest, error: RuleBroken) -> HttpResponse:
    more = {"errors": [{"where": error.field, "what": str(error)}]} if error.field else {}
    return problem_response(Problem(422, "does-not-fit", str(error), **more))


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"where": ".".join(map(str, each["loc"])), "what": _what(each)} for each in error.errors[:20]]
    detail = _("What was sent does not fit: %(first)s") % {"first": f"{found[0]['where']}: {found[0]['what']}"}
    return problem_response(Problem(422, "does-not-fit", detail, errors=found))


def _what(error: dict[str, Any]) -> str:
    """Say in a plain sentence what is wrong with one value."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "missing":
        return _("This must be given.")
    if kind in ("int_parsing", "int_type", "int_from_float", "int_parsing_size"):
        return _("Write a whole number.")
    if kind in ("less_than_equal", "greater_than_equal"):
        least, most = limits.get("ge"), limits.get("le")
        return _("At most %(most)s.") % {"most": most} if least is None else _("At least %(least)s.") % {"least": least}
    if kind in ("string_too_long", "too_long"):
        return _("At most %(most)s.") % {"most": limits.get("max_length")}
    if kind in ("literal_error", "enum"):
        return _("Write one of: %(values)s.") % {"values": limits.get("expected", "")}
    return _("This cannot be read.")


def _query_error(_request: HttpRequest, error: QueryError) -> HttpResponse:
    more = {"start": error.start, "end": error.end, "code": error.code}
    return problem_response(Problem(422, "query-unreadable", fault_words(error), **more))


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(
        Problem(error.status_code, "unreadable", _("The body is not the JSON that is asked for here."))
    )


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("the interface failed at %s", request.path, exc_info=error)
    detail = _("It did not work, and that is our fault. Nothing was changed; try again later.")
    return problem_response(Problem(500, "failed", detail))


for _kind, _handler in (
    (Problem, _problem),
    (Http404, _not_there),
    (PermissionDenied, _refused),
    (RuleBroken, _rule_broken),
    (QueryError, _query_error),
    (ValidationError, _invalid),
    (HttpError, _http_error),
    (Exception, _failed),
):
    api.add_exception_handler(_kind, _handler)  # type: ignore[arg-type]  # each handler takes just its own kind
