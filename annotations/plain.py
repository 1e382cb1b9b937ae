"""Words of documents made fit for other places."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2_000
"""Code points of a title, a name or an address at most."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def flat(words: str) -> str:
    """Words on one line, line breaks of a hard-wrapped text as spaces."""
    return " ".join(words.split())


def copied(words: str) -> str:
    """What of a text may go into a clipboard: all but control characters other than tab, newline.

    Offsets and saved quotes keep them; a terminal into which the copy is pasted would obey them.
    """
    return _CONTROL.sub("", words)


def one_line(words: str) -> str:
    """Words on one line. Raises ValueError, with a reason, for what cannot be seen there."""
    words = flat(words)
    for char in words:
        if unicodedata.category(char) in ("Cc", "Cs"):
            raise ValueError(f"there is a character in it that cannot be seen, U+{ord(char):04X}")
    return words


def not_too_long(words: str) -> str:
    """Words as they are. Raises ValueError, with a reason, for more than 2,000 code points."""
    if len(words) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST:,} characters")
    return words
