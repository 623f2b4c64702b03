"""Headers of pages and of the API, without TLS and with it; and what `check --deploy` cannot see by name."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from config import security
from tests.better_auth.service import ROOT


@pytest.mark.parametrize("path", ["/admin/login/", "/api/docs"])
def test_pages(client: Client, db: None, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in script
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_viewer_of_the_api_runs_no_inline_script_and_asks_nobody_else(client: Client, db: None) -> None:
    page = client.get("/api/docs").content.decode()
    assert page.count("<script") == page.count("<script src=")
    assert "http://" not in page
    assert "https://" not in page


def test_a_page_without_a_policy_of_its_own_may_load_nothing() -> None:
    assert security.policy("/elsewhere", security.POLICIES) == security.API_POLICY


def test_the_admin_demands_a_csrf_token(client: Client, db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 403


def test_the_middlewares_that_the_checks_look_for_are_there_as_subclasses() -> None:
    from django.utils.module_loading import import_string

    classes = [import_string(name) for name in settings.MIDDLEWARE]
    for wanted in (
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ):
        assert any(issubclass(each, import_string(wanted)) for each in classes)


def test_over_tls_cookies_are_host_only_and_secure() -> None:
    tls = security.https(on=True, proxies=1, hsts_seconds=10)
    assert tls["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert tls["SESSION_COOKIE_SECURE"]
    assert tls["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert "SECURE_PROXY_SSL_HEADER" not in security.https(on=True, proxies=0, hsts_seconds=10)
    assert security.https(on=False, proxies=1, hsts_seconds=10) == {}


@pytest.mark.anywhere
@pytest.mark.slow
def test_check_deploy_is_clean() -> None:
    variables = {
        "HTTPS": "1",
        "TRUSTED_PROXY_COUNT": "1",
        "CACHE_URL": "redis://127.0.0.1:6379/0",
        "BETTER_AUTH_URL": "https://app.example.com",
        "ALLOWED_HOSTS": "api.example.com",
        "DJANGO_SECRET_KEY": "x9" * 10 + "Qw3rT5yU7iO1pAsDfGhJkLzXcVbNm-another-forty-chars",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
