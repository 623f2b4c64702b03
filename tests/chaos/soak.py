"""Mixed load for a long time: is the memory of the workers flat, and is every answer a good one?

For the first fifth people add tasks; then they read, search and toggle what is there, so that memory
that goes on growing is the service's and not that of longer lists.
"""

from __future__ import annotations

import http.client
import json
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tests.chaos.load import Credential, Writer
from tests.chaos.service import Supervised

MOST_GROWTH = 1.10  # of the last tenth over the end of the first quarter
SAMPLES = 40


def run(seconds: int) -> int:
    """Print memory over time; 0 only if it stays flat and nothing but good answers came."""
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as directory,
        Supervised(f"sqlite:///{Path(directory) / 'soak.sqlite3'}", METRICS_PORT="0") as service,
    ):
        writers = [Writer(service.url, f"person{number}", pause=0.05) for number in range(3)]
        stopping, seen = threading.Event(), Counter[object]()
        readers = [threading.Thread(target=_read, args=[service.url, n, stopping, seen]) for n in range(3)]
        for thread in [*writers, *readers]:
            thread.start()
        memory = []
        for sample in range(SAMPLES):
            time.sleep(seconds / SAMPLES)
            if sample + 1 == SAMPLES // 5:
                for writer in writers:
                    writer.stop()
            memory.append(service.resident())
            print(
                f"{(sample + 1) * seconds // SAMPLES:6} s  {memory[-1] / 1e6:7.1f} MB  {sum(seen.values())} reads",
                flush=True,
            )
        stopping.set()
        for reader in readers:
            reader.join()
        lost = [line for writer in writers for line in writer.lost()]
    answers = sum((writer.answers for writer in writers), Counter[object]())
    growth = max(memory[-SAMPLES // 10 :]) / memory[SAMPLES // 4]
    print(
        f"writes {dict(answers)}, reads {dict(seen)}, lost {len(lost)}, memory × {growth:.3f} since the first quarter"
    )
    return 0 if growth <= MOST_GROWTH and set(answers) <= {200, 201} and set(seen) == {200} and not lost else 1


def _read(url: str, number: int, stopping: threading.Event, seen: Counter[object]) -> None:
    paths = ("/api/tasks", "/api/tasks?q=a&sort=title", "/api/tags", "/api/stats", "/api/tasks?completed=true&limit=10")
    parts = urlsplit(url)
    # One connection for all: a new one per request would use up the machine's ports long before the end.
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    credential = Credential(f"person{number}")

    def call(method: str, path: str, body: str | None = None) -> bytes:
        try:
            headers = {**credential.header(), "Content-Type": "application/json"}
            connection.request(method, path, body, headers)
            with connection.getresponse() as answer:
                seen[answer.status] += 1
                content = answer.read()
                return content if answer.status == 200 else b"[]"
        except (OSError, http.client.HTTPException) as error:
            seen[type(error).__name__] += 1
            connection.close()
            return b"[]"

    while not stopping.is_set():
        for path in paths:
            content = call("GET", path)
            if path == paths[0] and (tasks := json.loads(content)):
                for completed in (False, True):  # back to what its writer was told
                    call("PATCH", f"/api/tasks/{tasks[-1]['id']}/complete", json.dumps({"completed": completed}))
            time.sleep(0.02)
    connection.close()
