"""The shipped nginx configuration, in the real nginx, in front of the real service."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from authbridge.testing import bearer
from tests.better_auth.service import TodoService
from tests.deploy.proxy import HOST, Proxy

pytestmark = pytest.mark.anywhere


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this module's nginx and its service keep their files."""
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def backend(directory: Path) -> Iterator[TodoService]:
    """The service as behind a proxy with TLS."""
    import os

    variables = {
        "BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"],
        "HTTPS": "1",
        "TRUSTED_PROXY_COUNT": "1",
        "LOG_FORMAT": "json",
    }
    with TodoService(f"sqlite:///{directory / 'service.sqlite3'}", variables) as service:
        yield service


@pytest.fixture(scope="module")
def proxy(backend: TodoService, directory: Path) -> Iterator[Proxy]:
    """nginx in front of it."""
    with Proxy(backend.url, directory) as running:
        yield running


@pytest.fixture
def client(proxy: Proxy) -> Iterator[httpx.Client]:
    """alice, over TLS, checking the certificate."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    with httpx.Client(base_url=proxy.url, verify=context, trust_env=False, headers=bearer("alice"), timeout=20) as one:
        yield one


def test_a_task_over_tls(client: httpx.Client) -> None:
    made = client.post("/api/tasks", json={"title": "Over TLS"})
    assert made.status_code == 201
    assert client.get(made.headers["Location"]).json()["title"] == "Over TLS"
    assert made.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_plain_http_is_sent_to_https(proxy: Proxy) -> None:
    answer = httpx.get(f"http://{HOST}:{proxy.plain_port}/api/tasks", trust_env=False)
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"https://{HOST}/api/tasks"


def test_http2(proxy: Proxy) -> None:
    command = ["curl", "-s", "--http2", "--cacert", str(proxy.certificate), "-o", "/dev/null", "-w", "%{http_version}"]
    done = subprocess.run([*command, f"{proxy.url}/api/health/live"], capture_output=True, text=True)
    assert done.stdout == "2"


@pytest.mark.parametrize(("version", "spoken"), [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_which_tls_is_spoken(proxy: Proxy, version: str, spoken: bool) -> None:
    command = ["openssl", "s_client", version, "-cipher", "DEFAULT:@SECLEVEL=0", "-connect", f"127.0.0.1:{proxy.port}"]
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=20)
    assert (done.returncode == 0) is spoken, done.stdout + done.stderr


@pytest.mark.parametrize("size", [256 * 1024 + 1, 10_000_000])
def test_a_body_that_is_too_large_is_a_problem_document(client: httpx.Client, size: int) -> None:
    answer = client.post("/api/tasks", content=b"x" * size, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "payload_too_large"
    assert answer.json()["request_id"]


@pytest.mark.parametrize(
    "said", [b"\x00\xff\x16\x03 / nonsense\r\n\r\n", b"GET /" + b"x" * 17_000 + b" HTTP/1.1\r\n\r\n"]
)
def test_what_is_not_http_is_a_bad_request(proxy: Proxy, said: bytes) -> None:
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    plain = socket.create_connection(("127.0.0.1", proxy.port), 5)
    with context.wrap_socket(plain, server_hostname=HOST) as one:
        one.sendall(said)
        answer = one.recv(65536).decode()
    assert '"code":"bad_request"' in answer
    time.sleep(0.2)
    assert '"status":500' not in (proxy.directory / "access.log").read_text()


def test_an_import_may_be_larger(client: httpx.Client) -> None:
    answer = client.post("/api/tasks/import", content=b"x" * 300_000, headers={"Content-Type": "application/json"})
    assert answer.status_code != 413


def test_a_forged_forwarded_address_goes_no_further(client: httpx.Client, backend: TodoService) -> None:
    answers = Counter(
        client.post(
            "/api/auth/login",
            json={"email": "nobody@example.com", "password": "wrong-wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        ).status_code
        for n in range(7)
    )
    assert answers == {401: 5, 429: 2}


def test_the_request_id_is_one_through_both(client: httpx.Client, proxy: Proxy, backend: TodoService) -> None:
    assert client.get("/api/tasks", headers={"X-Request-ID": "walk-42"}).headers["X-Request-ID"] == "walk-42"
    forged = client.get("/api/tasks", headers={"X-Request-ID": 'x" injected'}).headers["X-Request-ID"]
    assert forged.isalnum()
    time.sleep(0.2)
    assert "walk-42" in backend.log()
    log = (proxy.directory / "access.log").read_text()
    assert "walk-42" in log
    assert "Bearer" not in log


def test_the_query_string_is_in_no_log(client: httpx.Client, proxy: Proxy, backend: TodoService) -> None:
    client.get("/api/tasks", params={"q": "secretsearch"})
    time.sleep(0.2)
    assert "secretsearch" not in (proxy.directory / "access.log").read_text() + backend.log()


def test_pages_have_their_headers(client: httpx.Client) -> None:
    page = client.get("/admin/login/")
    assert page.status_code == 200
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    assert "Secure" in cookie


def test_the_service_away_is_503_in_the_same_form(directory: Path, tmp_path: Path) -> None:
    with Proxy("http://127.0.0.1:1", tmp_path) as alone:
        context = ssl.create_default_context(cafile=str(alone.certificate))
        answer = httpx.get(f"{alone.url}/api/tasks", verify=context, trust_env=False)
    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["Retry-After"] == "2"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [({"max_conns=64": "max_conns=2"}, 503, "unavailable"), ({"at_once 64": "at_once 4"}, 429, "rate_limited")],
)
def test_beyond_what_is_taken_at_once_the_answer_comes_at_once(
    tmp_path: Path, changes: dict[str, str], status: int, code: str
) -> None:
    """Four requests that are not answered fill a capacity of four, or an address's four: the fifth does not queue."""
    silent = socket.create_server(("127.0.0.1", 0))  # takes connections and never answers
    with Proxy(f"http://127.0.0.1:{silent.getsockname()[1]}", tmp_path, changes) as full:
        held = [_ask(full) for _ in range(4)]
        taken = [silent.accept()[0] for _ in range(4)]
        fifth = _ask(full)
        answer = fifth.recv(65536).decode()
        for connection in (*held, *taken, fifth):
            connection.close()
    silent.close()
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert f'"code":"{code}"' in answer


def _ask(proxy: Proxy) -> ssl.SSLSocket:
    """A request for the list, sent; nobody has read the answer."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    one = context.wrap_socket(socket.create_connection(("127.0.0.1", proxy.port), 20), server_hostname=HOST)
    one.sendall(f"GET /api/tasks HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    return one


def test_slow_bodies_occupy_nginx_and_not_the_service(client: httpx.Client, proxy: Proxy) -> None:
    """More of them than fit inside, from five addresses, each a byte now and then: everybody else is served."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    slow = []
    for number in range(300):
        plain = socket.create_connection(("127.0.0.1", proxy.port), 5, (f"127.0.1.{number % 5 + 1}", 0))
        one = context.wrap_socket(plain, server_hostname=HOST)
        one.sendall(f"POST /api/tasks HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\n{{".encode())
        slow.append(one)
    assert [client.get("/api/tasks").status_code for _ in range(10)] == [200] * 10
    assert client.post("/api/tasks", json={"title": "Written meanwhile"}).status_code == 201
    for one in slow:
        one.close()


def _from(address: str, proxy: Proxy) -> httpx.Client:
    """alice, calling from this loopback address."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    transport = httpx.HTTPTransport(verify=context, local_address=address)
    return httpx.Client(base_url=proxy.url, transport=transport, headers=bearer("alice"), timeout=20)


ONE_A_MINUTE = {"rate=50r/s": "rate=1r/m", "burst=100": "burst=4"}  # on any machine 10 requests are too fast


def test_an_address_that_asks_too_fast_waits_and_no_other_does(backend: TodoService, tmp_path: Path) -> None:
    """Beyond its allowance it gets 429 and when to come again; the service is not asked."""
    with (
        Proxy(backend.url, tmp_path, ONE_A_MINUTE) as proxy,
        _from("127.0.3.1", proxy) as fast,
        _from("127.0.3.2", proxy) as other,
    ):
        answers = [fast.get("/api/tasks") for _ in range(10)]
        assert other.get("/api/tasks").status_code == 200
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 5
    refused = answers[5:]
    assert refused[0].json()["code"] == "rate_limited"
    assert refused[0].headers["Retry-After"] == "1"
    assert refused[0].headers["X-Request-ID"] == refused[0].json()["request_id"]


def test_the_front_ends_own_server_is_exempt(backend: TodoService, tmp_path: Path) -> None:
    """It speaks for many people from one address."""
    changes = {**ONE_A_MINUTE, "192.0.2.1/32": "127.0.3.3/32"}
    with Proxy(backend.url, tmp_path, changes) as proxy, _from("127.0.3.3", proxy) as server:
        assert {server.get("/api/tasks").status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(("origin", "readable"), [("https://app.example.com", True), ("https://evil.example", False)])
def test_a_refusal_of_nginx_can_be_read_by_the_front_end_alone(
    client: httpx.Client, origin: str, readable: bool
) -> None:
    """Without CORS on it a page would see a network error instead of what is wrong."""
    answer = client.post("/api/tasks", content=b"x" * 300_000, headers={"Origin": origin})
    assert answer.status_code == 413
    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if readable else None)
    assert answer.headers.get("Access-Control-Allow-Credentials") == ("true" if readable else None)
    assert answer.headers["Vary"] == "Origin"
