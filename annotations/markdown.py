"""Words from documents in Markdown: they show as they stand in the document."""

from __future__ import annotations

import re

from annotations.plain import copied, flat

_SYNTAX = re.compile(r"[\\`*_\[\]<>|~&$#]|^[+=-]")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_ADDRESS = re.compile(r"https?://[^\s<>\x00-\x20\x7f]+", re.IGNORECASE)


def escaped(words: str) -> str:
    """Words on one line in which Markdown sees no syntax."""
    words = _SYNTAX.sub(lambda match: f"\\{match[0]}", flat(copied(flat(words))))
    return _NUMBERED.sub(r"\1\\\2", words)


def linked(url: str) -> str:
    """An address as a link that shows it; escaped words where it is none of the web."""
    return f"<{url}>" if _ADDRESS.fullmatch(url) else escaped(url)
