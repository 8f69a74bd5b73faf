"""Opening a filing with its receipt. A wrong guess tells nothing, and guesses become slow long before they become many."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import RuleBroken
from erdem.cases.models import Filing, FilingReceipt, ReceiptGuess
from erdem.lib import receipts

FREE_OF_RECEIPT: Final = 5
"""Wrong passphrases about one receipt before it is locked."""
FREE_OF_SOURCE: Final = 20
"""Wrong receipts from one address before it is locked."""
FIRST_LOCK: Final = dt.timedelta(minutes=15)
LONGEST_LOCK: Final = dt.timedelta(hours=24)
FORGOTTEN_AFTER: Final = dt.timedelta(hours=48)
_HASHER: Final = ScryptPasswordHasher()
_NOBODYS: Final = f"scrypt${_HASHER.work_factor}$nobody${_HASHER.block_size}${_HASHER.parallelism}$nobody"


class ReceiptLocked(RuleBroken):
    """Too many wrong guesses; ``minutes`` says how long to wait."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            _("Too many attempts. Please wait %(minutes)s minutes, or go to the office with your receipt.")
            % {"minutes": minutes}
        )
        self.minutes = minutes


class ReceiptWrong(RuleBroken):
    """There is no such receipt, or the passphrase is another; which of the two is not said."""

    def __init__(self) -> None:
        super().__init__(_("Code and passphrase do not fit together. Check both as they stand on your receipt."))


@dataclass(frozen=True)
class _Guess:
    receipt: str
    source: str


def code_digest(code: str) -> str:
    """Return under what a code is kept."""
    return hashlib.sha256(f"erdem receipt {receipts.read_code(code)}".encode()).hexdigest()


def hashed_phrase(phrase: str) -> str:
    """Return the scrypt hash of a passphrase."""
    return _HASHER.encode(receipts.read_phrase(phrase), _HASHER.salt())


def open_receipt(*, code: str, phrase: str, source: str, now: dt.datetime | None = None) -> Filing:
    """Return the filing of a receipt. The count of wrong guesses stays although the caller is refused.

    Args:
        code: as it was typed.
        phrase: as it was typed.
        source: the address of who asks; only its digest of the day is kept, and only after a wrong guess.
        now: the moment, for tests.

    Raises:
        ReceiptLocked: there were too many wrong guesses about it, or from there.
        ReceiptWrong: the pair is not right.
    """
    moment = now or timezone.now()
    guess = _Guess(_mark("receipt", code_digest(code)), _mark("source", source, f"{moment:%Y-%m-%d}"))
    with acting_as(SYSTEM):
        wait = _seconds_locked(guess, moment)
        if not wait:
            _wait_in_line(guess)
            wait = _seconds_locked(guess, moment)
        found = None if wait else _matching(code, phrase)
        if not wait and found is None:
            _count_wrong(guess.receipt, FREE_OF_RECEIPT, moment)
            _count_wrong(guess.source, FREE_OF_SOURCE, moment)
        if found is not None:
            ReceiptGuess.objects.filter(key=guess.receipt).delete()
            audit.record(
                SYSTEM,
                action="cases.open_receipt",
                target=found,
                place_code=found.place_code,
                organisation_id=found.office_id,
                detail={"number": found.number},
            )
    if wait:
        raise ReceiptLocked(-(-wait // 60))
    if found is None:
        raise ReceiptWrong
    return found


def _matching(code: str, phrase: str) -> Filing | None:
    """Return the filing whose receipt this is; an unknown code costs as much work as a wrong passphrase."""
    kept = FilingReceipt.objects.select_related("filing").filter(code_digest=code_digest(code)).first()
    fits = _HASHER.verify(receipts.read_phrase(phrase), kept.phrase_hash if kept else _NOBODYS)
    return kept.filing if kept is not None and fits else None


def _wait_in_line(guess: _Guess) -> None:
    """Let guesses about one receipt, or from one address, come one after another."""
    with connection.cursor() as cursor:
        for key in sorted((guess.receipt, guess.source)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [key])


def _seconds_locked(guess: _Guess, moment: dt.datetime) -> int:
    """Return for how long a receipt or an address is locked."""
    rows = ReceiptGuess.objects.filter(key__in=(guess.receipt, guess.source), locked_until__gt=moment)
    return max((int((row.locked_until - moment).total_seconds()) + 1 for row in rows if row.locked_until), default=0)


def _count_wrong(key: str, free: int, moment: dt.datetime) -> None:
    row = ReceiptGuess.objects.filter(key=key).first() or ReceiptGuess(key=key, last_at=moment)
    row.failures = 1 if moment - row.last_at > FORGOTTEN_AFTER else row.failures + 1
    row.last_at = moment
    beyond = row.failures - free
    row.locked_until = None if beyond < 0 else moment + min(FIRST_LOCK * 2 ** min(beyond, 8), LONGEST_LOCK)
    row.save()


def _mark(kind: str, *parts: str) -> str:
    """Return the digest by which something is counted; without the secret of the installation nobody makes it again."""
    said = "\n".join((kind, *parts)).encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
