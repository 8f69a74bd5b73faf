"""Background work of sharing: the jobs of its parts, found here by the worker."""

from erdem.sharing import request_jobs

__all__ = ["request_jobs"]
