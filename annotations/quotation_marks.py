"""Quotation marks of words that are quoted: inner ones turned, those of halves completed.

What is quoted stands between “ and ”. A quotation in it gets single marks, one in that double ones
again, and so on, each of the family that it was written with; straight marks become typographic.
Words that begin or end inside a quotation get the mark that they were cut off from. Words that are
one whole quotation lose its marks, because the outer ones take their place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from annotations.plain import flat
from annotations.quotations import CLOSERS, quotations

DEEPEST = 4
"""Quotations that words may end without having begun, one in the other."""

_SINGLE = {"“": "‘", "”": "’", "„": "‚", "‟": "‛", "«": "‹", "»": "›"}
_DOUBLE_MARK = re.compile(f"[{''.join(_SINGLE)}]")
_DOUBLE = {single: double for double, single in _SINGLE.items()}
_OPENERS = {"”": "“", "“": "„", "»": "«", "«": "»", '"': '"', "’": "‘", "'": "'", "›": "‹"}
_MARK = re.compile(r"[“”„‟\"«»‹›‘‚‛「」『』]|(?<!\w)['’]|['’](?!\w)")
_ALL = "“”„‟\"«»‹›‘’‚‛'「」『』"
_ANY = re.compile(f"[{_ALL}]")
_ONE_PAIR = re.compile(f"[^{_ALL}]+“[^{_ALL}]+”[^{_ALL}]*|[^{_ALL}]*“[^{_ALL}]+”[^{_ALL}]+")
"""Words with one quotation in them and no other mark: what most marks are that have any."""
_AT_AN_END = re.compile(
    r"[”“»«\"'’›](?<=[^\s(\[].)"
    r"(?:(?<=[”“»«])|(?<!\d\")(?<=\")|(?<=\")$|(?<=[.,;:!?…]['’›]))"
    r"(?=$|[\s.,;:!?…)\]'\"’”»—–-])"
)
"""Marks that stand as closing ones do; single ones also stand behind words, as apostrophes."""


def quoted(parts: Sequence[str]) -> str:
    """Words in quotation marks, on one line each; the parts of an interrupted quotation as one.

    The comma goes by which such a part leads to the words that interrupted it: “We will,” she said,
    “stay” is “We will … stay”.
    """
    if not any(map(_ANY.search, parts)) or not any(map(_MARK.search, parts)):
        return f"“{joined(parts)}”"
    if len(parts) == 1 and _ONE_PAIR.fullmatch(parts[0]):
        return f"“{parts[0].replace('“', '‘').replace('”', '’')}”"
    inside = [_unwrapped(_completed(part)) for part in parts]
    known = [part for part in inside if part is not None]
    if len(known) == len(parts):
        words = joined([*(part.removesuffix(",") for part in known[:-1]), known[-1]])
    else:
        whole = _completed(joined(parts))
        unwrapped = _unwrapped(whole)
        words = whole if unwrapped is None else unwrapped
    return f"“{flat(_turned(words))}”"  # a mark that went may leave two blanks


def inner(words: str) -> str:
    """Words as they stand between quotation marks, those in them turned and none left out."""
    return _turned(_completed(words)) if _MARK.search(words) else words


def joined(parts: Sequence[str]) -> str:
    """The parts of an interrupted quotation with an ellipsis between, if none stands there."""
    words = parts[0]
    for part in parts[1:]:
        between = " " if words.endswith("…") or part.startswith("…") else " … "
        words = f"{words}{between}{part}"
    return words


def continued(words: str) -> str:
    """Words without the marks that only say, where a paragraph begins, that a quotation goes on."""
    if "\n" not in words:
        return words
    lines: list[str] = []
    marks: Counter[str] = Counter()
    for line in words.split("\n"):
        body = line.lstrip()
        mark = body[:1]
        goes_on = mark and (
            (mark in "“«„" and marks[mark] > sum(marks[each] for each in CLOSERS[mark]))
            or (mark == '"' and marks[mark] % 2 == 1)
        )
        lines.append(body[1:] if goes_on else line)
        marks.update(_MARK.findall(lines[-1]))
    return "\n".join(lines)


def _completed(words: str) -> str:
    """Words with the marks that they were cut off from."""
    for _ in range(DEEPEST):
        opening = _missing_opening(words)
        if not opening:
            break
        words = opening + words
    pieces: list[str] = []
    at = 0
    ends = [(each.end, -each.start) for each in quotations(words) if not each.closed]
    for end, start in sorted(ends):
        pieces += [words[at:end], CLOSERS[words[-start]][0]]
        at = end
    return "".join([*pieces, words[at:]])


def _missing_opening(words: str) -> str:
    """The mark that opens what the first closing mark without a partner closes; empty for none."""
    closed = _closed(words)
    for match in _AT_AN_END.finditer(words):
        if match.start() not in closed:
            return _OPENERS[match[0]]
    return ""


def _closed(words: str) -> set[int]:
    """Where the marks stand that have a partner."""
    pairs = ((each.start, each.inner_end) for each in quotations(words) if each.closed)
    return {at for pair in pairs for at in pair}


def _unwrapped(words: str) -> str | None:
    """What stands between the marks of words that are one whole quotation; None for others."""
    found = quotations(words)
    if found and found[0].closed and (found[0].start, found[0].end) == (0, len(words)):
        return words[1:-1].strip()
    return None


def _turned(words: str) -> str:
    """Words with the marks that quotations have inside another one, and no mark left alone."""
    chars = list(words)
    for match in _DOUBLE_MARK.finditer(words):
        chars[match.start()] = ""
    around: list[int] = []
    for each in quotations(words):
        while around and around[-1] <= each.start:
            around.pop()
        is_single = len(around) % 2 == 0
        around.append(each.end)
        if each.closed:
            chars[each.start] = _mark(words[each.start], is_single, "“")
            chars[each.inner_end] = _mark(words[each.inner_end], is_single, "”")
    return "".join(chars)


def _mark(char: str, is_single: bool, typographic: str) -> str:
    """A mark in its single or double kind; `typographic` is what stands for a straight one."""
    char = typographic if char in "\"'" else char
    return _SINGLE.get(char, char) if is_single else _DOUBLE.get(char, char)
