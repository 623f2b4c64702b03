"""What people type as titles and tags: how it is tidied, and what of it can be seen.

White space is what a browser trims (ECMA-262, `String.prototype.trim`), so that a front end and the service
agree. Python's `strip` would also take away some control characters, which are to be refused, not dropped.
"""

from __future__ import annotations

from unicodedata import category, normalize

_WHITE = (
    "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
# Letters, marks and symbols that show nothing (Unicode: Default_Ignorable_Code_Point), and the empty Braille cell.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


def tidy(text: str) -> str:
    """`text` in NFC, without white space at its ends."""
    return normalize("NFC", text).strip(_WHITE)


def is_visible(text: str) -> bool:
    """Whether any character of `text` can be seen: neither white space, nor control, nor format, nor blank."""
    return any(category(char)[0] not in "ZC" and char not in _BLANK for char in text)


def has_control(text: str, allowed: str = "") -> bool:
    """Whether `text` holds a control character (Cc) other than those of `allowed`."""
    return any(category(char) == "Cc" and char not in allowed for char in text)
