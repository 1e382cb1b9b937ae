"""Copies of a person's file, and the act of merging what is in two versions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from annotations.store import store as store_module
from tests.annotations.examples import DOCUMENT, ME, OTHER, mark
from tests.annotations.stored import (
    assert_nothing_can_be_saved,
    beside,
    full,
    line_with,
    quotes,
    tree,
    written,
)

QUOTES = ["locks would close", "harbour open"]

NAMES = [
    "ana.sync-conflict-20261122-101500-ABCDEFG.json",
    "ana (conflicted copy 2026-11-22 101500).json",
    "ana (Ana's conflicted copy 2026-11-22).json",
    "ana (1).json",
    "ana-LAPTOP.json",
    "ana.copy-20261122-101500.json",
    "ana [x] ä\n.json",
]


def kept(path):
    """What was merged and is kept under another name."""
    return sorted(each.name for each in path.parent.glob("*.merged-*"))


def with_copy(store, name="ana (1).json"):
    """A copy from which the store went on otherwise."""
    copy = store.path.with_name(name)
    copy.write_bytes(store.path.read_bytes())
    theirs = AnnotationStore(copy, ME)
    first, second = store
    theirs.change(replace(first, note="theirs"), first.rev)
    theirs.add(mark("money"))
    theirs.keep_document(replace(DOCUMENT, id="2" * 16, path="second.txt"))
    theirs.compact()
    for suffix in ("journal", "bak", "history"):
        beside(copy, suffix).unlink(missing_ok=True)
    store.change(replace(first, note="ours"), first.rev)
    store.remove(second.id, second.rev)
    store.compact()
    return copy


# Which are copies


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_known_whatever_the_program_called_it(store, path, name):
    copy = path.with_name(name)
    copy.write_bytes(path.read_bytes())
    assert store.copies() == [copy]


def test_a_copy_that_is_half_there_is_a_copy(store, path):
    copy = path.with_name("ana (1).json")
    copy.write_bytes(path.read_bytes()[:-100])
    assert store.copies() == [copy]


def test_files_of_others_and_other_files_are_no_copies(store, path):
    for name, annotator in (
        ("ana-person.json", OTHER),
        ("anabel.json", replace(ME, name="anabel")),
    ):
        theirs = AnnotationStore(path.with_name(name), annotator)
        theirs.add(mark("money"))
        theirs.compact()
    path.with_name("other.json").write_bytes(path.read_bytes())
    path.with_name("ana (2).json").write_bytes(b"")
    path.with_name("ana (3).json").mkdir()
    path.with_name("ana (4).txt").write_bytes(path.read_bytes())
    assert store.copies() == []


def test_a_file_that_belongs_to_nobody_has_no_copies(path):
    path.parent.mkdir()
    path.with_name("ana (1).json").write_bytes(b"{\n}\n")
    assert AnnotationStore(path, ME).copies() == []


# Merging them


def test_of_a_copy_every_mark_is_taken_in_and_of_two_versions_both(store, path):
    copy = with_copy(store)
    assert store.merge() == 2
    found = [(each.exact, each.note) for each in store]
    assert sorted(found) == [
        ("locks would close", "ours"),
        ("locks would close", "theirs"),
        ("money", ""),
    ]
    assert len(store.documents()) == 2
    assert list(AnnotationStore(path, ME)) == list(store)
    assert not copy.exists()
    assert kept(path)[0].startswith("ana (1).json.merged-")
    assert store.copies() == []


def test_to_merge_twice_is_to_merge_once(store, path):
    copy = with_copy(store)
    content = copy.read_bytes()
    store.merge()
    marks = list(store)
    copy.write_bytes(content)
    assert store.merge() == 0
    assert list(store) == marks


def test_what_was_merged_and_edited_since_stays_as_it_is(store):
    copy = with_copy(store)
    content = copy.read_bytes()
    store.merge()
    (theirs,) = (each for each in store if each.note == "theirs")
    store.change(replace(theirs, note="edited"), theirs.rev)
    copy.write_bytes(content)
    store.merge()
    assert sorted(each.note for each in store) == ["", "edited", "ours"]


def test_where_there_is_nothing_to_merge_nothing_happens(store, path):
    before = tree(path.parent)
    assert store.merge() == 0
    assert tree(path.parent) == before


def test_a_merge_can_be_taken_back(store):
    with_copy(store)
    before = len(store)
    store.merge()
    change = store.past()[0][-1].change
    assert len(change.pairs) == 2
    assert len(store) == before + 2


def test_when_the_disk_is_full_nothing_is_merged_and_the_copy_stays(store, monkeypatch):
    copy = with_copy(store)
    marks = list(store)
    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        with pytest.raises(NotSaved):
            store.merge()
    assert list(store) == marks
    assert store.copies() == [copy]
    assert store.merge() == 2


@pytest.mark.parametrize("annotator", [None, OTHER])
def test_files_of_somebody_else_are_not_merged(store, path, annotator):
    with_copy(store)
    before = tree(path.parent)
    with pytest.raises(NotSaved, match="belongs to"):
        AnnotationStore(path, annotator).merge()
    assert tree(path.parent) == before


def test_a_file_of_a_newer_program_is_not_merged(store, path):
    with_copy(store)
    newer = written(path, path.read_bytes().replace(b'"schema":1', b'"schema":2'))
    before = tree(path.parent)
    with pytest.raises(NotSaved, match="newer"):
        newer.merge()
    assert tree(path.parent) == before


# What was put together in the file


def twin_of(path, words=b'"harbour open"', old=b'"commitment"', new=b'"allegation"'):
    """The store after another version of a record came into the file."""
    line = line_with(path, words)
    other = b"," + line.lstrip(b",").replace(old, new)
    assert other != line
    return written(path, path.read_bytes().replace(line, line + b"\n" + other))


def test_another_version_of_a_record_is_to_be_merged_before_anything_is_saved(store, path):
    store = twin_of(path)
    assert [each.tag for each in store] == ["threat", "commitment"]
    assert store.split == "was put together by git: 1 record in two versions"
    assert_nothing_can_be_saved(store)
    content = path.read_bytes()
    assert store.merge() == 1
    assert sorted(each.tag for each in store) == ["allegation", "commitment", "threat"]
    assert store.split is store.read_only is None
    assert [path.with_name(name).read_bytes() for name in kept(path)] == [content]
    store.add(mark("money"))
    assert list(AnnotationStore(path, ME)) == list(store)
    path.write_bytes(b"")
    assert list(AnnotationStore(path, ME)) == list(store)


def test_another_version_of_a_document_is_set_aside(store, path):
    store = twin_of(path, b'"statement.txt"', b'"language":"en"', b'"language":"fr"')
    assert store.merge() == 0
    assert [each.language for each in store.documents()] == ["en"]
    assert [each["record"]["language"] for each in store.set_aside] == ["fr"]
    assert store.split is None


def test_what_was_set_aside_becomes_marks_of_its_own(store, path):
    """Our own changes were in the journal when git put another version in their place."""
    first, _ = store
    store.change(replace(first, note="ours"), first.rev)
    theirs = path.read_bytes().replace(
        b'"note":"","origin":"","rev":1',
        b'"note":"theirs",\
"origin":"","rev":5',
    )
    assert theirs != path.read_bytes()
    store = written(path, theirs)
    assert next(iter(store)).note == "theirs"
    assert [each["record"]["note"] for each in store.set_aside] == ["ours"]
    assert store.read_only is None
    assert store.merge() == 1
    assert store.set_aside == []
    assert sorted(each.note for each in store) == ["", "ours", "theirs"]
    assert list(AnnotationStore(path, ME)) == list(store)


def test_a_merge_that_is_not_written_out_yet_is_merged_again(store, path, monkeypatch):
    store = twin_of(path)
    with monkeypatch.context() as patch:
        patch.setattr(store_module.JournalStorage, "compact", lambda *_: False)
        store.merge()
    again = AnnotationStore(path, ME)
    assert again.split
    again.merge()
    assert again.split is None
    assert sorted(each.tag for each in again) == ["allegation", "commitment", "threat"]


# Copies of our own


def test_a_copy_holds_what_could_not_be_saved_and_is_merged_like_any_other(store, path, tmp_path):
    first, second = store
    unsaved = {first.id: replace(first, note="unsaved"), second.id: None}
    new = mark("money")
    copy = tmp_path / "elsewhere" / "ana.copy-1.json"
    assert store.copy_to(copy, {**unsaved, "0000000000007": new}) == 2
    assert sorted(each.note for each in AnnotationStore(copy, ME)) == ["", "unsaved"]
    copy.rename(path.with_name(copy.name))
    store.merge()
    assert {"unsaved", ""} == {each.note for each in store}
    assert sorted(quotes(store)) == ["locks would close", "locks would close", "money"]


def test_a_copy_of_a_store_that_was_never_saved_says_whose_it_is(path, tmp_path):
    store = AnnotationStore(path, ME)
    store.copy_to(tmp_path / "copy.json", {"0000000000007": mark("money")})
    assert AnnotationStore(tmp_path / "copy.json").owner == ME
    assert not path.parent.exists()


def test_a_copy_that_cannot_be_written_is_an_error(store, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotSaved):
        store.copy_to(tmp_path / "file" / "copy.json", {})


def test_the_file_that_a_merge_leaves_is_read_by_any_reader(store, path):
    with_copy(store)
    store.merge()
    assert len(json.loads(path.read_bytes())["annotations"]) == 3


def test_what_breaks_a_rule_in_a_copy_stays_in_the_copy(store, path):
    broken = path.read_bytes().replace(b'"end":', b'"end":9', 1)
    copy = path.with_name("ana (1).json")
    copy.write_bytes(broken)
    before = list(store)
    assert store.merge() == 0
    assert list(store) == before
    assert store.misfits == []
    (kept,) = path.parent.glob("ana (1).json.merged-*")
    assert kept.read_bytes() == broken
