"""What is known of documents, seen and said without a screen; also while a window is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.annotation import now
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.errors import AnnotationsError, reason_of
from annotations.front_data import completed
from annotations.project import Project
from annotations.states import read_in, states_of
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store import AnnotationStore


@dataclass(frozen=True, slots=True)
class _State:
    """A state of a document, and its text then."""

    document: Document
    text: Text


def known_of(project: Project, me: Annotator, path: str | Path) -> Document:
    """A document with what I said of it, else what its text, else what others say.

    Of a file that was changed since I marked it: as it was then, as it is read on screen. Raises
    UnreadableDocument, and AnnotationsError for a file outside the project.
    """
    store = project.store(me)
    *_, shown = _states(project, store, path)
    metadata = shown.document.metadata
    for other in project.stores():
        if other.path != store.path and (theirs := other.document(shown.document.id)):
            metadata = {**theirs.metadata, **metadata}
    return replace(shown.document, metadata=metadata)


def describe(
    project: Project, me: Annotator, paths: Iterable[str | Path], said: Mapping[str, Any]
) -> list[Document]:
    """Say something of documents, by CSL-JSON names, for all of them as one step of the history.

    An empty string says that nothing is known, whatever the text says. Of a file that was changed
    since I marked it, each state with marks is described. Gives the documents as they are read on
    screen; nothing is written where all of it is known. Raises like `known_of`, and NotSaved:
    nothing is said of any of them then.
    """
    store = project.store(me)
    described: list[Document] = []
    changed: dict[str, _State] = {}
    for path in paths:
        for state in _states(project, store, path):
            known = state.document.metadata
            new = {name: value for name, value in said.items() if known.get(name, "") != value}
            document = replace(state.document, metadata={**known, **new})
            if new:
                changed[document.id] = _State(document, state.text)
        described.append(document)
    if changed:
        _save(project, store, changed.values())
    return described


def _states(project: Project, store: AnnotationStore, path: str | Path) -> list[_State]:
    """The states of a file that hold marks of mine; the one that is read on screen is the last."""
    relative, reading = read_in(project, path)
    states = states_of(project, relative, reading, store)
    found = [
        _State(completed(each, text), text)
        for each in states.marked
        if (text := project.frozen(each.text_sha256))
    ]
    if states.shown == states.now.document or not found:
        found.append(_State(states.now.document, reading.text))
    return found


def _save(project: Project, store: AnnotationStore, states: Collection[_State]) -> None:
    with store.transaction():
        for state in states:
            store.keep_document(state.document)
            store.describe(replace(state.document, described=now()))
    try:
        for state in states:
            project.freeze(state.text)
    except OSError as error:
        reason = f"the data are saved, but no copy of the text: {reason_of(error)}"
        raise AnnotationsError(f"{project.home}: {reason}") from error
    store.compact()
