"""The one door through which text from outside reaches a screen or a terminal.

Textual hands control sequences in a string to the terminal, which obeys them: a document could set
the title, write the clipboard, ask questions whose answers arrive as keys. Here each code point
becomes one printable string, so that offsets stay true and nothing is obeyed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from annotations.characters import clusters, stand_alone

MOST_MARKS = 8
"""Combining marks drawn on one character; more are a prank and would cover other rows."""

_PICTURES = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20)},
    "\n": " ",
    "\t": "\t",
    "\x7f": "␡",
    **{chr(code): "�" for code in range(0x80, 0xA0)},
    "\x85": "↵",
    "\u2028": "↵",
    "\u2029": "¶",
    **dict.fromkeys("\u200e\u202a\u202d\u2066", "▸"),
    **dict.fromkeys("\u061c\u200f\u202b\u202e\u2067", "◂"),
    **dict.fromkeys("\u202c\u2068\u2069", "▪"),
}
_ODD = frozenset({"Cf", "Cs", "Mc", "Me", "Mn"})
_JOINERS = "\u200c\u200d"


def printable(text: str) -> Sequence[str]:
    """One printable string for each code point; a tab stays a tab for the one who knows columns.

    Controls become visible pictures, direction controls visible marks; what has no width of its
    own and joins nothing becomes an empty string.
    """
    text = text.replace("\n", " ")
    if stand_alone(text):
        return text
    odd = {char for char in set(text) if char in _PICTURES or unicodedata.category(char) in _ODD}
    if not odd:
        return text
    shown = [_cluster(char)[0] if char in odd else char for char in text]
    for start, end in clusters(text):
        shown[start:end] = _cluster(text[start:end])
    return shown


def line(text: str) -> str:
    """Text from outside on one line: for titles, names, messages, quotes."""
    return "".join(printable(text)).replace("\t", " ")


def lines(text: str) -> str:
    """Text from outside for a terminal: line breaks and tabs stay, nothing else is obeyed."""
    return "\n".join("".join(printable(each)) for each in text.split("\n"))


def _cluster(cluster: str) -> list[str]:
    """The strings for the code points of one grapheme cluster."""
    shown = []
    marks, joins = 0, len(cluster.rstrip(_JOINERS))
    for at, char in enumerate(cluster):
        kind = unicodedata.category(char)
        if char in _PICTURES:
            shown.append(_PICTURES[char])
        elif kind[0] == "M":
            marks += 1
            drawn = f"◌{char}" if at == 0 else char
            shown.append(drawn if marks <= MOST_MARKS else "")
        elif char in _JOINERS:
            shown.append(char if 0 < at < joins else "")
        elif kind == "Cs":
            shown.append("�")
        else:
            shown.append("" if kind == "Cf" else char)
    return shown
