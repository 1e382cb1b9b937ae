"""Words of others as HTML that shows them and does nothing else.

A browser must see no tag, no character that HTML forbids and no control of direction that turns the
words around it. What cannot be shown becomes a visible sign, one code point for one.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

_SIGNS = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    0x85: "↵",
    **dict.fromkeys((0x2028, 0x2029), "↵"),
    **dict.fromkeys((0x202A, 0x202D, 0x2066), "▸"),
    **dict.fromkeys((0x202B, 0x202E, 0x2067), "◂"),
    **dict.fromkeys((0x202C, 0x2068, 0x2069), "▪"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd"),
    **{plane << 16 | end: "\ufffd" for plane in range(17) for end in (0xFFFE, 0xFFFF)},
}
"""Code points that HTML forbids, and those that turn words around: what is shown for each."""

_ODD = re.compile("[" + "".join(map(re.escape, map(chr, sorted(_SIGNS)))) + "]")


def shown(words: str) -> str:
    """The words with signs for what cannot be shown, as many code points as before."""
    return words.translate(_SIGNS) if _ODD.search(words) else words


def escaped(words: str) -> str:
    """The words for the text of a page, or for an attribute in double quotation marks."""
    return escape(shown(words))


def alone(words: str) -> str:
    """The words in a line of ours, whose direction they leave alone."""
    return f"<bdi>{escaped(words)}</bdi>"


def linked(url: str) -> str:
    """An address, to be followed where it leads to a page; of any other only the words."""
    if not _leads_to_a_page(url):
        return alone(url)
    return f'<a href="{escaped(url)}" rel="noopener noreferrer nofollow">{alone(url)}</a>'


def _leads_to_a_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()
