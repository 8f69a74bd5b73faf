"""Browser journeys: the product started as a new user starts it, used in Debian's Chromium."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SCREENSHOTS = Path(os.environ.get("ERDEM_SCREENSHOTS", Path(__file__).resolve().parents[2] / "var" / "screenshots"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 600
DEMONSTRATION_SECONDS = 420


@dataclass(frozen=True)
class Product:
    """A running Erdem with its demonstration county."""

    address: str
    log: Path
    home: Path


def chromium() -> str:
    """Return the path of the browser; `make journeys` has installed one."""
    for name in (os.environ.get("ERDEM_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail("There is no Chromium. `make journeys` installs one; or set ERDEM_CHROMIUM to its path.")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(condition: str, process: subprocess.Popen[bytes], log: Path, seconds: int, address: str = "") -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"erdem run ended with {process.returncode}:\n{log.read_text(encoding='utf-8')[-3000:]}")
        if re.search(condition, log.read_text(encoding="utf-8")):
            if not address:
                return
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        threading.Event().wait(0.3)
    pytest.fail(f"waited {seconds} s for {condition!r}:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """Start `erdem run` in an empty folder and wait until the demonstration county is screened.

    ``ERDEM_JOURNEY_ADDRESS`` names a running one instead, while journeys are being written.
    """
    running = os.environ.get("ERDEM_JOURNEY_ADDRESS")
    if running:
        yield Product(running, Path(os.devnull), Path(os.devnull))
        return
    home = Path(tempfile.mkdtemp(prefix="erdem-journey-"))
    home.chmod(0o755)
    port = free_port()
    log = home / "run.log"
    environment = {**os.environ, "ERDEM_HOME": str(home / "data")}
    environment.pop("ERDEM_SECRET_KEY", None)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "erdem.web.cli", "run", "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait("Erdem is running", process, log, START_SECONDS, address)
        _wait("Demonstration county: finished", process, log, DEMONSTRATION_SECONDS)
        yield Product(address, log, home / "data")
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=[(1400, 900)])
def context(browser: Browser, product: Product, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh visitor."""
    width, height = request.param
    visitor = browser.new_context(
        viewport={"width": width, "height": height}, base_url=product.address, locale="zh-CN", accept_downloads=True
    )
    visitor.set_default_timeout(20_000)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails the journey on script errors and refused content."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return opened


def log_in(page: Page, username: str, password: str) -> None:
    """Log in through the form."""
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def picture(page: Page, name: str) -> None:
    """Keep a screenshot for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(
        path=SCREENSHOTS / f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}.png", full_page=True
    )
