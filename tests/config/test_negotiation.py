"""Every route answers in the form it has, whatever `Accept` says."""

from __future__ import annotations

import pytest

from tests.conftest import Api


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0.9", "nonsense", "application/xml, */*;q=0"])
@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/api/tasks", "application/json"),
        ("/api/stats", "application/json"),
        ("/api/auth/me", "application/json"),
        ("/api/health/live", "application/json"),
        ("/api/schema", "application/vnd.oai.openapi"),
    ],
)
def test_there_is_no_406(alice: Api, path: str, media: str, accept: str) -> None:
    answer = alice.get(path, headers={"Accept": accept})

    assert answer.headers["Content-Type"].startswith(media)
    assert answer.status_code in (200, 404)  # alice has no local account to be told about


@pytest.mark.parametrize("accept", ["image/png", "application/vnd.oai.openapi+json"])
def test_the_schema_has_two_forms_and_gives_the_one_that_is_asked_for(alice: Api, accept: str) -> None:
    answer = alice.get("/api/schema", headers={"Accept": accept})

    assert answer.headers["Content-Type"].startswith(accept) is accept.endswith("json")
