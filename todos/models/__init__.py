"""The rows. Whoever writes one goes through `todos/tasks/transaction.py`; `docs/data.md` explains the shape.

No foreign keys between per-user tables, and `user_id` first in every index: each statement of the API
names one user, and the same schema can be spread over many servers by that column.
"""

from todos.models.events import TaskEvent, Tombstone
from todos.models.idempotency_key import IdempotencyKey
from todos.models.last_seen import Seen
from todos.models.owner import Owner, Person
from todos.models.task import DESCRIPTION_MAX, TITLE_MAX, Priority, Task, TaskQuerySet

__all__ = [
    "DESCRIPTION_MAX",
    "TITLE_MAX",
    "IdempotencyKey",
    "Owner",
    "Person",
    "Priority",
    "Seen",
    "Task",
    "TaskEvent",
    "TaskQuerySet",
    "Tombstone",
]
