"""A believable day of tasks, written through the service's own API."""

from datetime import datetime, timedelta
from typing import Any

import httpx

_OPEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Book the ferry to the islands", {"priority": "low", "tags": ["travel"]}),
    ("Read the chapter on tides", {"tags": ["reading"]}),
    ("Renew the library card", {"due": -2, "tags": ["errands"]}),
    ("Water the fern and the fig", {"due": 0, "recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "tags": ["home"]}),
    (
        "Prepare the talk on sailing knots",
        {
            "due": 4,
            "priority": "medium",
            "tags": ["work"],
            "description": "Twenty minutes, three knots, one rope each.",
        },
    ),
    ("Call mum", {"due": 1, "due_time": "18:30", "priority": "high", "tags": ["family"]}),
    ("Send the invoice for October", {"due": 0, "priority": "high", "tags": ["work"]}),
)
_DONE = ("Repair the bicycle light", "Bake bread for Sunday", "Return the drill", "Answer Ines", "Buy stamps")
# How many tasks were finished on each day before today, the latest first; each was written down two days earlier.
_FINISHED = (4, 6, 3, 0, 5, 8, 4, 2, 6, 0, 1, 4, 3, 7, 5, 2, 0, 4, 6, 3, 0, 2, 5, 1, 3, 4, 2)
_TRASHED = ("Learn the accordion", "Sort the cable drawer")


def fill(api_url: str, token: str) -> None:
    """Fills the account behind `token`. Raises httpx.HTTPStatusError when the service refuses."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=api_url, headers=headers, trust_env=False, timeout=60) as api:
        api.post("/api/tasks/import", json=_past()).raise_for_status()
        for title, rest in _OPEN:
            _create(api, title, **rest)
        for title in _DONE:
            task = _create(api, title)
            api.patch(f"/api/tasks/{task}/complete", json={"completed": True}).raise_for_status()
        for title in _TRASHED:
            api.delete(f"/api/tasks/{_create(api, title)}").raise_for_status()


def _past() -> list[dict[str, Any]]:
    now = datetime.now().astimezone()
    return [
        {
            "title": f"Clear the desk, round {ago}.{number}",
            "completed": True,
            "created_at": (now - timedelta(days=ago + 2, hours=number)).isoformat(),
            "completed_at": (now - timedelta(days=ago, hours=number)).isoformat(),
        }
        for ago, count in enumerate(_FINISHED, start=1)
        for number in range(count)
    ]


def _create(api: httpx.Client, title: str, due: int | None = None, **rest: Any) -> int:
    due_date = None if due is None else (datetime.now().astimezone().date() + timedelta(days=due)).isoformat()
    answer = api.post("/api/tasks", json={"title": title, "due_date": due_date, **rest})
    task: int = answer.raise_for_status().json()["id"]
    return task
