"""Background work of sharing: the jobs of its parts, found here by the worker."""

from erdem.sharing import permit_jobs, report_jobs, request_jobs, signing_jobs

__all__ = ["permit_jobs", "report_jobs", "request_jobs", "signing_jobs"]
