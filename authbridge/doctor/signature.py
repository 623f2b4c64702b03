"""Why no key of ours made a signature: a secret read differently, another key of this machine, or another secret.

Two secrets cannot be compared from one token. What can: values that the other side may have made of ours, other
secrets that stand in this process's environment, and the fingerprint that the operator brings from the front end.
"""

from __future__ import annotations

import os
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator

from authbridge import conf
from authbridge.conf import Conf
from authbridge.doctor.reasons import EXPLANATIONS, Explanation
from authbridge.errors import Reason
from authbridge.tokens.jws import parse
from authbridge.tokens.keys import Key, fingerprint

_MIN_SECRET_LENGTH = 16  # what is shorter is a flag or a number, and no secret


def explain_signature(token: str, current: Conf, front_end: str = "") -> Explanation | None:
    """The exact cause, or None. `front_end` is the fingerprint of the front end's secret, if it is known."""
    for how, key in _near_misses(current):
        if is_signed_with(token, key):
            cause = f"The token is signed with {how}. The two sides read the same value differently."
            return Explanation(cause, EXPLANATIONS[Reason.SIGNATURE].mend)
    for name, key in _other_secrets(current):
        if is_signed_with(token, key):
            return Explanation(
                f"The token is signed with the value of {name} in this service's environment, which it does not verify "
                "with: the front end signs API tokens with a secret of their own.",
                f"Here: give the value of {name} to BETTER_AUTH_SECRET, the secret that API tokens are signed with.",
            )
    return _compare_fingerprints(current, front_end.strip().lower()) if front_end else None


def _compare_fingerprints(current: Conf, front_end: str) -> Explanation:
    ours = [fingerprint(secret) for secret in current.secrets]
    if front_end not in ours:
        return Explanation(
            f"The two sides have different secrets: the front end's BETTER_AUTH_SECRET is {front_end}, and here "
            f"{' and '.join(ours) or 'none'} verifies.",
            "If it was just changed there, change it here too, and name the earlier one in BETTER_AUTH_SECRET_PREVIOUS "
            "until the longest API token has ended (docs/rotation.md). If it never was the same, copy it.",
        )
    if front_end != ours[0]:
        return Explanation(
            "The front end's BETTER_AUTH_SECRET is one that only verifies here, so a rotation is under way and the "
            "front "
            "end has not followed; and yet the token is signed with another secret.",
            "There: restart every process with the new secret, and look for a secret of its own that signs API tokens.",
        )
    return Explanation(
        "Both sides have the same BETTER_AUTH_SECRET, and the token is signed with another: with a secret of its own "
        "for "
        "the API (such as API_JWT_SECRET), or with an earlier one, before a rotation.",
        "If the front end's code signs with a secret of its own, BETTER_AUTH_SECRET here must be that one. If the "
        "secret "
        "was changed since the token was made, name the earlier one in BETTER_AUTH_SECRET_PREVIOUS; or fetch a new "
        "token.",
    )


def is_signed_with(token: str, secret: str | bytes) -> bool:
    """Whether an HS256 token is signed with this secret."""
    if not secret:
        return False
    compact = parse(token)
    try:
        return Key("", secret).verify(compact.signing_input, compact.signature)
    except ValueError:
        return False


def _near_misses(current: Conf) -> Iterator[tuple[str, str | bytes]]:
    """What the other side may have made of our secret."""
    for secret in current.secrets:
        bare = secret.strip().strip("\"'`")
        yield "the secret without its white space or quotes", bare
        for mark in ('"', "'"):
            yield "the secret and the quotes around it", f"{mark}{bare}{mark}"
        for end in ("\n", "\r\n", " ", "\r"):
            yield "the secret and white space after it", bare + end
        for name, decode in (("base64", b64decode), ("base64url", urlsafe_b64decode), ("hex", bytes.fromhex)):
            try:
                yield f"the {name}-decoded secret, while here its text is the key", decode(bare + _padding(name, bare))
            except ValueError:
                continue
    for secret in (current.keys.LOCAL_SECRET, *current.keys.LOCAL_PREVIOUS_SECRETS):
        yield "JWT_SECRET_KEY, the key of local accounts, instead of the shared secret", secret


def _other_secrets(current: Conf) -> Iterator[tuple[str, str]]:
    """Secrets that stand here and do not verify. Their values are only compared, never shown."""
    yield "SECRET_KEY, Django's own,", conf.secret_key()
    for name, value in os.environ.items():
        if ("SECRET" in name or "KEY" in name) and len(value) >= _MIN_SECRET_LENGTH and value not in current.secrets:
            yield name, value


def _padding(name: str, text: str) -> str:
    return "" if name == "hex" else "=" * (-len(text) % 4)
