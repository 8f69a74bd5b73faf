"""`python -m erdem.web.cli` is the `erdem` command."""

from erdem.web.cli import main

main()
