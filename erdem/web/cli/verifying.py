"""`erdem verify`: whether evidence holds, without database and network."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import DATA_ERROR, NothingToRead

if TYPE_CHECKING:
    from erdem.notary.checking import Checked, Trusted
    from erdem.notary.tlog import VerifierKey

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE…")
@click.option(
    "--key",
    "keys",
    multiple=True,
    help="Public key of the log, text or file, from elsewhere.",
)
@click.option("--witness", "witnesses", multiple=True, help="Public key of a witness, text or file.")
@click.option(
    "--quorum", type=click.IntRange(0), default=0, show_default=True, help="Witnesses that must have cosigned."
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=_FILE,
    metavar="PEM",
    help="Root certificate of a time authority, from elsewhere.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file.")
def verify(
    files: Sequence[Path],
    keys: Sequence[str],
    witnesses: Sequence[str],
    quorum: int,
    roots: Sequence[Path],
    *,
    as_json: bool,
) -> None:
    """Check evidence files, proof files and certificates (PDF): the document, its commitment, the entry in the log, the
    signature of the log, the time-stamps over it. Of an evidence bundle (ZIP) each file is compared with the manifest
    besides. Of a signed agreement (PDF) every signature is checked, their order, their time-stamps, and that nothing was
    changed or added since; the roots of the signers and of the time authority are given with --root.

    A file of any other kind is looked for, by its SHA-256, in what the files given with it prove: give a photograph
    together with the evidence that names it.

    Needs no database and no network. Exit code 0 only when everything that was given holds, and under a key that was given.
    """
    from erdem.notary.checking import Trusted, offer_reader
    from erdem.sharing.agreement_file import FORM, read_agreement

    offer_reader(FORM, read_agreement)
    known, seen = (tuple(read_key(text) for text in given) for given in (keys, witnesses))
    believed = tuple(der for path in roots for der in read_roots(path))
    answers = _answers(files, Trusted(known, seen, quorum, believed))
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _sentence(answer))
    if not all(answer["holds"] and answer["key_is_known"] for answer in answers):
        sys.exit(DATA_ERROR)


def read_key(text: str) -> VerifierKey:
    """Return a public key that is given as text or as a file.

    Raises:
        NothingToRead: it is none.
    """
    from erdem.notary.tlog import LogProblem, parse_verifier_key

    path = Path(text)
    try:
        return parse_verifier_key((path.read_text("utf-8") if path.is_file() else text).strip())
    except (LogProblem, UnicodeDecodeError) as error:
        message = f"{text[:80]} is no public key of a log: {error}"
        raise NothingToRead(message) from error


def read_roots(path: Path) -> tuple[bytes, ...]:
    """Return the certificates of a PEM file, DER.

    Raises:
        NothingToRead: it holds none.
    """
    from erdem.notary.stamping import StampingProblem, read_pem

    try:
        found = read_pem(path.read_text("ascii"))
    except (StampingProblem, UnicodeDecodeError) as error:
        message = f"{path} holds no certificates in PEM: {error}"
        raise NothingToRead(message) from error
    if not found:
        message = f"{path} holds no certificate. A root is given as PEM, between BEGIN CERTIFICATE and END CERTIFICATE."
        raise NothingToRead(message)
    return found


def _answers(files: Sequence[Path], trusted: Trusted) -> list[dict[str, Any]]:
    """Check each file; what is no proof itself is looked for in what the others prove."""
    from erdem.notary.checking import check_stream

    checked = []
    for path in files:
        with path.open("rb") as stream:
            checked.append((path, check_stream(stream, trusted)))
    proven = [found for _path, found in checked if found.holds]
    return [_answer(path, found, proven) for path, found in checked]


def _answer(path: Path, found: Checked, proven: Sequence[Checked]) -> dict[str, Any]:
    from erdem.notary.checking import check_whole
    from erdem.notary.evidence import Fault

    if found.fault == Fault.NO_EVIDENCE and proven:
        return _blob(path, proven)
    if found.form == "certificate":
        found = check_whole(_digest(path), found, proven)
    return _told(path, found)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _told(path: Path, found: Checked) -> dict[str, Any]:
    answer = {"file": str(path), "form": found.form, "holds": found.holds, "key_is_known": found.key_is_known}
    if not found.holds:
        return {
            **answer,
            "fault": found.fault,
            "why": found.why,
            **({"files": found.detail["files"]} if "files" in found.detail else {}),
        }
    return {**answer, **{name: value for name, value in found.detail.items() if name != "document"}}


def _blob(path: Path, proven: Sequence[Checked]) -> dict[str, Any]:
    digest = _digest(path)
    answer = {"file": str(path), "form": "blob", "sha256": digest}
    for found in proven:
        if digest in found.digests:
            told = {name: value for name, value in found.detail.items() if name != "document"}
            return {**answer, "holds": True, "key_is_known": found.key_is_known, **told}
    why = f"Nothing that was given with it names this file (SHA-256 {digest})."
    return {**answer, "holds": False, "key_is_known": True, "why": why}


_WHOLE = "The whole file is the certificate as it was issued. "
_CARRIED = (
    "What it carries is in the log. That its pages are untouched is not proven by that: give the evidence of the certificate,"
    " which its public page hands out, together with it. "
)


def _sentence(answer: dict[str, Any]) -> str:
    if not answer["holds"]:
        return f"{answer['file']}: DOES NOT HOLD. {answer['why']}"
    if answer["form"] == "agreement":
        return _agreement_sentence(answer)
    told = (
        f"{answer['kind']}: " + ", ".join(f"{name} {value}" for name, value in answer["statement"].items())
        if "statement" in answer
        else f"the log has this entry: {answer['entry']}"
    )
    named = "It is named by " if answer["form"] == "blob" else ""
    if answer["form"] == "bundle":
        named = f"{len(answer['files'])} files are as the manifest says; "
    place = f"entry {answer['index']:,} of {answer['size']:,} in the log {answer['log']}"
    if answer["witnesses"]:
        place += f", witnessed by {', '.join(answer['witnesses'])}"
    stamps = "".join(f"\n  {_stamp_sentence(each)}" for each in answer.get("stamped", ()))
    if answer["form"] == "certificate":
        named = _WHOLE if answer["whole"] else _CARRIED
    if answer["key_is_known"]:
        return f"{answer['file']}: holds. {named}{told}; {place}.{stamps}"
    return (
        f"{answer['file']}: fits together, but under a key that stands in the file itself: {answer['key']}\n"
        "  Compare it with the key that the office has published, and give that with --key. Until then nothing is proven."
    )


def _agreement_sentence(answer: dict[str, Any]) -> str:
    """Say who has signed when, and under which roots."""
    signed = "".join(
        f"\n  {each['name']}{' for ' + each['organisation'] if each['organisation'] else ''} at {each['time']},"
        f" stamped by {each['stamped_by']}"
        for each in answer["signatures"]
    )
    if answer["key_is_known"]:
        document = f"the document in it has SHA-256 {answer['document_sha256']}"
        return f"{answer['file']}: holds. Agreement {answer['number']}, signed by all and sealed; {document}.{signed}"
    return (
        f"{answer['file']}: fits together, but the roots of its signers or of its time authority were not given.{signed}\n"
        "  Give the roots that the office has published with --root. Until then nothing is proven."
    )


def _stamp_sentence(stamp: dict[str, Any]) -> str:
    """Say “stamped by X at T”, and what that is worth."""
    more = f", renewed {stamp['renewals']} times" if stamp["renewals"] else ""
    local = " It is a stamp of the office's own authority, which proves nothing to outsiders." if stamp["local"] else ""
    if stamp["trusted"]:
        return f"The checkpoint was stamped by {stamp['authority']} at {stamp['time']}{more}.{local}"
    return f"NOT TRUSTED: a time-stamp of {stamp['authority']} says {stamp['time']}{more}. {stamp['why']}{local}" + (
        " Give the root, which you have from the authority, with --root." if stamp["doubt"] == "unknown_root" else ""
    )
