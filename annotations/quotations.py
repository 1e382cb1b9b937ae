"""Quotations of a paragraph: where they open and close, and which of them belong together.

Every function takes the string of a paragraph and answers in code points of it, half open. Straight
and typographic marks, single ones, „these“, «these», »these« and 「these」, in each other too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from annotations.languages import language as table_of

if TYPE_CHECKING:
    from annotations.languages.table import Language

CLOSERS = {
    **{"“": "”", "„": "“”", "‟": "”", "”": "”", '"': '"'},
    **{"‘": "’", "‚": "‘’", "‛": "’", "'": "'"},
    **{"«": "»", "»": "«»", "‹": "›", "›": "‹›", "「": "」", "『": "』"},
}
"""Every mark that may open a quotation, and those that may close it then."""

ATTRIBUTION = 14
"""Words that may stand between the halves of an interrupted quotation."""
SHORT_ATTRIBUTION = 6
"""Words that may stand there when the first half does not end as if it went on."""

_SINGLE = "'‘’‚‛"
_CLOSED_OR_NONE = _SINGLE + "”»›"
"""What opens nothing when nothing closes it: an apostrophe, or the end of an earlier quotation."""
_BEFORE_OPENING = "“„‟«‹‘‚‛\"'([{¿¡—–-/…"
_NOT_OPENED = ".,;:!?)]}”’»›—–-\"'"
_MARKS = re.compile(r"[“”„‟\"«»‹›「」『』]|(?<!\w)['‘’‚‛]|['‘’‚‛](?!\w)")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_DECADE = re.compile(r"\d0s\b")
_STOP = re.compile(r"([^\W_]+)[.!?…]+\s+(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a paragraph, with and without its marks."""

    start: int
    """Offset of the opening mark."""
    end: int
    """Offset after the closing mark, or, where there is none, after the last character."""
    inner_start: int
    """Offset after the opening mark."""
    inner_end: int
    """Offset of the closing mark; `end` where there is none."""

    @property
    def closed(self) -> bool:
        """Whether a mark closes it."""
        return self.inner_end < self.end


@lru_cache(maxsize=1024)
def quotations(paragraph: str, language: str = "en") -> tuple[Quotation, ...]:
    """The quotations of a paragraph in the order of their opening marks, outer ones first.

    One that is not closed ends with the paragraph, as speech does that the next paragraph goes on
    with. Single marks have to be closed, or they are apostrophes, except where a paragraph opens
    with a typographic one.
    """
    if not _MARKS.search(paragraph):
        return ()
    found, open_marks = _paired(paragraph, language)
    first, last = len(paragraph) - len(paragraph.lstrip()), len(paragraph.rstrip())
    for at, mark in open_marks:
        if mark not in _CLOSED_OR_NONE or (mark == "‘" and at == first):
            found.append(Quotation(at, last, at + 1, last))
    return tuple(sorted(found, key=lambda each: (each.start, -each.end)))


@lru_cache(maxsize=1024)
def interrupted(paragraph: str, language: str = "en") -> tuple[tuple[Quotation, ...], ...]:
    """Groups of two or more quotations between which only an attribution, "he said", stands.

    It may end in a comma, so that both are of one sentence, or in a full stop. It holds a verb of
    speech and nothing that begins another statement, and it is short, unless the quotation before
    it ends in a comma, a dash, `?` or `!`. In a language without a table it is a few words between
    two commas.
    """
    groups: list[tuple[Quotation, ...]] = []
    for siblings in _siblings(quotations(paragraph, language)):
        group = siblings[:1]
        for before, after in pairwise(siblings):
            if not _interrupts(paragraph, before, after, table_of(language)):
                groups.append(tuple(group))
                group = []
            group.append(after)
        groups.append(tuple(group))
    return tuple(sorted((each for each in groups if len(each) > 1), key=lambda each: each[0].start))


def _paired(paragraph: str, language: str) -> tuple[list[Quotation], list[tuple[int, str]]]:
    """The quotations that are closed, and the marks that opened and were never closed."""
    marks = [(match.start(), match[0]) for match in _MARKS.finditer(paragraph)]
    apostrophes = _possessives(paragraph, marks)
    found: list[Quotation] = []
    open_marks: list[tuple[int, str]] = []
    awaited: Counter[str] = Counter()
    for at, mark in marks:
        if at in apostrophes:
            continue
        opens = _may_open(paragraph, at)
        if awaited[mark] and _closes(paragraph, at, mark, opens):
            closed = False
            while not closed:
                start, opening = open_marks.pop()
                awaited.subtract(CLOSERS[opening])
                closed = mark in CLOSERS[opening]
                if closed:
                    found.append(Quotation(start, at + 1, start + 1, at))
                elif opening not in _CLOSED_OR_NONE:
                    found.append(Quotation(start, at, start + 1, at))
        elif _opens(paragraph, at, mark, opens, language):
            open_marks.append((at, mark))
            awaited.update(CLOSERS[mark])
    return found, open_marks


def _may_open(paragraph: str, at: int) -> bool:
    """Whether a mark stands before a word and behind none."""
    before, after = paragraph[at - 1 : at] if at else "", paragraph[at + 1 : at + 2]
    if not after or after.isspace() or (before and after in _NOT_OPENED):
        return False
    return not before or before.isspace() or before in _BEFORE_OPENING


def _closes(paragraph: str, at: int, mark: str, may_open: bool) -> bool:
    """Whether a mark closes, when one is open that it could close."""
    if mark in "”’»›」』":
        return mark != "’" or not paragraph[at + 1 : at + 2].isalnum()
    return not may_open


def _opens(paragraph: str, at: int, mark: str, may_open: bool, language: str) -> bool:
    """Whether a mark that closes nothing opens a quotation."""
    if mark not in CLOSERS:
        return False
    if mark in "‘'" and _elided(paragraph, at + 1, language):
        return False
    if mark in "”»›'":
        return may_open
    return mark != '"' or may_open or not paragraph[at - 1 : at].isalnum()


def _elided(paragraph: str, at: int, language: str) -> bool:
    """Whether what begins here is a word, or a decade, that an apostrophe stands before."""
    word = _WORD.match(paragraph, at)
    return bool(
        word and (_DECADE.match(paragraph, at) or word[0].lower() in table_of(language).elisions)
    )


def _possessives(paragraph: str, marks: list[tuple[int, str]]) -> set[int]:
    """Single marks behind an *s* that are apostrophes, since a better one closes the quotation.

    It is better when it follows something else than an *s* or precedes something else than a
    space, and stands in the same quotation, before the next single mark that opens one.
    """
    found: set[int] = set()
    better = {"’": False, "'": False}
    outside: list[dict[str, bool]] = []
    for at, mark in reversed(marks):
        if mark == "”":
            outside.append(better)
            better = dict.fromkeys(better, False)
        elif mark == "“" and outside:
            better = outside.pop()
        elif mark in "‘‚‛" or (mark == "'" and _may_open(paragraph, at)):
            better["'" if mark == "'" else "’"] = False
        elif mark in better and not paragraph[at + 1 : at + 2].isalnum():
            if paragraph[at - 1 : at] in ("s", "S") and paragraph[at + 1 : at + 2].isspace():
                if better[mark]:
                    found.add(at)
            else:
                better[mark] = True
    return found


def _siblings(found: tuple[Quotation, ...]) -> Iterator[list[Quotation]]:
    """The quotations that lie side by side: those in no other, and those of each one."""
    levels: list[list[Quotation]] = [[]]
    for each in found:
        while len(levels) > 1 and levels[-2][-1].end <= each.start:
            yield levels.pop()
        levels[-1].append(each)
        levels.append([])
    yield from (level for level in levels if level)


def _interrupts(paragraph: str, before: Quotation, after: Quotation, language: Language) -> bool:
    """Whether only an attribution stands between two quotations."""
    if paragraph[before.start] != paragraph[after.start] or not before.closed:
        return False
    between = paragraph[before.end : after.start].strip()
    if len(between) > ATTRIBUTION * 20 or between[-1:] not in tuple(",.—–-"):
        return False
    words = [word.lower() for word in _WORD.findall(between)]
    if not language.known:
        return between[0] in ",—–-" and between[-1] != "." and 0 < len(words) <= SHORT_ATTRIBUTION
    spoken = [word in language.speech for word in words]
    if not any(spoken) or len(words) > ATTRIBUTION or words[0] in language.coordinators:
        return False
    if spoken[-1] and sum(spoken) > 1:
        return False  # "he said, adding," is followed by something else
    if any(
        stop[1].lower() not in language.titles and len(stop[1]) > 1
        for stop in _STOP.finditer(between)
    ):
        return False
    goes_on = paragraph[before.inner_end - 1] in ",—–-?!…" or between[0] in ",—–-"
    return goes_on or len(words) <= SHORT_ATTRIBUTION
