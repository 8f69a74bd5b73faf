"""An agreement in an envelope, for tests of signing. All names are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.people.models import Organisation
from erdem.sharing.models import AgreementVersion, Envelope, Signer
from erdem.sharing.queries.signing import file_of, get_signer
from erdem.sharing.services.signing import Party, open_envelope, send_envelope, sign
from erdem.sharing.signing_choices import IdentityProof, SignerRole
from erdem.sharing.terms_paper import TermsPaper, paper_pdf
from erdem.sharing.tests.negotiating import Table, make_table, settle


@dataclass(frozen=True)
class Signing:
    """The table with its envelope: first community, second community, enterprise."""

    table: Table
    version: AgreementVersion
    envelope: Envelope

    @property
    def people(self) -> People:
        return self.table.people

    @property
    def officer(self) -> Actor:
        return self.table.people.officer

    @property
    def signers(self) -> tuple[Actor, ...]:
        """Who signs, in order."""
        return (self.table.first, self.table.second, self.table.people.applicant)

    def place(self, position: int) -> Signer:
        """The place of a signer, as the officer sees it now."""
        with acting_as(self.officer):
            self.envelope.refresh_from_db()
            found = get_signer(self.officer, self.envelope, position)
        assert found is not None
        return found

    def sha256(self) -> str:
        """SHA-256 of the file as it is now."""
        with acting_as(self.officer):
            found = file_of(self.officer, self.envelope)
        assert found is not None
        return found.sha256

    def sign(self, position: int, actor: Actor | None = None) -> Envelope:
        """Sign as whoever is meant at a position, or as somebody else."""
        who = actor or self.signers[position - 1]
        with acting_as(who):
            return sign(actor=who, signer=self.place(position), proof=IdentityProof.PASSWORD, seen_sha256=self.sha256())


def paper_of(version: AgreementVersion) -> bytes:
    """The agreement as PDF."""
    return paper_pdf(
        TermsPaper(version.agreement.number, version.number, version.terms, version.made_at, is_settled=True)
    )


def settled(table: Table) -> AgreementVersion:
    """Settle the terms and return the version as it is then."""
    version = settle(table)
    with acting_as(SYSTEM):
        return AgreementVersion.objects.select_related("agreement__request").get(pk=version.pk)


def parties_of(table: Table) -> Sequence[Party]:
    """Both communities, then the enterprise."""
    (firm,) = table.people.applicant.organisation_ids
    communities = [Organisation.objects.get(pk=each) for each in table.communities]
    holders = [Party(SignerRole.HOLDER, organisation=each) for each in communities]
    return [*holders, Party(SignerRole.USER, organisation=Organisation.objects.get(pk=firm))]


def make_signing(people: People, *, sent: bool = True, days: int = 30) -> Signing:
    """Settle terms, put their paper into an envelope, and send it."""
    table = make_table(people)
    version = settled(table)
    officer = people.officer
    with acting_as(officer):
        envelope = open_envelope(
            actor=officer,
            version=version,
            title="示例共同商定条件协议",
            document=paper_of(version),
            parties=parties_of(table),
            expires_on=timezone.localdate() + dt.timedelta(days=days),
        )
        if sent:
            envelope = send_envelope(actor=officer, envelope=envelope)
    return Signing(table, version, envelope)
