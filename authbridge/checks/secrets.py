"""The system checks of the secrets: present, long, nobody's example, and the same bytes on both sides."""

from __future__ import annotations

from collections.abc import Iterator

from django.core import checks
from django.core.checks import CheckMessage, Error

from authbridge import conf
from authbridge.conf import Conf

SHORTEST = 32
# Better Auth's public default, and what examples put where a secret belongs.
PUBLIC_SECRETS = frozenset({"better-auth-secret-12345678901234567890"})
_PLACEHOLDER_WORDS = ("change-me", "changeme", "change_me", "your-secret", "your_secret", "replace-me", "placeholder")
_QUOTES = "\"'`"
_FEW_CHARACTERS = 10
MAKE_ONE = "`manage.py authbridge_newkey` prints a good one; set the same value in both programs."


def check_secrets(current: Conf) -> Iterator[CheckMessage]:
    """What is wrong with the keys that verify and sign."""
    keys = current.keys
    if not current.secrets and not keys.JWKS_URL:
        yield Error(
            "There is no key to verify tokens with: every request with a token would be refused.",
            hint="Set BETTER_AUTH_SECRET to the secret that the front end signs with, or AUTHBRIDGE_JWKS_URL to "
            "Better Auth's key set.",
            id="authbridge.E001",
        )
    for name, secret in _named(current):
        yield from _one_secret(name, secret)
    given = [secret for secret in ("" if keys.SECRETS else keys.SECRET, *keys.PREVIOUS_SECRETS) if secret]
    if len(set(given)) != len(given):
        yield checks.Warning(
            "A secret is listed twice, so a rotation that is believed to be under way is not.",
            hint="PREVIOUS_SECRETS holds only the secrets that SECRET has replaced.",
            id="authbridge.W001",
        )
    if keys.SECRETS and keys.SECRET and keys.SECRET not in current.secrets:
        yield checks.Warning(
            "BETTER_AUTH_SECRETS counts instead of BETTER_AUTH_SECRET, which is another secret and verifies nothing "
            "here: "
            "tokens that are signed with it are refused.",
            hint="While a rotation lasts, name it in BETTER_AUTH_SECRET_PREVIOUS; where the front end's own signer "
            "still "
            "uses it, change that to the new one (docs/rotation.md); else unset it here.",
            id="authbridge.W005",
        )
    local = {keys.LOCAL_SECRET, *keys.LOCAL_PREVIOUS_SECRETS} - {""}
    if local.intersection(current.secrets):
        yield Error(
            "JWT_SECRET_KEY (LOCAL_SECRET) is a secret of Better Auth, so each side could sign for the other's users.",
            hint="Give local accounts a key of their own. " + MAKE_ONE,
            id="authbridge.E009",
        )


def _named(current: Conf) -> Iterator[tuple[str, str]]:
    keys = current.keys
    names = {keys.SECRET: "BETTER_AUTH_SECRET (SECRET)"}
    for secret in current.secrets:
        yield names.get(secret, "A previous or versioned secret"), secret
    for secret in (keys.LOCAL_SECRET, *keys.LOCAL_PREVIOUS_SECRETS):
        if secret:
            yield "JWT_SECRET_KEY (LOCAL_SECRET)", secret


def _one_secret(name: str, secret: str) -> Iterator[CheckMessage]:
    bare = secret.strip()
    if bare != secret or (bare and (bare[0] in _QUOTES or bare[-1] in _QUOTES)):
        yield Error(
            f"{name} begins or ends with white space or a quote. Its bytes are the key, so the other side, which "
            "reads it without them, signs with another key and every token is refused.",
            hint="Remove them where the value is set; `manage.py authbridge_fingerprint` compares both sides.",
            id="authbridge.E004",
        )
    if len(bare) < SHORTEST:
        yield Error(
            f"{name} has fewer than {SHORTEST} characters, so whoever holds one token can find it by trying "
            "(RFC 7518 section 3.2).",
            hint=MAKE_ONE,
            id="authbridge.E002",
        )
    elif bare in PUBLIC_SECRETS or any(word in bare.lower() for word in _PLACEHOLDER_WORDS):
        yield Error(
            f"{name} is a placeholder that anybody can read in public, so anybody can sign in as anyone.",
            hint=MAKE_ONE,
            id="authbridge.E003",
        )
    elif len(set(bare)) < _FEW_CHARACTERS:
        yield checks.Warning(
            f"{name} is made of fewer than {_FEW_CHARACTERS} different characters, so it can be guessed.",
            hint=MAKE_ONE,
            id="authbridge.W004",
        )
    if secret == conf.secret_key():
        yield Error(
            f"{name} equals Django's SECRET_KEY: one leak would open the sessions of both programs.",
            hint="Give each its own. " + MAKE_ONE,
            id="authbridge.E005",
        )
