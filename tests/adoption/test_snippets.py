"""What README and the page about users say to paste, pasted into a fresh project and called."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import real_parts
from tests.adoption.test_adoption import ROOT, run

pytestmark = pytest.mark.anywhere

_BLOCK = re.compile(r"```python\n# (\S+\.py)(, at the end)?\n(.*?)```", re.DOTALL)
README = ROOT / "authbridge" / "README.md"
PAGE = ROOT / "docs" / "your-own-users.md"
# Where this process itself finds packages beside its environment.
_EXTRA = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
_CALLS = """
import django, json
django.setup()
from django.core.management import call_command
call_command("makemigrations", verbosity=0); call_command("migrate", verbosity=0)
from django.test import Client
from authbridge.testing import bearer
client = Client(raise_request_exception=False)

def say(*parts):
    print("SAID", *parts)

def call(method, path, sub=None, data="", **headers):
    sent = (bearer(sub) if sub else {}) | headers
    answer = client.generic(method, path, json.dumps(data) if data else "", "application/json", headers=sent)
    said = json.loads(answer.content) if answer.content and "json" in answer.headers["Content-Type"] else None
    return answer.status_code, said, answer.headers
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What `django-admin startproject mysite` and `manage.py startapp notes` make, with the app installed."""
    call_command("startproject", "mysite", tmp_path)
    (tmp_path / "notes").mkdir()
    call_command("startapp", "notes", tmp_path / "notes")
    settings = tmp_path / "mysite" / "settings.py"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['testserver']")
        + '\nINSTALLED_APPS += ["notes"]\n'
    )
    return tmp_path


def paste(project: Path, page: Path, *names: str) -> None:
    """Write the blocks of a page to the files that they name; `names` are those wanted, or all."""
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    assert found
    for name, at_the_end, code in found:
        if names and name not in names:
            continue
        path = project / name
        before = path.read_text(encoding="utf-8") if at_the_end else ""
        path.write_text(f"{before}\n{code}", encoding="utf-8")


def calls(project: Path, code: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """What `code` says by `say(…)` in the project, with packages hidden as if they were not installed."""
    hide = f"import sys; sys.modules.update(dict.fromkeys({without!r}))\n"
    printed = run(
        sys.executable, "-W", "error::DeprecationWarning", "-c", hide + _CALLS + code,
        cwd=project, PYTHONPATH=os.pathsep.join([str(ROOT), *_EXTRA]), DJANGO_SETTINGS_MODULE="mysite.settings",
    )  # fmt: skip
    return [line.removeprefix("SAID ") for line in printed.splitlines() if line.startswith("SAID ")]


def test_the_lines_of_the_readme_run_as_pasted(project: Path) -> None:
    paste(project, README, "mysite/settings.py", "mysite/views.py", "mysite/urls.py")
    said = calls(
        project,
        "say(call('GET', '/me', 'alice')[1]['id'], call('GET', '/me')[0], call('GET', '/me')[2]['WWW-Authenticate'])",
    )
    assert said == ['alice 401 Bearer realm="api"']


def test_they_leave_what_the_settings_hold_already(project: Path) -> None:
    settings = project / "mysite" / "settings.py"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nREST_FRAMEWORK = {'PAGE_SIZE': 7}\n")
    paste(project, README, "mysite/settings.py")
    said = calls(project, "from django.conf import settings; say(sorted(settings.REST_FRAMEWORK))")
    assert said == ["['DEFAULT_AUTHENTICATION_CLASSES', 'PAGE_SIZE', 'UNAUTHENTICATED_USER']"]


def test_a_plain_project_verifies_without_rest_framework_installed(project: Path) -> None:
    paste(project, README, "mysite/settings.py", "mysite/plain.py")
    urls = project / "mysite" / "urls.py"
    urls.write_text(
        urls.read_text(encoding="utf-8") + "\nfrom mysite.plain import me\nurlpatterns += [path('me', me)]\n"
    )
    said = calls(
        project,
        "call_command('check')\n"
        "import authbridge.ownership, authbridge.middleware, authbridge.testing\n"
        "say(call('GET', '/me', 'alice')[1], call('GET', '/me')[0], sys.modules['rest_framework'])",
        without=("rest_framework", "drf_spectacular"),
    )
    assert said == ["{'id': 'alice', 'session': None} 401 None"]


def test_django_ninja_answers_with_challenge_and_code(project: Path) -> None:
    real_parts.require("ninja", importlib.util.find_spec("ninja") is not None, "make setup-dev installs django-ninja")
    paste(project, README, "mysite/settings.py", "mysite/api.py")
    urls = project / "mysite" / "urls.py"
    urls.write_text(
        urls.read_text(encoding="utf-8") + "\nfrom mysite.api import api\nurlpatterns += [path('api/', api.urls)]\n"
    )
    said = calls(
        project,
        "say(call('GET', '/api/me', 'alice')[:2])\n"
        "for headers in ({}, {'Authorization': 'Bearer x'}):\n"
        "    status, body, fields = call('GET', '/api/me', **headers)\n"
        "    say(status, body['code'], fields['WWW-Authenticate'])\n"
        "say(sorted(call('GET', '/api/openapi.json')[1]['components']['securitySchemes']['BetterAuth'].items()))\n",
    )
    assert said == [
        "(200, {'id': 'alice'})",
        '401 not_authenticated Bearer realm="api"',
        '401 invalid_token Bearer realm="api", error="invalid_token", error_description="The access token is not valid."',
        "[('bearerFormat', 'JWT'), ('scheme', 'bearer'), ('type', 'http')]",
    ]


def test_rows_may_point_to_users_of_the_projects_own(project: Path) -> None:
    paste(project, README, "mysite/settings.py")
    paste(project, PAGE)
    said = calls(
        project,
        "say(call('POST', '/notes', 'alice', {'text': 'mine'})[0], call('POST', '/notes', 'bob', {'text': 'his'})[0])\n"
        "say([note['text'] for note in call('GET', '/notes', 'alice')[1]])\n"
        "from django.contrib.auth.models import User\n"
        "say([(user.username, user.has_usable_password(), user.is_staff) for user in User.objects.order_by('pk')])\n"
        "User.objects.filter(username='bob').update(is_active=False)\n"
        "status, body, _ = call('GET', '/notes', 'bob'); say(status, body)\n"
        "from django.conf import settings\n"
        "settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, 'USER_RESOLVER': 'mysite.users.find_user'}\n"
        "say(call('GET', '/notes', 'alice')[0], call('GET', '/notes', 'carol')[0], User.objects.count())\n",
    )
    assert said == [
        "201 201",
        "['mine']",
        "[('alice', False, False), ('bob', False, False)]",
        "403 {'detail': 'You have no account here.'}",
        "200 403 2",
    ]
