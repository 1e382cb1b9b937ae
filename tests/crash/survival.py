"""What must be true of the files after whatever happened."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from tinydb import TinyDB

from annotations.store import AnnotationStore
from tests.annotations.examples import ME
from tests.crash.life import State, new_mark, numbered, state_of

LATER = 10**6
"""Number of the mark that is made afterwards."""


def assert_stock_tinydb_reads(path: Path) -> None:
    """The main file is whole whenever it is there."""
    if not path.exists():
        return
    try:
        with TinyDB(path, access_mode="r") as stock:
            tables = stock.tables()
            stock.table("annotations").all()
    except ValueError as error:
        raise AssertionError("stock TinyDB cannot read the file") from error
    assert "annotations" in tables, "stock TinyDB sees no annotations"


def assert_holds(path: Path, allowed: Collection[State]) -> AnnotationStore:
    """The store, opened now, holds one of the states and nothing else; what it is."""
    store = AnnotationStore(path, ME)
    state = state_of(store)
    assert state in allowed, difference(state, allowed)
    assert not store.misfits, store.misfits
    return store


def assert_goes_on(store: AnnotationStore) -> None:
    """A further mark is saved, and is there with all others when the store is opened again."""
    before = state_of(store)
    added = store.add(new_mark(LATER, "later"))
    after = {**before, LATER: (added.exact, "later", 1)}
    assert state_of(store) == after
    again = AnnotationStore(store.path, ME)
    assert state_of(again) == after, difference(state_of(again), [after])
    again.remove(added.id, numbered(again)[LATER].rev)
    assert_holds(store.path, [before])


def allowed_after(states: list[State], acknowledged: int) -> list[State]:
    """What may be there: all that was acknowledged, or that with the step under way."""
    return states[acknowledged : acknowledged + 2]


def difference(state: State, allowed: Collection[State]) -> str:
    """What is wrong with a state, in few words."""
    told = []
    for number, expected in enumerate(allowed):
        lost = sorted(expected.keys() - state.keys())
        invented = sorted(state.keys() - expected.keys())
        other = sorted(key for key in state.keys() & expected if state[key] != expected[key])
        told.append(f"against state {number}: lost {lost}, invented {invented}, other {other}")
    return "; ".join(told)
