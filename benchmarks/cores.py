"""Which core serves and which one drives: the first and the last of those this program may use."""

import os

ALLOWED = sorted(os.sched_getaffinity(0))
SERVER = ALLOWED[0]
LOAD = ALLOWED[-1]
