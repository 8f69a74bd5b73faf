"""What the small world holds of signing: an agreement that the community has signed by hand and the enterprise has before it."""

from __future__ import annotations

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.people.models import Organisation
from erdem.sharing import queries, services
from erdem.sharing.models import AgreementVersion, Envelope
from erdem.sharing.services.signing import Party, open_envelope, send_envelope, sign
from erdem.sharing.services.signing_seal import current
from erdem.sharing.services.wet_ink import record_wet_ink
from erdem.sharing.signing_choices import IdentityProof, SignerRole
from erdem.sharing.terms.tests.examples import example_terms
from erdem.sharing.terms_paper import TermsPaper, paper_pdf
from tests.world_terms import negotiated

REQUEST = "AR-2026-9013"
SCAN = b"\xff\xd8\xff\xe0 a signed page"


def add_signing(people: People, steward: Actor, record: Record) -> Envelope:
    """Settle terms, have the enterprise sign them on a device, and hand in what the community has signed by hand."""
    (firm,), (own,) = people.applicant.organisation_ids, people.holder.organisation_ids
    version = _settled(people, steward, record)
    paper = TermsPaper(version.agreement.number, version.number, version.terms, version.made_at, is_settled=True)
    with acting_as(people.officer):
        parties = [
            Party(SignerRole.USER, organisation=Organisation.objects.get(pk=firm)),
            Party(SignerRole.HOLDER, organisation=Organisation.objects.get(pk=own)),
        ]
        envelope = open_envelope(
            actor=people.officer, version=version, title="示例协议", document=paper_pdf(paper), parties=parties
        )
        send_envelope(actor=people.officer, envelope=envelope)
    with acting_as(people.applicant):
        first = envelope.signers.get(position=1)
        seen = current(envelope).sha256
        sign(actor=people.applicant, signer=first, proof=IdentityProof.PASSWORD, seen_sha256=seen)
    with acting_as(steward):
        second = envelope.signers.get(position=2)
        record_wet_ink(actor=steward, signer=second, content=SCAN, name="示例扫描.jpg")
    return envelope


def _settled(people: People, steward: Actor, record: Record) -> AgreementVersion:
    (firm,), (own,) = people.applicant.organisation_ids, people.holder.organisation_ids
    with acting_as(SYSTEM):
        request = negotiated(people, steward, record, REQUEST)
        agreement = services.open_agreement(actor=SYSTEM, access_request=request)
        terms = example_terms(
            communities=((own, "示例社区"),),
            user=(firm, "示例企业"),
            records=tuple((each.record, each.number, each.name) for each in queries.subject_of(agreement)),
        )
    with acting_as(people.applicant):
        version = services.propose_terms(actor=people.applicant, agreement=agreement, terms=terms, based_on=0)
    with acting_as(steward):
        services.assent(actor=steward, version=version, community=own)
    with acting_as(SYSTEM):
        return AgreementVersion.objects.select_related("agreement__request").get(pk=version.pk)
