"""Undo and redo as values: what each step did, so that it can be taken back or done again."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.annotation import Annotation

State = Annotation | None
"""An annotation, or that there is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step: the states of the annotations that it touched, before and after."""

    pairs: tuple[tuple[State, State], ...]

    @property
    def spans(self) -> tuple[tuple[str, int, int], ...]:
        """Document id, start and end of every stretch in which something looks different now."""
        return tuple(
            (state.document, segment.start, segment.end)
            for pair in self.pairs
            for state in pair
            if state is not None
            for segment in state.segments
        )

    @property
    def document(self) -> str:
        """Id of the document of the first annotation."""
        state = self.pairs[0][0] or self.pairs[0][1]
        assert state is not None
        return state.document

    def inverse(self) -> Change:
        """The step that takes this one back."""
        return Change(tuple((after, before) for before, after in reversed(self.pairs)))

    def then(self, later: Change) -> Change:
        """Both steps as one; what comes and goes again is not in it."""
        states: dict[str, tuple[State, State]] = {}
        for before, after in (*self.pairs, *later.pairs):
            state = before or after
            assert state is not None
            states[state.id] = (states.get(state.id, (before, after))[0], after)
        return Change(tuple(pair for pair in states.values() if pair != (None, None)))


@dataclass(frozen=True, slots=True)
class Step:
    """A change, and whether it belongs to the step before it, as moving an edge to its mark."""

    change: Change
    continues: bool


class History:
    """What was done and can be taken back, and what was taken back and can be done again.

    Steps that continue another one form a group with it. A group is taken back step by step while
    it is open, and as one after that.
    """

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[tuple[Step, ...]] = []

    def record(self, change: Change, continues: bool = False) -> None:
        """Remember a step that was just done; what was taken back cannot be done again then."""
        self._done.append(Step(change, continues and bool(self._done)))
        self._undone.clear()

    def next_undo(self, only_step: bool = False) -> Change | None:
        """What would be taken back: the last group or, `only_step`, its last step."""
        steps = self._last(only_step)
        return _together(steps).inverse() if steps else None

    def undone(self, only_step: bool = False) -> bool:
        """The change of `next_undo` was taken back; whether its group has more steps."""
        steps = self._last(only_step)
        del self._done[len(self._done) - len(steps) :]
        self._undone.append(steps)
        return steps[0].continues

    def next_redo(self) -> Change | None:
        """What would be done again."""
        return _together(self._undone[-1]) if self._undone else None

    def redone(self) -> bool:
        """The change of `next_redo` was done again; whether it went on with an open group."""
        steps = self._undone.pop()
        self._done.extend(steps)
        return steps[0].continues

    def _last(self, only_step: bool) -> tuple[Step, ...]:
        first = len(self._done) - 1
        if first < 0:
            return ()
        while not only_step and self._done[first].continues:
            first -= 1
        return tuple(self._done[first:])


def _together(steps: tuple[Step, ...]) -> Change:
    change = steps[0].change
    for step in steps[1:]:
        change = change.then(step.change)
    return change
