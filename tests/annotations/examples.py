"""The people, the text and the marks that most tests speak of."""

from __future__ import annotations

from typing import Any

from annotations.annotation import Annotation, Segment
from annotations.document import Document, decode
from annotations.identity import new_document
from annotations.store import Annotator
from annotations.text import Text

ME = Annotator("ana", "person-1")
OTHER = Annotator("ben", "person-2")

TEXT = Text.of(
    "The mayor warned that the locks would close. “We will keep the harbour open,” she said. "
    "Inspectors took money, he claims."
)
DOCUMENT = Document(
    id="0123456789abcdef",
    path="statement.txt",
    title="statement.txt",
    text_sha256=TEXT.sha256,
    length=len(TEXT),
)


def mark(*words: str, text: Text = TEXT, document: str = DOCUMENT.id, **rest: Any) -> Annotation:
    """An annotation, not yet saved, on those words of a text: a segment for each."""
    whole = text[0 : len(text)]
    spans = [(whole.index(each), whole.index(each) + len(each)) for each in words]
    return Annotation(
        document=document,
        text_sha256=text.sha256,
        segments=tuple(Segment.of(text, *span) for span in spans),
        **{"tag": "threat", "annotator": ME.name, **rest},
    )


def document(path: str, text: str) -> Document:
    """The document that a file with this text becomes."""
    return new_document(path, decode(text.encode()))
