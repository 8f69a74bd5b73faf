"""`erdem seal`, `erdem unseal`, `erdem seal-keys`: the same envelope as in the browser, without database and network."""

from __future__ import annotations

import json
import mimetypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from erdem.web.cli.failures import NothingToRead, Refused

if TYPE_CHECKING:
    from erdem.lib.sealing import Identity, Opened, Sealed

_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_OUT_FOLDER = click.Path(file_okay=False, path_type=Path)
PRIVATE = 0o600
SUFFIX = ".age"


def write_new(path: Path, content: bytes, *, force: bool, private: bool = False) -> None:
    """Write a file whole or not at all; a file that is there stays unless ``force``.

    Raises:
        Refused: there is such a file.
    """
    if path.exists() and not force:
        message = f"{path} is there already and was left as it is. Give --force, or another name."
        raise Refused(message)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE if private else 0o644), "wb") as out:
        out.write(content)
    draft.replace(path)


def ask_passphrase(*, confirm: bool = False) -> str:
    """Ask for a passphrase on the terminal, or read the first line of what is piped in.

    Raises:
        NothingToRead: it is empty.
    """
    if sys.stdin.isatty():
        given = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        message = "The passphrase is empty. Nothing was sealed or opened."
        raise NothingToRead(message)
    return given


def read_key(path: Path) -> list[Identity]:
    """Return the private keys of an identity file, asking for the passphrase of a locked one."""
    from erdem.lib.sealing import identity

    text = path.read_text("utf-8", "replace")
    if identity.is_wrapped(text):
        return [identity.unwrap_identity(text, ask_passphrase())]
    return identity.read_identities(text)


def read_shares(path: str) -> Identity:
    """Return the private key of shares, one a line, from a file or from what is typed (``-``)."""
    from erdem.lib.sealing import combine

    if path != "-" and not Path(path).is_file():
        message = f"There is no file {path}. Write the shares into a file, one a line, or give - and type them."
        raise NothingToRead(message)
    text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8", "replace")
    return combine(text.splitlines())


@click.command("seal")
@click.argument("files", nargs=-1, required=True, type=_IN_FILE, metavar="FILE…")
@click.option("--to", "recipients", multiple=True, metavar="age1…", help="A holder's public key; may be repeated.")
@click.option("--recipients", "lists", multiple=True, type=_IN_FILE, help="A file of public keys, one a line.")
@click.option("--record", default="", metavar="NUMBER", help="Number of the record; it is sealed with the content.")
@click.option("--passphrase", is_flag=True, help="Seal with a passphrase instead of keys; it is asked for.")
@click.option("--out", "folder", type=_OUT_FOLDER, help="Folder for the sealed files; beside the originals otherwise.")
@click.option("--force", is_flag=True, help="Write over files that are there already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def seal(
    files: Sequence[Path],
    recipients: Sequence[str],
    lists: Sequence[Path],
    record: str,
    folder: Path | None,
    *,
    passphrase: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Seal FILE… to holders' public keys, as FILE.age in the standard age format.

    The originals stay; delete them yourself when they shall be secret. The commitment that is printed binds the content and
    shows nothing of it.
    """
    listed = [line for path in lists for line in path.read_text("utf-8", "replace").splitlines()]
    wanted = [text.strip() for text in (*recipients, *listed) if text.strip() and not text.startswith("#")]
    if bool(wanted) == passphrase:
        message = "Give --to with at least one public key, or --passphrase, one of the two."
        raise click.UsageError(message)
    secret = ask_passphrase(confirm=True) if passphrase else ""
    for path in files:
        sealed = _sealed(path, wanted, secret, record)
        out = (folder or path.parent) / (path.name + SUFFIX)
        out.parent.mkdir(parents=True, exist_ok=True)
        write_new(out, sealed.ciphertext, force=force)
        _tell({"sealed": str(out), "commitment": sealed.commitment}, as_json=as_json)


def _sealed(path: Path, wanted: Sequence[str], secret: str, record: str) -> Sealed:
    from erdem.lib.sealing import parse_recipients
    from erdem.lib.sealing import seal as seal_content
    from erdem.lib.sealing.envelope import seal_with_passphrase

    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if secret:
        return seal_with_passphrase(content, secret, name=path.name, media_type=kind, record=record)
    return seal_content(content, parse_recipients(wanted), name=path.name, media_type=kind, record=record)


@click.command("unseal")
@click.argument("files", nargs=-1, required=True, type=_IN_FILE, metavar="FILE…")
@click.option(
    "--identity", "identities", multiple=True, type=_IN_FILE, help="Key file, locked or not; may be repeated."
)
@click.option("--shares", metavar="FILE|-", help="Recovery shares, one a line; - reads what you type.")
@click.option("--out", "folder", type=_OUT_FOLDER, default=".", show_default=True, help="Folder for the opened files.")
@click.option("--commitment", default="", help="Refuse a content that does not have this commitment.")
@click.option("--force", is_flag=True, help="Write over files that are there already.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def unseal(
    files: Sequence[Path],
    identities: Sequence[Path],
    shares: str | None,
    folder: Path,
    commitment: str,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Open sealed FILE… with a key file, with recovery shares, or with the passphrase they were sealed with."""
    keys = [key for path in identities for key in read_key(path)]
    if shares:
        keys.append(read_shares(shares))
    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        opened = _opened(path, keys)
        if commitment and opened.commitment != commitment.lower():
            message = f"{path}: this is not the content with that commitment. Nothing was written."
            raise Refused(message)
        out = folder / opened.name
        write_new(out, opened.content, force=force, private=True)
        _tell({"opened": str(out), "commitment": opened.commitment, **_facts(opened)}, as_json=as_json)


def _opened(path: Path, keys: Sequence[Identity]) -> Opened:
    from erdem.lib.sealing import envelope

    content = path.read_bytes()
    if keys:
        return envelope.open_sealed(content, keys)
    if not envelope.is_for_passphrase(content):
        message = f"{path} was sealed to keys. Give --identity with your key file, or --shares."
        raise click.UsageError(message)
    return envelope.open_with_passphrase(content, ask_passphrase())


def _facts(opened: Opened) -> dict[str, str]:
    return {name: str(opened.header.get(name) or "") for name in ("record", "sealed", "type")}


def _tell(facts: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    (what, path), *more = facts.items()
    click.echo(f"{what.capitalize()}: {path}")
    for name, value in more:
        if value:
            click.echo(f"  {name}: {value}")


@click.group("seal-keys")
def keys_group() -> None:
    """Keys of holders: make one, split it into shares for elders, bring it back."""


@keys_group.command("make")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="KEYFILE")
@click.option("--passphrase", is_flag=True, help="Lock the key file with a passphrase; it is asked for.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def make(path: Path, *, passphrase: bool, force: bool) -> None:
    """Make a key, write the private part to KEYFILE and print the public one."""
    from erdem.lib import sealing

    key = sealing.make_identity()
    text = sealing.wrap_identity(key, ask_passphrase(confirm=True)) if passphrase else sealing.identity_file(key)
    write_new(path, text.encode(), force=force, private=True)
    click.echo(sealing.recipient_of(key))


@keys_group.command("public")
@click.argument("path", type=_IN_FILE, metavar="KEYFILE")
def public(path: Path) -> None:
    """Print the public key of KEYFILE."""
    from erdem.lib.sealing import recipient_of

    for key in read_key(path):
        click.echo(recipient_of(key))


@keys_group.command("split")
@click.argument("path", type=_IN_FILE, metavar="KEYFILE")
@click.option("--need", "threshold", type=click.IntRange(2, 16), required=True, help="How many shares bring it back.")
@click.option("--of", "count", type=click.IntRange(2, 16), required=True, help="How many shares are made.")
@click.option("--numbers", "as_numbers", is_flag=True, help="Print the numbers of the words instead of the words.")
def split_key(path: Path, threshold: int, count: int, *, as_numbers: bool) -> None:
    """Split KEYFILE into shares of 33 words, one a line (SLIP-39). Write them on paper; do not keep the output."""
    from erdem.lib import sealing

    (key, *_more) = read_key(path)
    for share in sealing.split(key, threshold, count):
        click.echo(" ".join(sealing.numbers(share)) if as_numbers else share)


@keys_group.command("combine")
@click.argument("shares", metavar="FILE|-")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="KEYFILE")
@click.option("--passphrase", is_flag=True, help="Lock the key file with a passphrase; it is asked for.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def combine_key(shares: str, path: Path, *, passphrase: bool, force: bool) -> None:
    """Bring a key back from shares, one a line, and write it to KEYFILE."""
    from erdem.lib import sealing

    key = read_shares(shares)
    text = sealing.wrap_identity(key, ask_passphrase(confirm=True)) if passphrase else sealing.identity_file(key)
    write_new(path, text.encode(), force=force, private=True)
    click.echo(sealing.recipient_of(key))
