"""The options of one run of the test server, under the names that src/options.ts reads and explains."""

from typing import Literal, TypedDict

Flavour = Literal["hs256", "eddsa", "es256", "es512", "rs256", "ps256"]
"""What signs the tokens of the jwt plugin's ``/token``."""

Way = Literal["hs256-route", "hs256-endpoint", "hs256-jwt-plugin", "jwks"]
"""How a client comes by a token for the API."""


class Options(TypedDict, total=False):
    """All optional. Times are in seconds."""

    baseUrl: str
    apiSecret: str
    claims: Literal["lean", "user-row"]
    issuer: str
    audience: str | list[str]
    tokenLifetime: int
    cookieCache: Literal["off", "compact", "jwt", "jwe"]
    cookieCacheMaxAge: int
    sessionCookieCache: bool
    cookiePrefix: str
    secureCookies: bool
    bearerRequiresSignature: bool
    autoSignInAfterVerification: bool
    columns: Literal["camel", "snake"]
