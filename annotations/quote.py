"""A marked span as a quotation with its source."""

from __future__ import annotations

import re
from typing import Any

from annotations.annotation import Annotation
from annotations.document import Document

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_INNER = {"“": "‘", "”": "’", "‘": "“", "’": "”", "„": "‚", "«": "‹", "»": "›", '"': "'"}


def quotation(annotation: Annotation) -> str:
    """The marked words in quotation marks; the parts of an interrupted one with an ellipsis."""
    return "“" + _inside(" … ".join(flat(each.exact) for each in annotation.segments)) + "”"


def with_source(annotation: Annotation, document: Document) -> str:
    """The quotation and where it is from: `“words” (speaker, source, date)`.

    A part that is not known goes together with its comma.
    """
    data = document.metadata
    source = [
        _text(annotation.fields.get("speaker")),
        _text(data.get("title")) or document.title,
        _text(data.get("issued")),
    ]
    known = ", ".join(flat(part) for part in source if part)
    return f"{quotation(annotation)} ({known})" if known else quotation(annotation)


def flat(words: str) -> str:
    """Words on one line, line breaks of a hard-wrapped text as spaces."""
    return _SPACE.sub(" ", words).strip()


def copied(words: str) -> str:
    """What of a text may go into a clipboard: all but control characters other than tab, newline.

    Offsets and saved quotes keep them; a terminal into which the copy is pasted would obey them.
    """
    return _CONTROL.sub("", words)


def _inside(words: str) -> str:
    """Quotation marks inside a quotation become the inner kind, and the inner ones the outer.

    Words that are one whole quotation lose its marks instead, and those that are only its beginning
    or end lose the one that has no partner.
    """
    if words[:1] == "“" and words[-1:] == "”" and not set("“”") & set(words[1:-1]):
        return words[1:-1]
    if words[-1:] == "”" and "“" not in words:
        words = words[:-1]
    if words[:1] == "“" and "”" not in words:
        words = words[1:]
    turned = list(words)
    apostrophes = {match.start() for match in _APOSTROPHE.finditer(words)}
    opened = 0
    for at, mark in enumerate(words):
        if mark == "‘":
            opened += 1
        elif mark == "’" and at not in apostrophes:
            if not opened:
                continue  # an apostrophe at the end of a word
            opened -= 1
        if mark in _INNER and at not in apostrophes:
            turned[at] = _INNER[mark]
    return "".join(turned)


def _text(value: Any) -> str:
    """A value of a field or of metadata in words."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(each) for each in value)
    return ""
