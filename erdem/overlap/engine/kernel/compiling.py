"""Compiled functions: numba without the interpreter lock, kept on disk where a folder for that can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compiles at the first call of each set of types; later processes read the result from numba's cache folder."""
    try:
        made = njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # neither the folder of the code nor that of the user can be written
        made = njit(nogil=True, error_model="numpy")(function)
    return cast("Function", made)


def inlined(function: Function) -> Function:
    """For the small parts of a compiled function: put into the caller, since handing over many arrays costs more."""
    return cast("Function", njit(nogil=True, error_model="numpy", forceinline=True)(function))
