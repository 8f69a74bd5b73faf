"""In which order the workers take the tests: the longest first, so that none of them works alone at the end.

Decision and figures: ``docs/decisions/0009-time-of-the-suite.md``.
"""

from __future__ import annotations

from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

APART = ("tests/leak/test_doors.py", "tests/leak/test_sql.py", "tests/leak/test_existence.py")
"""Files whose tests are long and share nothing but the scene, which each worker has: given out one by one."""
FIRST = (*APART, "tests/leak/")
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
