"""What `src/*.ts` do, by the client that openapi-python-client wrote: run in its environment, it prints what it was told."""

import datetime as dt
import json
import os
from typing import Any

from todo_client import AuthenticatedClient
from todo_client.api.tasks import bulk, complete_task, create_task, import_tasks, list_changes, list_tasks, update_task
from todo_client.models import (
    Bulk,
    Completion,
    CreateOperation,
    CreateOperationOp,
    ImportFile,
    ListTasksPriorityItem,
    TaskContent,
    TaskContentPriority,
    TaskOperation,
    TaskOperationOp,
    TaskPatch,
)

USER = os.environ["SERVICE_USER"]


def main() -> None:
    """Create, list, patch, be refused, complete, change in bulk, import and sync; then tell."""
    client = AuthenticatedClient(base_url=os.environ["SERVICE_URL"], token=os.environ["SERVICE_TOKEN"])
    for name in ("none", "low", "high"):
        task = TaskContent(title=f"{name} one", priority=TaskContentPriority(name))
        create_task.sync(USER, client=client, body=task)
    recurring = TaskContent(title="made", due_date=dt.date(2026, 1, 31), recurrence="FREQ=MONTHLY")
    created = create_task.sync(USER, client=client, body=recurring, idempotency_key="openapi-python-client")
    wanted = [ListTasksPriorityItem.LOW, ListTasksPriorityItem.HIGH]
    listed = list_tasks.sync(USER, client=client, priority=wanted, sort="title")
    print(json.dumps({"created": created.title, "listed": [task.title for task in listed]} | _write(client, created)))


def _write(client: Any, created: Any) -> dict[str, Any]:
    one, seen = str(created.id), f'"v{created.version}"'
    patched = update_task.sync(USER, one, client=client, body=TaskPatch(title="patched"), if_match=seen)
    refused = update_task.sync(USER, one, client=client, body=TaskPatch(title="too late"), if_match=seen)
    done = complete_task.sync(USER, one, client=client, body=Completion(completed=True), tz="Europe/Vienna")
    operations = [
        CreateOperation(op=CreateOperationOp.CREATE, task=TaskContent(title="of a bulk")),
        TaskOperation(op=TaskOperationOp.REOPEN, id=created.id),
    ]
    changed = bulk.sync(USER, client=client, body=Bulk(operations=operations))
    file = ImportFile(tasks=[TaskContent(title="first in"), TaskContent(title="second in")])
    imported = import_tasks.sync(USER, client=client, body=file)
    synced = list_changes.sync(USER, client=client, limit=200)
    return {
        "patched": patched.title,
        "refused": refused.status,
        "completed": done.completed,
        "changed": [result.task.title for result in changed.results],
        "synced": len(synced.items),
        "imported": imported.created,
    }


if __name__ == "__main__":
    main()
