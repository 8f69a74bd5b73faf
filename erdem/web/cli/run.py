"""`erdem run`: database, demonstration county, worker and web server, from one command. Also `serve` and `worker`."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import click

from erdem.web.cli.failures import CANNOT_CREATE, Refused, say
from erdem.web.cli.session import load_django, ready_database

GRACE_SECONDS = 10
LOOKING_SECONDS = 0.5
"""After how long a worker looks for work by itself: a word of new work that comes while it looks is lost to it."""
STOP_SECONDS = 2  # after which a job that can is asked to break off
WORK, INDEX = "work", "index"
"""Lanes of the worker: long work and the search index have a process each, so that neither waits for the other."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve on.")
@click.option(
    "--no-demonstration", is_flag=True, help="Start with an empty register instead of the demonstration county."
)
def run(host: str, port: int, *, no_demonstration: bool) -> None:
    """Prepare everything and serve Erdem; stop it with Ctrl-C.

    Starts the embedded PostgreSQL (or uses ERDEM_DATABASE_URL), brings the schema up to date, opens the demonstration
    county on first start, runs the background worker and the web server, and prints the address and the logins.
    """
    _require_free(host, port)
    if no_demonstration:
        os.environ["ERDEM_DEMONSTRATION"] = "no"
    os.environ.setdefault("ERDEM_SITE_ADDRESS", _address(host, port))
    _require_writable()
    click.echo("Starting the database …")
    held = ready_database()
    first_start = _open_demonstration()
    with _children(host, port) as children:
        _wait_until_served(host, port, children)
        children += [_spawn("worker", "--lane", lane) for lane in (WORK, INDEX)]  # they would only delay the first page
        _greet(host, port)
        _build_fonts()
        if first_start:
            _follow_demonstration(children)
        _wait(children)
    del held


def _address(host: str, port: int) -> str:
    """Return where people reach this server when no other address was named: for links in letters and codes on paper."""
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104  an address that others were bound to
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = (
                f"Port {port} on {host} cannot be used ({error.strerror}). Perhaps Erdem already runs:"
                f" open http://{host}:{port}/ . Otherwise choose another port: erdem run --port {min(port + 1, 65535)}"
            )
            raise Refused(message) from error


def _require_writable() -> None:
    home = Path(load_django().HOME)
    probe = home
    while not probe.exists():
        probe = probe.parent
    if not os.access(probe, os.W_OK):
        say(
            f"Erdem keeps its data in {home} and may not write there. Nothing was changed."
            " Choose another folder: ERDEM_HOME=/path/to/folder erdem run"
        )
        sys.exit(CANNOT_CREATE)


def _open_demonstration() -> bool:
    from erdem.web import demonstration

    return demonstration.open_first()


def _spawn(*arguments: str) -> subprocess.Popen[bytes]:
    """Start one of our own commands; it ends by itself when this process is gone, because its input closes."""
    command = [sys.executable, "-m", "erdem.web.cli", *arguments, "--with-parent"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)


@contextlib.contextmanager
def _children(host: str, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    children = [_spawn("serve", "--host", host, "--port", str(port))]
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        yield children
    except KeyboardInterrupt:
        click.echo("\nStopping …")
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(GRACE_SECONDS)
            child.kill()
        click.echo("Stopped. Everything is kept; start again with the same command.")


def _as_interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _wait_until_served(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    for _attempt in range(300):
        if any(child.poll() is not None for child in children):
            message = "The web server or the worker ended at once; the lines above say why. Your data is safe."
            raise Refused(message)
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        threading.Event().wait(0.2)
    message = "The web server did not answer within a minute. Your data is safe; try again."
    raise Refused(message)


def _greet(host: str, port: int) -> None:
    from django.utils import translation

    from erdem.web import demonstration

    translation.activate("en")  # the command line speaks one language
    click.echo(f"\nErdem is running:  http://{host}:{port}/   (stop with Ctrl-C)\n")
    accounts = demonstration.accounts()
    if accounts:
        click.echo("Demonstration accounts (user name / password):")
        for account in accounts:
            click.echo(f"  {account.username:<12} {account.password:<22} {account.name} · {account.role_label}")
        click.echo("")


def _build_fonts() -> None:
    """Build the document fonts beside the served pages when they are missing; it takes a minute of computing."""
    from erdem.base.assets import build

    if not build.fonts_are_current():
        click.echo("  The fonts of printed documents are being prepared; everything else works already.")
        subprocess.Popen([sys.executable, "-m", "erdem.base.assets.build", "--only", "fonts"], start_new_session=True)


def _follow_demonstration(children: list[subprocess.Popen[bytes]]) -> None:
    """Show how far the demonstration county has come; the pages work meanwhile."""
    from erdem.web import demonstration

    last = ""
    while all(child.poll() is None for child in children):
        line, finished = demonstration.progress_line()
        if line != last:
            click.echo(f"  {line}")
            last = line
        if finished:
            return
        threading.Event().wait(1)


def _wait(children: list[subprocess.Popen[bytes]]) -> None:
    while all(child.poll() is None for child in children):
        threading.Event().wait(1)
    say("A part of Erdem ended unexpectedly; stopping the rest. Your data is safe. Start it again with `erdem run`.")
    sys.exit(1)


def _end_with_parent() -> None:
    """Stop when the process that started us is gone, even if it was killed."""

    def watch() -> None:
        while os.read(0, 4096):  # unbuffered: a buffered reader would hold its lock while the process ends
            continue
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(GRACE_SECONDS)  # the last resort after a graceful stop was asked for
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def load_pages() -> None:
    """Load what pages need and leave it out when memory is walked through: that held a page up for half a second now and then."""
    from django.urls import get_resolver

    _loaded = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


@click.command(hidden=True)
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=int)
@click.option("--with-parent", is_flag=True)
@click.option("--threads", default=8, show_default=True)
def serve(host: str, port: int, *, with_parent: bool, threads: int) -> None:
    """Serve the web pages only; for installations that run their own database and worker."""
    from gunicorn.app.base import BaseApplication

    load_django()
    from erdem.web.wsgi import application

    load_pages()

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        """Gunicorn with our settings instead of its own command line."""

        def load_config(self) -> None:
            """Bind, threads, quiet log."""
            options = {"bind": f"{host}:{port}" if ":" not in host else f"[{host}]:{port}", "threads": threads}
            for name, value in {**options, "loglevel": "warning", "timeout": 120, "worker_class": "gthread"}.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            """Return the application."""
            return application

    if with_parent:
        _end_with_parent()
    Server().run()


@click.command(hidden=True)
@click.option("--with-parent", is_flag=True)
@click.option("--lane", type=click.Choice(["all", WORK, INDEX]), default="all")
def worker(lane: str, *, with_parent: bool) -> None:
    """Run the background worker only: both of its lanes, or the one that is named."""
    settings = load_django()
    from procrastinate.contrib.django import app

    from erdem.base.jobs import take_up_interrupted

    if with_parent:
        _end_with_parent()
    if lane == "all":
        _end_with(_spawn("worker", "--lane", INDEX))
    queues = _queues(INDEX if lane == INDEX else WORK)
    if settings.DATABASE_IS_EMBEDDED:
        take_up_interrupted(queues)
    if lane == INDEX:
        _look_after_index()
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]  # the Django connector has it
        working.run_worker(
            queues=queues,
            concurrency=1,
            fetch_job_polling_interval=LOOKING_SECONDS,
            install_signal_handlers=True,
            shutdown_graceful_timeout=STOP_SECONDS,
            delete_jobs="successful",
        )


def _queues(lane: str) -> list[str]:
    """Return the queues of a lane: the search index has its own, the rest is the other's."""
    from procrastinate.contrib.django import app

    app.perform_import_paths()  # type: ignore[no-untyped-call]  # procrastinate leaves it untyped
    return sorted({task.queue for task in app.tasks.values() if (task.queue == INDEX) == (lane == INDEX)})


def _look_after_index() -> None:
    """Ask for the index to be brought up to date, or built when this program cannot read what is there."""
    from erdem.literature import services

    services.request_index_update()


def _end_with(child: subprocess.Popen[bytes]) -> None:
    """Stop when a child has ended: one lane alone would leave work undone without anybody noticing."""

    def watch() -> None:
        child.wait()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
