"""Bringing changes to the store; what it cannot take yet stays on screen until it can."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations import ids
from annotations.annotation import Annotation, now
from annotations.errors import Busy, Conflict, NotSaved
from annotations.history import State

if TYPE_CHECKING:
    from annotations.store import AnnotationStore

AT_ONCE = 0.05
"""Seconds that a key waits for another window before it goes on."""

Pair = tuple[State, State]
"""The states of an annotation before and after; an annotation that is new has its id already."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A change that is only on screen."""

    before: State
    """What is on disk, as far as this window knows."""
    after: State


class Saver:
    """Saves the changes of one window, each in one transaction."""

    def __init__(self, store: AnnotationStore, keep_text: Callable[[Annotation], None]) -> None:
        """Save in a store; `keep_text` is called for each mark, inside the transaction."""
        self.trouble = ""
        """Why the latest save failed; empty when it did not."""
        self.waiting = False
        """Whether another window is writing and the latest save waits for it."""
        self.unsaved: dict[str, Unsaved] = {}
        """By id."""
        self.turn = threading.RLock()
        """Held by the thread that saves: what ends the program waits for a save under way."""
        self.beside: dict[str, str] = {}
        """Where another window had changed a mark: the id under which ours is kept beside it."""
        self._store = store
        self._keep_text = keep_text
        self._group = ""

    def state(self, id: str) -> State:
        """The annotation of that id as it is on screen."""
        return self.unsaved[id].after if id in self.unsaved else self._store.get(id)

    def put_off(self, pairs: Iterable[Pair], group: str) -> None:
        """Keep changes for the next save; they are steps of the group that it belongs to."""
        self._remember(pairs)
        self._group = group

    def save(
        self, pairs: list[Pair], group: str, takes: str = "", patience: float = AT_ONCE
    ) -> dict[str, State]:
        """Save changes, and what is unsaved; the states as they were saved, by id.

        What cannot be saved for now is kept, and the next save tries again. Raises NotSaved where
        nothing can be saved at all, Conflict where another window changed the same.
        """
        if self._store.obstacle and not self._store.failure:
            raise NotSaved(self._store.path, self._store.obstacle)
        saved: dict[str, State] = {}
        if pairs and self.unsaved and (takes or group != self._group) and not self.trouble:
            saved = self.flush()
        self._group = group
        if self.waiting and patience <= AT_ONCE:
            patience = 0.0  # or key after key would wait for the same window
        try:
            saved |= self._bring(pairs, group, takes, patience)
            self.unsaved, self.trouble, self.waiting = {}, "", False
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
            self.trouble = f"held by {self._store.holder or 'another window'}"

    def _remember(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            known = self.unsaved.pop(id_of(pair), None)
            before = known.before if known else pair[0]
            if not _same(before, pair[1]):
                self.unsaved[id_of(pair)] = Unsaved(before, pair[1])

    def _bring(
        self, pairs: list[Pair], group: str, takes: str, patience: float
    ) -> dict[str, State]:
        """Make the store say what is wanted, in one transaction.

        Raises Conflict where it does not hold what was on screen.
        """
        saved: dict[str, State] = {}
        with self.turn, self._store.transaction(group, takes, patience):
            for pair in pairs:
                state = self.state(id_of(pair))
                if not _same(state, pair[0]):
                    deed = "taken off" if state is None else "changed"
                    raise Conflict(f"the mark was {deed} in another window")
            wanted = {id: each.after for id, each in self.unsaved.items()}
            wanted |= {id_of(pair): pair[1] for pair in pairs}
            beside: dict[str, str] = {}
            for id, unsaved in self.unsaved.items():
                stored = self._store.get(id)
                if not _same(stored, unsaved.before):
                    saved[id] = stored
                    state = wanted.pop(id)
                    if state is not None and not _same(stored, state):  # what both say is kept
                        state = replace(state, id=ids.new_id(), created=now())
                        wanted[state.id] = state
                        beside[id] = state.id
            for id, state in wanted.items():
                saved[id] = self._put(id, state)
        self.beside |= beside
        return saved

    def _put(self, id: str, state: State) -> State:
        """Make the store say that of one annotation, inside a transaction."""
        stored = self._store.get(id)
        if state is None:
            if stored is not None:
                self._store.remove(id, stored.rev)
            return None
        self._keep_text(state)
        return self._store.add(state) if stored is None else self._store.change(state, stored.rev)


def id_of(pair: Pair) -> str:
    """The id of the annotation that a change is about."""
    state = pair[0] or pair[1]
    assert state is not None
    return state.id


def _same(one: State, other: State) -> bool:
    if one is None or other is None:
        return one is other
    return one.says_the_same(other)
