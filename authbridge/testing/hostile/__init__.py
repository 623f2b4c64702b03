"""Hostile tokens by name: what an attacker, a mistaken client or a broken proxy may send.

    @pytest.mark.parametrize("name", hostile.NAMES)
    def test_it_is_refused(client, name):
        assert client.get("/", headers={"Authorization": f"Bearer {hostile.token(name)}"}).status_code == 401

Each is made from a token that the configured service accepts, with one thing wrong. None is merely
expired, so each is refused with the code `invalid_token`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from authbridge.testing.hostile import claims, encodings, headers, keys, payloads
from authbridge.testing.hostile.good import Good

FAMILIES: Mapping[str, Mapping[str, Callable[[Good], str]]] = {
    "key": keys.TOKENS,
    "header": headers.TOKENS,
    "encoding": encodings.TOKENS,
    "payload": payloads.TOKENS,
    "claim": claims.TOKENS,
}

NAMES: tuple[str, ...] = tuple(f"{family}:{name}" for family, tokens in FAMILIES.items() for name in tokens)
"""Every name, as `family:what is wrong`."""


def token(name: str, good: Good | None = None) -> str:
    """The token of that name, derived from a good one (default: as the current settings accept it)."""
    family, _, what = name.partition(":")
    return FAMILIES[family][what](good or Good.current())
