"""Documents of one batch to the shelf; one that the database refuses is set aside alone."""

from __future__ import annotations

from typing import Final

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import ImportRun
from erdem.literature.services.faults import NOT_STORED
from erdem.literature.services.intake import Intake, take_in
from erdem.literature.services.outcome import ImportOutcome
from erdem.literature.services.places import Gazetteer
from erdem.literature.services.quarantine_rows import TroubleBook
from erdem.literature.services.said import as_json_line
from erdem.literature.services.shelf import Shelf

REFUSALS: Final = (DataError, IntegrityError, UnicodeEncodeError)
OWN_FORMAT: Final = "jsonl"


class Storer:
    """Stores documents for a run. Use inside a transaction of the actor."""

    def __init__(self, run: ImportRun, gazetteer: Gazetteer, *, demonstration: bool = False) -> None:
        self.file = run.file_name
        self.demonstration = demonstration
        self.gazetteer = gazetteer
        day = timezone.localdate(run.created_at)  # an import that goes on tomorrow is still of today
        self.source = {"name": run.source_name, "file": run.file_name, "day": day.isoformat()}

    def taken_in(self, document: Read) -> Intake:
        """The document as unsaved rows."""
        return take_in(document, self.source, self.file, self.gazetteer)

    def store(self, documents: list[Read], outcome: ImportOutcome, book: TroubleBook) -> None:
        """Store documents together; when the database refuses, in halves until the refused one stands alone."""
        try:
            with transaction.atomic():
                shelf = self.put([self.taken_in(document) for document in documents])
                touched = shelf.save()
                connection.check_constraints()
        except REFUSALS as error:
            if len(documents) > 1:
                middle = len(documents) // 2
                for part in (documents[:middle], documents[middle:]):
                    self.store(part, outcome, book)
                return
            self._set_aside(documents[0], error, outcome, book)
            return
        outcome.created += sum(held.is_new for held in touched)
        outcome.merged += sum(not held.is_new for held in touched)
        for problem in shelf.problems:
            outcome.note(problem)
        book.enter(shelf.problems)

    def put(self, intakes: list[Intake]) -> Shelf:
        """Put documents on a shelf that is not saved yet."""
        shelf = Shelf(intakes, demonstration=self.demonstration)
        for intake in intakes:
            shelf.put(intake)
        return shelf

    def _set_aside(self, document: Read, error: Exception, outcome: ImportOutcome, book: TroubleBook) -> None:
        reason = str(error).splitlines()[0][:200]
        number = (document.number or document.application or document.identifier)[:60]
        problem = NOT_STORED.at(self.file, document.source_line or 0, number=number, reason=reason)
        problem = problem.with_raw(as_json_line(document))
        outcome.lose(problem)
        book.enter([problem], {id(problem): OWN_FORMAT})
