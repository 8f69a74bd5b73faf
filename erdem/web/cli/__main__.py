"""`python -m erdem.web.cli` is the `erdem` command."""

from erdem.web.cli import main

if __name__ == "__main__":  # helper processes import this file too
    main()
