"""Templates of copied quotes: text with named fields in braces.

    {quote} ({speaker}, {title}, {date})

What is not known goes together with what belongs to it. Words belong to the field behind them, or
to the one before them if punctuation follows (`{speaker} said: {quote}`). Of the punctuation on
both sides of a missing field the first stays. Brackets around nothing go, and so does a
line with nothing in it. Two braces stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELDS = (
    "quote",
    "speaker",
    "tag",
    "title",
    "author",
    "publisher",
    "date",
    "url",
    "paragraph",
    "offsets",
    "note",
    "annotator",
)
"""What a template can name."""

BUILT_IN: Mapping[str, str] = {
    "source": "{quote} ({speaker}, {title}, {date})",
    "plain": "{quote}",
}
"""The templates that are always there, by name."""

DEEPEST = 8
"""Brackets inside each other that are seen as such."""

_BRACKETS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "<": ">"}
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}\n()\[\]“”«»<>]")
_PUNCTUATION = re.compile(r"\s*[^\w\s'’]+\s*")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str


@dataclass(frozen=True, slots=True)
class _Brackets:
    opening: str
    inside: tuple[_Part, ...]


_Part = str | _Field | _Brackets


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


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with these values, by field; those that are empty or not there are missing."""
    lines = (_filled(parts, values) for parts in _lines(template))
    return "\n".join(line for line in lines if line is not None)


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
