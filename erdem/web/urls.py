"""All addresses. Apps are joined by name, never imported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from erdem.cases.views.public import guide
from erdem.people.views import key_list, key_revoke, profile
from erdem.web.api import api, api_reference, openapi_json
from erdem.web.appearance import set_theme
from erdem.web.desk.views import who_sees_what

handler400 = "erdem.web.errors.bad_request"
handler403 = "erdem.web.errors.permission_denied"
handler404 = "erdem.web.errors.page_not_found"
handler500 = "erdem.web.errors.server_error"


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("erdem.web.desk.urls")),
    path("about/access/", who_sees_what, name="who_sees_what"),
    path("account/profile/", profile, name="account"),
    path("account/keys/", key_list, name="account-keys"),
    path("account/keys/<int:number>/revoke/", key_revoke, name="account-key-revoke"),
    path("account/", include("allauth.urls")),
    path("api/v1/docs", api_reference, name="api-reference"),
    path("api/v1/openapi.json", openapi_json, name="api-openapi"),
    path("api/v1/", api.urls),
    path("places/", include("erdem.people.urls")),
    path("calendar/", include("erdem.web.clocks.urls")),
    path("verify/certificate/", include("erdem.knowledge.certificate_urls")),
    path("", include("erdem.notary.urls")),
    path("oai", include("erdem.knowledge.harvest_urls")),
    path("knowledge/", include("erdem.knowledge.urls")),
    path("literature/", include("erdem.literature.urls")),
    path("ledger/", include("erdem.ledger.payment_urls")),
    path("ledger/", include("erdem.ledger.urls")),
    path("findings/", include("erdem.overlap.urls")),
    path("complain/", guide, name="complaints"),
    path("complain/", include("erdem.cases.public_urls")),
    path("typical-cases/", include("erdem.cases.typical_urls")),
    path("sharing/", include("erdem.sharing.terms_urls")),
    path("sharing/", include("erdem.sharing.urls")),
    path("permits/", include("erdem.sharing.permit_urls")),
    path("sharing/", include("erdem.sharing.permitting_urls")),
    path("sharing/", include("erdem.sharing.signing_urls")),
    path("cases/", include("erdem.cases.urls")),
    path("language", set_language, name="set_language"),
    path("theme", set_theme, name="set_theme"),
    path("", include("erdem.web.styleguide.urls")),
]
