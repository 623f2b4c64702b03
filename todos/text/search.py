"""Text as search compares it: without case and accents.

It is folded here, once, when it is written, and stored: SQLite and PostgreSQL (and two PostgreSQL
servers with different locales) would each fold it in their own way.
"""

from __future__ import annotations

import re
import unicodedata

# Two ligatures stand for a whole phrase of 8 and of 18 letters: they are kept as they are, because a title of them
# would grow by as much in every column that follows from it. No other character becomes more than seven.
_PHRASES = re.compile("([\ufdfa\ufdfb])")


def fold(text: str) -> str:
    """`text` in compatibility form, without combining marks, case-folded (Unicode 15, 3.13 and UAX 15)."""
    if text.isascii():
        return text.lower()
    if _PHRASES.search(text):
        return "".join(part if _PHRASES.match(part) else _fold(part) for part in _PHRASES.split(text))
    return _fold(text)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def search_text(title: str, description: str, tags: list[str]) -> str:
    """What `q` looks through: the three fields a line apart, so that no word matches across two of them."""
    return fold("\n".join([title, description, *tags]))


def search_columns(title: str, description: str, tags: list[str]) -> dict[str, str]:
    """The columns of a task that follow from its texts: what it is sorted by, filtered by and searched in."""
    return {
        "title_folded": fold(title),
        "tags_folded": tags_text(tags),
        "search": search_text(title, description, tags),
    }


def tag_key(tag: str) -> str:
    """What two spellings of a tag (in NFC) have in common: case is taken away, accents are not."""
    return tag.lower() if tag.isascii() else unicodedata.normalize("NFC", tag.casefold())


def tags_text(tags: list[str]) -> str:
    """Every tag between line feeds, without case, so that a search finds whole tags; empty for no tags."""
    return "\n" + "".join(f"{tag_key(tag)}\n" for tag in tags) if tags else ""
