"""A person's work of many steps, the same for the same seed, and what is saved after each of them.

Ids and times differ from run to run, so each mark carries a number of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotations.annotation import Annotation
from annotations.store import AnnotationStore
from tests.annotations.examples import DOCUMENT, ME, mark

State = dict[int, tuple[str, str, int]]
"""Words, note and revision of each mark, by its number."""

WORDS = ("locks would close", "harbour open", "money", "The mayor")


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one mark: it is added, gets another note, goes, or comes back."""

    number: int
    """Which mark."""
    note: str | None
    """What is noted from then on; None when the mark is taken off."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a person does with one key."""

    changes: tuple[Change, ...] = ()
    """Saved as one; none for a step that changes no mark."""
    act: str = "save"
    """`save`, `document`, `compact` or `reopen`."""


@dataclass(frozen=True, slots=True)
class Life:
    """Steps, and what must be there after each."""

    steps: list[Step]
    states: list[State]
    """The state before the first step, then the one after each."""

    def live(self, path: Path, acknowledge: Callable[[int], object] = lambda _: None) -> None:
        """Do all of it, and say after each step how many are done."""
        sitting = Sitting(path)
        for number, step in enumerate(self.steps, 1):
            sitting.do(step)
            acknowledge(number)
        sitting.close()


def random_life(seed: int, length: int, compact_every: int) -> Life:
    """A life from the first save on, of which every so many-th step is a compaction."""
    steps, states = [], [State()]
    chance, gone = random.Random(seed), State()
    for index in range(1, length + 1):
        state = dict(states[-1])
        if index % compact_every == 0:
            step = Step(act="compact")
        elif index % (compact_every + 2) == 0:
            step = Step(act=chance.choice(["reopen", "document"]))
        else:
            many = chance.choice([1, 1, 1, 1, 2, 4])
            step = Step(tuple(_happen(state, gone, chance) for _ in range(many)))
        steps.append(step)
        states.append(state)
    return Life(steps, states)


def life_after(state: State) -> Life:
    """Two saves and a compaction, on what is there."""
    number = max(state, default=0) + 1000
    first = {**state, number: (WORDS[number % len(WORDS)], "first", 1)}
    second = {**first, number: (first[number][0], "second", 2)}
    steps = [
        Step((Change(number, "first"),)),
        Step(act="compact"),
        Step((Change(number, "second"),)),
    ]
    return Life(steps, [state, first, first, second])


def _happen(state: State, gone: State, chance: random.Random) -> Change:
    """One random change, made to `state`."""
    dice = chance.random()
    note = f"{chance.randrange(10**6)} " + "ä" * chance.choice([0, 3, 40, 400])
    if dice < 0.5 or not state:
        number = len(state) + len(gone)
        state[number] = (WORDS[number % len(WORDS)], note, 1)
    elif dice < 0.75:
        number = chance.choice(sorted(state))
        words, _, rev = state[number]
        state[number] = (words, note, rev + 1)
    elif dice < 0.85 and gone:
        number = chance.choice(sorted(gone))
        words, note, rev = gone.pop(number)
        state[number] = (words, note, rev + 1)
    else:
        number = chance.choice(sorted(state))
        gone[number] = state.pop(number)
        return Change(number, None)
    return Change(number, note)


class Sitting:
    """A window in which steps are done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = AnnotationStore(path, ME)
        self._gone: dict[int, Annotation] = {}

    def do(self, step: Step) -> None:
        """Do one step. Raises what the store raises."""
        if step.act == "compact":
            self.store.compact()
        elif step.act == "reopen":
            self.reopen()
        elif step.act == "document":
            title = f"Title {len(self.store)}"
            self.store.keep_document(replace(DOCUMENT, title=title))
        else:
            self._save(step.changes)

    def reopen(self) -> None:
        """Close the window and open it again."""
        self.store.close()
        self.store = AnnotationStore(self.path, ME)

    def close(self) -> None:
        """Close the window."""
        self.store.close()

    def _save(self, changes: tuple[Change, ...]) -> None:
        marks = numbered(self.store)
        if len(changes) == 1:
            self._make(changes[0], marks)
            return
        with self.store.transaction():
            for change in changes:
                self._make(change, marks)

    def _make(self, change: Change, marks: dict[int, Annotation]) -> None:
        number, found = change.number, marks.get(change.number)
        if change.note is None:
            assert found is not None
            self.store.remove(found.id, found.rev)
            self._gone[number] = marks.pop(number)
        elif found is not None:
            marks[number] = self.store.change(replace(found, note=change.note), found.rev)
        else:
            marks[number] = self.store.add(self._gone.get(number) or new_mark(number, change.note))


def new_mark(number: int, note: str = "") -> Annotation:
    """A mark of that number, not yet saved."""
    return mark(WORDS[number % len(WORDS)], note=note, extra={"number": number})


def numbered(store: Iterable[Annotation]) -> dict[int, Annotation]:
    """The marks by their numbers, each there once."""
    marks = list(store)
    by_number: dict[int, Annotation] = {_number(each): each for each in marks}
    assert len(by_number) == len(marks), "a mark is there twice"
    return by_number


def state_of(store: AnnotationStore) -> State:
    """What a store holds, where it lists all marks and where it lists those of a document."""
    listed = {number: _seen(each) for number, each in numbered(store).items()}
    in_document = {_number(each): _seen(each) for each in store.of_document(DOCUMENT.id)}
    assert in_document == listed, "the index does not fit the records"
    return listed


def _seen(annotation: Annotation) -> tuple[str, str, int]:
    return annotation.exact, annotation.note, annotation.rev


def _number(annotation: Annotation) -> int:
    number: Any = annotation.extra["number"]
    assert isinstance(number, int)
    return number
