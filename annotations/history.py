"""Undo and redo as values: what each step did, so that it can be taken back or done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from annotations.annotation import Annotation
from annotations.document import Document


@dataclass(frozen=True, slots=True)
class Data:
    """A document as a state of which only its metadata counts; whether it is done changes apart."""

    document: Document


State = Annotation | Document | Data | None
"""An annotation, or that there is none; or a document, of which only `done` counts; or its data."""

Pair = tuple[State, State]
"""The states before and after: of an annotation, or of a document or its data, never None."""
MarkPair = tuple[Annotation | None, Annotation | None]
DocumentPair = tuple[Document, Document]
DataPair = tuple[Data, Data]


def key_of(pair: Pair) -> str:
    """What tells whose states these are: for an annotation its id."""
    state = pair[0] or pair[1]
    assert state is not None
    if isinstance(state, Data):
        return key_of_data(state.document.id)
    return key_of_document(state.id) if isinstance(state, Document) else state.id


def key_of_document(id: str) -> str:
    """The same for a document of that id, so that it is never taken for an annotation."""
    return f"document {id}"


def key_of_data(id: str) -> str:
    """The same for the data of a document of that id."""
    return f"data {id}"


def document_of(state: Annotation | Document | Data) -> str:
    """The id of the document that a state is about."""
    if isinstance(state, Data):
        return state.document.id
    return state.id if isinstance(state, Document) else state.document


def done_of(state: State) -> str:
    """When a document was called done; empty for one that is not, or of which nothing is known."""
    return state.done if isinstance(state, Document) else ""


def same(one: State, other: State) -> bool:
    """Whether two states say the same."""
    if isinstance(one, Data) and isinstance(other, Data):
        return one.document.metadata == other.document.metadata
    if isinstance(one, Document) or isinstance(other, Document):
        return done_of(one) == done_of(other)
    if not isinstance(one, Annotation) or not isinstance(other, Annotation):
        return one is other
    return one.says_the_same(other)


@dataclass(frozen=True, slots=True)
class Change:
    """One step: the states that it touched, before and after."""

    pairs: tuple[Pair, ...]

    @property
    def marks(self) -> tuple[MarkPair, ...]:
        """What became of annotations."""
        return tuple(
            (before, after)
            for before, after in self.pairs
            if not isinstance(before, Document | Data) and not isinstance(after, Document | Data)
        )

    @property
    def documents(self) -> tuple[DocumentPair, ...]:
        """Which documents are done now, and which ones are not any more."""
        return tuple(
            (before, after)
            for before, after in self.pairs
            if isinstance(before, Document) and isinstance(after, Document)
        )

    @property
    def data(self) -> tuple[DataPair, ...]:
        """Of which documents something else is known now."""
        return tuple(
            (before, after)
            for before, after in self.pairs
            if isinstance(before, Data) and isinstance(after, Data)
        )

    @property
    def spans(self) -> tuple[tuple[str, int, int], ...]:
        """Document id, start and end of every stretch in which something looks different now."""
        return tuple(
            (state.document, segment.start, segment.end)
            for pair in self.marks
            for state in pair
            if state is not None
            for segment in state.segments
        )

    @property
    def document(self) -> str:
        """Id of the document of the first annotation or, without one, the first document."""
        before, after = next(iter(self.marks or self.pairs))
        state = before or after
        assert state is not None
        return document_of(state)

    def inverse(self) -> Change:
        """The step that takes this one back."""
        return Change(tuple((after, before) for before, after in reversed(self.pairs)))

    def then(self, later: Change) -> Change:
        """Both steps as one; what comes and goes again is not in it."""
        states: dict[str, Pair] = {}
        for pair in (*self.pairs, *later.pairs):
            key = key_of(pair)
            states[key] = (states.get(key, pair)[0], pair[1])
        return Change(tuple(pair for pair in states.values() if pair != (None, None)))


@dataclass(frozen=True, slots=True)
class Step:
    """A change, and what it belongs together with, as moving an edge with its mark."""

    change: Change
    group: str = ""
    """Steps in a row of one group are taken back together."""
    older: bool = False
    """Whether it was done before this sitting."""


class History:
    """What was done and can be taken back, and what was taken back and can be done again.

    Steps in a row that have the same group belong together. A group is taken back step by step
    while it is open, and as one after that.
    """

    def __init__(self, done: Iterable[Step] = (), undone: Iterable[Step] = ()) -> None:
        """Go on from what was done before, latest last."""
        self._done = list(done)
        self._undone: list[tuple[Step, ...]] = [(step,) for step in undone]

    def record(self, change: Change, group: str) -> None:
        """Remember a step that was just done; what was taken back cannot be done again then."""
        self._done.append(Step(change, group))
        self._undone.clear()

    def of_this_sitting(self) -> Iterator[Change]:
        """What was done in this sitting and not taken back, the latest first."""
        return (
            step.change for step in takewhile(lambda step: not step.older, reversed(self._done))
        )

    def tags_given(self) -> Iterator[str]:
        """Ids of the tags that marks were given in this sitting, the latest first."""
        for change in self.of_this_sitting():
            for before, after in reversed(change.marks):
                if after is not None and (before is None or before.tag != after.tag):
                    yield after.tag

    @property
    def group(self) -> str:
        """The group of the last step."""
        return self._done[-1].group if self._done else ""

    def next_undo(self, only_step: bool = False) -> Step | None:
        """What would be taken back: the last group or, `only_step`, its last step."""
        steps = self._last(only_step)
        return _together(steps, backwards=True) if steps else None

    def undone(self, only_step: bool = False) -> bool:
        """The change of `next_undo` was taken back; whether its group has more steps."""
        steps = self._last(only_step)
        del self._done[len(self._done) - len(steps) :]
        self._undone.append(tuple(replace(step, older=False) for step in steps))
        return self.group == steps[0].group

    def forget_last(self) -> None:
        """The last group cannot be taken back any more."""
        del self._done[len(self._done) - len(self._last(False)) :]

    def next_redo(self) -> Step | None:
        """What would be done again."""
        return _together(self._undone[-1]) if self._undone else None

    def redone(self) -> bool:
        """The change of `next_redo` was done again; whether it went on with an open group."""
        steps = self._undone.pop()
        goes_on = self.group == steps[0].group
        self._done.extend(steps)
        return goes_on

    def forget_undone(self) -> None:
        """What was taken back last cannot be done again any more."""
        self._undone.pop()

    def _last(self, only_step: bool) -> tuple[Step, ...]:
        first = len(self._done) - 1
        if first < 0:
            return ()
        while not only_step and first and self._done[first - 1].group == self._done[first].group:
            first -= 1
        return tuple(self._done[first:])


def _together(steps: tuple[Step, ...], backwards: bool = False) -> Step:
    change = steps[0].change
    for step in steps[1:]:
        change = change.then(step.change)
    return Step(change.inverse() if backwards else change, steps[-1].group, steps[-1].older)
