"""Why a credential is refused.

TokenError                  code, reason, detail
├── MalformedToken          not one well-formed token
├── BadSignature            no key of ours signed it
├── TokenExpired            good until its `exp`
├── ClaimRefused            it says something that is not accepted
├── WrongKind               a real token, made for another purpose
├── TokenEnded              revoked, or its session is over
├── UserUnknown             who it speaks for is no user here
├── CredentialRefused       how it travelled is refused
│   └── CrossSiteRefused    a cookie, sent by another site
└── CannotDecide            what must be asked cannot be reached

`code` is what a client may read: `invalid_token`, `token_expired`, and for the two that are no
answer about the token, `forbidden` and `unavailable`. `reason` is for the log and the operator;
`docs/troubleshooting.md` explains each. Neither ever holds a part of the token.
"""

# ruff: noqa: N818 - each name says what happened; the base says that it is an error
# ruff: noqa: S105 - names of reasons, not passwords
from __future__ import annotations

from enum import StrEnum

RETRY_AFTER = 2
"""After how many seconds a cache or a database that was restarted usually answers again."""


class Reason(StrEnum):
    """The closed list of reasons, as they stand in the audit log."""

    # its form
    HEADER_FORM = "header_form"
    OVERSIZE = "oversize"
    MALFORMED = "malformed"
    JOSE_HEADER = "jose_header"
    # its key
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"
    # what it says
    EXPIRED = "expired"
    NO_EXPIRY = "no_expiry"
    NOT_YET_VALID = "not_yet_valid"
    ISSUED_IN_FUTURE = "issued_in_future"
    LIFETIME = "lifetime"
    BAD_DATE = "bad_date"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    SUBJECT = "subject"
    REQUIRED_CLAIM = "required_claim"
    # what it is
    TOKEN_TYPE = "token_type"
    REFRESH_TOKEN = "refresh_token"
    EMAIL_LINK = "email_link"
    SESSION_COOKIE = "session_cookie"
    MACHINE_TOKEN = "machine_token"
    SENDER_CONSTRAINED = "sender_constrained"
    # whether it still holds
    REVOKED = "revoked"
    SESSION_ENDED = "session_ended"
    NO_SESSION_ID = "no_session_id"
    UNKNOWN_USER = "unknown_user"
    # how it travelled
    TWO_CREDENTIALS = "two_credentials"
    COOKIE_FORM = "cookie_form"
    CROSS_SITE = "cross_site"
    # what could not be asked
    KEYS_UNAVAILABLE = "keys_unavailable"
    REVOCATION_UNAVAILABLE = "revocation_unavailable"
    DIRECTORY_UNAVAILABLE = "directory_unavailable"


class TokenError(Exception):
    """A refused credential. Never raised itself.

    `reason` is one of `Reason`; `detail` names the claim or header member at fault, for the
    operator, and holds nothing that a client sent.
    """

    code = "invalid_token"

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class MalformedToken(TokenError):
    """Not one well-formed token (RFC 7515 section 5.2)."""


class BadSignature(TokenError):
    """The algorithm, key or signature is not ours."""


class TokenExpired(TokenError):
    """The token was good until its `exp` (RFC 7519 section 4.1.4)."""

    code = "token_expired"


class ClaimRefused(TokenError):
    """A claim is missing, of the wrong type, or not what is expected (RFC 7519 section 4.1)."""


class WrongKind(TokenError):
    """A real token that was made for another purpose (RFC 8725 section 3.12)."""


class TokenEnded(TokenError):
    """Revoked, or its session is over, before its `exp`."""


class CredentialRefused(TokenError):
    """The way the credential travelled is refused (RFC 6750 section 2)."""


class CrossSiteRefused(CredentialRefused):
    """A cookie credential in a request that another site caused."""

    code = "forbidden"


class UserUnknown(TokenError):
    """A good credential of somebody who is no user of this project, or is not active in it."""

    code = "forbidden"


class CannotDecide(TokenError):
    """The keys, the revocation list or the session table cannot be reached: neither yes nor no.

    `retry_after` is after how many seconds another answer is possible.
    """

    code = "unavailable"

    def __init__(self, reason: Reason, detail: str = "", *, retry_after: int = RETRY_AFTER) -> None:
        super().__init__(reason, detail)
        self.retry_after = retry_after
