"""The word of a list's life, which every token and entity tag of it carries.

Revisions and versions are numbers that begin again where a backup, or a standby that had not received everything,
begins again: the same number then stands for something else. So each list has a word beside them, random when its
owner first writes, and another after every restore (`manage.py todos_renew`): what was given out in an earlier life
fits nothing any more.
"""

from __future__ import annotations

import secrets


def new_epoch() -> str:
    """A word that nobody has had: eight hexadecimal digits."""
    return secrets.token_hex(4)
