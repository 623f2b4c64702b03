"""Each way to set the bridge up wrongly is found when the service starts, by number."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import registry

from authbridge.checks.settings import check_deployment, check_settings

pytestmark = pytest.mark.anywhere

GOOD = "Zq8Xw2Lr9Tb4Nv7Km1Hs6Jd3Pf5Gc0Ya"
SHARED = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
LOCMEM = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def ids(settings: Any, **keys: Any) -> list[str]:
    settings.AUTHBRIDGE = {"SECRET": GOOD, "BASE_URL": "http://localhost:3000"} | keys
    found = check_settings()
    assert all(message.hint for message in found)
    assert not any(GOOD in str(message) for message in found)
    return [str(message.id).removeprefix("authbridge.") for message in found]


def test_a_good_set_up_has_nothing_to_say(settings: Any) -> None:
    assert ids(settings) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"SECRET": ""}, ["E001"]),
        ({"SECRET": "", "JWKS_URL": "https://app.example/api/auth/jwks"}, []),
        ({"SECRET": "short"}, ["E002"]),
        ({"PREVIOUS_SECRETS": ("short",)}, ["E002"]),
        ({"SECRET": "better-auth-secret-12345678901234567890"}, ["E003"]),
        ({"SECRET": "please-change-me-please-please-0123"}, ["E003"]),
        ({"SECRET": GOOD + "\n"}, ["E004"]),
        ({"SECRET": " " + GOOD}, ["E004"]),
        ({"SECRET": f'"{GOOD}"'}, ["E004"]),
        ({"SECRET": GOOD + "'"}, ["E004"]),
        ({"SECRET": "a" * 40}, ["W004"]),
        ({"LEWAY": 3}, ["E006"]),
        ({"LEEWAY": "3"}, ["E006"]),
        ({"LEEWAY": -1}, ["E006"]),
        ({"LEEWAY": True}, ["E006"]),
        ({"MAX_LIFETIME": float("inf")}, ["E006"]),
        ({"JWKS_TIMEOUT": float("nan")}, ["E006"]),
        ({"REVOCATION": 1}, ["E006"]),
        ({"TOKEN_CACHE_SIZE": 1.5}, ["E006"]),
        ({"AUDIENCE": "https://app"}, ["E006"]),
        ({"AUDIENCE": [1]}, ["E006"]),
        ({"SECRETS": "new"}, ["E006"]),
        ({"SECRET": None}, ["E006"]),
        ({"SECURE_COOKIES": None}, []),
        ({"LOCAL_SECRET": GOOD}, ["E009"]),
        ({"LOCAL_SECRET": "short"}, ["E002"]),
        ({"LEEWAY": 61}, ["E010"]),
        ({"MAX_LIFETIME": 0}, ["E010"]),
        ({"SOURCES": ()}, ["E011"]),
        ({"SOURCES": ("headers",)}, ["E011"]),
        ({"JWKS_URL": "http://app.example/jwks"}, ["E012"]),
        ({"JWKS_URL": "http://127.0.0.1:3000/jwks"}, []),
        ({"JWKS_URL": "https://app.example/jwks", "BASE_URL": ""}, ["E013"]),
        ({"JWKS_URL": "https://app.example/jwks", "JWKS_ALGORITHMS": ("HS256",)}, ["E013"]),
        ({"THROTTLE_RATE": "often"}, ["E014"]),
        ({"DIRECTORY_NAMING": "kebab"}, ["E016"]),
        ({"DIRECTORY_COLUMNS": ("emailVerified",)}, ["E016"]),
        ({"USER_RESOLVER": "authbridge.users.get_or_create_user"}, []),
        ({"USER_RESOLVER": "nowhere.at_all"}, ["E006"]),
        ({"USER_RESOLVER": "authbridge.principal.LOCAL"}, ["E006"]),
        ({"SECRETS": f"2:{GOOD[::-1]},1:{GOOD}"}, []),
        ({"SECRETS": f"2:{GOOD[::-1]}"}, ["W005"]),
        ({"SECRETS": f"2:{GOOD[::-1]}", "PREVIOUS_SECRETS": (GOOD,)}, []),
        ({"DIRECTORY_DATABASE": "nowhere"}, ["E018"]),
        ({"REVOCATION_CACHE": "nowhere"}, []),
        ({"REVOCATION_CACHE": "nowhere", "REVOCATION": True}, ["E019"]),
        ({"REVOCATION_CACHE": "nowhere", "LOCAL_SECRET": GOOD[::-1]}, ["E019"]),
        ({"THROTTLE_CACHE": "nowhere"}, []),
        ({"THROTTLE_CACHE": "nowhere", "THROTTLE_RATE": "9/min"}, ["E019"]),
        ({"PREVIOUS_SECRETS": (GOOD,)}, ["W001"]),
        ({"SOURCES": ("access_cookie",), "CSRF_OFF_REASON": "a gateway"}, ["W003"]),
        ({"CSRF_OFF_REASON": "no cookie source"}, []),
    ],
)
def test_it_names_what_is_wrong(settings: Any, keys: dict[str, Any], found: list[str]) -> None:
    settings.CACHES = SHARED
    assert ids(settings, **keys) == found


def test_a_setting_that_is_no_dict(settings: Any) -> None:
    settings.AUTHBRIDGE = ["SECRET"]
    assert [message.id for message in check_settings()] == ["authbridge.E006"]


def test_without_the_setting_there_is_no_key(settings: Any) -> None:
    del settings.AUTHBRIDGE
    assert [message.id for message in check_settings()] == ["authbridge.E001"]


def test_a_secret_is_not_djangos_own(settings: Any) -> None:
    settings.SECRET_KEY = GOOD
    assert ids(settings) == ["E005"]


def test_every_origin_with_credentials(settings: Any) -> None:
    settings.CORS_ALLOW_ALL_ORIGINS = settings.CORS_ALLOW_CREDENTIALS = True
    assert ids(settings) == ["E007"]


def test_an_old_pyjwt(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: "2.9.0")
    assert ids(settings) == ["E008"]


def test_the_session_table_needs_the_directory(settings: Any) -> None:
    assert ids(settings, LIVE_SESSION_CHECK=True, SOURCES=("session_token_cookie",)) == []
    settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != "authbridge.directory"]
    assert ids(settings, LIVE_SESSION_CHECK=True) == ["E017"]
    assert ids(settings, SOURCES=("session_token_cookie",)) == ["E015"]
    assert ids(settings, DIRECTORY_DATABASE="nowhere") == []


def test_revocation_in_one_processs_memory(settings: Any) -> None:
    settings.CACHES = LOCMEM
    assert ids(settings, REVOCATION=True) == ["W002"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert ids(settings, REVOCATION=True) == ["W002"]
    settings.DEBUG = True
    assert ids(settings, REVOCATION=True) == []


def test_the_log_out_of_local_accounts_in_one_processs_memory(settings: Any) -> None:
    local = {"SECRET": GOOD, "LOCAL_SECRET": GOOD[::-1]}
    settings.AUTHBRIDGE, settings.CACHES = local, LOCMEM
    assert [found.id for found in check_deployment()] == ["authbridge.W002"]
    settings.AUTHBRIDGE = local | {"REVOCATION": True}
    assert check_deployment() == []  # said by the other check, once
    settings.AUTHBRIDGE, settings.CACHES = local, SHARED
    assert check_deployment() == []
    settings.AUTHBRIDGE, settings.CACHES = {"SECRET": GOOD}, LOCMEM
    assert check_deployment() == []
    settings.AUTHBRIDGE = {"UNKNOWN": 1}
    assert check_deployment() == []


def test_both_are_registered_one_for_deployments_only() -> None:
    registered: Any = registry.registry
    assert check_settings in registered.registered_checks
    assert check_deployment in registered.deployment_checks
