"""The guard against guessing: N failures per account and address in a window, then nothing until it ends.

An attempt is counted before the password is looked at and forgotten when it was right. Counting only
after a failure would let every guess through that is under way at the same moment. The count is one
row and one statement in the database, so it is exact across threads, workers and machines, with any
cache. `docs/decisions/` says why this is not django-axes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import connections, router
from django.db.models import QuerySet
from django.utils import timezone

from authbridge import conf
from authbridge.accounts.errors import TooManyAttempts
from authbridge.accounts.fields import normalise_email
from authbridge.accounts.models import LoginAttempts
from authbridge.client_address import neighbourhood
from authbridge.throttling import parse_rate

_COUNT = """
    INSERT INTO accounts_loginattempts (account, address, failures, window_ends_at)
    VALUES (%(account)s, %(address)s, 1, %(end)s)
    ON CONFLICT (account, address) DO UPDATE SET
        failures = CASE WHEN accounts_loginattempts.window_ends_at <= %(now)s
                        THEN 1 ELSE accounts_loginattempts.failures + 1 END,
        window_ends_at = CASE WHEN accounts_loginattempts.window_ends_at <= %(now)s
                              THEN %(end)s ELSE accounts_loginattempts.window_ends_at END
    RETURNING failures
"""


def count(account: str, address: str) -> None:
    """Count one attempt. Raises `TooManyAttempts` (429) when the window has had its share.

    Known and unknown accounts count alike, so that the answer tells nothing. One statement.
    """
    rate = parse_rate(conf.keys().LOGIN_RATE)
    if rate is None:
        return
    account, address, now = _account(account), neighbourhood(address), timezone.now()
    if _counted(account, address, now, now + timedelta(seconds=rate.window)) > rate.limit:
        raise TooManyAttempts(_wait(account, address, now))


def forget(account: str, address: str) -> None:
    """Start afresh: the password was right."""
    rows = LoginAttempts.objects.filter(account=_account(account), address=neighbourhood(address))
    # Nothing refers to these rows and nobody listens: `delete` would add a transaction to the one statement.
    rows._raw_delete(rows.db)


def _account(account: str) -> str:
    return normalise_email(account)[:254]


def _counted(account: str, address: str, now: datetime, end: datetime) -> int:
    alias = router.db_for_write(LoginAttempts)
    connection = connections[alias]
    moment = connection.ops.adapt_datetimefield_value
    values = {"account": account, "address": address, "now": moment(now), "end": moment(end)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return int(cursor.fetchone()[0])


def _wait(account: str, address: str, now: datetime) -> int:
    """Whole seconds until the window ends, at least one."""
    ends = LoginAttempts.objects.filter(account=account, address=address).values_list("window_ends_at", flat=True)
    return max([1, *(ceil((end - now).total_seconds()) for end in ends)])


def locked(now: datetime) -> QuerySet[LoginAttempts]:
    """The account and address pairs whose next try at `now` is refused; staff lift a lock by deleting its row."""
    rate = parse_rate(conf.keys().LOGIN_RATE)
    if rate is None:
        return LoginAttempts.objects.none()
    return LoginAttempts.objects.filter(window_ends_at__gt=now, failures__gte=rate.limit)
