"""(d) The floor: one WSGI function, psycopg, and PostgreSQL writes the JSON. No framework, few manners.

It checks the token and the path and nothing else; it is here to show what the machine can do at most.
"""

import json
import os
import re
import threading
from collections.abc import Callable, Iterable
from typing import Any

import jwt
import psycopg

SECRET = os.environ["BENCH_SECRET"]
URL = os.environ["BENCH_DATABASE_URL"]
ROUTE = re.compile(r"/api/([^/]+)/tasks(?:/(\d+)(/complete)?)?")
COLUMNS = (
    "id, user_id, title, description, completed, completed_at, priority, due_date, "
    "to_char(due_time, 'HH24:MI') AS due_time, tags, position, version, created_at, updated_at"
)
LIST = f"""
    SELECT coalesce(json_agg(page), '[]')::text FROM (
        SELECT {COLUMNS} FROM task WHERE user_id = %s ORDER BY created_at DESC, id DESC LIMIT 50
    ) AS page"""
ONE = f"SELECT row_to_json(t)::text FROM (SELECT {COLUMNS} FROM task WHERE id = %s AND user_id = %s) AS t"
CREATE = f"""
    WITH t AS (
        INSERT INTO task (user_id, title, description) VALUES (%s, %s, %s) RETURNING {COLUMNS}
    ) SELECT row_to_json(t)::text FROM t"""
TOGGLE = f"""
    WITH t AS (
        UPDATE task SET completed = NOT completed, completed_at = CASE WHEN completed THEN NULL ELSE now() END,
            version = version + 1, updated_at = now()
        WHERE id = %s AND user_id = %s RETURNING {COLUMNS}
    ) SELECT row_to_json(t)::text FROM t"""

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
local = threading.local()


def fetch(query: str, *parameters: object) -> str | None:
    """The one value of the one row, over this thread's own connection."""
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(URL, autocommit=True)
        local.connection.execute("SET timezone TO 'UTC'")
    row = local.connection.execute(query, parameters).fetchone()
    return row[0] if row else None


def answer(environ: Environ) -> tuple[str, str]:
    """Status line and body of one request."""
    route = ROUTE.fullmatch(environ["PATH_INFO"])
    if route is None:
        return "404 Not Found", "{}"
    user, task, toggle = route.groups()
    _scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    try:
        claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return "401 Unauthorized", "{}"
    if claims.get("sub") != user:
        return "403 Forbidden", "{}"
    if task is None and environ["REQUEST_METHOD"] == "POST":
        body = json.loads(environ["wsgi.input"].read())
        return "201 Created", fetch(CREATE, user, body["title"], body.get("description", "")) or ""
    if task is None:
        return "200 OK", fetch(LIST, user) or ""
    found = fetch(TOGGLE if toggle else ONE, int(task), user)
    return ("200 OK", found) if found else ("404 Not Found", "{}")


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    status, body = answer(environ)
    content = body.encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
    return [content]
