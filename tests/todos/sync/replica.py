"""A client that holds a copy of somebody's list, kept up to date by deltas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx


class Replica:
    """A copy in a file. A page is applied and its token kept in one step, as a careful client does.

    Args:
        client: of the service, with the owner's token.
        user_id: whose list.
        file: where the copy is; a replica that was killed goes on from there.
    """

    def __init__(self, client: httpx.Client, user_id: str, file: Path) -> None:
        self._client, self._file = client, file
        self._url = f"/api/{user_id}/tasks/changes"
        kept = json.loads(file.read_text()) if file.exists() else {"since": None, "tasks": {}}
        self._since: str | None = kept["since"]
        self.tasks: dict[str, Any] = kept["tasks"]

    def step(self, limit: int) -> bool:
        """Fetch one page, apply and keep it; whether there are more."""
        page = self.fetch(limit)
        self.apply(page)
        more: bool = page["has_more"]
        return more

    def fetch(self, limit: int) -> dict[str, Any]:
        """The next page, not applied."""
        given = {"limit": limit} | ({"since": self._since} if self._since else {})
        answer = self._client.get(self._url, params=given)
        answer.raise_for_status()
        page: dict[str, Any] = answer.json()
        return page

    def apply(self, page: dict[str, Any]) -> None:
        """Take over a page."""
        if page["full"]:
            self.tasks = {}
        for task in page["items"]:
            self.tasks[str(task["id"])] = task
        for gone in page["deleted"]:
            self.tasks.pop(str(gone["id"]), None)
        self._since = page["next"]
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps({"since": self._since, "tasks": self.tasks}))
        written.replace(self._file)
