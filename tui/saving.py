"""Bringing changes to the store; what it cannot take yet stays on screen until it can."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.document import Document
from annotations.errors import Busy, Conflict, NotSaved
from annotations.history import (
    Data,
    Pair,
    State,
    document_of,
    done_of,
    key_of,
    key_of_data,
    key_of_document,
    same,
)

if TYPE_CHECKING:
    from annotations.store import AnnotationStore

AT_ONCE = 0.05
"""Seconds that a key waits for another window before it goes on."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A change that is only on screen."""

    before: State
    """What is on disk, as far as this window knows."""
    after: State

    @property
    def document(self) -> str:
        """Id of the document that it is about."""
        state = self.after or self.before
        assert state is not None
        return document_of(state)

    @property
    def marks(self) -> int:
        """How many marks more there are on screen than on disk."""
        before, after = (isinstance(state, Annotation) for state in (self.before, self.after))
        return after - before


class Saver:
    """Saves the changes of one window, each in one transaction."""

    def __init__(self, keep_text: Callable[[str], None]) -> None:
        """Nothing is saved before `begin`.

        `keep_text` is called with the id of each document that is spoken of, inside the
        transaction. Annotations that are new have their id already when they come here.
        """
        self.trouble = ""
        """Why the latest save failed; empty when it did not."""
        self.waiting = False
        """Whether another window is writing and the latest save waits for it."""
        self.unsaved: dict[str, Unsaved] = {}
        """By what `key_of` says."""
        self.turn = threading.RLock()
        """Held by the thread that saves: what ends the program waits for a save under way."""
        self.beside: dict[str, str] = {}
        """Where another window had changed a mark: the id under which ours is kept beside it."""
        self._store: AnnotationStore | None = None
        self._keep_text = keep_text
        self._group = ""
        self._more: Counter[str] = Counter()
        self._copied: tuple[Path, dict[str, Unsaved]] | None = None

    def begin(self, store: AnnotationStore) -> None:
        """The marks are loaded: save in this store."""
        self._store = store

    @property
    def loaded(self) -> bool:
        """Whether there is a store to save in."""
        return self._store is not None

    @property
    def store(self) -> AnnotationStore:
        """Where everything is saved; only there once it is loaded."""
        assert self._store is not None
        return self._store

    # What is so on screen

    def mark(self, id: str) -> Annotation | None:
        """The annotation of that id as it is on screen."""
        state = self.unsaved[id].after if id in self.unsaved else self.store.get(id)
        return state if isinstance(state, Annotation) else None

    def done(self, document: str) -> str:
        """When the document of that id was called done, as it is on screen; else empty."""
        unsaved = self.unsaved.get(key_of_document(document))
        return done_of(unsaved.after if unsaved else self.store.document(document))

    def data(self, document: str) -> Document | None:
        """A document with the metadata that it has on screen, if anything was said of it."""
        unsaved = self.unsaved.get(key_of_data(document))
        if unsaved is not None and isinstance(unsaved.after, Data):
            return unsaved.after.document
        return self.store.document(document)

    def count(self, document: str) -> int:
        """How many marks are in the document of that id."""
        return self.store.count(document) + self._more[document]

    def overtaken(self) -> list[Annotation]:
        """Our versions of marks that another window had changed, kept beside; told once."""
        found = [self.mark(id) for id in self.beside.values()]
        self.beside.clear()
        return [mark for mark in found if mark is not None]

    # Saving

    def put_off(self, pairs: Iterable[Pair], group: str) -> None:
        """Keep changes for the next save; they are steps of the group that it belongs to."""
        self._remember(pairs)
        self._group = group

    def save(
        self, pairs: list[Pair], group: str, takes: str = "", patience: float = AT_ONCE
    ) -> dict[str, State]:
        """Save changes, and what is unsaved; the states as they were saved, by `key_of`.

        What cannot be saved for now is kept, and the next save tries again. Raises NotSaved where
        nothing can be saved at all, Conflict where another window changed the same.
        """
        if self.store.obstacle and not self.store.failure:
            raise NotSaved(self.store.path, self.store.obstacle)
        saved: dict[str, State] = {}
        if pairs and self.unsaved and (takes or group != self._group) and not self.trouble:
            saved = self.flush()
        self._group = group
        if self.waiting and patience <= AT_ONCE:
            patience = 0.0  # or key after key would wait for the same window
        try:
            saved |= self._bring(pairs, group, takes, patience)
            self.unsaved, self._more, self.trouble, self.waiting = {}, Counter(), "", False
        except Busy:
            self._remember(pairs)
            self.waiting = not self.trouble
        except NotSaved as error:
            self._remember(pairs)
            self.trouble, self.waiting = error.reason if self.unsaved else "", False
        return saved

    def flush(self, patience: float = AT_ONCE) -> dict[str, State]:
        """Save what is unsaved, if anything; waits that many seconds for another window."""
        if not self.unsaved:
            self.trouble, self.waiting = "", False
            return {}
        try:
            return self.save([], self._group, patience=patience)
        except NotSaved as error:
            self.trouble, self.waiting = error.reason, False
        except Conflict as error:
            self.trouble, self.waiting = str(error), False
        return {}

    def give_up_waiting(self) -> None:
        """Another window has been writing for too long."""
        if self.waiting:
            self.waiting = False
            self.trouble = f"held by {self.store.holder or 'another window'}"

    # Copies

    def copy_to(self, path: Path, documents: Iterable[Document]) -> int:
        """Write all marks, the unsaved ones too, to another file; how many.

        `documents` are those that may be unsaved. Raises NotSaved.
        """
        states = {key: each.after for key, each in self.unsaved.items()}
        count = self.store.copy_to(path, states, documents)
        self._copied = path, dict(self.unsaved)
        return count

    @property
    def copy(self) -> Path | None:
        """Where a copy is that holds everything that is unsaved."""
        path, unsaved = self._copied or (None, {})
        return path if unsaved == self.unsaved else None

    # Below

    def _remember(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            key = key_of(pair)
            known = self.unsaved.pop(key, None)
            before = known.before if known else pair[0]
            if not same(before, pair[1]):
                self.unsaved[key] = Unsaved(before, pair[1])
        self._more = Counter()
        for each in self.unsaved.values():
            self._more[each.document] += each.marks

    def _bring(
        self, pairs: list[Pair], group: str, takes: str, patience: float
    ) -> dict[str, State]:
        """Make the store say what is wanted, in one transaction.

        Raises Conflict where it does not hold what was on screen.
        """
        saved: dict[str, State] = {}
        with self.turn, self.store.transaction(group, takes, patience):
            for pair in pairs:
                key = key_of(pair)
                state = self.unsaved[key].after if key in self.unsaved else self._stored(pair)
                if not same(state, pair[0]):
                    raise Conflict(_overtaken(state))
            wanted = {key: each.after for key, each in self.unsaved.items()}
            wanted |= {key_of(pair): pair[1] for pair in pairs}
            beside: dict[str, str] = {}
            for key, unsaved in self.unsaved.items():
                stored = self._stored((unsaved.before, unsaved.after))
                if same(stored, unsaved.before):
                    continue
                saved[key] = stored
                state = wanted.pop(key)
                # What two windows say of a mark is kept; of done there is no second one.
                if isinstance(state, Data):
                    wanted[key] = _on_top(unsaved.before, state, stored)
                elif isinstance(state, Annotation) and not same(stored, state):
                    state = replace(state, id=ids.new_id(), created=now())
                    wanted[state.id] = state
                    beside[key] = state.id
            for key, state in wanted.items():
                saved[key] = self._put(key, state)
        self.beside |= beside
        return saved

    def _stored(self, pair: Pair) -> State:
        """What the store says of that of which these are states."""
        before, after = pair
        if isinstance(after, Document):
            return self.store.document(after.id) or replace(after, done="")
        if isinstance(after, Data):
            known = self.store.document(after.document.id)
            return Data(known) if known is not None else before
        return self.store.get(key_of((before, after)))

    def _put(self, key: str, state: State) -> State:
        """Make the store say that of one annotation or document, inside a transaction."""
        if isinstance(state, Document):
            self._keep_text(state.id)
            return self.store.say_done(state, state.done)
        if isinstance(state, Data):
            self._keep_text(state.document.id)
            return Data(self.store.describe(state.document))
        stored = self.store.get(key)
        if state is None:
            if stored is not None:
                self.store.remove(key, stored.rev)
            return None
        self._keep_text(state.document)
        return self.store.add(state) if stored is None else self.store.change(state, stored.rev)


def with_id(state: State) -> State:
    """A state that can be saved: an annotation that is new gets its id."""
    if not isinstance(state, Annotation) or state.id:
        return state
    return replace(state, id=ids.new_id(), created=now())


def afterwards(pairs: Iterable[Pair]) -> dict[str, State]:
    """The states after a change, by `key_of`."""
    return {key_of(pair): pair[1] for pair in pairs}


def _overtaken(state: State) -> str:
    """What another window did, so that nothing can be done on top of it."""
    if isinstance(state, Data):
        return f"the data of {state.document.path} was changed in another window"
    if isinstance(state, Document):
        return f"{state.path} was called {'' if state.done else 'not '}done in another window"
    return f"the mark was {'taken off' if state is None else 'changed'} in another window"


def _on_top(before: State, after: Data, stored: State) -> Data:
    """What somebody said of a document, on top of what another window said of it meanwhile."""
    was, now, theirs = (
        state.document.metadata if isinstance(state, Data) else {}
        for state in (before, after, stored)
    )
    said = {name: value for name, value in now.items() if was.get(name) != value}
    gone = was.keys() - now.keys()
    kept = {name: value for name, value in theirs.items() if name not in gone}
    return Data(replace(after.document, metadata={**kept, **said}))
