"""Undo and redo as values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.annotation import Annotation
from annotations.history import Change, History
from tests.annotations.examples import mark
from tests.annotations.strategies import SOME

States = dict[str, Annotation]

LOCKS = mark("locks", id="a")
NOTED = replace(LOCKS, note="really?")
MONEY = mark("money", id="b", document="another")


def change(before: Annotation | None, after: Annotation | None) -> Change:
    return Change(((before, after),))


def after(change: Change, states: States) -> States:
    """The states when a change was done to others, each of which must be as it was seen."""
    states = dict(states)
    for old, new in change.pairs:
        each = old or new
        if each is None:
            continue
        assert states.pop(each.id, None) == old
        if new is not None:
            states[each.id] = new
    return states


@st.composite
def careers(draw: st.DrawFn, length: int) -> list[Change]:
    """Changes that follow each other: marks made, changed, taken off, and made again."""
    states: States = {}
    changes = []
    for _ in range(length):
        pairs = []
        for id in draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True)):
            old = states.get(id)
            note = draw(st.sampled_from(["x", "y", None]))
            new = replace(LOCKS, id=id, note=note) if note else None
            if old is not None or new is not None:
                pairs.append((old, new))
        assume(pairs)
        changes.append(Change(tuple(pairs)))
        states = after(changes[-1], states)
    return changes


# Changes


def test_a_change_names_every_stretch_that_looks_different():
    both = mark("We will keep", "she said", id="c")
    moved = Change(((LOCKS, NOTED), (None, both), (MONEY, None)))
    place = (LOCKS.document, LOCKS.start, LOCKS.end)
    assert moved.spans == (
        place,
        place,
        *((both.document, segment.start, segment.end) for segment in both.segments),
        ("another", MONEY.start, MONEY.end),
    )


@pytest.mark.parametrize(("before", "now"), [(None, LOCKS), (LOCKS, None), (LOCKS, NOTED)])
def test_a_change_happens_in_the_document_of_its_first_annotation(before, now):
    changed = Change(((before, now), (None, MONEY)))
    assert changed.document == LOCKS.document


def test_two_changes_of_a_mark_are_one_from_the_first_state_to_the_last():
    assert change(None, LOCKS).then(change(LOCKS, NOTED)) == change(None, NOTED)
    assert change(LOCKS, NOTED).then(change(NOTED, None)) == change(LOCKS, None)


def test_changes_of_two_marks_stand_side_by_side():
    assert change(None, LOCKS).then(change(None, MONEY)).pairs == ((None, LOCKS), (None, MONEY))


def test_a_mark_that_was_made_taken_off_and_made_again_was_made():
    made, taken_off = change(None, LOCKS), change(LOCKS, None)
    assert made.then(taken_off).then(made) == made


def test_the_inverse_takes_the_last_thing_back_first():
    twice = Change(((None, LOCKS), (LOCKS, NOTED)))
    assert twice.inverse() == Change(((NOTED, LOCKS), (LOCKS, None)))


@SOME
@given(careers(length=1))
def test_the_inverse_of_the_inverse_is_the_change(career):
    (only,) = career
    assert only.inverse().inverse() == only


@SOME
@given(careers(length=3))
def test_the_inverse_takes_a_change_back(career):
    states: States = {}
    for each in career:
        changed = after(each, states)
        assert after(each.inverse(), changed) == states
        states = changed


@SOME
@given(careers(length=4))
def test_one_after_the_other_is_both_at_once(career):
    states: States = {}
    together = career[0]
    for each in career:
        states = after(each, states)
    for each in career[1:]:
        together = together.then(each)
    assert after(together, {}) == states
    assert after(together.inverse(), states) == {}


@SOME
@given(careers(length=3))
def test_it_makes_no_difference_which_two_are_put_together_first(career):
    first, second, third = career
    one = first.then(second).then(third)
    other = first.then(second.then(third))
    assert after(one, {}) == after(other, {})


# History


def recorded(*steps: tuple[Change, bool]) -> History:
    history = History()
    for each, continues in steps:
        history.record(each, continues)
    return history


MADE = (change(None, LOCKS), False)
MOVED = (change(LOCKS, NOTED), True)
OTHER = (change(None, MONEY), False)


def test_there_is_nothing_to_take_back_at_first():
    history = History()
    assert history.next_undo() is None
    assert history.next_undo(only_step=True) is None
    assert history.next_redo() is None


def test_the_last_step_is_taken_back_first():
    history = recorded(MADE, OTHER)
    assert history.next_undo() == change(MONEY, None)
    history.undone()
    assert history.next_undo() == change(LOCKS, None)
    history.undone()
    assert history.next_undo() is None


def test_looking_at_what_would_be_taken_back_takes_nothing_back():
    history = recorded(MADE)
    assert history.next_undo() == history.next_undo() == change(LOCKS, None)
    assert history.next_redo() is None


def test_what_was_taken_back_can_be_done_again():
    history = recorded(MADE, OTHER)
    history.undone()
    history.undone()
    assert history.next_redo() == change(None, LOCKS)
    history.redone()
    assert history.next_redo() == change(None, MONEY)
    history.redone()
    assert history.next_redo() is None
    assert history.next_undo() == change(MONEY, None)


def test_after_a_new_step_nothing_can_be_done_again():
    history = recorded(MADE)
    history.undone()
    history.record(OTHER[0])
    assert history.next_redo() is None
    assert history.next_undo() == change(MONEY, None)


def test_a_mark_and_its_adjustments_are_taken_back_as_one():
    history = recorded(OTHER, MADE, MOVED)
    assert history.next_undo() == change(NOTED, None)
    history.undone()
    assert history.next_undo() == change(MONEY, None)
    assert history.next_redo() == change(None, NOTED)
    history.redone()
    assert history.next_undo() == change(NOTED, None)


def test_while_a_group_is_open_its_last_step_is_taken_back():
    history = recorded(MADE, MOVED)
    assert history.next_undo(only_step=True) == change(NOTED, LOCKS)
    history.undone(only_step=True)
    assert history.next_undo(only_step=True) == change(LOCKS, None)
    assert history.next_redo() == change(LOCKS, NOTED)


def test_taking_a_step_back_tells_whether_its_group_has_more():
    history = recorded(OTHER, MADE, MOVED)
    assert history.undone(only_step=True)
    assert not history.undone(only_step=True)
    history.redone()
    history.redone()
    assert not history.undone()


def test_a_step_done_again_belongs_to_its_group_again():
    history = recorded(OTHER, MADE, MOVED)
    history.undone(only_step=True)
    history.undone(only_step=True)
    history.redone()
    history.redone()
    assert history.next_undo() == change(NOTED, None)


def test_the_first_step_of_all_continues_nothing():
    history = recorded((MADE[0], True), OTHER)
    history.undone()
    assert history.next_undo() == change(LOCKS, None)
    history.undone()
    assert history.next_undo() is None


def test_a_step_after_everything_was_taken_back_continues_nothing():
    history = recorded(MADE)
    history.undone()
    history.record(change(None, MONEY), continues=True)
    history.record(change(None, LOCKS))
    history.undone()
    assert history.next_undo() == change(MONEY, None)


def test_a_mark_made_taken_off_and_made_again_in_one_group_is_taken_back():
    off, again = (change(LOCKS, None), True), (change(None, LOCKS), True)
    history = recorded(MADE, off, again)
    assert history.next_undo() == change(LOCKS, None)


@SOME
@given(careers(length=5), st.lists(st.booleans(), min_size=5, max_size=5), st.booleans())
def test_all_that_is_taken_back_and_done_again_is_as_it_was(career, continues, only_step):
    states: States = {}
    history = History()
    for each, continuing in zip(career, continues, strict=True):
        states = after(each, states)
        history.record(each, continuing)
    final = states
    while (step := history.next_undo(only_step)) is not None:
        states = after(step, states)
        history.undone(only_step)
    assert states == {}
    while (step := history.next_redo()) is not None:
        states = after(step, states)
        history.redone()
    assert states == final
