"""The table of access: every address of the product, and what each of the five people gets there.

`tests/test_access.py` replays it, `docs/reference/access.md` is made from it (``python -m tests.write_access``), and the searches
for restricted words use it to find every door.
"""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from tests.route import (
    ENDED,
    HIDDEN,
    LOCKED_METHOD,
    MOVED,
    OK,
    PEOPLE,
    REFUSED,
    UNCLEAR,
    Arguments,
    Route,
    all_of,
    nothing,
    signed_in,
)
from tests.routes_account import ACCOUNT
from tests.routes_annotation import ANNOTATION
from tests.routes_bundles import BUNDLES
from tests.routes_cases_campaigns import CASES_CAMPAIGNS
from tests.routes_cases_clocks import CASES_CLOCKS
from tests.routes_cases_figures import CASES_FIGURES
from tests.routes_cases_intake import CASES_INTAKE
from tests.routes_cases_papers import CASES_PAPERS
from tests.routes_cases_rights import CASES_RIGHTS
from tests.routes_cases_work import CASES_WORK
from tests.routes_clocks import CLOCKS
from tests.routes_community import COMMUNITY
from tests.routes_consent import CONSENT
from tests.routes_exchange import EXCHANGE
from tests.routes_labels import LABELS
from tests.routes_ledger import LEDGER
from tests.routes_media import MEDIA
from tests.routes_notary import NOTARY
from tests.routes_payments import PAYMENTS
from tests.routes_permit import PERMITS
from tests.routes_programs import PROGRAMS
from tests.routes_register import REGISTER
from tests.routes_reports import REPORTS
from tests.routes_requests import REQUESTS
from tests.routes_sealing import SEALING
from tests.routes_signing import SIGNING
from tests.routes_terms import TERMS
from tests.world import World

__all__ = ["OK", "PEOPLE", "ROUTES", "Route"]


def _open_record(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _shared_record(world: World) -> tuple[Any, ...]:
    return (world.shared_record.number,)


def _own_draft(world: World) -> tuple[Any, ...]:
    return (world.own_draft.number,)


def _secret(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number,)


def _submit(world: World) -> tuple[Any, ...]:
    return (world.own_draft.number, "submit")


def _withdraw(world: World) -> tuple[Any, ...]:
    return (world.own_draft.number, "withdraw")


def _finding(world: World) -> tuple[Any, ...]:
    return (world.open_finding.number,)


def _publication(world: World) -> tuple[Any, ...]:
    return (world.publication.number_key,)


def _run(world: World) -> tuple[Any, ...]:
    return (world.import_run.pk,)


def _report(world: World) -> tuple[Any, ...]:
    return (world.work.report.number,)


def _report_file(world: World) -> tuple[Any, ...]:
    return (world.work.report.number, "pdf")


def _refused(world: World) -> tuple[Any, ...]:
    return (world.refused_record.pk,)


def _upload(world: World) -> tuple[Any, ...]:
    return (world.record_import.pk,)


def _progress(world: World) -> tuple[Any, ...]:
    return (world.progress_id,)


def _key(world: World) -> tuple[Any, ...]:
    return (world.work.key.pk,)


def _saved(world: World) -> tuple[Any, ...]:
    return (world.work.search.pk,)


def _collection(world: World) -> tuple[Any, ...]:
    return (world.work.collection.pk,)


def _collection_as(kind: str) -> Arguments:
    return lambda world: (world.work.collection.pk, kind)


def _item(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        (item,) = world.work.collection.items.values_list("pk", flat=True)
    return (world.work.collection.pk, item)


SAVED = {"name": "示例检索新", "rhythm": "daily"}
ADDED = {"publication": ["CN101361572A"], "name": "示例新夹"}

SHELL = (
    Route("healthz", all_of(OK)),
    Route("web:desk", all_of(OK)),
    Route("who_sees_what", all_of(OK)),
    Route("styleguide", all_of(OK)),
    Route("set_language", all_of(MOVED), method="post", data={"language": "en", "next": "/"}),
    Route("set_theme", all_of(LOCKED_METHOD)),
    Route("set_theme", all_of(MOVED), method="post", data={"theme": "dark"}),
)

KEYS = (
    Route("account-keys", signed_in()),
    Route("account-keys", signed_in(), "a new key", nothing, "post", {"name": "示例新钥", "scopes": ["search:read"]}),
    Route("account-keys", signed_in(UNCLEAR), "an empty form", nothing, "post", {"name": ""}),
    Route("account-key-revoke", (MOVED, HIDDEN, OK, HIDDEN, HIDDEN), "the applicant's key", _key),
    Route("account-key-revoke", (MOVED, HIDDEN, MOVED, HIDDEN, HIDDEN), "the applicant's key", _key, "post"),
)

WORK = (
    Route("literature:publication-ris", all_of(OK), "search", query="q=示例风干"),
    Route("literature:record-ris", all_of(OK), "", _publication),
    Route("literature:record-ris", all_of(HIDDEN), "no such number", lambda _: ("CN999999999A",)),
    Route("literature:saved-list", signed_in()),
    Route("literature:saved-new", signed_in(), "the form", query="q=示例风干"),
    Route("literature:saved-new", signed_in(MOVED), "saved", nothing, "post", SAVED, "q=示例风干"),
    Route("literature:saved-new", signed_in(UNCLEAR), "an empty form", nothing, "post", {"name": ""}),
    Route("literature:saved-read-all", signed_in(MOVED), method="post"),
    Route("literature:saved-mail-off", signed_in()),
    Route("literature:saved-mail-off", signed_in(MOVED), method="post"),
    Route("literature:saved-detail", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "shared with the office", _saved),
    Route("literature:saved-edit", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _saved),
    Route("literature:saved-edit", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "saved", _saved, "post", SAVED),
    Route("literature:saved-look", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _saved, "post"),
    Route("literature:saved-read", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _saved, "post"),
    Route("literature:saved-remove", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "the question", _saved),
    Route("literature:saved-remove", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _saved, "post"),
    Route("literature:collection-list", signed_in()),
    Route("literature:collection-list", signed_in(MOVED), "a new one", nothing, "post", {"name": "示例新夹"}),
    Route("literature:collection-list", signed_in(UNCLEAR), "an empty form", nothing, "post", {"name": ""}),
    Route("literature:collection-add", signed_in(), "nothing ticked"),
    Route("literature:collection-add", signed_in(), "the form", query="publication=CN101361572A"),
    Route("literature:collection-add", signed_in(), "all of a search", query="whole=1&q=示例风干"),
    Route("literature:collection-add", signed_in(MOVED), "added", nothing, "post", ADDED),
    Route("literature:collection-detail", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "shared with the office", _collection),
    Route("literature:collection-export", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "CSV", _collection_as("csv")),
    Route("literature:collection-export", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "XLSX", _collection_as("xlsx")),
    Route("literature:collection-export", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "RIS", _collection_as("ris")),
    Route("literature:collection-edit", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _collection),
    Route(
        "literature:collection-edit",
        (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN),
        "saved",
        _collection,
        "post",
        {"name": "示例改名"},
    ),
    Route("literature:collection-item", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _item),
    Route(
        "literature:collection-item",
        (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN),
        "",
        _item,
        "post",
        {"note": "示例", "rating": "5"},
    ),
    Route("literature:collection-take-out", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _collection, "post"),
    Route("literature:collection-undo", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _collection, "post"),
    Route("literature:collection-remove", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "the question", _collection),
    Route("literature:collection-remove", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _collection, "post"),
)

PLACES = (
    Route("people:place-list", all_of(OK)),
    Route("people:place-list", all_of(OK), "search", query="q=zhenglan"),
    Route("people:place-list", all_of(OK), "search for an old code", query="q=150427"),
    Route("people:place-export-csv", all_of(OK)),
    Route("people:place-export-xlsx", all_of(OK)),
    Route("people:place-detail", all_of(OK), "a banner", lambda _: ("152530",)),
    Route("people:place-detail", all_of(OK), "a league", lambda _: ("152500",)),
    Route("people:place-detail", all_of(OK), "an old code", lambda _: ("150427",)),
    Route("people:place-detail", all_of(HIDDEN), "no such code", lambda _: ("999999",)),
)

LITERATURE = (
    Route("literature:publication-list", all_of(OK)),
    Route("literature:publication-list", all_of(OK), "search", query="q=示例风干"),
    Route("literature:publication-export", all_of(OK), "CSV", lambda _: ("csv",)),
    Route("literature:publication-export", all_of(OK), "XLSX", lambda _: ("xlsx",)),
    Route("literature:publication-detail", all_of(OK), "", _publication),
    Route("literature:publication-detail", all_of(HIDDEN), "no such number", lambda _: ("CN999999999A",)),
    Route("literature:publication-import", (MOVED, REFUSED, REFUSED, OK, REFUSED)),
    Route("literature:import-run", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _run),
    Route("literature:import-progress", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _run),
    Route("literature:import-confirm", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _run, method="post"),
    Route("literature:publication-similar", all_of(OK), "", _publication),
    Route("literature:publication-similar", all_of(HIDDEN), "no such number", lambda _: ("CN999999999A",)),
    Route("literature:search-form", all_of(OK)),
    Route("literature:search-form", all_of(MOVED), "filled in", query="form=1&all_words=x"),
    Route("literature:landscape", all_of(OK)),
    Route("literature:landscape", all_of(OK), "of a search", query="q=示例风干"),
    Route("literature:landscape-export", all_of(OK), "CSV", lambda _: ("csv",)),
    Route("literature:landscape-export", all_of(OK), "XLSX", lambda _: ("xlsx",)),
    Route("literature:report-list", signed_in()),
    Route("literature:report-new", signed_in(), "of a search", query="q=示例风干"),
    Route("literature:report-new", signed_in(UNCLEAR), "without a question", method="post", data={"question": ""}),
    Route("literature:report-detail", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "of the officer's office", _report),
    Route("literature:report-file", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "of the officer's office", _report_file),
    Route("literature:import-problems", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _run),
    Route("literature:import-pause", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _run, method="post"),
    Route("literature:import-resume", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _run, method="post"),
    Route("literature:import-columns", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "no uploaded table", _run),
    Route("literature:refused-list", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _run),
    Route("literature:refused-export", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _run),
    Route("literature:refused-records", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _run),
    Route("literature:refused-rerun", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _run, method="post"),
    Route("literature:refused-record", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _refused),
    Route("literature:refused-record", (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN), "nothing written", _refused, "post"),
    Route("literature:refused-dismiss", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _refused, method="post"),
    Route("literature:refused-reopen", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _refused, method="post"),
)

FINDINGS = (
    Route("overlap:finding-list", signed_in()),
    Route("overlap:finding-list", signed_in(), "search", query="q=示例风干&status="),
    Route("overlap:finding-export", signed_in(), "CSV", lambda _: ("csv",)),
    Route("overlap:finding-export", signed_in(), "XLSX", lambda _: ("xlsx",)),
    Route("overlap:finding-detail", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _finding),
    Route("overlap:finding-json", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _finding),
    Route("overlap:finding-variants", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _finding),
    Route("overlap:watch", (MOVED, REFUSED, REFUSED, MOVED, REFUSED), "", method="post"),
    Route("overlap:finding-evidence", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _finding, "post"),
    Route("overlap:record-findings", all_of(OK), "of an open record", _open_record),
    Route("overlap:record-findings", (OK, OK, OK, OK, OK), "of a draft", _own_draft),
    Route("overlap:publication-findings", all_of(OK), "", _publication),
    Route("overlap:publication-marks", all_of(OK), "rows of a list", query="p=1&p=2&p=x"),
    Route(
        "overlap:finding-step", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _finding, "post", {"step": "start_checking"}
    ),
    Route("overlap:finding-dossier", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _finding, "post"),
    Route("overlap:dossier-file", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", lambda world: (world.dossier.number, "pdf")),
    Route("overlap:screen", (MOVED, REFUSED, REFUSED, MOVED, REFUSED), "", method="post"),
    Route("overlap:screen-progress", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _progress),
)

KNOWLEDGE = (
    Route("knowledge:record-list", all_of(OK)),
    Route("knowledge:record-list", all_of(OK), "search", query="q=示例风干"),
    Route("knowledge:record-export", all_of(OK), "CSV", lambda _: ("csv",)),
    Route("knowledge:record-export", all_of(OK), "XLSX", lambda _: ("xlsx",)),
    Route("knowledge:record-detail", all_of(OK), "open to everybody, D4", _open_record),
    Route("knowledge:record-detail", all_of(OK), "widely spread, D3: whole, or its face", _shared_record),
    Route("knowledge:record-limit", (MOVED, REFUSED, REFUSED, OK, REFUSED), "an open record", _open_record),
    Route(
        "knowledge:record-detail", (HIDDEN, OK, HIDDEN, OK, HIDDEN), "a draft of the holder's community, D2", _own_draft
    ),
    Route(
        "knowledge:record-detail",
        (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN),
        "a secret of the holder's community, D1",
        _secret,
    ),
    Route("knowledge:record-detail", all_of(HIDDEN), "no such number", lambda _: ("TK-152530-9999",)),
    Route("knowledge:record-new", (MOVED, OK, REFUSED, OK, OK), "which kind"),
    Route("knowledge:record-new", (MOVED, OK, REFUSED, OK, OK), "the form", query="kind=formula"),
    Route(
        "knowledge:record-new",
        (MOVED, UNCLEAR, REFUSED, UNCLEAR, UNCLEAR),
        "an empty form",
        nothing,
        "post",
        {},
        "kind=process",
    ),
    Route("knowledge:record-edit", (MOVED, OK, HIDDEN, OK, HIDDEN), "a draft, D2", _own_draft),
    Route("knowledge:record-edit", (MOVED, REFUSED, REFUSED, OK, REFUSED), "registered, of nobody", _open_record),
    Route("knowledge:record-step", (MOVED, MOVED, HIDDEN, MOVED, HIDDEN), "submit a draft", _submit, "post"),
    Route("knowledge:record-step", (MOVED, OK, HIDDEN, REFUSED, HIDDEN), "withdraw a draft: the reason", _withdraw),
    Route("knowledge:record-import", (MOVED, REFUSED, REFUSED, OK, REFUSED)),
    Route("knowledge:import-template", all_of(OK), "CSV", lambda _: ("csv",)),
    Route("knowledge:import-template", all_of(OK), "XLSX", lambda _: ("xlsx",)),
    Route("knowledge:import-detail", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "the officer's file", _upload),
    Route("knowledge:import-progress", (MOVED, HIDDEN, HIDDEN, ENDED, HIDDEN), "the officer's file", _upload),
    Route(
        "knowledge:import-problems",
        (MOVED, HIDDEN, HIDDEN, OK, HIDDEN),
        "the officer's file",
        lambda world: (world.record_import.pk, "csv"),
    ),
    Route("knowledge:import-confirm", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "the officer's file", _upload, "post"),
    Route("knowledge:substance-list", all_of(OK)),
    Route("knowledge:substance-list", all_of(OK), "search", query="q=诃子"),
    Route("knowledge:substance-unknown", (MOVED, REFUSED, REFUSED, OK, REFUSED)),
    Route("knowledge:substance-unknown", (MOVED, REFUSED, REFUSED, OK, REFUSED), "export", query="export=csv"),
    Route(
        "knowledge:substance-unknown",
        (MOVED, REFUSED, REFUSED, MOVED, REFUSED),
        "set a name aside",
        nothing,
        "post",
        {"do": "ignore", "name": "示例无名", "reason": "示例"},
    ),
    Route("knowledge:substance-new", (MOVED, REFUSED, REFUSED, OK, REFUSED)),
    Route("knowledge:substance-edit", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", lambda world: (world.substance_key,)),
)

ROUTES = (
    *SHELL,
    *ACCOUNT,
    *KEYS,
    *PROGRAMS,
    *PLACES,
    *KNOWLEDGE,
    *CONSENT,
    *WORK,
    *LITERATURE,
    *FINDINGS,
    *ANNOTATION,
    *BUNDLES,
    *COMMUNITY,
    *LABELS,
    *LEDGER,
    *EXCHANGE,
    *TERMS,
    *SEALING,
    *SIGNING,
    *NOTARY,
    *MEDIA,
    *PERMITS,
    *REPORTS,
    *REGISTER,
    *PAYMENTS,
    *REQUESTS,
    *CASES_WORK,
    *CASES_PAPERS,
    *CLOCKS,
    *CASES_INTAKE,
    *CASES_CAMPAIGNS,
    *CASES_CLOCKS,
    *CASES_RIGHTS,
    *CASES_FIGURES,
)
