"""Recovery shares: k of n sheets of words (SLIP-39) from which a private key comes back."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Sequence
from importlib import resources

import shamir_mnemonic
from shamir_mnemonic.share import Share

from erdem.lib.sealing.identity import identity_from, secret_of
from erdem.lib.sealing.parties import Identity
from erdem.lib.sealing.trouble import SealingProblem

LENGTH = 33
"""Words of a share of 32 bytes."""
LARGEST = 16
"""Shares of one split, as many as SLIP-39 knows."""
SECRET = 32

WORDS: tuple[str, ...] = tuple(
    resources.files("shamir_mnemonic").joinpath("wordlist.txt").read_text(encoding="ascii").split()
)


def split(identity: Identity, threshold: int, count: int) -> list[str]:
    """Return ``count`` shares of a private key, of which any ``threshold`` bring it back.

    Raises:
        SealingProblem: the numbers make no sense.
    """
    if not 2 <= threshold <= count <= LARGEST:
        raise SealingProblem("numbers", f"At least 2 shares must be needed, and at most {LARGEST} can be made.")
    made = shamir_mnemonic.generate_mnemonics(1, [(threshold, count)], secret_of(identity), iteration_exponent=0)
    return list(made[0])


def numbers(share: str) -> list[str]:
    """Return the words of a share as numbers of the list, 0001 to 1024, for those who do not read Latin letters."""
    return [f"{WORDS.index(word) + 1:04d}" for word in share.split()]


def fingerprint(share: str) -> str:
    """Return what a server may keep of a share: enough to recognise it, nothing to recover it with."""
    return hashlib.sha256(f"erdem-share-v1 {share}".encode()).hexdigest()[:16]


def read_share(text: str, ordinal: int = 1) -> str:
    """Return a share as its words stand in the list; numbers and unambiguous beginnings are taken too.

    Raises:
        SealingProblem: a word is unknown or mistyped.
    """
    written = re.sub(r"[,.;:，。；、]", " ", text.lower()).split()
    words = [_word(word, place, ordinal) for place, word in enumerate(written, 1)]
    if len(words) != LENGTH:
        raise SealingProblem(
            "length", f"Share {ordinal} has {len(words)} words, it needs {LENGTH}. Nothing was changed."
        )
    share = " ".join(words)
    try:
        Share.from_mnemonic(share)
    except shamir_mnemonic.MnemonicError as error:
        raise SealingProblem(
            "checksum", f"One of the words of share {ordinal} is another one than on the sheet. Compare word by word."
        ) from error
    return share


def _word(written: str, place: int, ordinal: int) -> str:
    if re.fullmatch(r"\d{1,4}", written) and 1 <= int(written) <= len(WORDS):
        return WORDS[int(written) - 1]
    if written in WORDS:
        return written
    begun = [word for word in WORDS if word.startswith(written)] if len(written) >= 4 else []
    if len(begun) == 1:
        return begun[0]
    near = ", ".join(difflib.get_close_matches(written, WORDS, 3, 0.7))
    hint = f" Near to it: {near}." if near else ""
    raise SealingProblem("word", f"Word {place} of share {ordinal}, “{written}”, is not in the list.{hint}")


def combine(texts: Sequence[str]) -> Identity:
    """Return the private key from enough shares of one split.

    Raises:
        SealingProblem: there are too few, one is mistyped, or they do not belong together.
    """
    shares = [read_share(text, ordinal) for ordinal, text in enumerate((one for one in texts if one.strip()), 1)]
    if not shares:
        raise SealingProblem("no_shares", "No share was given.")
    read = {share: Share.from_mnemonic(share) for share in shares}
    if len({facts.identifier for facts in read.values()}) > 1:
        raise _mixed()
    distinct = {facts.index: share for share, facts in read.items()}
    need = next(iter(read.values())).member_threshold
    if len(distinct) < need:
        raise SealingProblem(
            "few" if len(distinct) == len(shares) else "same_share",
            f"{need} different shares are needed, {len(distinct)} were given. Nothing was changed; bring another elder's.",
        )
    try:
        secret = shamir_mnemonic.combine_mnemonics(list(distinct.values())[:need])
    except shamir_mnemonic.MnemonicError as error:
        raise _mixed() from error
    if len(secret) != SECRET:
        raise _mixed()
    return identity_from(secret)


def _mixed() -> SealingProblem:
    return SealingProblem(
        "mixed", "These shares do not belong together: they are of different splits. Compare the date on the sheets."
    )
