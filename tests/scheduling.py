"""In which order the workers take the tests: the longest first, so that none of them works alone at the end.

Decision and figures: ``docs/decisions/0009-time-of-the-suite.md``.
"""

from __future__ import annotations

from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

APART = ("tests/leak/test_doors.py", "tests/leak/test_sql.py", "tests/leak/test_existence.py")
"""Files whose tests are long and share nothing but the scene, which each worker has: given out one by one."""
LONG = (
    "erdem/literature/tests/test_import_crashes.py",
    "tests/test_access.py",
    "tests/test_two_locks.py",
    "tests/test_rule_statements.py",
    "tests/test_templates.py",
    "erdem/sharing/tests/test_signing_pages.py",
    "erdem/literature/tests/test_merging.py",
    "erdem/web/tests/test_backups.py",
)
"""Files of few tests that take minutes: given out by the number of tests they came last, one worker alone with them."""
FIRST = (*APART, "tests/leak/", *LONG)
"""What is taken first, in this order. The folder of the scene stays together: it is built once a worker."""


def rank(scope: str) -> int:
    """Return the place of a file or test among those that are taken first; all others come after them."""
    return next((place for place, start in enumerate(FIRST) if scope.startswith(start)), len(FIRST))


class LongestFirst(LoadScopeScheduling):  # type: ignore[misc]  # xdist comes without types
    """Gives out whole files, those with many tests first, and the tests of `APART` one by one before all others."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file in APART else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(min(self.workqueue, key=rank), last=False)
        super()._assign_work_unit(node)
