"""What a sentence reports that somebody says: where that begins, and where it most likely ends.

Research on attribution calls it the content, the word that announces it the cue, and who says it
the source (Pareti 2015). The rules are those by which clauses are cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotations.characters import Span
from annotations.clauses import edges, sentence_at
from annotations.cuts import RULES
from annotations.quotations import quotations

CONTENTS = ("that", "infinitives", "prepositions", "objects", "bare")
"""Rules that find where a content begins."""
HALTS = ("marks", "dashes", "before attributions", "participles", "commas", "coordination")
"""Rules at whose cuts a content is over."""
HALTS_AT_COMMAS = ("subordinators", "relatives")
"""Rules at whose cuts it is over where a comma stands, unless a condition follows."""
APPOSITIONS = 3
"""Pieces between commas, at most, from who says something to the verb."""
CLOSE = 3
"""Words, at most, from a noun that announces something to what it announces."""
TAGS = ("threat", "commitment", "allegation")
"""Ids of the tags whose cues are known."""


class Content(NamedTuple):
    """Where something said begins. Words are counted in the sentence, from 0."""

    rule: str
    """What found it: a rule, "hearsay" behind *allegedly*, "speech" right behind a verb of it."""
    cue: int
    """The word that announces it; -1 for none."""
    first: int
    """Its first word."""


class Attribution(NamedTuple):
    """A "he said" that stands behind what is said, or inside it."""

    first: int
    """Its first word."""
    end: int
    """The word behind it; the number of words where there is none."""
    verb: int


class Halt(NamedTuple):
    """Where a content is over."""

    end: int
    """Offset in the paragraph."""
    joined: int | None
    """The word at which "and" joins more of what is said, if it does."""


class Reported:
    """A sentence of a paragraph, and what it reports."""

    def __init__(self, paragraph: str, span: Span, language: str) -> None:
        """The sentence that has that span, in code points of the paragraph."""
        self.sentence = sentence_at(paragraph, span, language)
        self.table = self.sentence.language
        self.start, self.end = span
        quoted = quotations(paragraph, language)
        self._quoted = [(each.inner_start, each.inner_end) for each in quoted]
        self._clause_ends = edges(paragraph, span, language).ends
        cuts = [(*cut, rule) for rule in RULES for cut in RULES[rule](self.sentence)]
        joins = ((at - 1, at + 1, "joins") for at in self._joins())
        self.cuts: list[tuple[int, int, str]] = sorted([*cuts, *joins])
        """Where it is cut into clauses: the word before, the word behind, the rule."""

    def offset(self, word: int) -> int:
        """Where a word begins, or the marks before it; in code points of the paragraph."""
        start = self.sentence.firsts[word]
        return start - len(self.sentence.gaps[word].rpartition(" ")[2]) if word else start

    # Where it begins

    def contents(self) -> Iterator[Content]:
        """Where what is said begins."""
        sentence = self.sentence
        for last, first, rule in self.cuts:
            if rule in CONTENTS:
                yield Content(rule, self._cue(last), first)
        for cue in range(len(sentence) - 1):
            if sentence.words[cue] in self.table.hearsay:
                yield Content("hearsay", cue, cue + 1)
            elif (
                sentence.speaks(cue)
                and not sentence.is_bound(cue + 1)
                and sentence.words[cue + 1] not in self.table.prepositions
            ):
                yield Content("speech", cue, cue + 1)

    def attributions(self) -> Iterator[Attribution]:
        """Every "he said" that is set off by commas."""
        sentence = self.sentence
        firsts = (at for _, at in RULES["before attributions"](sentence))
        ends = (at for _, at in RULES["behind attributions"](sentence))
        for first, end in zip(firsts, ends, strict=True):
            verb = next((at for at in range(first, end) if sentence.speaks(at)), first)
            if verb == first and end < len(sentence):
                end = self._behind_apposition(end)
            if end == len(sentence) or sentence.words[end] not in self.table.complementizers:
                yield Attribution(first, end, verb)
        if (late := self._late_attribution()) is not None:
            yield late

    def _late_attribution(self) -> Attribution | None:
        """The one in "No ship came, the director, Ms Hale, said on Monday"."""
        sentence = self.sentence
        commas = [at for at in sentence.bounds if 0 < at < len(sentence) and sentence.has_comma(at)]
        for verb in reversed(commas):
            if not sentence.speaks(verb) or sentence.is_participle(verb):
                continue
            end = sentence.bound_after(verb)
            if sentence.is_finite(verb + 1, end):
                continue
            before = [at for at in commas if at < verb][-APPOSITIONS:]
            for first in reversed(before):
                piece = sentence.bound_after(first)
                inserted = sentence.words[first] in self.table.relatives
                if not inserted and sentence.is_finite(first, piece):
                    break
                if sentence.begins_subject(first) and sentence.is_finite(0, first):
                    return Attribution(first, end, verb)
        return None

    def introduces(self, first: int, end: int) -> bool:
        """Whether "he said" leads to a quotation, and what stands before it is none.

        As in "Speaking of the port, she declared, “...”".
        """
        sentence = self.sentence
        leads = end < len(sentence) and sentence.is_quoted(end)
        return leads and not sentence.is_quoted(first) and not sentence.is_finite(0, first)

    def begins_other(self, at: int) -> bool:
        """Whether something else than what was said begins with a word behind "he said,"."""
        word, table = self.sentence.words[at], self.table
        return (
            self.sentence.is_coordinator(at)
            or self.sentence.is_participle(at)
            or word in table.relatives
            or word in table.indefinites
        )

    def is_passive(self, cue: int) -> bool:
        """Whether somebody "is said" to do something."""
        return cue > 0 and self.sentence.is_auxiliary(cue - 1)

    def is_mixed(self, offset: int) -> bool:
        """Whether the sentence runs on into a quotation that opens at an offset."""
        at = self.sentence.at(offset)
        return 0 < at < len(self.sentence) and not (
            self.sentence.has_pause(at) or self.sentence.speaks(at - 1)
        )

    def tags_of(self, cue: int) -> set[str]:
        """Ids of the tags whose acts a cue announces."""
        return {
            tag for tag in TAGS if cue >= 0 and self.sentence.words[cue] in self.table.of_tag(tag)
        }

    def _cue(self, last: int) -> int:
        """The verb up to that word that announces what follows, or the noun close before it."""
        for at in range(last, -1, -1):
            close = last - at < CLOSE
            if self.sentence.speaks(at) or (close and self.sentence.reports(at)):
                return at
        return -1

    def _behind_apposition(self, at: int) -> int:
        """The word behind "the director" in "wrote Ms Hale, the director, ..."."""
        end = self.sentence.bound_after(at)
        apposed = self.sentence.words[at] in self.table.determiners
        if apposed and end < len(self.sentence) and not self.sentence.is_finite(at, end):
            return end
        return at

    # Where it ends

    def ends(self, first: int) -> list[int]:
        """Where what begins with a word may end, the best first; code points of the paragraph.

        That is where it is over, where the sentence or the quotation is, and where a clause is.
        """
        start = self.offset(first)
        last = min([self.end, *(end for since, end in self._quoted if since <= start < end)])
        inside = [(since, end) for since, end in self._quoted if start < since]
        halts = [
            halt.end
            for halt in self.halts(first)
            if halt.end <= last and not any(since < halt.end < end for since, end in inside)
        ]
        others = [end for end in self._clause_ends if start < end < last]
        return list(dict.fromkeys([*halts[:1], last, *halts[1:], *others]))

    def halts(self, first: int) -> Iterator[Halt]:
        """Where what begins with a word most likely is over, in order."""
        sentence, table = self.sentence, self.table
        fronted = sentence.words[first] in table.subordinating | table.clause_subordinators
        for last, behind, rule in self.cuts:
            if last < first or behind >= len(sentence):
                continue
            comma = sentence.has_comma(last + 1)
            if fronted and comma:
                fronted = False  # "if they come, we will go"
                continue
            joined = behind if sentence.is_coordinator(last + 1) else None
            over = rule in HALTS or rule == "joins" or (rule in CONTENTS and joined is not None)
            if rule in HALTS_AT_COMMAS:
                over = comma and sentence.words[behind] not in table.conditions
            if over:
                yield Halt(self._behind_brackets(sentence.spans[last][1]), joined)

    def _behind_brackets(self, offset: int) -> int:
        while self.sentence.paragraph[offset : offset + 1] in (")", "]", "}"):
            offset += 1
        return offset

    def _joins(self) -> Iterator[int]:
        """Each "and" that joins what no rule of clauses cuts.

        As in "accused of lying and hiding it", "of lying and promised to pay", and "..., and its
        leader, Ms Crake, said".
        """
        sentence = self.sentence
        for at in range(2, len(sentence) - 2):
            if sentence.is_coordinator(at):
                done = not sentence.is_bound(at + 1) and (
                    sentence.is_participle(at + 1) or sentence.speaks(at + 1)
                )
                stated = sentence.has_comma(at) and sentence.begins_subject(at + 1)
                if done or (stated and sentence.is_finite(at + 2, len(sentence))):
                    yield at
