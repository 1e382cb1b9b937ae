"""What a coder says of a whole document: that it is done, and that it is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb.table import Document as TinyRecord

from annotations import ids
from annotations.annotator import Annotator
from annotations.doctor import examine
from annotations.document import Document
from annotations.history import Change, key_of
from annotations.project import Project
from annotations.store import AnnotationStore
from annotations.store.index import DocumentIndex
from annotations.store.lines import Rows, Tables, Twin, decode, encode
from annotations.store.merging import ASIDE, merged, take_newer
from annotations.store.records import from_document
from tests.annotations.ailments import begin
from tests.annotations.examples import DOCUMENT, ME, mark
from tests.annotations.stored import DOCUMENT_2, Killed, in_file, killed_at
from tests.annotations.strategies import FEW

THEN, LATER = "2026-11-22T10:00:00.000Z", "2026-11-23T10:00:00.000Z"


@pytest.fixture
def other(store: AnnotationStore) -> AnnotationStore:
    """The same store in another window."""
    return AnnotationStore(store.path, ME)


def done(store: AnnotationStore, document: Document = DOCUMENT) -> str:
    """When a document was called done, as a store and its file say."""
    store.refresh()
    known = [AnnotationStore(store.path, ME).document(document.id), store.document(document.id)]
    said = {each.done if each else "" for each in known}
    assert len(said) == 1
    return said.pop()


def record(path: Path, document: Document = DOCUMENT) -> dict[str, object]:
    """The record of a document in the file."""
    found = [each for each in in_file(path)["documents"].values() if each["id"] == document.id]
    assert len(found) == 1
    return dict(found[0])


# In a store


def test_a_document_is_called_done_and_not_done(store, path):
    before = record(path)
    said = store.say_done(DOCUMENT, THEN)
    assert said.done == done(store) == record(path)["done"] == THEN
    store.say_done(DOCUMENT, "")
    assert done(store) == ""
    assert {**record(path), "rev": before["rev"]} == before


def test_only_that_it_is_done_is_changed(store, path):
    kept = store.document(DOCUMENT.id)
    stale = replace(DOCUMENT, title="Another", path="elsewhere.txt")
    assert store.say_done(stale, THEN) == replace(kept, done=THEN)


def test_fields_that_are_not_known_stay(store, path):
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"title":', b'"colour":"red","title":'))
    store = AnnotationStore(path, ME)
    store.say_done(DOCUMENT, THEN)
    store.say_done(DOCUMENT, "")
    assert record(path)["colour"] == "red"


def test_a_document_without_a_mark_gets_a_record(path):
    store = AnnotationStore(path, ME)
    said = store.say_done(DOCUMENT, THEN)
    assert said.added
    assert AnnotationStore(path, ME).documents() == [said]
    assert AnnotationStore(path, ME).owner == ME


def test_what_is_said_already_writes_nothing(store):
    store.say_done(DOCUMENT, THEN)
    number = store._file.number
    store.say_done(DOCUMENT, THEN)
    store.keep_document(DOCUMENT)
    assert store._file.number == number


def test_a_document_that_nobody_called_done_says_nothing_of_it(store, path):
    assert "done" not in record(path)
    assert "done" not in from_document(DOCUMENT)


def test_what_is_kept_of_a_document_never_takes_back_that_it_is_done(store, other):
    stale = store.keep_document(DOCUMENT)
    other.say_done(DOCUMENT, THEN)
    for title in ("one", "two"):
        store.keep_document(replace(stale, title=title))
        assert done(store) == THEN
    assert store.keep_document(stale).done == THEN


def test_what_is_kept_of_a_document_never_calls_it_done(store, other):
    stale = store.say_done(DOCUMENT, THEN)
    other.say_done(DOCUMENT, "")
    assert store.keep_document(replace(stale, title="one")).title == "one"
    assert done(store) == ""
    assert store.keep_document(replace(DOCUMENT_2, done=THEN)).done == ""


def test_in_one_transaction_a_document_is_kept_marked_and_done(path):
    store = AnnotationStore(path, ME)
    with store.transaction():
        store.keep_document(DOCUMENT)
        store.say_done(DOCUMENT, THEN)
        store.add(mark("money"))
        store.keep_document(DOCUMENT)
    assert done(store) == THEN
    assert len(store.documents()) == 1


@pytest.mark.parametrize("value", [b"7", b"true", b"null", b'["x"]'])
def test_done_of_another_type_breaks_a_rule(store, path, value):
    store.say_done(DOCUMENT, THEN)
    store.compact()
    path.write_bytes(path.read_bytes().replace(f'"done":"{THEN}"'.encode(), b'"done":' + value))
    again = AnnotationStore(path, ME)
    assert [each.reason for each in again.misfits] == ["done is not a string"]
    assert again.document(DOCUMENT.id) is None
    assert len(again) == 2


@pytest.mark.parametrize("rev", ['"7"', "null", "true"])
def test_a_counter_that_is_none_is_begun_again(store, path, rev):
    data = path.read_bytes().split(b"\n")
    data = [
        line.replace(b'"rev":1', b'"rev":' + rev.encode()) if b'"title"' in line else line
        for line in data
    ]
    path.write_bytes(b"\n".join(data))
    again = AnnotationStore(path, ME)
    assert again.say_done(DOCUMENT, THEN).done == THEN
    assert record(path)["rev"] == 1


def test_calling_a_document_done_can_be_cut_at_any_point(store, path, tmp_path):
    store.add(mark("claims"))
    marks = list(store)
    copytree(path.parent, tmp_path / "whole")
    with killed_at(999) as calls:
        AnnotationStore(tmp_path / "whole" / "ana.json", ME).say_done(DOCUMENT, THEN)
    for number in range(len(calls)):
        cut = tmp_path / str(number) / "ana.json"
        copytree(path.parent, cut.parent)
        with killed_at(number), pytest.raises(Killed):
            AnnotationStore(cut, ME).say_done(DOCUMENT, THEN)
        again = AnnotationStore(cut, ME)
        known = again.document(DOCUMENT.id)
        assert known is not None
        assert known.done in ("", THEN)
        assert (list(again), again.faults) == (marks, [])
        assert len(again.past()[0]) == len(store.past()[0]) + bool(known.done)
        assert again.say_done(DOCUMENT, THEN).done == THEN


# Where it is found


def test_marks_are_counted_by_document(store):
    assert (store.count(DOCUMENT.id), store.count("unknown")) == (2, 0)
    added = store.add(mark("money"))
    assert store.count(DOCUMENT.id) == 3
    store.remove(added.id, added.rev)
    assert store.count(DOCUMENT.id) == 2


def test_the_documents_of_a_path_come_latest_last(store):
    later = replace(DOCUMENT, id="1" * 16, text_sha256="f" * 64, added="9999")
    store.keep_document(later)
    assert [each.id for each in store.documents_at(DOCUMENT.path)] == [DOCUMENT.id, later.id]
    store.keep_document(replace(later, path="moved.txt"))
    assert [each.id for each in store.documents_at(DOCUMENT.path)] == [DOCUMENT.id]
    assert [each.id for each in store.documents_at("moved.txt")] == [later.id]
    assert store.documents_at("unknown") == []


document_rows = st.builds(
    lambda id, path, done, rev: encode({**from_document(DOCUMENT), **id, **path, **done, **rev}),
    st.sampled_from([{"id": "a"}, {"id": "b"}, {"id": 7}]),
    st.sampled_from([{"path": "a.txt"}, {"path": "b.txt"}]),
    st.sampled_from([{}, {"done": THEN}, {"done": LATER}, {"done": 7}]),
    st.sampled_from([{}, {"rev": 1}, {"rev": 2}]),
)


@FEW
@given(st.lists(st.dictionaries(st.integers(1, 4), document_rows | st.none()), max_size=6))
def test_an_index_that_was_updated_is_one_that_was_built(changes):
    rows: Rows = {}
    updated = DocumentIndex()
    for change in changes:
        rows = {n: row for n, row in {**rows, **change}.items() if row is not None}
        updated.update(rows, change)
        built = DocumentIndex()
        built.update(rows, rows)
        assert (updated.by_id, updated.numbers) == (built.by_id, built.numbers)
        assert updated.misfits == built.misfits
        for path in ("a.txt", "b.txt"):
            same = [{each.id: each for each in index.at(path)} for index in (updated, built)]
            assert same[0] == same[1]


@pytest.mark.parametrize("first", [True, False])
def test_of_two_records_of_one_document_that_counts_in_which_it_was_called_done(path, first):
    """Each of two computers made one, before git put both into one file."""
    number = 7 if first else 9
    other = 9 if first else 7
    rows = {
        number: encode({**from_document(replace(DOCUMENT, done=THEN)), "rev": 2}),
        other: encode({**from_document(DOCUMENT), "rev": 1}),
    }
    path.parent.mkdir()
    tables = {"documents": {str(key): decode(row) for key, row in rows.items()}}
    about = {"1": {"schema": 1, "name": ME.name, "person": ME.person}}
    path.write_text(json.dumps({"about": about, **tables}))
    store = AnnotationStore(path, ME)
    assert done(store) == THEN
    store.say_done(DOCUMENT, "")
    assert done(store) == ""
    store.say_done(DOCUMENT, LATER)
    assert done(store) == LATER


# Merging


def row(rev: int, done: str = "", **rest: object) -> bytes:
    return encode({**from_document(replace(DOCUMENT, done=done)), "rev": rev, **rest})


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        (row(1), row(2, THEN), row(2, THEN)),
        (row(2, THEN), row(1), row(2, THEN)),
        (row(3), row(2, THEN), row(3)),  # taken back since
        (row(2, THEN), row(2), row(2, THEN)),
        (row(2), row(2, THEN), row(2, THEN)),
        (row(2, THEN), row(2, LATER), row(2, LATER)),
        (row(4, THEN), row(2, LATER), row(4, THEN)),
        (row(3), row(1), row(3)),
    ],
)
def test_two_versions_that_differ_in_done_are_one(ours, theirs, result):
    tables: Tables = {"documents": {7: ours}}
    assert take_newer(tables, {"documents": {7: theirs}}) == []
    assert tables["documents"] == {7: result}
    for whole in (
        merged({"documents": {7: ours}}, [Twin("documents", 7, theirs)], []),
        merged({"documents": {7: ours}}, [], [{"documents": {7: theirs}}]),
        merged({"documents": {7: theirs}}, [], [{"documents": {7: ours}}]),
    ):
        assert whole["documents"] == {7: result}
        assert not whole.get(ASIDE)


def test_two_versions_that_differ_in_more_are_kept_and_the_one_that_is_done_counts():
    ours, theirs = row(2, THEN), row(2, title="Another")
    whole = merged({"documents": {7: ours}}, [], [{"documents": {7: theirs}}])
    assert whole["documents"] == {7: ours}
    assert [decode(each)["record"] for each in whole[ASIDE].values()] == [decode(theirs)]


def test_of_other_tables_done_decides_nothing():
    one, other = encode({"done": "a"}), encode({"done": "b"})
    tables: Tables = {"more": {7: one}}
    assert take_newer(tables, {"more": {7: other}}) == [Twin("more", 7, other)]
    assert tables == {"more": {7: one}}


def test_a_copy_in_which_a_document_is_done_is_merged_and_that_is_taken_back(store, path):
    store.compact()
    copy = path.with_name("ana (1).json")
    whole = path.read_bytes()
    store.say_done(DOCUMENT, THEN)
    store.compact()
    copy.write_bytes(path.read_bytes())
    (store.path.with_name("ana.json.journal")).unlink()
    path.write_bytes(whole)
    again = AnnotationStore(path, ME)
    assert done(again) == ""
    assert again.merge() == 0
    assert done(again) == THEN
    assert (again.set_aside, again.split) == ([], None)
    ((before, after),) = again.past()[0][-1].change.documents
    assert (before.done, after.done) == ("", THEN)


def test_a_copy_made_when_nothing_could_be_saved_says_what_is_done(store, path, tmp_path):
    known, new = replace(DOCUMENT, done=THEN), replace(DOCUMENT_2, done=LATER)
    unsaved = {key_of((each, each)): each for each in (known, new)}
    copy = tmp_path / "elsewhere" / "ana.copy-1.json"
    assert store.copy_to(copy, unsaved) == 2
    assert (done(store), done(store, DOCUMENT_2)) == ("", "")
    copied = {each.id: each.done for each in AnnotationStore(copy, ME).documents()}
    assert copied == {DOCUMENT.id: THEN, DOCUMENT_2.id: LATER}
    copy.rename(path.with_name(copy.name))
    store.merge()
    assert (done(store), done(store, DOCUMENT_2)) == (THEN, LATER)
    assert store.set_aside == []
    assert store.copy_to(copy, {key_of((known, known)): replace(known, done="")}) == 2
    assert done(AnnotationStore(copy, ME)) == ""


def test_the_doctor_finds_nothing_wrong_with_a_document_that_is_done(folder):
    store = begin(folder)
    (marked,) = store.documents()
    store.say_done(marked, THEN)
    store.say_done(DOCUMENT_2, THEN)
    assert [each for each in examine(Project.of(folder), ME) if not each.is_note] == []


def test_the_file_of_another_person_says_nothing_of_what_is_done_in_mine(store, path):
    theirs = AnnotationStore(path.with_name("ben.json"), Annotator("ben", "person-2"))
    theirs.say_done(DOCUMENT, THEN)
    assert done(store) == ""


# What was done


def steps(store: AnnotationStore) -> tuple[list[list[tuple[str, str]]], ...]:
    """What can be taken back and done again, by what was done before and after."""

    def short(change: Change) -> list[tuple[str, str]]:
        return [(before.done, after.done) for before, after in change.documents]

    known = AnnotationStore(store.path, ME).past()
    assert known == store.past()
    return tuple([short(step.change) for step in each] for each in known)


def test_a_document_that_was_called_done_is_a_step_of_the_history(path):
    store = AnnotationStore(path, ME)
    with store.transaction("first"):
        store.keep_document(DOCUMENT)
        store.add(mark("money"))
    with store.transaction("second"):
        store.keep_document(DOCUMENT)
        store.say_done(DOCUMENT, THEN)
    with store.transaction("third"):
        store.keep_document(replace(DOCUMENT, title="only bookkeeping"))
    assert steps(store) == ([[], [("", THEN)]], [])
    assert store.compact()
    assert steps(store) == ([[], [("", THEN)]], [])
    with store.transaction("second", takes="undo"):
        store.say_done(DOCUMENT, "")
    assert steps(store) == ([[]], [[("", THEN)]])
    store.compact()
    assert steps(store) == ([[]], [[("", THEN)]])
    with store.transaction("second", takes="redo"):
        store.say_done(DOCUMENT, THEN)
    assert steps(store) == ([[], [("", THEN)]], [])


def test_the_first_record_of_a_document_is_a_step_where_it_is_done(path):
    store = AnnotationStore(path, ME)
    with store.transaction("first"):
        store.say_done(DOCUMENT, THEN)
    assert steps(store) == ([[("", THEN)]], [])


def test_a_mark_and_a_document_of_the_same_number_are_two_things(path):
    store = AnnotationStore(path, ME)
    with store.transaction("both"):
        added = store.add(mark("money"))
        said = {**from_document(DOCUMENT), "done": THEN}
        store._db.table("documents").insert(TinyRecord(said, ids.number(added.id)))
    ((change,), _) = [[step.change for step in each] for each in store.past()]
    assert len(change.marks) == len(change.documents) == 1
    store.compact()
    assert AnnotationStore(path, ME).past() == store.past()


def test_a_change_of_a_document_and_of_marks_happens_where_the_first_mark_is():
    called = replace(DOCUMENT_2, done=THEN)
    both = Change(((DOCUMENT_2, called), (None, mark("money", id="a"))))
    assert both.document == DOCUMENT.id
    assert Change(both.pairs[:1]).document == DOCUMENT_2.id
    assert [document for document, _, _ in both.spans] == [DOCUMENT.id]
    assert both.documents == ((DOCUMENT_2, called),)
    assert both.inverse().inverse() == both
