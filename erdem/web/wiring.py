"""Who listens to which event, and which workflows there are: the one page that ties the apps together."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext
from procrastinate.contrib.django import app

from erdem.base import events
from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.clock import CalendarChanged
from erdem.base.workflow import Workflow
from erdem.cases import workflow as cases
from erdem.knowledge.community_workflow import COMMUNITY, HOLDER_CALL
from erdem.knowledge.events import LexiconChanged, RecordChanged, RecordRegistered, RecordsImported, RecordWithdrawn
from erdem.knowledge.queries.certificates import number_of_file, standing_of
from erdem.knowledge.queries.consent_gate import what_consent_lacks
from erdem.knowledge.queries.gates import offer_gate
from erdem.knowledge.workflow import CONSENT, RECORD
from erdem.ledger.workflow import PAYMENT_ORDER
from erdem.literature.events import LiteratureImported
from erdem.notary.checking import offer_reader
from erdem.notary.queries import Recognised, offer_recogniser, offer_words
from erdem.overlap import services as overlap
from erdem.overlap.workflow import WORKFLOW as FINDING
from erdem.sharing import agreement_file
from erdem.sharing import services as sharing
from erdem.sharing.events import EnvelopeCompleted, PermitMoved, RequestMoved
from erdem.sharing.permit_workflow import PERMIT
from erdem.sharing.queries import permits
from erdem.sharing.queries.signing import number_of_signed_file, words_of_agreement
from erdem.sharing.report_workflow import DELIVERY, REPORT_AUDIT, USE_REPORT
from erdem.sharing.signing_keys import signing_roots
from erdem.sharing.signing_workflow import ENVELOPE
from erdem.sharing.workflow import AGREEMENT
from erdem.sharing.workflow import REQUEST as ACCESS_REQUEST
from erdem.web.desk.figures import offer_place_figures
from erdem.web.lexicon_proposals import offer_proposals
from erdem.web.search_lexicon import offer_lexicon


def workflows() -> tuple[Workflow, ...]:
    """Return every workflow of the product; the database trigger knows exactly these."""
    return (
        RECORD,
        CONSENT,
        COMMUNITY,
        HOLDER_CALL,
        FINDING,
        ACCESS_REQUEST,
        AGREEMENT,
        ENVELOPE,
        PERMIT,
        PAYMENT_ORDER,
        USE_REPORT,
        DELIVERY,
        REPORT_AUDIT,
        *cases.workflows(),
    )


def connect() -> None:
    """Register the listeners and what apps offer to those below them. Called once when the apps are loaded."""
    offer_place_figures()
    offer_lexicon()
    offer_proposals()
    offer_gate("consent", what_consent_lacks)
    offer_recogniser("certificate", certificate_of_file)
    offer_recogniser("permit", permit_of_file)
    offer_recogniser(agreement_file.FORM, agreement_of_file)
    offer_reader(agreement_file.FORM, agreement_file.reader_with(signing_roots))
    offer_words(agreement_file.FORM, words_of_agreement)
    events.on(PermitMoved, follow_permit)
    changes = (RecordRegistered, RecordChanged, RecordWithdrawn, RecordsImported, LiteratureImported, LexiconChanged)
    for event_type in changes:
        events.on(event_type, watch_again)
    events.on(CalendarChanged, recompute_clocks)
    events.on(RequestMoved, follow_with_terms)
    events.on(EnvelopeCompleted, conclude_terms)


def follow_permit(event: PermitMoved) -> None:
    """Lay out the calendar of a permit that was issued, and end that of one that is over. The daily work does what fails here."""
    with acting_as(SYSTEM):
        sharing.follow_permit(actor=SYSTEM, permit_id=event.permit_id)


def certificate_of_file(sha256: str) -> Recognised | None:
    """Return the certificate that a file is, byte for byte, with how it stands today."""
    number = number_of_file(sha256)
    standing = standing_of(PUBLIC, number) if number else None
    if standing is None:
        return None
    return Recognised(
        number,
        str(standing.state.label),
        reverse("certificates:certificate", args=[number]),
        pgettext("issued file", "certificate"),
    )


def follow_with_terms(event: RequestMoved) -> None:
    """Open the negotiation of terms when the holders have agreed, and end it with its request."""
    with acting_as(SYSTEM):
        sharing.follow_request(actor=SYSTEM, request_id=event.request_id, status=event.status)


def conclude_terms(event: EnvelopeCompleted) -> None:
    """Put terms into force when all have signed them."""
    with acting_as(SYSTEM):
        sharing.conclude_terms(actor=SYSTEM, envelope_id=event.envelope_id)


def permit_of_file(sha256: str) -> Recognised | None:
    """Return the permit that a file is, byte for byte, with how it stands today."""
    number = permits.number_of_file(sha256)
    shown = permits.get_public(PUBLIC, number) if number else None
    if shown is None:
        return None
    return Recognised(
        number,
        str(permits.standing_today(shown).label),
        reverse("permits:permit", args=[number]),
        pgettext("issued file", "permit"),
    )


def agreement_of_file(sha256: str) -> Recognised | None:
    """Return the agreement whose signed file this is, byte for byte, as it was issued when all had signed."""
    found = number_of_signed_file(sha256)
    return (
        None
        if found is None
        else Recognised(
            found.number,
            found.state,
            reverse("signing:envelope", args=[found.request]),
            pgettext("issued file", "agreement"),
        )
    )


def recompute_clocks(event: CalendarChanged) -> None:
    """Have the clocks over the days that changed reckoned anew, as background work: there may be many."""
    app.configure_task("web.recompute_clocks").defer(
        first=event.first.isoformat(), last=event.last.isoformat(), year=event.year, place_code=event.place_code
    )


def watch_again(_event: object) -> None:
    """Compare what is new or changed when knowledge, literature or lexicon have changed; one waiting job is enough."""
    from erdem.web import demonstration  # the demonstration screens once, when all of it is loaded

    if not demonstration.is_loading():
        with acting_as(SYSTEM):
            overlap.request_watch(actor=SYSTEM)
