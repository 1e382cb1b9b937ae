"""Marks added, changed and taken off by their words and ids, without a screen.

Each call is one transaction and one step of the history, and may be made while a window is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations import ids
from annotations.annotation import NOTHING, Annotation, Segment, segments_of, united
from annotations.annotator import Annotator
from annotations.characters import Span
from annotations.document import Document
from annotations.errors import AnnotationsError, UnknownTag, reason_of
from annotations.formats import Mark
from annotations.locating import ANY, Ambiguous, Choice, NotFound, locate
from annotations.project import Project
from annotations.states import States, read_in, states_of
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store import AnnotationStore

SHORTEST = 4
"""Letters of an id that have to be given."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a mark that somebody wanted."""

    mark: Mark
    is_new: bool
    """Whether it was not there before."""
    is_earlier: bool
    """Whether it stands in what the file said when it was marked, and not in what it says now."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A mark, and the file that it is in."""

    store: AnnotationStore
    annotation: Annotation

    @property
    def mark(self) -> Mark:
        """The mark with its document."""
        each = self.annotation
        document = self.store.document(each.document)
        if document is None:
            document = Document(each.document, each.document, each.document, each.text_sha256, 0)
        return Mark(each, document, self.store.owner.person if self.store.owner else "")


def add(
    project: Project,
    me: Annotator,
    path: str | Path,
    quotes: Sequence[str],
    tag: str,
    note: str = "",
    fields: Mapping[str, Any] = NOTHING,
    choice: Choice = ANY,
) -> Added:
    """Mark a quote, or the fragments of one, in a file of the project.

    A file that was changed since it was marked is marked as it was then, as it is read on screen;
    a quote that is only in what it says now is marked there. A mark that is there already is left
    as it is. Raises UnknownTag, UnreadableDocument, NotFound, Ambiguous, NotSaved.
    """
    tag = _tag(project, tag)
    relative, reading = read_in(project, path)
    store = project.store(me)
    states = states_of(project, relative, reading, store)
    document, text, spans = _placed(project, states, reading.text, quotes, choice)
    wanted = Annotation(
        document=document.id,
        text_sha256=document.text_sha256,
        segments=_segments(text, spans),
        tag=tag,
        annotator=me.name,
        note=note,
        fields=fields,
    )
    with store.transaction():
        known = _alike(store, wanted)
        if known is None:
            document = store.keep_document(document)
            made = store.add(wanted)
        elif (note, fields) not in ((known.note, known.fields), ("", {})):
            raise AnnotationsError(f"{known.id} marks this already; postil set changes it")
        else:
            made = known
    _keep(project, store, text)
    is_earlier = document.text_sha256 != reading.text.sha256
    return Added(Mark(made, document, me.person), known is None, is_earlier)


def change(
    project: Project,
    me: Annotator,
    id: str,
    tag: str | None = None,
    note: str | None = None,
    fields: Mapping[str, Any] = NOTHING,
    quotes: Sequence[str] = (),
    choice: Choice = ANY,
) -> Mark:
    """Give one of my marks another tag, note, other fields or words; what is None stays.

    An empty value takes a field off. Of several places of the words that one is meant which
    overlaps the mark. Raises UnknownTag, AnnotationsError for an id that leads to no mark of mine,
    NotFound, Ambiguous, NotSaved, and Conflict when a window changes it at the same moment.
    """
    (found,) = _mine(project, me, [id])
    before = found.annotation
    after = before
    if tag is not None:
        after = replace(after, tag=_tag(project, tag))
    if note is not None:
        after = replace(after, note=note)
    if fields:
        both = {**before.fields, **fields}
        after = replace(after, fields={name: each for name, each in both.items() if each != ""})
    if quotes:
        text = project.text_of(found.mark.document.path, before.text_sha256)
        if text is None:
            raise AnnotationsError(f"the text in which {before.id} was marked is gone")
        after = replace(after, segments=_segments(text, _moved(text, before, quotes, choice)))
    if after != before:
        after = found.store.change(after, before.rev)
        found.store.compact()
    return _Found(found.store, after).mark


def remove(project: Project, me: Annotator, wanted: Iterable[str]) -> list[Mark]:
    """Take some of my marks off, by their ids; those of one file as one step.

    Raises AnnotationsError like `change`, and takes none off then.
    """
    found = _mine(project, me, wanted)
    stores = list({each.store.path: each.store for each in found}.values())
    with ExitStack() as stack:
        for store in stores:
            stack.enter_context(store.transaction())
        for each in found:
            each.store.remove(each.annotation.id, each.annotation.rev)
    for store in stores:
        store.compact()
    return [each.mark for each in found]


def _tag(project: Project, words: str) -> str:
    """The id of a tag that new marks may have. Raises UnknownTag."""
    tag = project.codebook().named(words)
    if tag.retired:
        raise UnknownTag(f"the tag {tag.id} is retired: no new marks get it")
    return tag.id


def _placed(
    project: Project, states: States, now: Text, quotes: Sequence[str], choice: Choice
) -> tuple[Document, Text, tuple[Span, ...]]:
    """In which state of a document a quote stands, its text then, and where."""
    document = states.shown
    if document != states.now.document:
        text = project.frozen(document.text_sha256)
        if text is not None:
            try:
                return document, text, locate(text, quotes, choice).spans
            except NotFound:
                pass
    return states.now.document, now, locate(now, quotes, choice).spans


def _moved(text: Text, mark: Annotation, quotes: Sequence[str], choice: Choice) -> tuple[Span, ...]:
    """Where a mark goes that gets other words."""
    try:
        return locate(text, quotes, choice).spans
    except Ambiguous as error:
        near = [
            place.spans
            for place in error.places
            if place.start < mark.end and place.end > mark.start
        ]
        if choice.is_made or len(near) != 1:
            raise
        return near[0]


def _segments(text: Text, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """The segments of a mark; fragments with only white space between become one."""
    try:
        return segments_of(text, united(text, spans))
    except ValueError as error:
        raise AnnotationsError(str(error)) from error


def _alike(store: AnnotationStore, wanted: Annotation) -> Annotation | None:
    """The mark with the same tag on the same words, if there is one."""
    for each in store.of_document(wanted.document):
        if each.tag == wanted.tag and each.segments == wanted.segments:
            return each
    return None


def _keep(project: Project, store: AnnotationStore, text: Text) -> None:
    """Keep the text beside its marks, and leave the file as others should see it."""
    try:
        project.freeze(text)
    except OSError as error:
        reason = f"the mark is saved, but no copy of its text: {reason_of(error)}"
        raise AnnotationsError(f"{project.home}: {reason}") from error
    store.compact()


def _mine(project: Project, me: Annotator, wanted: Iterable[str]) -> list[_Found]:
    """The marks of mine whose ids begin so, each once, with the files to change them in."""
    from annotations.store import AnnotationStore

    stores = project.stores()
    found = {each.annotation.id: each for each in (_by_id(project, stores, id) for id in wanted)}
    own: dict[Path, AnnotationStore] = {}
    for each in found.values():
        owner, path = each.store.owner, each.store.path
        if owner is None or owner.person != me.person:
            whose = owner.name if owner else "nobody"
            raise AnnotationsError(f"{each.annotation.id} is a mark of {whose}, not of yours")
        if path not in own:
            own[path] = AnnotationStore(path, owner)
    return [_Found(own[each.store.path], each.annotation) for each in found.values()]


def _by_id(project: Project, stores: Iterable[AnnotationStore], id: str) -> _Found:
    """The only mark whose id begins so."""
    id = id.strip().lower()
    if len(id) < SHORTEST:
        raise AnnotationsError(f"{id!r} is too short: an id needs {SHORTEST} letters at least")
    found = [_Found(store, each) for store in stores for each in store if each.id.startswith(id)]
    if not found:
        raise AnnotationsError(f"no mark in {project.folder} has the id {id[: ids.LETTERS]}")
    if len(found) > 1:
        raise AnnotationsError(f"{len(found)} marks have an id that begins with {id}: give more")
    return found[0]
