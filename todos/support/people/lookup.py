"""From what a ticket says (an id, an e-mail address) to user ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from authbridge.accounts.models import User
from authbridge.directory import queries
from todos.models import Seen
from todos.support.better_auth import asked


def ids_of_email(email: str) -> list[str]:
    """The ids of whoever has this address: in Better Auth, as a local account, or in a token seen earlier."""
    address = email.strip().lower()
    found = [str(pk) for pk in User.objects.filter(email=address).values_list("pk", flat=True)]
    found += Seen.objects.filter(email=address).values_list("user_id", flat=True)[:20]
    person = asked(queries.find_user_by_email, address)
    if person is not None:
        found.append(person.id)
    return list(dict.fromkeys(found))


class Known(NamedTuple):
    """What staff call somebody."""

    name: str = ""
    email: str = ""


def known(ids: Iterable[str]) -> dict[str, Known]:
    """Names and addresses of those who have a local account or were seen with a token. Two queries."""
    wanted = [user_id for user_id in set(ids) if user_id]
    seen = Seen.objects.filter(pk__in=wanted).values_list("user_id", "name", "email")
    local = User.objects.filter(pk__in=wanted).values_list("pk", "name", "email")
    return {user_id: Known(name, email) for user_id, name, email in (*seen, *local)}


def called(names: dict[str, Known], user_id: str) -> str:
    """What staff call that person: the e-mail address if it is known, or the id."""
    return names.get(user_id, Known()).email or user_id


def ids_named(term: str) -> list[str]:
    """The ids that a term stands for: an e-mail address's people, or the id that it is."""
    return ids_of_email(term) if "@" in term else [term]
