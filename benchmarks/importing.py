"""`python -m benchmarks.importing`: what a worker loads before its first request, and what that costs.

Python's own `-X importtime`, summed by top-level package, of this service and of the DRF rival.
"""

from benchmarks import environment

if __name__ == "__main__":
    environment.ensure()

import subprocess
import sys
from collections import Counter

SHOWN = 15


def import_times(module: str, environ: dict[str, str]) -> Counter[str]:
    """Microseconds spent executing the modules of each top-level package, on importing `module` afresh."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    spent: Counter[str] = Counter()
    for line in done.stderr.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        if line.startswith("import time:") and own.strip().isdigit():
            spent[package(rest.rpartition("|")[2].strip())] += int(own)
    return spent


def package(module: str) -> str:
    top, *below = module.split(".")
    if top in sys.stdlib_module_names or top.startswith("_"):
        return "(standard library)"
    return f"{top}.{below[0]}" if top in ("authbridge", "config", "todos", "django") and below else top


def main() -> None:
    from benchmarks.contenders import environment as environ_of
    from benchmarks.contenders import everyone
    from benchmarks.rows import Size

    by_key = {
        contender.key: contender for contender in everyone("postgresql://127.0.0.1/none", Size(tasks=1, people=1))
    }
    for key, module in (("ours", "config.wsgi"), ("b", "benchmarks.rivals.django_task.wsgi")):
        contender = by_key[key]
        spent = import_times(module, environ_of(contender))
        print(f"\n{contender.title}: {sum(spent.values()) / 1000:,.0f} ms in {module}\n")
        print("| package | ms |\n| --- | ---: |")
        for name, microseconds in spent.most_common(SHOWN):
            print(f"| {name} | {microseconds / 1000:.1f} |")


if __name__ == "__main__":
    main()
