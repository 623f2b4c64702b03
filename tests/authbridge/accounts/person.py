"""Somebody with a local account, and what their client does."""

from __future__ import annotations

from typing import Any

from authbridge.accounts.models import RefreshFamily, User
from tests.conftest import Api

PASSWORD = "Corr3ct horse, battery"


def bearing(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


class Person:
    """An account that has just been registered, with the tokens it was given."""

    def __init__(self, client: Api, email: str = "ann@example.com") -> None:
        self.client, self.email = client, email
        answer = client.post("/api/auth/register", {"email": email, "password": PASSWORD, "name": "Ann"})
        assert answer.status_code == 201, answer.content
        self.given = answer.json()
        # The test says which credential it sends; cookies have tests of their own.
        client.cookies.clear()

    @property
    def id(self) -> str:
        """The user's id."""
        return str(self.given["user"]["id"])

    @property
    def row(self) -> User:
        """The user as the database has it now."""
        return User.objects.get(pk=self.id)

    @property
    def family(self) -> RefreshFamily:
        """The first session."""
        return self.row.families.order_by("created_at")[0]

    def log_in(self, password: str = PASSWORD, **headers: str) -> Any:
        """POST /login; cookies are dropped again."""
        answer = self.client.post("/api/auth/login", {"email": self.email, "password": password}, headers=headers)
        self.client.cookies.clear()
        return answer

    def refresh(self, token: str) -> Any:
        """POST /refresh with the token in the body."""
        answer = self.client.post("/api/auth/refresh", {"refresh_token": token})
        self.client.cookies.clear()
        return answer

    def tasks(self, access_token: str) -> int:
        """The status of GET /api/tasks with a token."""
        return int(self.client.get("/api/tasks", headers=bearing(access_token)).status_code)
