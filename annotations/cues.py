"""Cues: the words by which a sentence reports what somebody says, and where that begins.

The terms are those of research on attribution (Pareti 2015): a cue ("warned") ties a source
("Ms Tosk") to a content ("that no ship would sail").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotations.characters import Span
from annotations.languages import Language, language
from annotations.units import OPENING

REACH = 14
"""Tokens behind a cue within which its content begins."""
SOURCE = 10
"""Tokens that a source has at most between the content in front of a cue and the cue."""

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation."""

    word: str
    """In lower case."""
    start: int
    end: int
    is_name: bool = False
    """Whether it begins with a capital."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue and its content. Offsets are code points of the paragraph."""

    word: str
    groups: frozenset[str]
    """Ids of the tags whose acts it reports, or "other"."""
    start: int
    end: int
    content: int | None
    """Where what is said begins behind the cue, if anything does."""
    how: str
    """What leads to it: "that", "to", "of", "quotation", or "" where nothing does."""
    token: int
    """Number of its token in the sentence."""


@lru_cache(maxsize=1024)
def tokens(paragraph: str, sentence: Span) -> tuple[Token, ...]:
    """The words and marks of a sentence."""
    return tuple(
        Token(
            match[0].casefold().replace("’", "'"), match.start(), match.end(), match[0][0].isupper()
        )
        for match in _TOKEN.finditer(paragraph, *sentence)
    )


@lru_cache(maxsize=256)
def cues(paragraph: str, sentence: Span, code: str) -> tuple[Cue, ...]:
    """The cues of a sentence, in order."""
    rules, words = language(code), tokens(paragraph, sentence)
    return tuple(_cues(words, rules))


def _cues(words: Sequence[Token], rules: Language) -> Iterator[Cue]:
    for number, token in enumerate(words):
        verb = rules.verbs.get(token.word)
        groups = verb or rules.nouns.get(token.word)
        if groups is None or not _reports(words, number, rules):
            continue
        begins, how = _content(words, number, rules, is_verb=verb is not None)
        if verb is None and not how:
            continue
        content = words[begins].start if begins is not None else None
        yield Cue(token.word, groups, token.start, token.end, content, how, number)


def _reports(words: Sequence[Token], number: int, rules: Language) -> bool:
    """Whether a word that may be a cue is one here: "quote" is one behind a person."""
    if words[number].word not in rules.persons_only or not number:
        return True
    before = words[number - 1]
    return (
        before.word in rules.persons
        or before.is_name
        or before.word in ("is", "was", "were", "are", "been")
    )


def _content(
    words: Sequence[Token], number: int, rules: Language, is_verb: bool
) -> tuple[int | None, str]:
    """The token at which the content of a cue begins, and what leads to it."""
    cue = words[number].word
    prepositions = rules.prepositions.get(cue, frozenset())
    takes_to = cue in rules.with_to
    reach = REACH if is_verb else 3
    for at in range(number + 1, min(number + 1 + reach, len(words) - 1)):
        word, before = words[at].word, words[at - 1].word
        if word in rules.complementizers:
            return at + 1, "that"
        if takes_to and word == "to":
            return (at - 1 if before in rules.negations and at - 1 > number else at), "to"
        if word in prepositions:
            return at + 1, "of"
        if word in OPENING and at <= number + 3:
            return at, "quotation"
        if word in rules.verbs or word in ".;?!,":
            break
    behind = number + 1
    while behind < len(words) and words[behind].word in rules.asides:
        behind += 1
    if behind + 1 >= len(words) or words[behind].word in ",.;?!":
        return None, ""
    return behind, ""
