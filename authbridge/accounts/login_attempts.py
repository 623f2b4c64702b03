"""The guard against guessing: failures per account and address, and per address over all accounts.

An attempt is counted before the password is looked at and forgotten when it was right. Counting only
after a failure would let every guess through that is under way at the same moment. A count is one
row and one statement in the database, so it is exact across threads, workers and machines, with any
cache. `docs/decisions/` says why this is not django-axes, and why the limits are what they are.

LOGIN_RATE bounds guesses at one account from one address. LOGIN_ADDRESS_RATE bounds the accounts that
fail from one address; an account counts there once in each window of its own, so that a forgotten
client with an old password does not use up what its whole office has.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import connections, router
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from authbridge import conf
from authbridge.accounts.errors import TooManyAttempts, TooManyFromAddress
from authbridge.accounts.fields import normalise_email
from authbridge.accounts.models import LoginAttempts
from authbridge.client_address import neighbourhood
from authbridge.throttling import Rate, parse_rate

ALL_ACCOUNTS = "ALL ACCOUNTS"
"""The account of the row that counts an address over all of them; an account in its one spelling is lower case."""

_COUNT = """
    INSERT INTO accounts_loginattempts (account, address, failures, window_ends_at)
    VALUES (%(account)s, %(address)s, %(step)s, %(end)s)
    ON CONFLICT (account, address) DO UPDATE SET
        failures = CASE WHEN accounts_loginattempts.window_ends_at <= %(now)s
                        THEN %(step)s ELSE accounts_loginattempts.failures + %(step)s END,
        window_ends_at = CASE WHEN accounts_loginattempts.window_ends_at <= %(now)s
                              THEN %(end)s ELSE accounts_loginattempts.window_ends_at END
    RETURNING failures
"""


def count_attempt(account: str, client_address: str) -> None:
    """Count one attempt. Raises `TooManyAttempts` or `TooManyFromAddress` (429) when a window has had its share.

    Known and unknown accounts count alike, so that the answer tells nothing. Two statements.
    """
    account, address, now = _account(account), neighbourhood(client_address), timezone.now()
    per_account, per_address = _rates()
    failures = 1
    if per_account is not None:
        failures = _increment(account, address, 1, per_account, now)
        if failures > per_account.limit:
            raise TooManyAttempts(_seconds_left(account, address, now))
    # Where the server gives no address (a Unix socket), everybody would be one.
    if per_address is not None and address:
        step = 1 if failures == 1 else 0
        if _increment(ALL_ACCOUNTS, address, step, per_address, now) > per_address.limit:
            raise TooManyFromAddress(_seconds_left(ALL_ACCOUNTS, address, now))


def forget_failures(account: str, client_address: str) -> None:
    """Start afresh: the password was right. What the address has failed at other accounts stays counted."""
    account, address = _account(account), neighbourhood(client_address)
    if not _delete_rows(LoginAttempts.objects.filter(account=account, address=address)):
        return
    counted = LoginAttempts.objects.filter(account=ALL_ACCOUNTS, address=address)
    if not _delete_rows(counted.filter(failures__lte=1)):
        counted.filter(failures__gt=1).update(failures=F("failures") - 1)


def is_locked_out(row: LoginAttempts, now: datetime) -> bool:
    """Whether the next try that this row counts is refused at `now`."""
    per_account, per_address = _rates()
    rate = per_address if row.account == ALL_ACCOUNTS else per_account
    return rate is not None and row.failures >= rate.limit and row.window_ends_at > now


def locked_out(now: datetime) -> QuerySet[LoginAttempts]:
    """The rows for which `is_locked_out` holds. Staff lift a lock by deleting its row."""
    per_account, per_address = _rates()
    reached = Q(pk__in=())
    if per_account is not None:
        reached |= Q(failures__gte=per_account.limit) & ~Q(account=ALL_ACCOUNTS)
    if per_address is not None:
        reached |= Q(failures__gte=per_address.limit, account=ALL_ACCOUNTS)
    return LoginAttempts.objects.filter(reached, window_ends_at__gt=now)


locked = locked_out  # its name until this release


def _rates() -> tuple[Rate | None, Rate | None]:
    keys = conf.keys()
    return parse_rate(keys.LOGIN_RATE), parse_rate(keys.LOGIN_ADDRESS_RATE)


def _account(account: str) -> str:
    return normalise_email(account)[:254]


def _delete_rows(rows: QuerySet[LoginAttempts]) -> int:
    # Nothing refers to these rows and nobody listens: `delete` would add a transaction to the one statement.
    return rows._raw_delete(rows.db)


def _increment(account: str, address: str, step: int, rate: Rate, now: datetime) -> int:
    alias = router.db_for_write(LoginAttempts)
    connection = connections[alias]
    moment = connection.ops.adapt_datetimefield_value
    values: dict[str, str | int] = {
        "account": account,
        "address": address,
        "step": step,
        "now": str(moment(now)),
        "end": str(moment(now + timedelta(seconds=rate.window))),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return int(cursor.fetchone()[0])


def _seconds_left(account: str, address: str, now: datetime) -> int:
    """Whole seconds until the window ends, at least one."""
    ends = LoginAttempts.objects.filter(account=account, address=address).values_list("window_ends_at", flat=True)
    return max([1, *(ceil((end - now).total_seconds()) for end in ends)])
