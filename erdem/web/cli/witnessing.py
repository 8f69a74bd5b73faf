"""`erdem witness`: cosigns checkpoints of logs elsewhere, without database. For a law school, a notary office, another region."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.sealing import write_new

if TYPE_CHECKING:
    from erdem.notary.tlog import SigningKey

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("witness")
@click.option("--state", type=_FOLDER, required=True, help="Folder of the witness: its key and what it has cosigned.")
@click.option("--name", help="Name in the witness's key, such as a domain; needed on the first start.")
@click.option("--log", "logs", multiple=True, required=True, help="Public key of a log to be witnessed, text or file.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; put TLS in front of it.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8075, show_default=True, help="Port; 0 takes a free one."
)
def witness(state: Path, name: str | None, logs: Sequence[str], host: str, port: int) -> None:
    """Witness transparency logs: cosign each checkpoint that extends what was cosigned before, and refuse every other.

    It prints its public key and address as ERDEM_NOTARY_WITNESSES takes them. Keep the folder: a witness that has forgotten
    what it cosigned is none.
    """
    from erdem.notary.tlog import FileStates, Witness, WitnessService
    from erdem.web.cli.verifying import read_key

    keys = [read_key(text) for text in logs]
    signer = _own_key(state, name)
    known = {key.name: [each for each in keys if each.name == key.name] for key in keys}
    service = WitnessService(Witness(FileStates(state / "logs"), known, signer), host, port)
    address, taken = service.address
    signal.signal(signal.SIGTERM, lambda *_given: threading.Thread(target=service.stop).start())
    click.echo(f"{signer.verifier.text}@http://{address}:{taken}/")
    try:
        service.serve()
    except KeyboardInterrupt:
        service.stop()


def _own_key(state: Path, name: str | None) -> SigningKey:
    from erdem.notary.tlog import WITNESS, SigningKey, parse_signing_key

    path = state / "witness.key"
    if path.exists():
        return parse_signing_key(path.read_text(encoding="ascii").strip())
    if not name:
        raise NothingToRead("This witness has no key yet. Give it a name with --name, such as witness.example.cn.")
    made = SigningKey.generate(name, WITNESS)
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_new(path, f"{made.text}\n".encode(), force=False, private=True)
    return made
