"""Every kind of credential by its name in `SOURCES`, and those that a request carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.credentials.access_cookie import ACCESS_COOKIE
from authbridge.credentials.header import HEADER
from authbridge.credentials.kind import CredentialKind
from authbridge.credentials.session_data_cookie import SESSION_DATA_COOKIE
from authbridge.credentials.session_token_cookie import SESSION_TOKEN_COOKIE
from authbridge.errors import CredentialRefused, Reason

KINDS: Mapping[str, CredentialKind] = {
    kind.name: kind for kind in (HEADER, ACCESS_COOKIE, SESSION_DATA_COOKIE, SESSION_TOKEN_COOKIE)
}


class Credential(NamedTuple):
    """A credential as found."""

    kind: CredentialKind
    text: str


def find_credentials(request: HttpRequest, conf: Conf) -> list[Credential]:
    """What a request carries, in the order of SOURCES: nothing, one credential, or the cookies of one session.

    Raises CredentialRefused for two credentials, since nobody could say which of them acts.
    """
    found: list[Credential] = []
    for name in conf.keys.SOURCES:
        kind = KINDS[name]
        text = kind.find(request, conf)
        if text is None:
            continue
        if found and not (kind.session and kind.session == found[0].kind.session):
            raise CredentialRefused(Reason.TWO_CREDENTIALS, f"{found[0].kind.name} and {name}")
        found.append(Credential(kind, text))
    return found
