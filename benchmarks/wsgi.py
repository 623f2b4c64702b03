"""One request to a WSGI application in this process: no server, no network."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.load import Call

Application = Callable[[dict[str, Any], Callable[..., object]], Any]


def send(application: Application, call: "Call") -> dict[str, str]:
    """One request through WSGI (PEP 3333); its response headers."""
    headers: dict[str, str] = {}

    def start_response(status: str, given: list[tuple[str, str]], *_: object) -> None:
        headers.update(given, Status=status)

    response = application(environ_of(call), start_response)
    b"".join(response)
    response.close()
    if headers["Status"] >= "4":
        raise RuntimeError(f"{call.method} {call.path} answered {headers['Status']}")
    return headers


def environ_of(call: "Call") -> dict[str, Any]:
    path, _, query = call.path.partition("?")
    body = call.body.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": call.method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT": "application/json",
        "HTTP_AUTHORIZATION": f"Bearer {call.token}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    if call.etag:
        environ["HTTP_IF_NONE_MATCH"] = call.etag
    if body:
        environ |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
    return environ
