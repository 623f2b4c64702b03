"""The requests that are drawn from: mostly such as a client would send, some that are wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.todos.model.refusals import invalid

NO_BODY = object()
WHO = st.sampled_from([0, 0, 0, 1])
CHOSEN = st.integers(0, 30)
PLACES = st.sampled_from(["before", "after", "top", "bottom"])
MATCHES = st.sampled_from(["absent", "absent", "absent", "right", "right", "wrong", "any", "weak", "one of"])
DAYS = ["2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-06", "2026-03-07", "2027-01-01"]

_GOOD: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["milk", " Milk ", "MILK", "Cafe\u0301", "cafe", "Straße", "STRASSE", "z\u00adz", "日本"]),
    "description": st.sampled_from(["", "milk & honey", "two\nlines\t", "É"]),
    "completed": st.booleans(),
    "priority": st.sampled_from(["none", "low", "medium", "high"]),
    "due_date": st.sampled_from([None, *DAYS]),
    "due_time": st.sampled_from([None, "00:00", "09:30", "22:30", "23:59"]),
    "tags": st.lists(st.sampled_from(["home", "Home", " work ", "A\u030arger", "\u00c5rger", "ärger"]), max_size=3),
    "recurrence": st.sampled_from([None, None, "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;COUNT=2"]),
    "recurrence_from": st.sampled_from(["due", "completion"]),
}
_READ_ONLY = {"id": 1, "user_id": "mallory", "version": 99, "position": -1, "completed_at": "x", "deleted_at": None}
_WRONG: list[tuple[str, Any]] = [
    ("title", None), ("title", ""), ("title", 7), ("title", "x" * 201), ("title", "a\x00b"), ("description", None), ("description", ["x"]),
    ("description", "\x07"), ("completed", 1), ("completed", "true"), ("completed", None), ("priority", "urgent"), ("priority", 3),
    ("priority", None), ("due_date", "2026-02-30"), ("due_date", 20260227), ("due_date", "1899-12-31"), ("due_time", "24:00"),
    ("due_time", "9:30"), ("tags", None), ("tags", "home"), ("tags", ["home", 1]), ("tags", [" "]), ("tags", [f"t{n}" for n in range(21)]),
    ("recurrence", "hourly"), ("recurrence", False), ("recurrence_from", None), ("recurrence_from", "x"), ("dueDate", "2026-02-27"), ("", 1),
]  # fmt: skip


def _dated(body: dict[str, Any]) -> dict[str, Any]:
    """The body with a due date where it needs one."""
    needs = body.get("due_time") or body.get("recurrence")
    return body | {"due_date": "2026-02-27"} if needs and not body.get("due_date") else body


_GOOD_BODIES = st.fixed_dictionaries({}, optional=_GOOD) | st.fixed_dictionaries({}, optional=_GOOD).map(
    lambda body: body | _READ_ONLY
)
_WRONG_BODIES = st.builds(
    lambda body, wrong: body | dict(wrong), _GOOD_BODIES, st.lists(st.sampled_from(_WRONG), min_size=1, max_size=2)
)
BODIES = st.one_of(_GOOD_BODIES, _GOOD_BODIES, _GOOD_BODIES, _WRONG_BODIES, st.sampled_from([{}, [], "x", 1, None]))
NEW_TASKS = st.builds(lambda title, body: _dated({"title": title} | body), _GOOD["title"], _GOOD_BODIES)
CREATIONS = st.one_of(NEW_TASKS, NEW_TASKS, NEW_TASKS, NEW_TASKS, BODIES)
COMPLETIONS = st.sampled_from(
    [NO_BODY] * 4
    + [{"completed": True}, {"completed": False}] * 2
    + [{}, {"completed": 1}, {"done": True}, "true", None]
)
OPERATIONS = st.lists(
    st.one_of(
        st.builds(lambda body: {"op": "create", "task": body}, NEW_TASKS),
        st.builds(lambda chosen, body: {"op": "update", "id": chosen, "task": body}, CHOSEN, _GOOD_BODIES),
        st.builds(lambda chosen, body: {"op": "update", "id": chosen, "task": body}, CHOSEN, _GOOD_BODIES | BODIES),
        st.builds(
            lambda op, chosen: {"op": op, "id": chosen}, st.sampled_from(["complete", "reopen", "delete"]), CHOSEN
        ),
        st.builds(
            lambda op, chosen: {"op": op, "id": chosen, "version": 1}, st.sampled_from(["complete", "delete"]), CHOSEN
        ),
        st.sampled_from([{"op": "complete_all"}, {"op": "delete_completed"}]),
    ),
    min_size=1,
    max_size=4,
)
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "completed": st.sampled_from(["true", "false"]),
        "priority": st.sampled_from(["high", "none,low", "medium,high"]),
        "tag": st.lists(st.sampled_from(["HOME", "work", "A\u030arger"]), min_size=1, max_size=2),
        "q": st.sampled_from(["milk", "CAFÉ", "strasse", "home m", "ärg", "lines two"]),
        "due": st.sampled_from(["overdue", "today", "tomorrow", "week", "none", "any"]),
        "due_from": st.sampled_from(DAYS),
        "due_to": st.sampled_from(DAYS),
        "completed_since": st.sampled_from(["2026-02-27T23:00:00Z", "2026-03-01T00:00:00Z"]),
        "deleted": st.sampled_from(["true", "false"]),
        "sort": st.sampled_from(
            ["title", "-title", "priority,-title", "-priority", "due_date", "-due_date", "completed_at,-id", "-completed_at", "-updated_at", "position"]
        ),
    },
)  # fmt: skip


def tasks(name: str, *, own: bool = False) -> str:
    """The route of a person's tasks: the path that names them, or their own short one."""
    return "/api/tasks" if own else f"/api/{name}/tasks"


def if_match(kind: str, version: int) -> tuple[dict[str, str], set[int] | None]:
    """An If-Match of that kind beside a task at `version`, and the versions that it allows."""
    forms: dict[str, tuple[str, set[int] | None]] = {
        "right": (f'"v{version}"', {version}),
        "wrong": (f'"v{version + 1}"', {version + 1}),
        "any": ("*", None),
        "weak": (f'W/"v{version}"', set()),
        "one of": (f'"v{version + 3}", "x", "v{version}"', {version, version + 3}),
    }
    if kind == "absent":
        return {}, None
    header, versions = forms[kind]
    return {"If_Match": header}, versions


def completion(body: Any) -> bool | None:
    """What a body of `/complete` means."""
    if body is NO_BODY:
        return None
    if not isinstance(body, dict):
        raise invalid(("#", "wrong_type"))
    unknown = [(f"#/{name}", "unknown") for name in body if name != "completed"]
    if unknown:
        raise invalid(*unknown)
    if "completed" not in body:
        raise invalid(("#/completed", "required"))
    if not isinstance(body["completed"], bool):
        raise invalid(("#/completed", "wrong_type"))
    return body["completed"]
