"""Which document is this file? Renamed, edited, duplicated files, and those that are gone."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from annotations import ids
from annotations.document import Document, Reading
from annotations.front_data import completed, front_data


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file, known again or new."""

    document: Document
    """The document whose text the file now has, with what that says of itself."""
    renamed_from: str | None
    """The path under which it was known, when that has changed."""
    earlier: tuple[Document, ...]
    """Documents at the same path that were marked with another text, latest last."""


def recognise(
    path: str, reading: Reading, known: Iterable[Document], exists: Callable[[str], bool]
) -> Recognised:
    """Find the document of a file among those that were marked.

    Same path and text: it. Same text, and its old path gone: it, renamed. Same path and another
    text: edited, so the marks stay with the earlier document and this is a new one. Two files of
    the same text are two documents.
    """
    known = list(known)
    sha256 = reading.text.sha256
    earlier = tuple(
        sorted(
            (each for each in known if each.path == path and each.text_sha256 != sha256),
            key=lambda each: each.added,
        )
    )
    same_text = [each for each in known if each.text_sha256 == sha256]
    for document in same_text:
        if document.path == path:
            return Recognised(completed(document, reading.text), None, earlier)
    gone = [each for each in same_text if not exists(each.path)]
    name = PurePosixPath(path).name
    for document in sorted(gone, key=lambda each: PurePosixPath(each.path).name != name):
        moved = replace(document, path=path, title=title_of(path))
        return Recognised(completed(moved, reading.text), document.path, earlier)
    taken = {each.id for each in known}
    return Recognised(new_document(path, reading, taken), None, earlier)


def new_document(path: str, reading: Reading, taken: Container[str] = ()) -> Document:
    """The document that a file becomes with its first mark.

    An id is `taken` where this path once held the same text and that document has moved on.
    """
    return Document(
        id=ids.document_id(path, reading.text.sha256, taken),
        path=path,
        title=title_of(path),
        text_sha256=reading.text.sha256,
        length=len(reading.text),
        encoding=reading.encoding,
        newline=reading.newline,
        bom=reading.bom,
        metadata=front_data(reading.text),
    )


def title_of(path: str) -> str:
    """What a document without data of its own is called."""
    return PurePosixPath(path).name
