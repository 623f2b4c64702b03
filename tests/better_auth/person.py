"""Somebody signed in to the test server, with the cookies that their browser would hold."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Person:
    """One session of one user.

    Attributes:
        id: Better Auth's user id, the ``sub`` of every token.
        cookies: name to value, as they stand in a ``Cookie`` header (percent-encoded).
        bearer: what the bearer plugin gave at sign-in: the signed session token, decoded.
    """

    id: str
    email: str
    name: str
    password: str = field(repr=False)
    cookies: dict[str, str] = field(default_factory=dict, repr=False)
    bearer: str = field(default="", repr=False)

    def copy(self) -> "Person":
        """The same session in a second hand: cookies kept here stay when the first one signs out."""
        return dataclasses.replace(self, cookies=dict(self.cookies))

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def cookie(self, suffix: str) -> str:
        """The value of the cookie whose name ends so (``session_data``, ``session_token``); chunks are put together.

        Raises:
            LookupError: the browser holds no such cookie.
        """
        whole = [value for name, value in self.cookies.items() if name.endswith(f".{suffix}")]
        if whole:
            return whole[0]
        chunks = [(int(name.rsplit(".", 1)[1]), value) for name, value in self.cookies.items() if f".{suffix}." in name]
        if not chunks:
            raise LookupError(f"no {suffix} cookie among {sorted(self.cookies)}")
        return "".join(value for _, value in sorted(chunks))

    def keep(self, set_cookie_headers: Iterable[str]) -> None:
        """Does what a browser does with Set-Cookie, as far as it matters here: keep, replace, drop at Max-Age=0."""
        for header in set_cookie_headers:
            pair, *attributes = header.split("; ")
            name, _, value = pair.partition("=")
            if any(attribute.lower() == "max-age=0" for attribute in attributes):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
