"""POST /api/auth/password/reset and …/confirm."""

from __future__ import annotations

import logging
import re
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core import mail, signing
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from authbridge.accounts.models import User
from authbridge.accounts.passwords import password_check, password_mail, password_reset
from tests.authbridge.accounts.hashers import QuickHasher
from tests.authbridge.accounts.person import PASSWORD, Person

NEW = "An0ther horse, battery"


def ask(person: Person, email: str | None = None) -> Any:
    """POST /password/reset, and wait until the mail that may follow is out."""
    answer = person.client.post("/api/auth/password/reset", {"email": email or person.email})
    password_mail._sender.submit(lambda: None).result(timeout=10)
    return answer


def mailed_link() -> str:
    """The link in the newest mail."""
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def token_of(link: str) -> str:
    """The token in a link."""
    return parse_qs(link.partition("#")[2])["token"][0]


def confirm(person: Person, token: str, password: str = NEW) -> Any:
    """POST /password/reset/confirm."""
    return person.client.post("/api/auth/password/reset/confirm", {"token": token, "password": password})


@pytest.fixture
def token(ann: Person) -> str:
    """Ann's, from her mail."""
    ask(ann)
    return token_of(mailed_link())


def test_the_mail_goes_to_the_account_and_says_how_long(ann: Person) -> None:
    assert ask(ann).status_code == 202
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ann.email], "Set a new password")
    assert "within 60 minutes" in str(sent.body)
    assert mailed_link().startswith("http://testserver:8000/api/auth/password/reset/page#token=")


@pytest.mark.parametrize("host", ["testserver", "127.0.0.1:1337", "localhost:1337", "localhost"])
def test_whoever_asks_does_not_choose_where_the_link_leads(ann: Person, settings: Settings, host: str) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SERVICE_URL": "https://api.example.com/ignored?too"}
    proxy = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "Host": host}
    ann.client.post("/api/auth/password/reset", {"email": ann.email}, headers=proxy)
    password_mail._sender.submit(lambda: None).result(timeout=10)
    assert mailed_link().startswith("https://api.example.com/api/auth/password/reset/page#token=")


def test_without_an_origin_no_mail_goes_out_and_the_operator_is_told(
    ann: Person, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SERVICE_URL": ""}
    known, unknown = ask(ann), ask(ann, "nobody@example.com")
    assert (known.status_code, known.content) == (202, unknown.content)
    assert mail.outbox == []
    assert "Set AUTHBRIDGE_SERVICE_URL" in caplog.text


@pytest.mark.parametrize("form", [" {}", "{} ", "\t{}", "{}\n"])
def test_a_token_with_blanks_around_it_is_no_token(ann: Person, token: str, form: str) -> None:
    assert refusal(confirm(ann, form.format(token))) == (400, "#/token", "invalid_token")
    assert confirm(ann, token).status_code == 204


def test_the_link_may_open_a_page_of_the_front_end(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_RESET_URL": "https://app.example/new-password"}
    ask(ann)
    assert mailed_link().startswith("https://app.example/new-password#token=")


def test_a_reset_sets_the_password_and_ends_every_session(ann: Person, token: str) -> None:
    assert confirm(ann, token).status_code == 204
    assert ann.log_in(PASSWORD).status_code == 401
    assert ann.log_in(NEW).status_code == 200
    assert ann.tasks(ann.given["access_token"]) == 401
    assert ann.refresh(ann.given["refresh_token"]).status_code == 401


def refusal(answer: Any) -> tuple[int, str, str]:
    """What a refusal says."""
    (error,) = answer.json()["errors"]
    return answer.status_code, error["pointer"], error["code"]


def test_a_link_works_once(ann: Person, token: str) -> None:
    confirm(ann, token)
    assert refusal(confirm(ann, token, "a third password 3")) == (400, "#/token", "invalid_token")
    assert ann.log_in(NEW).status_code == 200


def test_of_two_uses_at_once_one_has_its_way(ann: Person, token: str) -> None:
    first, second = password_reset.find_holder(token), password_reset.find_holder(token)
    assert first is not None
    assert second is not None
    request = RequestFactory().post("/")
    assert password_check.replace_password(request, first, NEW)
    assert not password_check.replace_password(request, second, "a third password 3")
    assert ann.log_in(NEW).status_code == 200


def test_a_use_that_came_second_is_told_so(ann: Person, token: str, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.authbridge.accounts.test_password_reset.Overtaken"]
    User.objects.filter(pk=ann.id).update(is_staff=False)
    assert refusal(confirm(ann, token)) == (400, "#/token", "invalid_token")


def test_a_link_works_for_an_hour(ann: Person, token: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=True):
        assert password_reset.find_holder(token) is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        assert refusal(confirm(ann, token)) == (400, "#/token", "invalid_token")


@pytest.mark.parametrize("change", [{"email": "other@example.com"}, {"is_active": False}])
def test_a_link_dies_with_what_it_was_made_for(ann: Person, token: str, change: dict[str, Any]) -> None:
    User.objects.update(**change)
    assert confirm(ann, token).status_code == 400


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "ä:ö:ü", "\ud800"])
def test_what_is_no_token_is_refused(ann: Person, token: str) -> None:
    assert confirm(ann, token).status_code == 400


def test_a_signature_made_for_something_else_is_refused(ann: Person) -> None:
    assert confirm(ann, signing.dumps([ann.id, "x"])).status_code == 400


def test_a_weak_password_does_not_use_the_link_up(ann: Person, token: str) -> None:
    answer = confirm(ann, token, "password123")
    assert answer.json()["errors"][0]["pointer"] == "#/password"
    assert confirm(ann, token).status_code == 204


def test_an_account_made_without_a_password_gets_its_first_one(ann: Person) -> None:
    User.objects.create_user("new@example.com")
    ask(ann, "new@example.com")
    assert confirm(ann, token_of(mailed_link())).status_code == 204


def test_the_answer_is_the_same_for_an_unknown_address(ann: Person) -> None:
    known, unknown = ask(ann), ask(ann, "nobody@example.com")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    User.objects.update(is_active=False)
    assert ask(ann).content == known.content
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("standing_clock")
def test_nobodys_mailbox_can_be_filled(ann: Person) -> None:
    answers = {(answer.status_code, answer.content) for answer in (ask(ann) for _ in range(5))}
    assert len(answers) == 1
    assert len(mail.outbox) == 3


@pytest.mark.usefixtures("standing_clock")
def test_one_address_cannot_ask_without_end(ann: Person) -> None:
    statuses = [ann.client.post("/api/auth/password/reset", {}).status_code for _ in range(31)]
    assert statuses == [400] * 30 + [429]


def test_a_mail_that_cannot_be_sent_tells_the_operator_and_nobody_else(
    ann: Person, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with caplog.at_level(logging.ERROR):
        assert ask(ann).status_code == 202
    (line,) = [record for record in caplog.records if record.name == "authbridge.mail"]
    assert "ConnectionRefusedError" in line.getMessage()
    assert "token" not in line.getMessage()


def test_a_mail_server_that_hangs_costs_mails_and_no_memory(ann: Person, caplog: pytest.LogCaptureFixture) -> None:
    go = threading.Event()
    password_mail._sender.submit(go.wait, 10)
    waiting = [password_mail.send_in_background(ann.row, "link") for _ in range(password_mail.MAX_WAITING)]
    assert password_mail.send_in_background(ann.row, "link") is None
    assert "was dropped" in caplog.text
    go.set()
    for one in waiting:
        assert one is not None
        one.result(timeout=30)
    assert len(mail.outbox) == password_mail.MAX_WAITING


def test_the_page_of_the_link_needs_nothing_from_elsewhere(ann: Person) -> None:
    answer = ann.client.get("/api/auth/password/reset/page")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert '"/api/auth/password/reset/confirm"' in page
    assert "http://" not in page
    assert "https://" not in page
    assert answer["Referrer-Policy"] == "no-referrer"


class Overtaken(QuickHasher):
    """While it hashes, somebody else's reset is stored."""

    def encode(self, password: str, salt: str | bytes) -> str:
        """As the real one, a moment too late."""
        User.objects.update(password="!somebody else's")
        return super().encode(password, salt)  # type: ignore[arg-type]  # the stubs say str; bcrypt's salt is bytes
