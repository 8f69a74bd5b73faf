"""What the database refuses about signing, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.base.policy import RuleBroken
from erdem.base.refusals import spoken
from erdem.sharing.pades import NotSignable, SigningProblem

SENTENCES = {
    "envelope_keeps_its_document": gettext_lazy(
        "The document of an envelope is never exchanged. Open another envelope."
    ),
    "envelope_sent_whole": gettext_lazy("Name who signs, and a day that lies ahead. Nothing was sent."),
    "envelope_completed_by_all": gettext_lazy("Not everybody has signed yet."),
    "envelope_once_a_version": gettext_lazy("This document is being signed already, or has been signed."),
    "signature_stays": gettext_lazy("This place is decided already. Nothing was changed."),
    "signer_stays": gettext_lazy("Who signs is said before an envelope is sent."),
    "scan_by_party_or_office": gettext_lazy("The party or the office in charge hands in what was signed on paper."),
    "signed_while_running": gettext_lazy("This document is not being signed now. Nothing was changed."),
    "signed_in_order": gettext_lazy("Somebody signs before you. You will be told when it is your turn."),
    "signed_in_time": gettext_lazy(
        "The day by which it was to be signed has passed. Nothing was signed. Ask the office in charge."
    ),
    "signed_while_request_stands": gettext_lazy("The request has come to an end, so that nothing is signed any more."),
    "signed_by_who_is_meant": gettext_lazy("Somebody else is to sign here."),
    "signed_file_only_grows": gettext_lazy(
        "Somebody else has signed at the same moment. Nothing was changed. Look again."
    ),
    "signed_while_terms_stand": gettext_lazy(
        "Other terms are being negotiated, so that these are not signed. Nothing was changed. Ask the office in charge."
    ),
    "signed_at_its_moment": gettext_lazy(
        "The clocks of the program and of its database differ. Nothing was signed. Tell whoever keeps this server."
    ),
    "signer_scan_seen_by_two": gettext_lazy("Who has handed in a scan does not confirm it."),
}


def refused() -> AbstractContextManager[None]:
    """Turn what a rule of the database or a file refuses into a sentence; constraints are looked at before it ends.

    Raises:
        RuleBroken: with the sentence of the rule.
    """
    return spoken(SENTENCES, look_now=True)


@contextmanager
def signable() -> Iterator[None]:
    """Turn what stops a signature into a sentence.

    Raises:
        RuleBroken: with the sentence; nothing was signed.
    """
    try:
        yield
    except NotSignable as problem:
        raise RuleBroken(
            _("The PDF is damaged or locked, so that it cannot be signed. Nothing was changed. Make it again.")
        ) from problem
    except SigningProblem as problem:
        raise RuleBroken(
            _("No time authority answers just now. Nothing was signed and nothing is lost. Try again in a few minutes.")
        ) from problem
