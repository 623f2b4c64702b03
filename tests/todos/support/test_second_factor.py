"""The optional second factor: once it is confirmed, the password alone does not let its owner in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from authbridge.accounts.models import User
from tests.todos.support.conftest import PASSWORD, Staff
from todos.support.access.own_authenticator import WRONG

DEVICES = "/admin/otp_totp/totpdevice/"


@pytest.fixture
def person(staff: Staff) -> User:
    """Somebody with the role `admin`."""
    staff("admin")
    return User.objects.get(email="admin@example.com")


def _code(device: TOTPDevice) -> str:
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06d}"


def _enter(**fields: str) -> Client:
    browser = Client()
    browser.post("/admin/login/", {"username": "admin@example.com", "password": PASSWORD, **fields})
    return browser


def _inside(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def test_without_a_device_the_password_is_enough(person: User) -> None:
    assert _inside(_enter())


def test_with_one_the_code_is_demanded(person: User) -> None:
    device = TOTPDevice.objects.create(user=person, name="phone", confirmed=True)

    assert not _inside(_enter())
    assert not _inside(_enter(otp_token="000000" if _code(device) != "000000" else "111111"))
    device.throttle_reset()  # after a wrong code the next one has to wait
    assert _inside(_enter(otp_token=_code(device)))


def test_a_right_code_after_a_wrong_one_is_told_to_wait(person: User) -> None:
    device = TOTPDevice.objects.create(user=person, name="phone", confirmed=True, throttling_failure_count=5)
    wrong = "000000" if _code(device) != "000000" else "111111"
    form = {"username": "admin@example.com", "password": PASSWORD}

    Client().post("/admin/login/", {**form, "otp_token": wrong})
    said = Client().post("/admin/login/", {**form, "otp_token": _code(device)}).content.decode()

    assert re.search(r"Enter the code that the device shows in \d+ seconds\.", said)


def test_so_is_a_right_code_that_would_confirm_a_device(person: User) -> None:
    browser = Client()
    browser.force_login(person)
    device = TOTPDevice.objects.create(user=person, name="phone", confirmed=False, throttling_failure_count=5)
    page = f"{DEVICES}{device.pk}/config/"
    browser.post(page, {"code": "000000" if _code(device) != "000000" else "111111"})

    said = browser.post(page, {"code": _code(device)}).content.decode()

    assert re.search(r"Enter the code that the device shows in \d+ seconds\.", said)
    assert WRONG not in said


def test_who_entered_by_password_alone_is_out_when_the_device_is_confirmed(person: User) -> None:
    browser = _enter()
    TOTPDevice.objects.create(user=person, name="phone", confirmed=True)

    assert not _inside(browser)


def test_the_secret_is_shown_until_the_device_is_confirmed(person: User, staff: Staff) -> None:
    browser = Client()
    browser.force_login(person)
    made = browser.post(f"{DEVICES}add/", {"user": person.pk, "name": "phone"})
    device = TOTPDevice.objects.get()
    assert made.status_code == 302
    assert not device.confirmed

    assert f"{DEVICES}{device.pk}/config/" in browser.get(f"{DEVICES}{device.pk}/change/").content.decode()
    assert device.config_url.replace("&", "&amp;") in browser.get(f"{DEVICES}{device.pk}/config/").content.decode()
    picture = browser.get(f"{DEVICES}{device.pk}/qrcode/")
    assert picture.headers["Content-Type"].startswith("image/svg")

    other = User.objects.create_user("other@example.com", PASSWORD, is_staff=True, is_superuser=True)
    device.confirmed = True
    device.save()
    browser = Client()
    browser.force_login(other)
    assert browser.get(f"{DEVICES}{device.pk}/config/").status_code == 403
    assert browser.get(f"{DEVICES}{device.pk}/qrcode/").status_code == 403
    for page in (DEVICES, f"{DEVICES}{device.pk}/change/", f"{DEVICES}{device.pk}/history/"):
        shown = browser.get(page).content.decode()
        assert device.key not in shown
        assert "/config/" not in shown


def test_only_a_code_of_the_device_confirms_it(person: User) -> None:
    browser = Client()
    browser.force_login(person)
    browser.post(f"{DEVICES}add/", {"user": person.pk, "name": "phone", "confirmed": "on"})
    device = TOTPDevice.objects.get()
    page = f"{DEVICES}{device.pk}/config/"

    browser.post(f"{DEVICES}{device.pk}/change/", {"user": person.pk, "name": "phone", "confirmed": "on"})
    answer = browser.post(page, {"code": "12 345"})
    assert WRONG in answer.content.decode()
    assert not TOTPDevice.objects.get().confirmed

    device.throttle_reset()
    code = _code(device)
    assert browser.post(page, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert TOTPDevice.objects.get().confirmed
    assert LogEntry.objects.filter(change_message__contains="Confirmed by a code").count() == 1
    assert _inside(browser)
    assert browser.get(page).status_code == 403


OWN = "/admin/authenticator/"


def test_staff_set_up_their_own(staff: Staff) -> None:
    browser = staff("support_read")
    shown = browser.get(OWN).content.decode()
    device = TOTPDevice.objects.get()
    assert device.config_url.replace("&", "&amp;") in shown
    assert browser.get(f"{OWN}qr/").headers["Content-Type"] == "image/svg+xml"
    assert browser.get(OWN).context["device"] == device  # the one that was scanned, however often it is looked at

    assert WRONG in browser.post(OWN, {"code": "x"}).content.decode()
    device.throttle_reset()
    assert browser.post(OWN, {"code": _code(device)}).headers["Location"] == "/admin/"

    assert TOTPDevice.objects.get().confirmed
    assert _inside(browser)
    assert device.key not in browser.get(OWN).content.decode()
    assert browser.get(f"{OWN}qr/").status_code == 404
    assert LogEntry.objects.filter(change_message="Confirmed by a code").count() == 1


def test_nobody_else_sees_it(staff: Staff) -> None:
    staff("support_read").get(OWN)
    mine = TOTPDevice.objects.get()

    shown = staff("support_write").get(OWN)

    assert mine.config_url not in shown.content.decode()
    assert shown.context["device"] != mine


@pytest.mark.parametrize(
    ("role", "demanded"), [("support_read", False), ("support_write", True), ("admin", True), ("superuser", True)]
)
def test_a_role_that_must_have_one_sees_nothing_before(
    staff: Staff, settings: Any, task: int, role: str, demanded: bool
) -> None:
    settings.DESK_SECOND_FACTOR = ["support_write", "admin"]
    browser = staff(role)

    for page in (
        "/admin/",
        "/admin/todos/task/",
        f"/admin/todos/task/{task}/change/",
        "/admin/find/",
        "/admin/password_change/",
    ):
        answer = browser.get(page)
        assert (answer.headers.get("Location") == OWN) is demanded, page
    assert browser.post("/admin/todos/person/alice/act/", {"act": "end_all", "reason": "x"}).status_code in {302, 403}
    assert not LogEntry.objects.exists()

    if demanded:
        assert "Your role works with a second factor" in browser.get(OWN).content.decode()
        device = TOTPDevice.objects.get()
        browser.post(OWN, {"code": _code(device)})
    assert _inside(browser)
