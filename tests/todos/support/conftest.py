"""Staff of each role, logged in, some tasks to look at; and a served desk with a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connection
from django.test import Client
from playwright.sync_api import Browser

from authbridge.accounts.models import User
from tests import real_parts
from tests.better_auth.service import TodoService
from tests.conftest import Api
from tests.e2e.browser import CHROMIUM, chromium
from tests.todos.support import world
from todos.support.roles import make_groups

ROLES = ("support_read", "support_write", "admin")
PASSWORD = "correct-horse-battery-1"
Staff = Callable[[str], Client]


@pytest.fixture
def staff(db: None) -> Staff:
    """`staff("support_write")`: a browser of somebody with that role; "superuser" may everything, any other nothing."""
    # A test that commits ends by emptying every table, and what migrations wrote is gone with it.
    make_groups(apps, DEFAULT_DB_ALIAS)

    def enter(role: str) -> Client:
        person = User.objects.create_user(f"{role}@example.com", PASSWORD, name=role, is_staff=True)
        if role == "superuser":
            User.objects.filter(pk=person.pk).update(is_superuser=True)
        if role in ROLES:
            person.groups.add(Group.objects.get(name=role))
        client = Client(raise_request_exception=True)
        client.force_login(person)
        return client

    return enter


@pytest.fixture
def sam(staff: Staff) -> Client:
    """Sam of support, who may change tasks but not read descriptions."""
    return staff("support_write")


@pytest.fixture
def task(alice: Api) -> int:
    """A task of alice's."""
    made = alice.post("/api/alice/tasks", {"title": "Buy milk", "description": "the private part", "tags": ["shop"]})
    number: int = made.json()["id"]
    return number


@pytest.fixture
def better_auth(db: None) -> Iterator[Callable[[str, int], None]]:
    """Better Auth's two tables beside ours; `better_auth("walter", 2)` is a person with two live sessions."""
    stamp = "timestamptz" if connection.vendor == "postgresql" else "date"
    user = f'"id" text, "name" text, "email" text, "emailVerified" boolean, "createdAt" {stamp}'
    session = f'"id" text, "userId" text, "expiresAt" {stamp}, "createdAt" {stamp}, "ipAddress" text, "userAgent" text'

    def run(sql: str, *values: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    def add(name: str, sessions: int) -> None:
        began = datetime.now(UTC)
        ends = began + timedelta(hours=1)
        run(
            'insert into "user" values (%s, %s, %s, true, %s)',
            name,
            name.title(),
            f"{name}@example.com",
            f"{began:%FT%TZ}",
        )
        for number in range(sessions):
            moments = f"{ends:%FT%TZ}", f"{began:%FT%TZ}"
            run(
                'insert into "session" values (%s, %s, %s, %s, %s, %s)',
                f"{name}-{number}",
                name,
                *moments,
                "192.0.2.9",
                "curl",
            )

    run(f'create table "user" ({user})')
    run(f'create table "session" ({session})')
    yield add
    run('drop table "session"')
    run('drop table "user"')


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    real_parts.require("browser", CHROMIUM.exists(), f"{CHROMIUM} is missing; install Debian's chromium")
    with chromium() as running:
        yield running


@pytest.fixture
def desk(start_service: Callable[..., TodoService]) -> TodoService:
    """The served product, which asks the revocation list."""
    return start_service(AUTHBRIDGE_REVOCATION="1", JWT_SECRET_KEY=os.environ["JWT_SECRET_KEY"])


@pytest.fixture
def passwords(desk: TodoService, database_url: str) -> dict[str, str]:
    """The log-ins of the demo's staff."""
    return world.fill(database_url)
