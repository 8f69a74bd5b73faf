"""`erdem ledger`: sums of the ledger, without database."""

from __future__ import annotations

import json

import click

from erdem.web.cli.failures import NothingToRead


@click.group("ledger")
def ledger_group() -> None:
    """Compute as the ledger does."""


@ledger_group.command("split")
@click.option("--amount", type=int, required=True, help="Whole units of the currency: fen.")
@click.option("--shares", required=True, help="Percentages such as 70,20,10, or fractions such as 1/3,1/3,1/3.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def split_command(amount: int, shares: str, *, as_json: bool) -> None:
    """Split an amount exactly, by largest remainder: the parts add up, and nobody is a whole fen off."""
    from erdem.ledger.sums import SplitProblem, parse_shares, split

    try:
        wanted = parse_shares(shares)
        parts = list(split(amount, wanted).values())
    except SplitProblem as error:
        raise NothingToRead(str(error)) from error
    if as_json:
        click.echo(json.dumps({"parts": parts}))
        return
    for share, part in zip(wanted, parts, strict=True):
        exact = float(amount * share.part)
        click.echo(f"{share.payee}  {float(share.part) * 100:9.4f} %  exact {exact:,.4f}  gets {part:,}")
    click.echo(
        f"together {sum(parts):,}. What was left over went to the largest remainders; among equal ones, to the first."
    )
