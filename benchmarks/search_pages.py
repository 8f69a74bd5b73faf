"""Seconds of the search page for twenty people at once.

    python benchmarks/search_pages.py [--documents 20000] [--index FOLDER]

The same as `erdem bench search --pages` without the rest: builds an index (or uses the one in the folder, which must be of
as many documents), fills a database with its documents, serves the application on 127.0.0.1 and asks for a hundred seconds.
Prints one JSON object. Removes the database at the end.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from erdem.web.cli import measuring_search_report


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--index", type=Path)
    options = parser.parse_args()
    print(json.dumps(measuring_search_report.measure_pages_alone(options.documents, options.index)))


if __name__ == "__main__":
    main()
