"""How the C library keeps what was freed: large blocks go back to the system at once."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h of glibc; mallopt(3)
_LARGE = 128 * 1024  # bytes: glibc's own beginning
_ARENAS = 2


def give_back_large_blocks() -> None:
    """Keep glibc from raising its bound for blocks with a mapping of their own.

    By itself it raises it to the largest block that was freed, 32 MB at most: after one large body the next ones
    come from arenas, one for each thread, whose holes are never given back. Another C library is left as it is.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back_what_is_free() -> None:
    """Give back the free pages inside the arenas (malloc_trim(3)): some milliseconds, after something large."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
