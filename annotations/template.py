"""Templates of copied quotes: text with named fields in braces.

    {quote} ({speaker}, {title}, {date})

What is not known goes together with what belongs to it. Words belong to the field behind them, or
to the one before them if punctuation follows (`{speaker} said: {quote}`). Of the punctuation on
both sides of a missing field the first stays. Brackets around nothing go, and so does a
line with nothing in it. Two braces stand for one.

What stands around the fields depends only on which of them are known: it is worked out once for
each set of those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from annotations.errors import AnnotationsError

FIELDS = (
    *("quote", "words", "speaker", "tag", "title", "author", "family", "publisher", "date"),
    *("year", "url", "accessed", "paragraph", "offsets", "note", "annotator", "id"),
    *("chicago", "apa"),
)
"""What a template can name."""


class Kind(Enum):
    """What a template makes."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    JSON = "JSON"


@dataclass(frozen=True, slots=True)
class Template:
    """How a mark becomes a quotation."""

    text: str
    """What stands there, with named fields."""
    kind: Kind = Kind.PLAIN
    """In Markdown, values are escaped; JSON has its own fields and no text."""
    note: str = ""
    """The same for what stands at the end of all quotations."""


BUILT_IN: Mapping[str, Template] = {
    "plain": Template("{quote}"),
    "source": Template("{quote} ({speaker}, {title}, {date})"),
    "markdown": Template("> {words}\n>\n> — {speaker}, {title}, {date}, {url}", Kind.MARKDOWN),
    "footnote": Template("{quote}[^{id}]", Kind.MARKDOWN, "[^{id}]: {chicago}"),
    "chicago": Template("{quote}\n{chicago}"),
    "apa": Template("{quote} {apa}"),
    "json": Template("", Kind.JSON),
}
"""The templates that are always there, by name. Their first letters differ: keys choose them."""

DEEPEST = 8
"""Brackets inside each other that are seen as such."""

_BRACKETS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "<": ">"}
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}\n()\[\]“”«»<>]")
_PUNCTUATION = re.compile(r"\s*[^\w\s'’]+(?:\s+[^\w\s'’]+)*\s*")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str


@dataclass(frozen=True, slots=True)
class _Brackets:
    opening: str
    inside: tuple[_Part, ...]


_Part = str | _Field | _Brackets


def named(words: str) -> Template:
    """The built-in template of that name, or the one that these words with braces are.

    Raises AnnotationsError.
    """
    if words in BUILT_IN:
        return BUILT_IN[words]
    if "{" not in words:
        known = ", ".join(BUILT_IN)
        raise AnnotationsError(f"no template is called {words[:40]!r}; there are {known}")
    if fault := fault_of(words):
        raise AnnotationsError(f"the template {words[:40]!r} {fault}")
    return Template(words)


def fault_of(template: str) -> str:
    """Why a template cannot be used, for people; empty when it can."""
    from difflib import get_close_matches

    for token in _TOKEN.finditer(template):
        if token[0] in ("{", "}"):
            return f"has a {token[0]} without its partner; {token[0] * 2} stands for one"
        if token[1] is not None and token[1] not in FIELDS:
            near = get_close_matches(token[1][:40], FIELDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FIELDS)}"
            return f"has an unknown field {{{token[1][:40]}}}; {hint}"
    return ""


@lru_cache(64)
def fields_of(template: str) -> tuple[str, ...]:
    """The fields that a template names, each once."""
    names = (token[1] for token in _TOKEN.finditer(template))
    return tuple(dict.fromkeys(name for name in names if name is not None))


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with these values, by field; those that are empty or not there are missing."""
    known = tuple(name for name in fields_of(template) if values.get(name))
    pieces = list(_pieces(template, known))
    pieces[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(1024)
def _pieces(template: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """What stands there when these fields are known: words and, every other one, a field."""
    marked = {name: f"\0{name}\0" for name in known}
    lines = (_filled(parts, marked) for parts in _lines(template.replace("\0", "")))
    return tuple("\n".join(line for line in lines if line is not None).split("\0"))


def _lines(template: str) -> list[list[_Part]]:
    """The parts of each line, brackets that have a field in them as one part."""
    lines: list[list[_Part]] = []
    stack: list[tuple[str, list[_Part]]] = [("", [])]
    at = 0

    def close_all() -> None:
        while len(stack) > 1:  # brackets without a partner are plain characters
            opening, inside = stack.pop()
            stack[-1][1].extend([opening, *inside])
        lines.append(stack.pop()[1])
        stack.append(("", []))

    for token in _TOKEN.finditer(template):
        stack[-1][1].append(template[at : token.start()])
        at = token.end()
        char = token[0][0]
        if token[1] is not None:
            stack[-1][1].append(_Field(token[1]))
        elif char == "\n":
            close_all()
        elif char in _BRACKETS and len(stack) < DEEPEST:
            stack.append((char, []))
        elif char == _BRACKETS.get(stack[-1][0]):
            opening, inside = stack.pop()
            if all(isinstance(part, str) for part in inside):
                stack[-1][1].extend([opening, *inside, char])
            else:
                stack[-1][1].append(_Brackets(opening, tuple(inside)))
        else:
            stack[-1][1].append(char)
    stack[-1][1].append(template[at:])
    close_all()
    return lines


def _filled(parts: list[_Part] | tuple[_Part, ...], values: Mapping[str, str]) -> str | None:
    """What stands there; None where fields are and all of them are missing."""
    between: list[str] = [""]
    found: list[str | None] = []
    for part in parts:
        if isinstance(part, str):
            between[-1] += part
        else:
            found.append(_value(part, values))
            between.append("")
    if not found:
        return between[0]
    if not any(found):
        return None
    words, mark, _ = _cut(between[0])
    text = between[0] if found[0] else "" if words else mark
    begun, waiting = False, ""
    for at, value in enumerate(found):
        _, mark, words = _cut(between[at]) if at else ("", "", "")
        waiting = waiting if waiting.strip() else mark or waiting
        if value:
            text += (waiting if begun else "") + words + value + _cut(between[at + 1])[0]
            begun, waiting = True, ""
    _, mark, words = _cut(between[-1])
    return text + mark + words if found[-1] or mark.strip() else text


def _value(part: _Field | _Brackets, values: Mapping[str, str]) -> str | None:
    if isinstance(part, _Field):
        return values.get(part.name) or None
    inside = _filled(part.inside, values)
    return None if inside is None else part.opening + inside + _BRACKETS[part.opening]


def _cut(words: str) -> tuple[str, str, str]:
    """Words between two fields: what belongs to the one before, punctuation, and the rest."""
    if mark := _PUNCTUATION.search(words):
        return words[: mark.start()], mark[0], words[mark.end() :]
    rest = words.lstrip()
    return "", words[: len(words) - len(rest)], rest
