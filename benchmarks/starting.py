"""A worker's first moments, told by the worker itself: `benchmarks.startup` starts this as a process.

`python -m benchmarks.starting <module> <path> <token>` imports the WSGI application, sends it one request,
and writes what both took as JSON. It imports next to nothing of its own.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.wsgi import send


def moment() -> dict[str, float]:
    """Processor time so far in ms, resident memory in MB, modules loaded."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {
        "ms": time.process_time() * 1000,
        "mb": int(status["VmRSS"].split()[0]) / 1024,
        "modules": len(sys.modules),
    }


def main() -> None:
    module, path, token = sys.argv[1:]
    call: Any = SimpleNamespace(method="GET", path=path, token=token, body="", etag="")
    application = import_module(module).application
    imported = moment()
    send(application, call)
    print(json.dumps({"imported": imported, "answered": moment()}))


if __name__ == "__main__":
    main()
