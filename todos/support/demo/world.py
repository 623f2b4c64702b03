"""A believable world to try the desk and the API on: people, tasks, histories. `demo_desk.py` has the staff's part."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from string import ascii_letters, digits
from typing import Any

from django.db import transaction

from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import User
from authbridge.accounts.sessions import start_session
from authbridge.auditlog.models import AuthEvent
from todos.actor import Actor
from todos.clock import now
from todos.models import Owner, Seen, Task, TaskEvent
from todos.tasks import rows
from todos.tasks.change import change, merge
from todos.tasks.complete import completing
from todos.tasks.create import create_locked
from todos.tasks.transaction import open_ledger
from todos.tasks.trash import trashing
from todos.text.search import fold

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
DAYS = 14
LOCAL = 5  # every fifth has a local account, the others come from Better Auth
CLIENTS = ("Firefox on Linux", "Safari on iPhone", "Chrome on Windows", "curl/8.5")


def people(count: int, seed: int, say: Callable[[str], None]) -> int:
    """`count` people with two weeks of tasks behind them; those who are there already stay as they are.

    Returns how many are new.
    """
    new = 0
    for number in range(count):
        # Dice of their own: the same seed makes the same person, whoever was made before.
        new += _person(number, random.Random(f"{seed}:{number}"))  # noqa: S311 - a demo, not a secret
        if (number + 1) % 10 == 0 or number + 1 == count:
            say(f"  {number + 1} of {count} people")
    return new


@transaction.atomic
def _person(number: int, dice: random.Random) -> bool:
    """Whole or not at all, so that a run that was stopped can be repeated."""
    user_id = "".join(dice.choices(ascii_letters + digits, k=32))
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    address = f"{name.lower().replace(' ', '.')}.{number}@example.com"
    if Owner.objects.filter(pk=user_id).exists():
        return False
    if number % LOCAL == LOCAL - 1:
        _account(user_id, name, address, dice)
    else:
        Seen.objects.update_or_create(
            user_id=user_id,
            defaults={
                "email": address,
                "name": name,
                "name_folded": fold(name),
                "source": "better-auth",
                "at": now(),
            },
        )
    _live(user_id, dice)
    return True


def _account(user_id: str, name: str, address: str, dice: random.Random) -> None:
    """A local account without a password, and where it is logged in."""
    person = User(id=user_id, email=address, name=name)
    person.set_unusable_password()
    person.save()
    for _ in range(dice.randrange(2, 5)):
        network, client = f"203.0.113.{dice.randrange(1, 250)}", dice.choice(CLIENTS)
        start_session(person, address=network, user_agent=client)
        moment = now() - timedelta(minutes=dice.randrange(4000))
        AuthEvent.objects.create(at=moment, kind=AccountEvent.LOGGED_IN, user_id=user_id, address=network)


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
