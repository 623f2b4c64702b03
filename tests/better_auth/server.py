"""A real Better Auth server for tests: start it, sign people up over HTTP, take its tokens and cookies."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.better_auth.options import Way
from tests.better_auth.person import Person
from tests.better_auth.running import SECRET, RefusedError, RunningServer

__all__ = ["API_SECRET", "OTHER_SECRET", "PASSWORD", "SECRET", "BetterAuthServer", "Person", "RefusedError"]

OTHER_SECRET = "test-only-P3s8dRk1Wn6Ym4Qz9Bx7Cv2Lf5"
API_SECRET = "test-only-G5h2jTn8Ks4Dw7Xq1Mz9Rb6Vc3"
PASSWORD = "correct-horse-battery-1"

_TOKEN_PATHS: dict[Way, str] = {
    "hs256-route": "/api/token",
    "hs256-endpoint": "/api/auth/api-token",
    "hs256-jwt-plugin": "/api/auth/token",
    "jwks": "/api/auth/token",
}


class BetterAuthServer(RunningServer):
    """What people and admins do at a running server, each by Better Auth's own HTTP routes."""

    # -- people ---------------------------------------------------------------------------------------------------

    def sign_up(
        self,
        email: str | None = None,
        password: str = PASSWORD,
        name: str = "Alice Example",
        *,
        image: str | None = None,
    ) -> Person:
        """A new user, signed in. A long ``image``, free text, makes the cookie cache arrive in chunks."""
        email = email or f"{uuid4().hex}@example.com"
        body = {"email": email, "password": password, "name": name} | ({} if image is None else {"image": image})
        return self._enter("/api/auth/sign-up/email", body)

    def sign_in(self, email: str, password: str = PASSWORD, *, remember_me: bool = True) -> Person:
        """A new session of an existing user."""
        return self._enter("/api/auth/sign-in/email", {"email": email, "password": password, "rememberMe": remember_me})

    def _enter(self, path: str, body: Mapping[str, object]) -> Person:
        person = Person(id="", email=str(body["email"]), name="", password=str(body["password"]))
        response = self.call("POST", path, person=person, json=body)
        user = response.json()["user"]
        person.id, person.name = user["id"], user["name"]
        person.bearer = response.headers.get("set-auth-token", "")
        return person

    def session(self, person: Person) -> dict[str, Any] | None:
        """What ``/get-session`` says: ``{"session", "user"}``, or None for nobody. Refreshes the cookie cache."""
        found: dict[str, Any] | None = self.call("GET", "/api/auth/get-session", person=person).json()
        return found

    def session_id(self, person: Person) -> str:
        """The id of the session row, which lean tokens carry as ``sid``."""
        found = self.session(person)
        if found is None:
            raise LookupError("this person's session has ended")
        return str(found["session"]["id"])

    # -- credentials ----------------------------------------------------------------------------------------------

    def token(self, person: Person, way: Way = "hs256-route") -> str:
        """An API token, minted in one of the ways.

        Raises:
            RefusedError: Better Auth would not mint it (the session has ended).
            ValueError: this server's flavour does not offer the way.
        """
        if way == ("jwks" if self.flavour == "hs256" else "hs256-jwt-plugin"):
            raise ValueError(f"a server of flavour {self.flavour} offers no {way} tokens")
        return str(self.call("GET", _TOKEN_PATHS[way], person=person).json()["token"])

    def sign(self, claims: Mapping[str, object], way: Way = "hs256-route") -> str:
        """Claims of the test's choosing under the real key. The jwt plugin adds exp, iss and aud where absent."""
        return str(
            self.post("/test/sign", {"claims": claims, "with": "jwks" if way == "jwks" else "api-secret"})["token"]
        )

    def expired_token(self, person: Person, way: Way = "hs256-route", *, seconds_ago: int = 3600) -> str:
        """A token that was good once: the claims of a real one, with its end so long ago."""
        end = int(time.time()) - seconds_ago
        claims = {
            "sub": person.id,
            "name": person.name,
            "iss": self.origin,
            "aud": self.origin,
            "iat": end - 300,
            "exp": end,
        }
        return self.sign(claims, way)

    def session_token_cookie(self, person: Person) -> str:
        """The signed session token, percent-encoded, as the browser sends it."""
        return person.cookie("session_token")

    def session_data_cookie(self, person: Person) -> str:
        """The cookie cache, chunks put together. Asks ``/get-session`` first when there is none yet."""
        try:
            return person.cookie("session_data")
        except LookupError:
            self.session(person)
            return person.cookie("session_data")

    def jwks(self) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", "/api/auth/jwks").json()
        return found

    def retire_keys(self, *, forget: bool = False) -> list[str]:
        """Ends every signing key now, as rotation would; the next token makes a new one. ``forget`` empties /jwks."""
        return list(self.post("/test/retire-keys", {"forget": forget})["retired"])

    # -- mail -----------------------------------------------------------------------------------------------------

    def verification_link_token(self, person: Person) -> str:
        """The token in the e-mail verification link that Better Auth sends this person."""
        self.post("/api/auth/send-verification-email", {"email": person.email})
        return self._mailed_token(person, "verification")

    def password_reset_token(self, person: Person) -> str:
        """The token in the password reset link that Better Auth sends this person."""
        self.post("/api/auth/request-password-reset", {"email": person.email})
        return self._mailed_token(person, "password-reset")

    def _mailed_token(self, person: Person, kind: str) -> str:
        mails = self.post("/test/outbox", {"email": person.email})["mails"]
        return str([mail["token"] for mail in mails if mail["kind"] == kind][-1])

    # -- ends -----------------------------------------------------------------------------------------------------

    def sign_out(self, person: Person) -> None:
        """Ends this session; a copy of the person keeps the dead cookies."""
        self.post("/api/auth/sign-out", {}, person)

    def revoke_sessions(self, person: Person) -> None:
        """The person ends all of their own sessions."""
        self.post("/api/auth/revoke-sessions", {}, person)

    def change_password(self, person: Person, new: str, *, revoke_others: bool = False) -> None:
        body = {"currentPassword": person.password, "newPassword": new, "revokeOtherSessions": revoke_others}
        self.post("/api/auth/change-password", body, person)
        person.password = new

    def reset_password(self, person: Person, new: str) -> None:
        """By the link in the e-mail; the person need not be signed in."""
        self.post("/api/auth/reset-password", {"newPassword": new, "token": self.password_reset_token(person)})
        person.password = new

    def ban(self, person: Person, *, reason: str = "a test", seconds: int | None = None) -> None:
        """An admin bans this person, for ever or for so many seconds; their sessions end."""
        body: dict[str, object] = {"userId": person.id, "banReason": reason}
        self._as_admin("ban-user", body if seconds is None else body | {"banExpiresIn": seconds})

    def unban(self, person: Person) -> None:
        self._as_admin("unban-user", {"userId": person.id})

    def revoke_by_admin(self, person: Person) -> None:
        """An admin ends all sessions of this person."""
        self._as_admin("revoke-user-sessions", {"userId": person.id})

    def remove(self, person: Person) -> None:
        """An admin deletes this person."""
        self._as_admin("remove-user", {"userId": person.id})

    def set_role(self, person: Person, role: str) -> None:
        """Several roles are joined by commas, as the admin plugin stores them."""
        self.post("/test/role", {"userId": person.id, "role": role})

    def _as_admin(self, verb: str, body: Mapping[str, object]) -> None:
        admin = self.sign_up(name="Admin")
        self.set_role(admin, "admin")
        self.post(f"/api/auth/admin/{verb}", body, admin)
