"""Work of the ledger beside the pages, in the name of the person who began it."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from erdem.base.actor import SYSTEM, Actor, acting_as, job_actor
from erdem.base.jobs import job_run
from erdem.ledger import services
from erdem.ledger.models import Book
from erdem.people.models import User
from erdem.people.queries import actor_of, bare_actor


def _person(user_id: int) -> Actor:
    with acting_as(SYSTEM):
        user = User.objects.get(pk=user_id)
    with acting_as(bare_actor(user)):
        return actor_of(user)


@app.task(name="ledger.run_order")
def run_order(order_id: int, user_id: int, progress_id: str) -> None:
    """Settle an order line by line; an interrupted run is started again and pays nothing twice."""
    with job_run("ledger.run_order", progress_id) as run:
        order = services.run_order(actor=_person(user_id), order_id=order_id, on_progress=run.advance)
        run.finish({"status": str(order.status)})


@app.task(name="ledger.check_statement")
def check_statement(file_id: str, user_id: int, progress_id: str) -> None:
    """Check a large bank statement."""
    with job_run("ledger.check_statement", progress_id) as run:
        services.check_statement(actor=_person(user_id), file_id=UUID(file_id), on_progress=run.advance)
        run.finish()


@app.task(name="ledger.import_statement")
def import_statement(file_id: str, user_id: int, progress_id: str) -> None:
    """Import a large bank statement and match what is exact."""
    with job_run("ledger.import_statement", progress_id) as run:
        services.import_statement(actor=_person(user_id), file_id=UUID(file_id), on_progress=run.advance)
        run.finish()


@app.periodic(cron="10 19 * * *")  # 03:10 in China, at night
@app.task(name="ledger.mark_balances", lock="ledger.mark_balances", queueing_lock="ledger.mark_balances")
def mark_balances(timestamp: int = 0) -> None:
    """Keep balances of accounts with many postings; each book in a transaction of its own."""
    actor = job_actor("ledger.mark_balances")
    with acting_as(actor):
        books = list(Book.objects.order_by("pk"))
    for book in books:
        with acting_as(actor):
            services.mark_balances(actor=actor, book=book)
