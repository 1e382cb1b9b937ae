"""Undo and redo as values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.annotation import Annotation
from annotations.history import Change, History, Step
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


def recorded(*steps: tuple[Change, str]) -> History:
    history = History()
    for each, group in steps:
        history.record(each, group)
    return history


def next_undo(history: History, only_step: bool = False) -> Change | None:
    step = history.next_undo(only_step)
    return step and step.change


def next_redo(history: History) -> Change | None:
    step = history.next_redo()
    return step and step.change


MADE = (change(None, LOCKS), "locks")
MOVED = (change(LOCKS, NOTED), "locks")
OTHER = (change(None, MONEY), "money")


def test_there_is_nothing_to_take_back_at_first():
    history = History()
    assert history.next_undo() is None
    assert history.next_undo(only_step=True) is None
    assert history.next_redo() is None
    assert history.group == ""


def test_the_last_step_is_taken_back_first():
    history = recorded(MADE, OTHER)
    assert next_undo(history) == change(MONEY, None)
    history.undone()
    assert next_undo(history) == change(LOCKS, None)
    history.undone()
    assert next_undo(history) is None


def test_looking_at_what_would_be_taken_back_takes_nothing_back():
    history = recorded(MADE)
    assert next_undo(history) == next_undo(history) == change(LOCKS, None)
    assert next_redo(history) is None


def test_what_was_taken_back_can_be_done_again():
    history = recorded(MADE, OTHER)
    history.undone()
    history.undone()
    assert next_redo(history) == change(None, LOCKS)
    history.redone()
    assert next_redo(history) == change(None, MONEY)
    history.redone()
    assert next_redo(history) is None
    assert next_undo(history) == change(MONEY, None)


def test_after_a_new_step_nothing_can_be_done_again():
    history = recorded(MADE)
    history.undone()
    history.record(*OTHER)
    assert next_redo(history) is None
    assert next_undo(history) == change(MONEY, None)


def test_a_mark_and_its_adjustments_are_taken_back_as_one():
    history = recorded(OTHER, MADE, MOVED)
    assert next_undo(history) == change(NOTED, None)
    history.undone()
    assert next_undo(history) == change(MONEY, None)
    assert next_redo(history) == change(None, NOTED)
    history.redone()
    assert next_undo(history) == change(NOTED, None)


def test_while_a_group_is_open_its_last_step_is_taken_back():
    history = recorded(MADE, MOVED)
    assert next_undo(history, only_step=True) == change(NOTED, LOCKS)
    history.undone(only_step=True)
    assert next_undo(history, only_step=True) == change(LOCKS, None)
    assert next_redo(history) == change(LOCKS, NOTED)


def test_taking_a_step_back_tells_whether_its_group_has_more():
    history = recorded(OTHER, MADE, MOVED)
    assert history.undone(only_step=True)
    assert not history.undone(only_step=True)
    assert not history.redone()
    assert history.redone()
    assert not history.undone()


def test_a_step_done_again_belongs_to_its_group_again():
    history = recorded(OTHER, MADE, MOVED)
    history.undone(only_step=True)
    history.undone(only_step=True)
    history.redone()
    history.redone()
    assert next_undo(history) == change(NOTED, None)


def test_two_groups_that_follow_each_other_are_taken_back_one_by_one():
    again = (change(None, replace(LOCKS, id="c")), "again")
    history = recorded(MADE, again)
    history.undone()
    assert next_undo(history) == change(LOCKS, None)
    assert history.group == "locks"


def test_a_group_that_another_one_interrupted_goes_on_as_a_step_of_its_own():
    history = recorded(MADE, OTHER, MOVED)
    assert next_undo(history) == change(NOTED, LOCKS)
    history.undone()
    assert next_undo(history) == change(MONEY, None)


def test_a_mark_made_taken_off_and_made_again_in_one_group_is_taken_back():
    off, again = (change(LOCKS, None), "locks"), (change(None, LOCKS), "locks")
    history = recorded(MADE, off, again)
    assert next_undo(history) == change(LOCKS, None)


def test_what_cannot_be_taken_back_any_more_is_forgotten():
    history = recorded(OTHER, MADE, MOVED)
    history.forget_last()
    assert next_undo(history) == change(MONEY, None)
    history.undone()
    history.forget_undone()
    assert history.next_redo() is history.next_undo() is None
    history.forget_last()
    assert history.next_undo() is None


def test_what_was_done_before_this_sitting_is_taken_back_and_told_apart():
    earlier = Step(change(None, MONEY), "money", older=True)
    back = Step(change(None, NOTED), "noted", older=True)
    history = History([earlier], [back])
    history.record(*MADE)
    assert history.next_redo() is None
    ours, theirs = history.next_undo(), None
    history.undone()
    theirs = history.next_undo()
    assert ours is not None
    assert theirs is not None
    assert (ours.older, theirs.older) == (False, True)
    history.undone()
    again = history.next_redo()
    assert again is not None
    assert (again.older, again.group, again.change) == (False, "money", change(None, MONEY))


def test_what_was_taken_back_before_this_sitting_can_be_done_again():
    back = [Step(change(None, each), each.id, older=True) for each in (LOCKS, MONEY)]
    history = History([], back)
    assert next_redo(history) == change(None, MONEY)
    history.redone()
    assert next_redo(history) == change(None, LOCKS)
    assert next_undo(history) == change(MONEY, None)


@SOME
@given(careers(length=5), st.lists(st.sampled_from("xyz"), min_size=5, max_size=5), st.booleans())
def test_all_that_is_taken_back_and_done_again_is_as_it_was(career, groups, only_step):
    states: States = {}
    history = History()
    for each, group in zip(career, groups, strict=True):
        states = after(each, states)
        history.record(each, group)
    final = states
    while (step := history.next_undo(only_step)) is not None:
        states = after(step.change, states)
        history.undone(only_step)
    assert states == {}
    while (step := history.next_redo()) is not None:
        states = after(step.change, states)
        history.redone()
    assert states == final


def test_what_was_done_in_this_sitting_is_known_latest_first():
    older, first, second = change(None, MONEY), change(None, LOCKS), change(LOCKS, NOTED)
    history = History([Step(older, "0", older=True)])
    assert list(history.of_this_sitting()) == []
    for number, each in enumerate((first, second), 1):
        history.record(each, str(number))
    assert list(history.of_this_sitting()) == [second, first]
    history.undone()
    assert list(history.of_this_sitting()) == [first]
    history.redone()
    assert list(history.of_this_sitting()) == [second, first]
