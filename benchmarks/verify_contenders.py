"""Verification alone: a request with a Bearer token in, who is calling out. One class per contender.

Every contender gets the same token and the same key, and is asked once before the clock starts whether it
accepts the good token and refuses one with a changed signature.
"""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import django
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

SECRET = "benchmark-only-7Kq2Xv9Lr4Tz8Nb3Jm6Hs5Pd1Fc"
ORIGIN = "http://localhost:3000"
PRIVATE = Ed25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key()

Check = Callable[[str], Any]
"""Verifies a token and returns who is calling; raises for a bad one."""


def configure() -> None:
    settings.configure(
        SECRET_KEY="benchmark-only",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "authbridge"],
        AUTHBRIDGE={"SECRET": SECRET, "BASE_URL": ORIGIN, "TOKEN_CACHE_SIZE": 0},
        SIMPLE_JWT={
            "SIGNING_KEY": SECRET,
            "AUDIENCE": ORIGIN,
            "ISSUER": ORIGIN,
            "USER_ID_CLAIM": "sub",
            "TOKEN_TYPE_CLAIM": "type",
        },
        REST_FRAMEWORK={"UNAUTHENTICATED_USER": None},
        ALLOWED_HOSTS=["*"],
    )
    django.setup()


def claims() -> dict[str, Any]:
    """What Better Auth's jwt plugin puts into a token by default, and what simplejwt demands besides."""
    now = int(time.time())
    return {
        "iat": now,
        "name": "Alice Example",
        "email": "alice@example.com",
        "emailVerified": True,
        "image": None,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": "2026-01-01T00:00:00.000Z",
        "id": "a" * 32,
        "sub": "a" * 32,
        "exp": now + 900,
        "iss": ORIGIN,
        "aud": ORIGIN,
        "jti": "j" * 32,
        "type": "access",
    }


def hs256_token() -> str:
    return jwt.encode(claims(), SECRET, "HS256")


def eddsa_token() -> str:
    return jwt.encode(claims(), PRIVATE, "EdDSA", headers={"kid": "one"})


def bare_hs256() -> Check:
    """`jwt.decode` and nothing else: no request, no principal, and none of the refusals of a full verifier."""
    return lambda token: jwt.decode(token, SECRET, ["HS256"], audience=ORIGIN, issuer=ORIGIN)["sub"]


def bare_eddsa() -> Check:
    return lambda token: jwt.decode(token, PUBLIC, ["EdDSA"], audience=ORIGIN, issuer=ORIGIN)["sub"]


def request_with(token: str) -> Any:
    from django.test import RequestFactory
    from rest_framework.request import Request

    return Request(RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}"))


def by_request(authenticator: Any) -> Check:
    """Ask a DRF authenticator; the request is made once per token, since no contender is measured by Django's."""
    requests: dict[str, Any] = {}

    def check(token: str) -> Any:
        request = requests.get(token) or requests.setdefault(token, request_with(token))
        return authenticator.authenticate(request)[0].pk

    return check


def simplejwt() -> Check:
    from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication

    return by_request(JWTStatelessUserAuthentication())


def ours(*, remember: int = 0) -> Check:
    """The whole of `BetterAuthAuthentication`: source, strict reading, claims, principal."""
    from authbridge.authentication import BetterAuthAuthentication

    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "TOKEN_CACHE_SIZE": remember}
    return by_request(BetterAuthAuthentication())


def ours_eddsa() -> Check:
    from authbridge.tokens.cached_verifier import TokenReader
    from authbridge.tokens.claims import BearerClaims
    from authbridge.tokens.keys import Key, KeyRing
    from authbridge.tokens.verifier import Policy, Verifier

    policy = Policy(issuer=ORIGIN, audiences=frozenset({ORIGIN}), require_issuer=True, require_audience=True)
    reader = TokenReader(key_set=Verifier(KeyRing([Key("one", PUBLIC, "EdDSA")]), policy, BearerClaims()))
    return lambda token: reader.read(token).principal.id


def bridge_eddsa() -> Check:
    """fastapi-better-auth-bridge; it verifies tokens of a key set only, so it stands in the EdDSA round."""
    from fastapi_better_auth import JwtVerifier, User
    from fastapi_better_auth._internal.transport import TransportResponse
    from jwt.algorithms import OKPAlgorithm

    document = {"keys": [{**json.loads(OKPAlgorithm.to_jwk(PUBLIC)), "kid": "one", "alg": "EdDSA"}]}

    class InMemory:
        """Its transport, without a network: the key set is fetched once, before the clock starts."""

        async def get(self, url: str, *, headers: Any = None, max_bytes: int) -> TransportResponse:
            return TransportResponse(200, {"content-type": "application/json"}, json.dumps(document).encode())

        async def post(self, *args: Any, **kwargs: Any) -> TransportResponse:
            raise NotImplementedError

    verifier = JwtVerifier(base_url=ORIGIN, transport=InMemory())
    loop = asyncio.new_event_loop()

    def check(token: str) -> Any:
        coroutine = verifier.verify(token, User)
        if check.warm:  # type: ignore[attr-defined]
            # Nothing is awaited once the keys are there: driven by hand, it is not charged for an event loop.
            try:
                coroutine.send(None)
            except StopIteration as done:
                return done.value.user.id
            raise RuntimeError("it waited for something")
        return loop.run_until_complete(coroutine).user.id

    check.warm = False  # type: ignore[attr-defined]
    check(eddsa_token())
    check.warm = True  # type: ignore[attr-defined]
    loop.close()
    return check
