"""A sentence as the rules of clauses see it: its words, and what stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from annotations.characters import Span
from annotations.languages.table import Language
from annotations.quotations import Quotation

SHORTEST = 3
"""Words that a piece of a sentence has at least, unless a rule says otherwise."""
LONGEST_ASIDE = 9
"""Words between two commas that only put in what somebody is."""

Cut = tuple[int, int]
"""The last word before a cut, -1 for none, and the first word behind what is left out there."""

_WORD = re.compile(
    r"[^\W_]+(?:(?:['’.‐‑-]|(?<=\d)[,:](?=\d))[^\W_]+)*(?:(?<=s)['’](?=\s\w))?|[\u2190-\u2bff\U0001f000-\U0001faff]"
)
_BOUND = re.compile(r"[,;:，；：、،؛—―()\[\]{}?!“”„«»\"‹›「」『』]|\s[–-]{1,2}\s|--|(?<!\w)['‘’]")
_COMMA = re.compile(r"[,،](?=\s|[“«„\"'‘(\[])|，")
_MARK = re.compile(r"[;:؛](?=\s|[“«„\"'‘(\[])|[；：]")
_DASH = re.compile(r"[—―]|\s[–-]{1,2}\s|--")
_QUOTED = re.compile(r"[“”„«»\"‹›「」『』‘’']")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def word_spans(paragraph: str, start: int, end: int) -> list[Span]:
    """The words that begin between two offsets; hyphens and apostrophes included, emoji too."""
    return [match.span() for match in _WORD.finditer(paragraph, start, end)]


class Sentence:
    """The words of a sentence and the punctuation between them.

    Positions are numbers of words, from 0; a gap has the number of the word behind it.
    """

    def __init__(
        self,
        paragraph: str,
        span: Span,
        words: list[Span],
        quotations: list[Quotation],
        language: Language,
    ) -> None:
        """A span of a paragraph with its words, and the quotations that open or close in it."""
        self.paragraph = paragraph
        self.start, self.end = span
        self.spans = words
        self.quotations = quotations
        self.language = language
        self.firsts = [start for start, _ in words]
        self.words = [paragraph[start:end].lower().replace("’", "'") for start, end in words]
        ends = [self.start, *(end for _, end in words)]
        self.gaps = [
            paragraph[end:start] for end, start in zip(ends, [*self.firsts, self.end], strict=True)
        ]
        """What stands before each word; the last one behind the last word."""
        self.bounds = [at for at, gap in enumerate(self.gaps) if is_bound(gap)]
        capitals = sum(paragraph[first].isupper() for first in self.firsts)
        self.is_headline = len(words) > SHORTEST and capitals > 0.6 * len(words)
        """Whether most words begin with a capital, so that it makes no name of them."""
        self.bracketed = _inside_brackets(self.gaps)
        """Gaps inside a bracket that is closed in the sentence."""
        self._speech = [self._speaks(at) for at in range(len(words))]
        self._others = [self._begins_other(at) for at in range(len(words))]
        self._finite = [0, *accumulate(map(self._is_finite, range(len(words))))]
        self._length = [0, *accumulate(map(_weight, self.words))]

    def __len__(self) -> int:
        return len(self.words)

    def length(self, start: int, end: int) -> int:
        """How many words there are in a range; every character of Chinese, Thai or the like."""
        return self._length[end] - self._length[start]

    def at(self, offset: int) -> int:
        """The first word that begins at an offset of the paragraph or behind it."""
        return bisect_left(self.firsts, offset)

    # Punctuation

    def bound_after(self, at: int) -> int:
        """The next gap behind a word in which there is punctuation; the number of words at last."""
        index = bisect_left(self.bounds, at + 1)
        return self.bounds[index] if index < len(self.bounds) else len(self)

    def bound_before(self, at: int) -> int:
        """The last gap before a gap in which there is punctuation; 0 at last."""
        index = bisect_left(self.bounds, at) - 1
        return self.bounds[index] if index >= 0 else 0

    def has_comma(self, at: int) -> bool:
        """Whether a comma stands in a gap, outside a quotation that ends there."""
        return bool(_COMMA.search(self.gaps[at]))

    def has_mark(self, at: int) -> bool:
        """Whether a semicolon or colon stands in a gap."""
        return bool(_MARK.search(self.gaps[at]))

    def has_dash(self, at: int) -> bool:
        """Whether a dash, or a hyphen between spaces, stands in a gap."""
        return bool(_DASH.search(self.gaps[at]))

    def has_pause(self, at: int) -> bool:
        """Whether there is more than white space and quotation marks in a gap."""
        return bool(_QUOTED.sub("", self.gaps[at]).strip())

    def is_bound(self, at: int) -> bool:
        """Whether there is any punctuation in a gap."""
        return is_bound(self.gaps[at])

    def is_quoted(self, at: int) -> bool:
        """Whether a quotation mark stands in a gap."""
        return bool(_QUOTED.search(self.gaps[at]))

    def commas(self, listed: bool = False) -> Iterator[tuple[int, int]]:
        """Gaps with a comma, and the next ones with any punctuation; enumerations when wanted."""
        for at in self.bounds:
            if 0 < at < len(self) and self.has_comma(at):
                end = self.bound_after(at)
                if listed or not self.is_listed(at, end):
                    yield at, end

    def is_listed(self, at: int, end: int) -> bool:
        """Whether "France and Italy" or "and Italy" behind a comma goes on with an enumeration."""
        if self.is_coordinator(at):
            first = self.bound_before(at)
            item = at - first <= SHORTEST and self.has_comma(first)
            if item and not self.is_finite(first, at):
                return at + 1 < end and self.words[at + 1] not in self.language.pronouns
            return not self.is_finite(at, end) and not self.resumes(end)
        for joined in range(at + 1, min(at + SHORTEST + 1, end)):
            if self.is_coordinator(joined):
                return not self.is_finite(at, joined) and not self.is_participle(at)
        return False

    def resumes(self, at: int) -> bool:
        """Whether an apposition or the like begins at a comma, and a verb follows the next one."""
        if at >= len(self) or not self.has_comma(at):
            return False
        behind = self.bound_after(at)
        return (
            behind < min(len(self), at + LONGEST_ASIDE)
            and self.has_comma(behind)
            and self.is_finite(behind, behind + 1)
        )

    # Words

    def is_coordinator(self, at: int) -> bool:
        """Whether a word is *and* or the like."""
        return at < len(self) and self.words[at] in self.language.coordinators

    def is_joined(self, at: int) -> bool:
        """Whether *and* or the like stands before a word."""
        return at > 0 and self.is_coordinator(at - 1)

    def begins_other(self, at: int) -> bool:
        """Whether a word begins another clause than the one before it."""
        return self._others[at]

    def is_subordinator(self, at: int) -> bool:
        """Whether *if*, *as long as* or the like begins at a word."""
        table = self.language
        return self.words[at] in table.subordinating and any(
            tuple(self.words[at : at + len(each)]) == each for each in table.subordinators
        )

    def runs_on(self, at: int, words: int) -> bool:
        """Whether so many words follow before anything but a quotation mark stands between them."""
        end = self.bound_after(at)
        while end - at < words and end < len(self) and not self.has_pause(end):
            end = self.bound_after(end)
        return end - at >= words

    def is_finite(self, start: int, end: int) -> bool:
        """Whether there is a finite verb in a range of words, as far as looks tell."""
        return self._finite[max(start, end)] > self._finite[start]

    def is_auxiliary(self, at: int) -> bool:
        """Whether a word is an auxiliary or contracted with one."""
        word, table = self.words[at], self.language
        return word in table.auxiliaries or ("'" in word and word.endswith(table.contracted))

    def is_full_verb(self, at: int) -> bool:
        """Whether a word is a finite verb and no auxiliary, as far as looks tell."""
        return self.is_finite(at, at + 1) and not self.is_auxiliary(at)

    def is_name(self, at: int) -> bool:
        """Whether a word begins with a capital, as names do."""
        return not self.is_headline and self.paragraph[self.firsts[at]].isupper()

    def is_participle(self, at: int) -> bool:
        """Whether a word looks like a participle that begins a clause."""
        table = self.language
        word = self.words[at]
        if not table.participles or not word.endswith(table.participles):
            return False
        return word not in table.prepositions and word not in table.other_pronouns

    def is_plural(self, at: int) -> bool:
        """Whether a word looks like a noun that needs no article."""
        word, table = self.words[at], self.language
        if word in table.plurals:
            return True
        if word in table.auxiliaries or word in table.verbs or not table.plural_endings:
            return False
        return word.endswith(table.plural_endings) and not word.endswith(table.singular_endings)

    def begins_subject(self, at: int) -> bool:
        """Whether a word may be the first of a subject."""
        word, table = self.words[at], self.language
        return (
            word in table.pronouns
            or word in table.other_pronouns
            or word in table.determiners
            or (self.is_name(at) and word not in table.prepositions)
        )

    def speaks(self, at: int) -> bool:
        """Whether a word is a verb of speech; *quote* and its like only behind a person."""
        return self._speech[at]

    def reports(self, at: int) -> bool:
        """Whether a word is a verb or noun that what was said may follow."""
        word, table = self.words[at], self.language
        if self.speaks(at) or word not in table.speech_nouns:
            return self.speaks(at)
        return word not in table.after_person or self._is_noun(at)

    def is_person(self, at: int) -> bool:
        """Whether a word may be the last one that names who speaks."""
        word, table = self.words[at], self.language
        if word in table.pronouns or word in table.persons:
            return True
        return self.is_name(at) and word not in table.determiners

    def _is_finite(self, at: int) -> bool:
        word, table = self.words[at], self.language
        if not at:
            return word in table.auxiliaries
        if self.words[at - 1] in table.infinitives:
            return False
        if word in table.auxiliaries or word in table.speech or word in table.verbs:
            return True
        if "'" in word:
            return word.endswith(table.contracted)
        if not table.finite_endings or not word.endswith(table.finite_endings):
            return False
        return not self._is_noun(at)

    def _speaks(self, at: int) -> bool:
        word, table = self.words[at], self.language
        if word not in table.speech:
            return False
        if word in table.after_person:
            return at > 0 and self.is_person(at - 1)
        return at == 0 or not self._is_noun(at)

    def _begins_other(self, at: int) -> bool:
        word, table = self.words[at], self.language
        return (
            word in table.complementizers
            or word in table.relatives
            or word in table.clause_subordinators
            or self.is_subordinator(at)
        )

    def _is_noun(self, at: int) -> bool:
        """Whether what stands before a word makes it a noun or an adjective."""
        before, table = self.words[at - 1], self.language
        if before in table.determiners:
            return before not in table.other_pronouns
        governed = before in table.prepositions and before not in table.infinitives
        return governed and not self.is_participle(at)


def is_bound(gap: str) -> bool:
    """Whether there is punctuation between two words that more than an abbreviation brings."""
    return gap != " " and bool(_BOUND.search(gap))


def _weight(word: str) -> int:
    return len(word) if _UNSPACED.match(word) else 1


def _inside_brackets(gaps: list[str]) -> set[int]:
    opened: list[int] = []
    pairs: list[Span] = []
    for at, gap in enumerate(gaps):
        if gap != " ":
            for char in gap:
                if char in "([{":
                    opened.append(at)
                elif char in ")]}" and opened:
                    pairs.append((opened.pop(), at))
    inside: set[int] = set()
    reached = 0
    for start, end in sorted(pairs):
        if end > reached:
            inside.update(range(max(start, reached) + 1, end))
            reached = end
    return inside
