"""Words of documents made fit for other places."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def flat(words: str) -> str:
    """Words on one line, line breaks of a hard-wrapped text as spaces."""
    return " ".join(words.split())


def copied(words: str) -> str:
    """What of a text may go into a clipboard: all but control characters other than tab, newline.

    Offsets and saved quotes keep them; a terminal into which the copy is pasted would obey them.
    """
    return _CONTROL.sub("", words)
