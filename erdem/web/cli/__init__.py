"""The `erdem` command. Each subcommand lives in its own file and is loaded only when it is used."""

from __future__ import annotations

import importlib
import os
import sys

import click

COMMANDS = {
    "run": ("erdem.web.cli.run", "run"),
    "serve": ("erdem.web.cli.run", "serve"),
    "worker": ("erdem.web.cli.run", "worker"),
    "upgrade": ("erdem.web.cli.upgrade", "upgrade"),
    "import": ("erdem.web.cli.importing", "import_group"),
    "search": ("erdem.web.cli.searching", "search"),
    "index": ("erdem.web.cli.indexing", "index_group"),
    "screen": ("erdem.web.cli.screening", "screen"),
    "watch": ("erdem.web.cli.watching", "watch_group"),
    "names": ("erdem.web.cli.naming", "names"),
    "eval": ("erdem.web.cli.evaluation", "eval_group"),
    "bench": ("erdem.web.cli.benchmarks", "bench_group"),
    "lexicon": ("erdem.web.cli.lexicon", "lexicon_group"),
    "seal": ("erdem.web.cli.sealing", "seal"),
    "unseal": ("erdem.web.cli.sealing", "unseal"),
    "seal-keys": ("erdem.web.cli.sealing", "keys_group"),
    "verify": ("erdem.web.cli.verifying", "verify"),
    "witness": ("erdem.web.cli.witnessing", "witness"),
    "log": ("erdem.web.cli.logs", "log_group"),
    "backup": ("erdem.web.cli.backing_up", "backup"),
    "restore": ("erdem.web.cli.backing_up", "restore"),
    "due": ("erdem.web.cli.due", "due"),
    "ledger": ("erdem.web.cli.ledger", "ledger_group"),
    "doctor": ("erdem.web.cli.doctor", "doctor"),
}


class LateGroup(click.Group):
    """A group that imports a command only when it is called, so that `erdem screen` starts without Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="erdem", prog_name="erdem")
def cli() -> None:
    """Erdem, the working system of traditional-knowledge protection.

    Start with `erdem run`: it prepares everything, opens a demonstration county and prints the address and the logins.
    """


def main() -> None:
    """Run the command; a person never sees a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    if os.environ.get("ERDEM_TRACEBACK"):
        cli(prog_name="erdem")
        return
    from erdem.web.cli.failures import plain_failures

    with plain_failures():
        cli(prog_name="erdem")
    sys.exit(0)
