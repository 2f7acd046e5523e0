"""Functions compiled for the processor at hand, at their first call; the result is kept beside the module's bytecode.

They release Python's lock, allow no reordering of floating-point sums, and fuse no multiplication with an addition, so
that a compiled function gives the bits that the same lines would give in Python.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

_P = ParamSpec("_P")
_R = TypeVar("_R")


def compiled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function over arrays and numbers run as machine code."""
    try:
        return cast("Callable[_P, _R]", numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:  # nowhere to keep it: compiled anew by each process
        return cast("Callable[_P, _R]", numba.njit(nogil=True)(function))
