"""`make check`: every static check, side by side, with the output of what failed."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("types", [str(BIN / "mypy"), "erdem", "tests", "benchmarks", "tools", "conftest.py"]),
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("imports", [str(BIN / "lint-imports"), "--no-cache"]),
    ("migrations", [PYTHON, "-m", "erdem.base.missing_migrations"]),
    ("translations", [PYTHON, "-m", "erdem.base.translations", "check"]),
)


def run(check: tuple[str, list[str]]) -> tuple[str, int, str, float]:
    """Run one check; return name, exit code, output and seconds."""
    name, command = check
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - started


def main() -> int:
    """Run all checks, two at a time, and say which failed."""
    started = time.monotonic()
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, code, output, seconds in pool.map(run, CHECKS):
            print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed += 1
                print(output.strip(), flush=True)
    print(f"{len(CHECKS) - failed} passed, {failed} failed ({time.monotonic() - started:.1f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
