"""What was done and can be taken back, also by the next sitting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.history import Change
from annotations.store import AnnotationStore
from annotations.store.journal import Entry
from annotations.store.lines import encode
from annotations.store.past import MOST, Group, Past, read
from tests.annotations.examples import DOCUMENT, ME, mark
from tests.annotations.stored import beside, quotes


def row(note: str, rev: int = 1) -> bytes:
    return encode({"note": note, "rev": rev, "modified": f"at {rev}"})


A, B, C = row("a", 1), row("b", 2), row("c", 3)


def entry(number, group, before, after, key=7, takes="", table="annotations") -> Entry:
    put = {} if after is None else {table: {key: after}}
    gone = {table: (key,)} if after is None else {}
    return Entry(number, f"at {number}", put, gone, {table: {key: before}}, group, takes)


def folded(*entries: Entry) -> Past:
    past = Past()
    past.fold(entries)
    return past


def done(past: Past):
    return [(group.id, marks(group)) for group in past.done]


def undone(past: Past):
    return [(group.id, marks(group)) for group in past.undone]


def marks(group: Group):
    assert {table for table, _ in group.pairs} == {"annotations"}
    return {number: pair for (_, number), pair in group.pairs.items()}


# Folding


def test_what_was_done_comes_group_by_group_latest_last():
    past = folded(entry(1, "x", None, A), entry(2, "y", None, A, key=8))
    assert past.done == [
        Group("x", 1, "at 1", {("annotations", 7): (None, A)}),
        Group("y", 2, "at 2", {("annotations", 8): (None, A)}),
    ]
    assert (past.undone, past.number) == ([], 2)


def test_a_mark_and_its_adjustments_are_one_group():
    past = folded(entry(1, "x", None, A), entry(2, "x", A, B), entry(3, "x", B, C))
    assert done(past) == [("x", {7: (None, C)})]


def test_what_comes_and_goes_in_a_group_was_never_done():
    assert done(folded(entry(1, "x", None, A), entry(2, "x", A, None))) == []
    back = row("a", rev=3)
    assert done(folded(entry(1, "x", A, B), entry(2, "x", B, back))) == []


def test_what_was_taken_back_can_be_done_again_and_is_not_done_any_more():
    past = folded(entry(1, "x", None, A), entry(2, "x", A, None, takes="undo"))
    assert done(past) == []
    assert undone(past) == [("x", {7: (None, A)})]


def test_a_step_that_was_taken_back_leaves_the_rest_of_its_group():
    back = row("a", rev=3)
    past = folded(entry(1, "x", None, A), entry(2, "x", A, B), entry(3, "x", B, back, takes="undo"))
    assert done(past) == [("x", {7: (None, back)})]
    assert undone(past) == [("x", {7: (back, B)})]


def test_what_was_done_again_cannot_be_done_again():
    past = folded(
        entry(1, "x", None, A),
        entry(2, "x", A, None, takes="undo"),
        entry(3, "x", None, B, takes="redo"),
    )
    assert done(past) == [("x", {7: (None, B)})]
    assert undone(past) == []


def test_of_several_things_taken_back_the_last_is_done_again_first():
    past = folded(
        entry(1, "x", None, A),
        entry(2, "y", None, A, key=8),
        entry(3, "y", A, None, key=8, takes="undo"),
        entry(4, "x", A, None, takes="undo"),
    )
    assert [id for id, _ in undone(past)] == ["y", "x"]
    past.fold([entry(5, "x", None, A, takes="redo")])
    assert [id for id, _ in undone(past)] == ["y"]


def test_after_something_new_nothing_can_be_done_again():
    past = folded(
        entry(1, "x", None, A),
        entry(2, "x", A, None, takes="undo"),
        entry(3, "y", None, A, key=8),
    )
    assert undone(past) == []
    assert [id for id, _ in done(past)] == ["y"]


@pytest.mark.parametrize(
    "nothing",
    [
        entry(2, "", None, A, key=8),
        entry(2, "d", None, A, table="documents"),
        Entry(2, "", {}, {}, {}, "g"),
    ],
)
def test_what_touches_no_mark_or_has_no_group_is_not_in_it(nothing):
    undo = entry(1, "x", A, None, takes="undo")
    past = folded(undo, nothing)
    assert [id for id, _ in done(past)] == ["x"]
    assert [id for id, _ in undone(past)] == ["x"]
    assert past.number == 2


def test_entries_that_are_in_it_already_are_passed_over():
    entries = [entry(1, "x", None, A), entry(2, "y", None, A, key=8)]
    past = folded(*entries, entries[0])
    assert past == folded(*entries)
    assert [id for id, _ in done(past)] == ["x", "y"]


def test_only_the_last_thousand_groups_can_be_taken_back():
    past = folded(*(entry(n, f"g{n}", None, A, key=n) for n in range(1, MOST + 11)))
    assert len(past.done) == MOST == 1000
    assert past.done[0].id == "g11"


# The file


def test_what_is_in_the_file_is_read():
    past = folded(
        entry(1, "x", None, A),
        entry(2, "y", A, None, key=8),
        entry(3, "z", A, B, key=9),
        entry(4, "z", B, A, key=9, takes="undo"),
    )
    assert read(b"".join(past.file())) == past
    assert (past.number, len(past.done), len(past.undone)) == (4, 2, 1)


def test_after_the_file_the_journal_goes_on():
    entries = [entry(n, f"g{n % 3}", A, B if n % 2 else None, key=n) for n in range(1, 9)]
    for size in range(len(entries)):
        past = read(b"".join(folded(*entries[:size]).file()))
        past.fold(entries)
        assert past == folded(*entries)


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"junk\n", b"{}\n" * 9])
def test_a_file_that_cannot_be_read_holds_nothing(data):
    assert read(data) == Past()


def test_of_a_file_that_was_cut_the_groups_before_are_there():
    past = folded(entry(1, "x", None, A), entry(2, "y", None, A, key=8))
    whole = b"".join(past.file())
    assert [group.id for group in read(whole[:-1]).done] == ["x"]
    assert read(whole[:-1]).number == 2


# In a store


def steps(store: AnnotationStore):
    """What can be taken back and done again, by the words and notes before and after."""

    def short(change: Change):
        return [tuple(each and (each.exact, each.note) for each in pair) for pair in change.pairs]

    past = store.past()
    return [short(step.change) for step in past[0]], [short(step.change) for step in past[1]]


def begun(path) -> AnnotationStore:
    """A mark and its note, another mark, and one that was taken back."""
    store = AnnotationStore(path, ME)
    with store.transaction("first"):
        store.keep_document(DOCUMENT)
        locks = store.add(mark("locks"))
    with store.transaction("first"):
        store.change(replace(locks, note="really?"), locks.rev)
    with store.transaction("second"):
        store.add(mark("money"))
    with store.transaction("third"):
        claims = store.add(mark("claims"))
    with store.transaction("third", takes="undo"):
        store.remove(claims.id, claims.rev)
    return store


BEGUN = (
    [[(None, ("locks", "really?"))], [(None, ("money", ""))]],
    [[(None, ("claims", ""))]],
)


def test_the_next_sitting_can_take_back_what_this_one_did(path):
    store = begun(path)
    assert steps(store) == steps(AnnotationStore(path, ME)) == BEGUN
    assert [step.group for step in store.past()[0]] == ["first", "second"]
    assert all(step.older for each in store.past() for step in each)


def test_a_compaction_loses_no_past(path):
    store = begun(path)
    for title in ("one", "two"):
        assert store.compact()
        assert steps(store) == steps(AnnotationStore(path, ME)) == BEGUN
        store.keep_document(replace(DOCUMENT, title=title))


def test_after_a_compaction_a_group_goes_on(path):
    store = begun(path)
    store.compact()
    money = store.tagged("threat")[1]
    with store.transaction("second"):
        store.change(replace(money, note="later"), money.rev)
    assert steps(AnnotationStore(path, ME))[0][-1] == [(None, ("money", "later"))]
    store.compact()
    assert steps(AnnotationStore(path, ME))[0][-1] == [(None, ("money", "later"))]


@pytest.mark.parametrize("content", [None, b"", b"\0" * 99, b"junk\n"])
def test_without_the_file_of_the_past_there_is_no_undo_and_every_mark(path, content):
    store = begun(path)
    store.compact()
    history = beside(path, "history")
    assert history.exists()
    history.unlink() if content is None else history.write_bytes(content)
    again = AnnotationStore(path, ME)
    assert again.past() == ([], [])
    assert quotes(again) == ["locks", "money"]
    with again.transaction("new"):
        again.add(mark("harbour"))
    assert steps(AnnotationStore(path, ME)) == ([[(None, ("harbour", ""))]], [])


def test_a_record_that_cannot_be_read_cannot_be_taken_back_and_the_others_can(path):
    store = begun(path)
    with store._file.transaction("broken"):
        store._annotations.insert({"tag": 7})
    assert steps(store)[0] == BEGUN[0]


def test_groups_survive_restarts_and_compactions(path):
    expected = []
    for number in range(12):
        store = AnnotationStore(path, ME)
        with store.transaction(f"g{number}"):
            store.add(mark("money"))
        expected.append(f"g{number}")
        if number % 3 == 0:
            store.compact()
        assert [step.group for step in AnnotationStore(path, ME).past()[0]] == expected
