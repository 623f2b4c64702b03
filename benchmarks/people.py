"""The people of a benchmark and the tokens they hold.

Ids look like Better Auth's (32 letters and digits) and are the md5 of a number, so that PostgreSQL can make
them while it seeds. Readers own seeded tasks; creators start with none, so that creating leaves the lists alone.
"""

import hashlib
import time

import jwt

SECRET = "benchmark-only-secret-" + "0123456789abcdefghijklmnopqrstuv"
LIFETIME = 24 * 3600  # seconds; longer than any run


def person(kind: str, number: int) -> str:
    """The id of that person; `kind` is `reader`, `creator` or `hoarder`."""
    return hashlib.md5(f"{kind} {number}".encode(), usedforsecurity=False).hexdigest()


def token(user_id: str) -> str:
    """An HS256 access token of the shape the README tells a front end to mint, good for `LIFETIME`."""
    issued = int(time.time())
    claims = {
        "sub": user_id,
        "sid": user_id[::-1],
        "name": "A Person",
        "iat": issued,
        "exp": issued + LIFETIME,
    }
    return jwt.encode(claims, SECRET, algorithm="HS256")
