"""`Idempotency-Key`: a write that may be sent again is done once (draft-ietf-httpapi-idempotency-key-header).

The answer is stored in the transaction of the write itself, under the owner's lock: either both are
there or neither, and a repetition that arrives while the first is still running waits for it and gets
the same answer. Only successes are kept, so that a failed first try may be repeated.
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import NamedTuple

from todos.errors import KeyReused, ValidationProblem, fault
from todos.models import IdempotencyKey
from todos.tasks import kept_answers, storage
from todos.tasks.transaction import Counts, Ledger

LIFETIME = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")
KEPT_HEADERS = ("ETag", "Location")


class Answer(NamedTuple):
    """What a write answers."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed, and a NamedTuple has no default factory


class IdempotentRequest(NamedTuple):
    """A request with a key: where it was used, the key, and the digest of the body."""

    scope: str
    key: str
    fingerprint: str

    def find_answer(self, ledger: Ledger) -> Answer | None:
        """The answer this request already had, if any. Raises `KeyReused` for another body."""
        found = IdempotencyKey.objects.filter(user_id=ledger.user_id, scope=self.scope, key=self.key).first()
        if found is None:
            return None
        if found.created_at < ledger.moment - LIFETIME:
            found.delete()
            ledger.count(Counts(stored=-storage.of_key(found.body)))
            return None
        if found.fingerprint != self.fingerprint:
            raise KeyReused
        return Answer(found.status, kept_answers.unpack(ledger.user_id, found.body), found.headers)

    def store_answer(self, ledger: Ledger, answer: Answer) -> None:
        body = kept_answers.pack(answer.body)
        ledger.count(Counts(stored=storage.of_key(body)))
        IdempotencyKey.objects.create(
            user_id=ledger.user_id,
            scope=self.scope,
            key=self.key,
            fingerprint=self.fingerprint,
            status=answer.status,
            headers={name: value for name, value in answer.headers.items() if name in KEPT_HEADERS},
            body=body,
            created_at=ledger.moment,
        )


def parse_key(key: str, method: str, path: str, body: bytes) -> IdempotentRequest:
    """The request's key. Raises `ValidationProblem` for one that is not 1 to 255 visible ASCII characters."""
    if not _KEY.match(key):
        detail = "It takes 1 to 255 visible ASCII characters."
        raise ValidationProblem(errors=[fault("parameter", "Idempotency-Key", "invalid", detail)])
    return IdempotentRequest(scope_of(method, path), key, hashlib.sha256(body).hexdigest())


def scope_of(method: str, path: str) -> str:
    """Method and path; a path that is too long to store, by its digest."""
    scope = f"{method} {path}"
    return scope if len(scope) <= 300 else hashlib.sha256(scope.encode()).hexdigest()
