"""Background work of cases: the jobs of its parts, found here by the worker."""

from erdem.cases import clock_jobs

__all__ = ["clock_jobs"]
