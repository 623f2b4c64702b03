"""The `AUTHBRIDGE` setting, read when used: typed values, and what is built from them.

The only reader of `django.conf.settings` in this package. `current()` compares the setting by
value, so `override_settings`, a changed entry and a reloaded process are all seen at once, while
equal settings share their verifiers, key sets and remembered tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from authbridge.conf.origins import origin_of
from authbridge.conf.settings import Keys
from authbridge.conf.values import values
from authbridge.principal import Principal
from authbridge.tokens.cached_verifier import TokenReader
from authbridge.tokens.claims import BearerClaims, Claims, SessionDataClaims, Shape
from authbridge.tokens.http_json import LOOPBACK_HOSTS
from authbridge.tokens.issuer import Issuer
from authbridge.tokens.jwks import JwksKeys, key_set
from authbridge.tokens.keys import Key, KeyRing, parse_secrets
from authbridge.tokens.session_cookies import LONGEST_DATA, cookie_name
from authbridge.tokens.verifier import Policy, Verifier


class Conf:
    """One value of the setting: `keys` holds it typed, the properties what it builds, each once."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    @cached_property
    def origin(self) -> str:
        """The origin of BASE_URL, or empty."""
        return origin_of(self.keys.BASE_URL)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """The shared secrets, newest first, each once: SECRETS, or else SECRET; and PREVIOUS_SECRETS."""
        keys = self.keys
        given = (*(_versioned(keys.SECRETS) or (keys.SECRET,)), *keys.PREVIOUS_SECRETS)
        return tuple(dict.fromkeys(secret for secret in given if secret))

    @cached_property
    def shared_ring(self) -> KeyRing:
        return KeyRing(Key.shared(secret) for secret in self.secrets)

    @property
    def key_set(self) -> JwksKeys:
        """Better Auth's key set, shared by all settings that name the same one."""
        keys = self.keys
        times = (keys.JWKS_TIMEOUT, keys.JWKS_MAX_AGE, keys.JWKS_MAX_STALE, keys.JWKS_COOLDOWN)
        return key_set(keys.JWKS_URL, keys.JWKS_ALGORITHMS, *times)

    @cached_property
    def local_ring(self) -> KeyRing:
        """The ring of local accounts; never holds a shared secret."""
        given = (self.keys.LOCAL_SECRET, *self.keys.LOCAL_PREVIOUS_SECRETS)
        return KeyRing(Key.shared(secret) for secret in dict.fromkeys(given) if secret and secret not in self.secrets)

    @cached_property
    def policy(self) -> Policy:
        """What an API token must say; the policies of other credentials are this one with changes."""
        keys = self.keys
        return Policy(
            issuer=keys.ISSUER or self.origin,
            audiences=frozenset(keys.AUDIENCE or filter(None, (self.origin,))),
            require_issuer=keys.REQUIRE_ISSUER,
            require_audience=keys.REQUIRE_AUDIENCE or bool(keys.AUDIENCE),
            required_claims=keys.REQUIRED_CLAIMS,
            leeway=keys.LEEWAY,
            max_lifetime=keys.MAX_LIFETIME,
        )

    @cached_property
    def shape_class(self) -> type[BearerClaims]:
        """The class that reads the claims of API tokens. Raises ImproperlyConfigured."""
        if not self.keys.SHAPE_CLASS:
            return BearerClaims
        try:
            found = import_string(self.keys.SHAPE_CLASS)
        except ImportError as error:
            raise ImproperlyConfigured(f'AUTHBRIDGE["SHAPE_CLASS"] cannot be imported: {error}') from None
        if not (isinstance(found, type) and issubclass(found, BearerClaims)):
            raise ImproperlyConfigured('AUTHBRIDGE["SHAPE_CLASS"] must name a subclass of BearerClaims.')
        return found

    @cached_property
    def user_resolver(self) -> Callable[[Principal, Claims], Any] | None:
        """What makes a user of the project's own of a principal, or None. Raises ImproperlyConfigured."""
        if not self.keys.USER_RESOLVER:
            return None
        try:
            found = import_string(self.keys.USER_RESOLVER)
        except ImportError as error:
            raise ImproperlyConfigured(f'AUTHBRIDGE["USER_RESOLVER"] cannot be imported: {error}') from None
        if not callable(found):
            raise ImproperlyConfigured('AUTHBRIDGE["USER_RESOLVER"] must name a function (principal, claims) -> user.')
        return cast("Callable[[Principal, Claims], Any]", found)

    def shape(self, shape_class: type[BearerClaims] | None = None) -> BearerClaims:
        keys = self.keys
        return (shape_class or self.shape_class)(
            user_id=keys.USER_ID_CLAIM,
            email=keys.EMAIL_CLAIM,
            email_verified=keys.EMAIL_VERIFIED_CLAIM,
            name=keys.NAME_CLAIM,
            roles=keys.ROLES_CLAIM,
            session_id=keys.SESSION_ID_CLAIM,
        )

    def verifier(self, shape: Shape | None = None) -> Verifier:
        """The verifier of tokens under the shared secret."""
        return Verifier(self.shared_ring, self.policy, shape or self.shape())

    def key_set_verifier(self, shape: Shape | None = None) -> Verifier:
        """The verifier of tokens under the keys at JWKS_URL: `iss` and `aud` are mandatory."""
        policy = replace(self.policy, require_issuer=True, require_audience=True)
        return Verifier(self.key_set, policy, shape or self.shape())

    @cached_property
    def local_verifier(self) -> Verifier:
        """The verifier of local access tokens (RFC 9068: `typ` is `at+jwt`)."""
        keys = self.keys
        policy = replace(
            self.policy,
            issuer=keys.LOCAL_ISSUER,
            audiences=frozenset({keys.LOCAL_ISSUER}),
            require_issuer=True,
            require_audience=True,
            required_claims=("sid",),
            max_lifetime=max(keys.ACCESS_LIFETIME, keys.MAX_LIFETIME),
            types=frozenset({"at+jwt"}),
            require_type=True,
        )
        return Verifier(self.local_ring, policy, BearerClaims(roles="role", source="local"))

    @cached_property
    def session_data_verifier(self) -> Verifier:
        """The verifier of Better Auth's `session_data` cookie: HS256 and no `typ`, `iss` or `aud`."""
        keys = self.keys
        policy = Policy(leeway=keys.LEEWAY, max_lifetime=keys.MAX_LIFETIME, types=frozenset())
        return Verifier(self.shared_ring, policy, SessionDataClaims(keys.SESSION_COOKIE_VERSION, keys.ROLES_CLAIM))

    @cached_property
    def session_data_reader(self) -> TokenReader:
        return TokenReader(
            shared=self.session_data_verifier, cache_size=self.keys.TOKEN_CACHE_SIZE, longest=LONGEST_DATA
        )

    @cached_property
    def readers(self) -> dict[type[BearerClaims], TokenReader]:
        return {}

    def reader(self, shape_class: type[BearerClaims] | None = None) -> TokenReader:
        """The reader of API tokens, for whichever issuers are configured."""
        shape_class = shape_class or self.shape_class
        reader = self.readers.get(shape_class)
        if reader is None:
            shape = self.shape(shape_class)
            reader = self.readers.setdefault(
                shape_class,
                TokenReader(
                    shared=self.verifier(shape) if self.secrets else None,
                    key_set=self.key_set_verifier(shape) if self.keys.JWKS_URL else None,
                    local=self.local_verifier if len(self.local_ring) else None,
                    local_ring=self.local_ring,
                    cache_size=self.keys.TOKEN_CACHE_SIZE,
                ),
            )
        return reader

    @cached_property
    def mint_issuer(self) -> Issuer:
        """Issues tokens as Better Auth's own HS256 signers do, for development and tests."""
        return Issuer(
            self.shared_ring.signing,
            self.policy.issuer,
            min(self.policy.audiences, default=""),
            lifetime=900,
            typ="JWT",
        )

    @cached_property
    def local_issuer(self) -> Issuer:
        """Issues the access tokens of local accounts. Raises LookupError without LOCAL_SECRET."""
        return Issuer(self.local_ring.signing, self.keys.LOCAL_ISSUER, lifetime=self.keys.ACCESS_LIFETIME)

    @cached_property
    def trusted_origins(self) -> frozenset[str]:
        """Origins whose pages may use a cookie credential in a write."""
        return frozenset(filter(None, (self.origin, *map(origin_of, self.keys.TRUSTED_ORIGINS))))

    @cached_property
    def secure_cookies(self) -> bool:
        """Whether Better Auth's cookies carry the `__Secure-` prefix, by its own rule."""
        secure = self.keys.SECURE_COOKIES
        return self.origin.startswith("https://") if secure is None else secure

    @cached_property
    def session_data_cookie(self) -> str:
        return cookie_name("session_data", self.keys.COOKIE_PREFIX, secure=self.secure_cookies)

    @cached_property
    def session_token_cookie(self) -> str:
        return cookie_name("session_token", self.keys.COOKIE_PREFIX, secure=self.secure_cookies)


@dataclass(frozen=True, slots=True)
class _Seen:
    raw: Any
    conf: Conf


_seen: _Seen | None = None


def current() -> Conf:
    """What the setting says now. Raises ImproperlyConfigured naming the key at fault."""
    global _seen  # noqa: PLW0603 - one name, replaced whole: threads see the old value or the new one
    raw = getattr(settings, "AUTHBRIDGE", None) or {}
    seen = _seen
    if seen is None or seen.raw != raw:
        seen = _Seen(deepcopy(raw), _built(values(raw)))
        _seen = seen
    return seen.conf


def keys() -> Keys:
    """The typed values now."""
    return current().keys


def debug() -> bool:
    return bool(settings.DEBUG)


def deployed() -> bool:
    """Whether BASE_URL is the address of another machine than this one, so that people may depend on what is here."""
    origin = current().origin
    return not debug() and bool(origin) and urlsplit(origin).hostname not in LOOPBACK_HOSTS


def secret_key() -> str:
    """Django's own key, for the check that it is not shared."""
    return str(getattr(settings, "SECRET_KEY", ""))


def setting(name: str, default: Any = None) -> Any:
    """Another app's setting, for the checks and the doctor."""
    return getattr(settings, name, default)


@lru_cache(maxsize=8)
def _built(keys: Keys) -> Conf:
    return Conf(keys)


def _versioned(text: str) -> tuple[str, ...]:
    try:
        return parse_secrets(text) if text else ()
    except ValueError as error:
        raise ImproperlyConfigured(f'AUTHBRIDGE["SECRETS"] cannot be read: {error}') from None
