"""One contender as a running process: pinned, waited for, weighed, stopped."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from benchmarks.load import Call

START_LIMIT = 30.0  # seconds


@dataclass(slots=True)
class Server:
    """A running contender: where it listens, its process, and how long it took to its first answer."""

    base: str
    process: "subprocess.Popen[bytes]"
    log: Path
    start_seconds: float = 0.0

    def worker_memory(self) -> dict[str, float]:
        """Megabytes of the worker: `peak` (VmHWM) and `now` (VmRSS), of the largest process of the tree."""
        seen = [status_megabytes(pid) for pid in tree(self.process.pid)]
        return max(seen, key=lambda memory: memory["now"], default={"peak": 0.0, "now": 0.0})

    def processor_seconds(self) -> float:
        """Processor time that the processes of the tree have used so far, in user and kernel mode."""
        return sum(processor_seconds(pid) for pid in tree(self.process.pid))


class StartError(Exception):
    """A server that did not answer; carries the end of what it wrote."""


@contextmanager
def serving(
    command: Sequence[str], environ: Mapping[str, str], *, first: Call, core: int, log: Path
) -> Iterator[Server]:
    """Start `command` (with `{port}` filled in) on `core`, yield it once `first` answers 200, then end it."""
    port = free_port()
    pinned = ["taskset", "-c", str(core), *(part.format(port=port) for part in command)]
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            pinned, env=dict(environ), stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_for(server, first)
        server.start_seconds = time.perf_counter() - started
        yield server
    finally:
        stop(process)


def wait_for(server: Server, first: Call) -> None:
    deadline = time.monotonic() + START_LIMIT
    reason = "no answer"
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if send(server.base, first)[0] == 200:
                return
        except urllib.error.HTTPError as error:
            reason = f"HTTP {error.code} {error.read()[:500]!r}"
        except OSError as error:
            reason = str(error)
        time.sleep(0.01)
    tail = server.log.read_text(errors="replace")[-3000:]
    raise StartError(f"the server never answered {first.path}: {reason}\n{tail}")


def send(base: str, call: Call) -> "tuple[int, Message[str, str], bytes]":
    """Send one request the way the load does; 304 is an answer, 4xx and 5xx raise HTTPError."""
    headers = {"Authorization": f"Bearer {call.token}", "Accept": "application/json"}
    if call.etag:
        headers["If-None-Match"] = call.etag
    if call.body:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(
        base + call.path, method=call.method, headers=headers, data=call.body.encode() or None
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return 304, error.headers, b""
        raise


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process group this program started, politely and then not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                continue


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in tree(int(child)))]


def status_megabytes(pid: int) -> dict[str, float]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {"peak": 0.0, "now": 0.0}
    sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return {"peak": int(sizes.get("VmHWM", 0)) / 1024, "now": int(sizes.get("VmRSS", 0)) / 1024}


def processor_seconds(pid: int) -> float:
    """utime + stime of proc(5): fields 14 and 15, counted after the parenthesised name."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
