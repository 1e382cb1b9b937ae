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
"""Tokens behind a verb of speech within which what leads to its content stands."""
CLOSE = 3
"""The same behind a noun, and before a quotation."""
PROMISING = ("threat", "commitment")
"""Tags whose verbs and nouns lead to an infinitive: "vowed to", "a threat to"."""

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
    """In lower case."""
    start: int
    end: int
    token: int
    """Number of its token in the sentence."""
    is_verb: bool
    content: int | None
    """Where what is said begins behind the cue, if anything does."""
    how: str
    """What leads to that: "that", "to", "of", "quotation"; empty where nothing does."""


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
    """The cues of a sentence, in order; `code` is that of its language."""
    return tuple(_cues(tokens(paragraph, sentence), language(code)))


def _cues(words: Sequence[Token], rules: Language) -> Iterator[Cue]:
    for number, token in enumerate(words):
        is_verb = token.word in rules.speech and _is_spoken(words, number, rules)
        if not is_verb and token.word not in rules.speech_nouns:
            continue
        begins, how = _content(words, number, rules, is_verb)
        if is_verb or how:
            content = None if begins is None else words[begins].start
            yield Cue(token.word, token.start, token.end, number, is_verb, content, how)


def _is_spoken(words: Sequence[Token], number: int, rules: Language) -> bool:
    """Whether a verb of speech is one here: *quote* and *charge* are behind a person."""
    if words[number].word not in rules.after_person or not number:
        return True
    before = words[number - 1]
    return before.is_name or before.word in rules.persons | rules.pronouns | rules.auxiliaries


def _content(
    words: Sequence[Token], number: int, rules: Language, is_verb: bool
) -> tuple[int | None, str]:
    """The token at which the content of a cue begins, and what leads to it."""
    cue = words[number].word
    takes_infinitive = any(cue in rules.of_tag(tag) for tag in PROMISING)
    for at in range(number + 1, min(number + 1 + (REACH if is_verb else CLOSE), len(words) - 1)):
        word, before = words[at].word, words[at - 1].word
        if word in rules.complementizers:
            return at + 1, "that"
        if takes_infinitive and word in rules.infinitives:
            return (at - 1 if before in rules.negations and at - 1 > number else at), "to"
        if (cue, word) in rules.governed:
            return at + 1, "of"
        if word in OPENING and at <= number + CLOSE:
            return at, "quotation"
        if word in rules.speech or word in ".;?!,":
            break
    behind = number + 1
    if not is_verb or behind + 1 >= len(words) or words[behind].word in ",.;?!":
        return None, ""
    return behind, ""
