"""Where links in mails lead, as far as other settings say."""

from __future__ import annotations

import pytest

from config.security import service_url

pytestmark = pytest.mark.anywhere


@pytest.mark.parametrize(
    ("hosts", "https", "expected"),
    [
        (["api.example.com", "127.0.0.1"], True, "https://api.example.com"),
        (["localhost", "127.0.0.1", "[::1]"], False, "http://localhost:8000"),
        ([".example.com", "*", "api.example.com"], True, "https://api.example.com"),
        (["*"], True, ""),
        ([], False, ""),
    ],
)
def test_it_is_the_first_host_that_is_a_name(hosts: list[str], https: bool, expected: str) -> None:
    assert service_url(hosts, https=https, port=8000) == expected
