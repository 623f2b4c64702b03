"""A believable world to try the desk and the API on: people, tasks, histories, failed log-ins."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.crypto import get_random_string

from authbridge.accounts.events import Kind
from authbridge.accounts.models import User
from authbridge.auditlog.models import AuthEvent
from todos import rows
from todos.actor import Actor
from todos.changing import change, merge
from todos.clock import now
from todos.completing import completing
from todos.creating import create_locked
from todos.ledger import open_ledger
from todos.models import Seen, Task, TaskEvent
from todos.trashing import trashing

FIRST = (
    "Amara",
    "Bruno",
    "Chiara",
    "Daan",
    "Elif",
    "Farid",
    "Greta",
    "Hana",
    "Ivan",
    "Jonas",
    "Keiko",
    "Lena",
    "Mateo",
    "Nadia",
    "Oskar",
)
LAST = ("Adler", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Hansen", "Ito", "Jensen", "Kaya", "Lopez")
VERBS = ("Call", "Write to", "Book", "Pay", "Plan", "Review", "Send", "Clean", "Repair", "Buy", "Prepare", "Return")
THINGS = (
    "the dentist",
    "the invoice",
    "flowers for Oma",
    "the quarterly report",
    "train tickets",
    "the bicycle",
    "groceries",
    "the slides",
    "library books",
    "the contract",
    "a birthday cake",
    "the garden",
)
TAGS = ("home", "work", "family", "errands", "urgent", "someday", "Büro")
ROLES = ("support_read", "support_write", "admin")
DAYS = 14


def people(count: int, dice: random.Random, say: Callable[[str], None]) -> None:
    """`count` people with two weeks of tasks behind them."""
    for number in range(count):
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
        user_id = get_random_string(32)
        address = f"{name.lower().replace(' ', '.')}.{number}@example.com"
        Seen.objects.create(user_id=user_id, email=address, name=name, source="better-auth", at=now())
        _live(user_id, dice)
        if (number + 1) % 10 == 0 or number + 1 == count:
            say(f"  {number + 1} of {count} people")


def _live(user_id: str, dice: random.Random) -> None:
    """Tasks made over two weeks, some done, some changed, some thrown away."""
    actor = Actor("user", user_id)
    made = []
    for days in sorted((dice.randrange(DAYS) for _ in range(dice.randrange(4, 16))), reverse=True):
        moment = now() - timedelta(days=days, minutes=dice.randrange(600))
        with open_ledger(user_id, actor) as ledger:
            ledger.moment = moment
            made.append(create_locked(ledger, _content(dice, moment)))
    for task in made:
        fate = dice.random()
        if fate < 0.45:
            change(user_id, task.pk, completing(True), actor)
            _backdate(task, dice)
        elif fate < 0.6:
            change(user_id, task.pk, merge({"priority": dice.randrange(4)}), actor)
        elif fate < 0.7:
            change(user_id, task.pk, trashing(), actor)


def _content(dice: random.Random, moment: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": f"{dice.choice(VERBS)} {dice.choice(THINGS)}",
        "priority": dice.choice((0, 0, 1, 2, 3)),
    }
    fields["tags"] = dice.sample(TAGS, dice.choice((0, 1, 1, 2)))
    if dice.random() < 0.5:
        fields["due_date"] = (moment + timedelta(days=dice.randrange(-1, 20))).date()
    return fields


def _backdate(task: Task, dice: random.Random) -> None:
    """A completion some time after the task was made, so that the plot has more than one day."""
    moment = min(now(), task.created_at + timedelta(hours=dice.randrange(1, 96)))
    found = rows.find(task.user_id, task.pk)
    if found is not None and found.completed:
        Task.objects.of(task.user_id).filter(id=task.pk).update(completed_at=moment)
        TaskEvent.objects.filter(user_id=task.user_id, task_id=task.pk, kind="completed").update(at=moment)


def failed_logins(count: int, dice: random.Random) -> None:
    """Guesses at somebody's password, as the trail shows them."""
    for _ in range(count):
        AuthEvent.objects.create(
            at=timezone.now() - timedelta(minutes=dice.randrange(1400)),
            kind=Kind.LOGIN_FAILED,
            address=f"198.51.100.{dice.randrange(1, 20)}",
            reason=dice.choice(("wrong_password", "unknown_account")),
        )


def staff() -> dict[str, str]:
    """A log-in for each role: e-mail and password. Repeatable: the passwords are new each time."""
    found = {}
    for role in ROLES:
        email, password = f"{role.replace('_', '.')}@demo.example.com", get_random_string(16)
        person = User.objects.filter(email=email).first() or User.objects.create_user(email, password, name=role)
        person.is_staff = True
        person.set_password(password)
        person.save()
        person.groups.add(Group.objects.get(name=role))
        found[email] = password
    return found
