"""A marked span as a quotation with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from annotations import template as templates
from annotations.annotation import Annotation
from annotations.codebook import Tag
from annotations.document import Document
from annotations.template import BUILT_IN
from annotations.text import Text

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_DOUBLE = frozenset('“”„«»"')
_INNER = {"“": "‘", "”": "’", "‘": "“", "’": "”", "„": "‚", "«": "‹", "»": "›", '"': "'"}


def quotation(annotation: Annotation) -> str:
    """The marked words in quotation marks; the parts of an interrupted one with an ellipsis."""
    return "“" + _inside(" … ".join(flat(each.exact) for each in annotation.segments)) + "”"


def with_source(annotation: Annotation, document: Document) -> str:
    """The quotation and where it is from: `“words” (speaker, title, date)`."""
    return filled(BUILT_IN["source"], annotation, document)


def filled(
    template: str,
    annotation: Annotation,
    document: Document,
    tag: Tag | None = None,
    text: Text | None = None,
) -> str:
    """A template with what is known of a mark; the rules are those of `annotations.template`.

    The name of the tag comes from `tag`, the number of the paragraph from the `text` that was
    marked. A template of which nothing is known gives the quotation.
    """
    data, fields = document.metadata, annotation.fields
    values = {
        "quote": quotation(annotation),
        "speaker": _text(fields.get("speaker")),
        "tag": tag.name if tag else annotation.tag,
        "title": _text(data.get("title")) or document.title,
        "author": _text(data.get("author")),
        "publisher": _text(data.get("publisher")),
        "date": _date(data.get("issued")),
        "url": _text(data.get("URL")),
        "paragraph": str(text.paragraph_at(annotation.start).index + 1) if text else "",
        "offsets": f"{annotation.start}-{annotation.end}",
        "note": annotation.note,
        "annotator": annotation.annotator,
    }
    known = {name: flat(value) for name, value in values.items()}
    return templates.filled(template, known).strip() or known["quote"]


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
    if not _DOUBLE & set(words):
        return words  # single marks alone are the inner kind already
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
    """A value of a field or of metadata in words: of several, and of people, the names."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, Mapping):  # a person in CSL-JSON
        names = (value.get("given"), value.get("family"))
        return _text(value.get("literal")) or " ".join(filter(None, map(_text, names)))
    return ""


def _date(value: Any) -> str:
    """A date in words: as it is written, or from the numbers of CSL-JSON."""
    if not isinstance(value, Mapping):
        return _text(value)
    parts = value.get("date-parts")
    if not isinstance(parts, (list, tuple)) or not parts or not isinstance(parts[0], (list, tuple)):
        return _text(value.get("raw"))
    return "-".join(str(part).zfill(2) for part in parts[0])
