"""Seconds to seal, open and seal anew a recording in the browser, beside the same work by pyrage.

    python benchmarks/sealing.py [--megabytes 20] [--rounds 5] [--chromium PATH]

Takes the built worker of the product (``python -m erdem.base.assets.build``) into headless Chromium, hands it random bytes as
a file and takes the time on the page's clock, from handing the file over to having the result. The sending over the network
is not part of it. pyrage seals and opens the same envelope in the same run. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import platform
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from erdem.base.assets import build
from erdem.lib import sealing

SCRIPT = """
async ({ megabytes, rounds, passphrase }) => {
  const worker = new Worker("/worker.js"), waiting = new Map();
  let asked = 0;
  worker.onmessage = ({ data: { id, part, done, trouble } }) => {
    if (part === undefined) trouble ? waiting.get(id)[1](new Error(trouble.code)) : waiting.get(id)[0](done);
  };
  const ask = (task, given) => new Promise((yes, no) => {
    waiting.set(++asked, [yes, no]);
    worker.postMessage({ id: asked, task, given });
  });
  const took = async (task, given) => {
    const begun = performance.now();
    const done = await ask(task, given);
    return [(performance.now() - begun) / 1000, done];
  };
  const bytes = new Uint8Array(megabytes << 20);
  for (let at = 0; at < bytes.length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  const { recipient } = await ask("make");
  const seconds = { seal: [], open: [], reseal: [], lock_key: [], unlock_key: [], longest_frame: [] };
  let last = performance.now(), longest = 0;
  const beat = (now) => { longest = Math.max(longest, now - last); last = now; requestAnimationFrame(beat); };
  requestAnimationFrame(beat);
  for (let round = 0; round < rounds; round += 1) {
    const file = new File([bytes], "recording.wav");
    longest = 0;
    const [sealed, { ciphertext, commitment }] = await took(
      "seal", { file, name: "recording.wav", type: "audio/wav", record: "", recipients: [recipient] });
    seconds.longest_frame.push(longest / 1000);
    const [opened, { content }] = await took("open", { ciphertext, commitment });
    const [anew] = await took("reseal", { recipients: [recipient] });
    if (content.size !== bytes.length) throw new Error("not the same content");
    seconds.seal.push(sealed); seconds.open.push(opened); seconds.reseal.push(anew);
    const [locked, { wrapped }] = await took("wrap", { passphrase });
    const [unlocked] = await took("unwrap", { wrapped, passphrase });
    seconds.lock_key.push(locked); seconds.unlock_key.push(unlocked);
  }
  return seconds;
}
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the worker and says nothing of it."""

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def in_the_browser(browser: Browser, folder: Path, megabytes: int, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of every round."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.set_default_timeout(300_000)
    page.goto(f"http://127.0.0.1:{server.server_port}/page.html")
    given = {"megabytes": megabytes, "rounds": rounds, "passphrase": "example of four words"}
    seconds: dict[str, list[float]] = page.evaluate(SCRIPT, given)
    server.shutdown()
    return seconds


def by_pyrage(megabytes: int, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of the same work on the command line, without starting it."""
    content, identity = os.urandom(megabytes << 20), sealing.make_identity()
    seconds: dict[str, list[float]] = {"seal": [], "open": []}
    for _ in range(rounds):
        taken, sealed = timed(
            lambda: sealing.seal(content, [identity.to_public()], name="recording.wav", media_type="audio/wav")
        )
        seconds["seal"].append(taken)
        ciphertext = sealed.ciphertext
        taken, opened = timed(functools.partial(sealing.open_sealed, ciphertext, [identity]))
        seconds["open"].append(taken)
        assert opened.content == content
    return seconds


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long something took and what came of it."""
    begun = time.perf_counter()
    done = act()
    return time.perf_counter() - begun, done


def medians(seconds: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Return median and largest of each act, rounded to milliseconds."""
    return {
        name: {"median": round(statistics.median(taken), 3), "largest": round(max(taken), 3)}
        for name, taken in seconds.items()
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    options = parser.parse_args()
    build.ensure(only="vendor")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copy(build.VENDOR / "sealing" / "worker.js", folder)
        (Path(folder) / "page.html").write_text("<!doctype html><title>sealing</title>", encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        version = browser.version
        seconds = in_the_browser(browser, Path(folder), options.megabytes, options.rounds)
        browser.close()
    result = {
        "megabytes": options.megabytes,
        "rounds": options.rounds,
        "browser_seconds": medians(seconds),
        "pyrage_seconds": medians(by_pyrage(options.megabytes, options.rounds)),
        "machine": f"{os.cpu_count()} × {platform.machine()}, {platform.system()} {platform.release()}",
        "chromium": version,
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
