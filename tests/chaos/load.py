"""People who write all the time and remember what was acknowledged."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

from authbridge.testing import bearer

# What a client may meet while a part is dead: the connection ends (no answer at all), or 503.
Answer = int | str


RENEWED_AFTER = 300.0  # seconds; a token lives for 15 minutes


class Credential:
    """The header of one person, renewed in time as a front end does it; `token`: minted by somebody else."""

    def __init__(self, user: str, token: str = "") -> None:
        self._user, self._token = user, token
        self._renew()

    def _renew(self) -> None:
        self._header = {"Authorization": f"Bearer {self._token}"} if self._token else bearer(self._user)
        self._until = time.time() + RENEWED_AFTER

    def header(self) -> dict[str, str]:
        """What the next request carries."""
        if time.time() > self._until:
            self._renew()
        return self._header


@dataclass
class Writer(threading.Thread):
    """One person with a list of their own: creates, completes, and notes every acknowledgement."""

    url: str
    user: str
    pause: float = 0.01
    token: str = ""
    """Minted by somebody else; empty: signed here for `user`."""
    acknowledged: dict[int, tuple[str, bool]] = field(default_factory=dict)
    answers: Counter[Answer] = field(default_factory=Counter)
    times: list[tuple[float, Answer]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        parts = urlsplit(self.url)
        self._address = (parts.hostname or "", parts.port or 80)
        self._connection = http.client.HTTPConnection(*self._address, timeout=20)
        self._credential = Credential(self.user, self.token)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Write until told to stop. A write without an answer is repeated under its key, as the contract says."""
        while not self.stopping.is_set():
            title, key = uuid4().hex, uuid4().hex
            made = self._until_answered("POST", "/api/tasks", {"title": title}, key)
            if made is None:
                return
            self.acknowledged[made["id"]] = (title, False)
            path = f"/api/tasks/{made['id']}/complete"
            if self._until_answered("PATCH", path, {"completed": True}, uuid4().hex) is None:
                return
            self.acknowledged[made["id"]] = (title, True)

    def _until_answered(self, method: str, path: str, body: dict[str, object], key: str) -> dict[str, int] | None:
        while not self.stopping.is_set():
            time.sleep(self.pause)
            answer, content = self._call(method, path, json.dumps(body), {"Idempotency-Key": key})
            self.answers[answer] += 1
            self.times.append((time.monotonic(), answer))
            if answer in (200, 201):
                value: dict[str, int] = json.loads(content)
                return value
        return None

    def _call(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[Answer, bytes]:
        # One connection as long as it works: a new one per request would use up the machine's ports.
        try:
            headers = {**self._credential.header(), "Content-Type": "application/json", **headers}
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return "no answer", b""

    def stop(self) -> None:
        """Finish the present request and end."""
        self.stopping.set()
        self.join(30)
        self._connection.close()

    def lost(self) -> list[str]:
        """Acknowledged writes that the service no longer knows, or knows otherwise."""
        kept: dict[int, tuple[str, bool]] = {}
        path = "/api/tasks?limit=100&sort=id"
        while path:
            connection = http.client.HTTPConnection(*self._address, timeout=20)
            connection.request("GET", path, headers=self._credential.header())
            response = connection.getresponse()
            kept |= {task["id"]: (task["title"], task["completed"]) for task in json.loads(response.read())}
            path = _next(response.getheader("Link") or "")
            connection.close()
        # A completion that was under way at the end may have happened without its acknowledgement.
        return [
            f"task {number} of {self.user}: acknowledged {said}, found {kept.get(number)}"
            for number, said in self.acknowledged.items()
            if kept.get(number) not in (said, (said[0], True))
        ]


def _next(link: str) -> str:
    for part in link.split(","):
        target, _, rel = part.partition(";")
        if 'rel="next"' in rel:
            parts = urlsplit(target.strip(" <>"))
            return f"{parts.path}?{parts.query}"
    return ""
