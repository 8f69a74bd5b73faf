"""What can be wrong with the index or with a question to it. Each says what happened and what to do; pages translate it."""

from __future__ import annotations


class IndexFault(Exception):
    """Base of the errors of the full-text index."""


class IndexMissingError(IndexFault):
    """There is no index yet."""

    def __init__(self) -> None:
        super().__init__("there is no search index yet; build it from the database")


class IndexOutdatedError(IndexFault):
    """The index was written by another version of the program and cannot be read by this one."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"the search index is of another version ({', '.join(reasons)}); build it again from the database"
        )
        self.reasons = reasons


class IndexBusyError(IndexFault):
    """Another process is writing to the index, or building a new one."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"another process is {what} the search index; nothing was changed, try again when it has finished"
        )


class GenerationReplacedError(IndexFault):
    """A new generation took the place of the one being written; what was not committed goes to the new one."""

    def __init__(self) -> None:
        super().__init__(
            "a new search index took the place of this one; open a writer again and continue from its position"
        )


class PrefixTooShortError(IndexFault):
    """Too many words begin so."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"too many words begin with {prefix}; type more letters before the asterisk")
        self.prefix = prefix


class TooDeepError(IndexFault):
    """The page asked for lies beyond what can be shown in order."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"results are shown up to number {limit}; narrow the search to see the rest")
        self.limit = limit
