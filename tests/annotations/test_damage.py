"""Files that were damaged: everything is rebuilt, said, and kept."""

from __future__ import annotations

import errno
import json
import os

import pytest

from annotations import files
from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from tests.annotations.examples import ME, mark
from tests.annotations.stored import (
    append,
    assert_nothing_can_be_saved,
    beside,
    journal_line,
    quotes,
    tree,
    written,
)

QUOTES = ["locks would close", "harbour open"]


def kept(path, word):
    """The files that were set aside, oldest first."""
    return sorted(path.parent.glob(f"{path.name}.{word}-*"))


def assert_mended(store, content):
    """After the next compaction all is well, and the damaged file is kept as it was."""
    marks, path = list(store), store.path
    assert store.compact()
    assert [each.read_bytes() for each in kept(path, "damaged")] == [content]
    again = AnnotationStore(path, ME)
    assert list(again) == list(store) == marks
    assert again.faults == store.faults == []
    assert not again.compact()
    json.loads(path.read_bytes())


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"\0" * 4096, b"null", b"[]", b"3", b"<html>", b"{", b"{}}", b'{"a": [1]}'],
)
def test_a_file_without_tables_is_damaged_and_not_new(store, path, content):
    marks = list(store)
    store = written(path, content)
    assert list(store) == marks
    assert store.faults
    assert store.read_only is None
    assert_mended(store, content)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"tag":"threat"', b'"tag":threat', "line 5 is not a record"),
        (b'"exact":"locks', b'"exact":"\xff\xfe', "line 5 is not a record"),
        (b'"exact":"locks', b'"exact":"\0\0\0', "line 5 is not a record"),
        (b'"annotations":{', b'"annotations"', "line 4 is not a record"),
        (b'"about":{', b'"ab\xffut":{', "the name of the table cannot be read"),
        (b"\n}\n}\n", b"\n}\n", "the end of the file is missing"),
        (b"\n}\n}\n", b"\n}\n}\nmore\n", "is not a record"),
    ],
)
def test_a_damaged_file_is_rebuilt_and_the_damage_is_named(store, path, old, new, reason):
    content = path.read_bytes()
    assert old in content
    marks, damaged = list(store), content.replace(old, new, 1)
    store = written(path, damaged)
    assert list(store) == marks
    assert store.owner == ME
    assert reason in " ".join(store.faults)
    assert_mended(store, damaged)


def test_a_file_that_is_gone_is_rebuilt(store, path):
    marks = list(store)
    path.unlink()
    store = AnnotationStore(path, ME)
    assert store.faults == ["the file is gone"]
    assert list(store) == marks
    assert store.compact()
    assert list(AnnotationStore(path, ME)) == marks
    assert kept(path, "damaged") == []


def test_a_damaged_file_can_be_saved_to_and_stays_as_it_is_until_it_is_compacted(store, path):
    content = path.read_bytes()[:-10]
    store = written(path, content)
    store.add(mark("money"))
    assert path.read_bytes() == content
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]
    assert_mended(store, content)


def test_a_file_that_is_damaged_while_it_is_open_costs_nothing(store, path):
    content = path.read_bytes()[:-10]
    path.write_bytes(content)
    store.add(mark("money"))
    assert quotes(store) == [*QUOTES, "money"]
    assert_mended(store, content)


def test_a_file_that_is_damaged_again_and_again_is_rebuilt_each_time(store, path):
    for number, word in enumerate(["money", "claims", "she said", "Inspectors"]):
        store = written(path, b"")
        store.add(mark(word))
        store.compact()
        if number % 2:
            store.add(mark("The"))
            store.compact()
    path.write_bytes(b"")
    words = ["money", "claims", "The", "she said", "Inspectors", "The"]
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, *words]
    assert len(kept(path, "damaged")) == 4


def test_a_file_that_was_mended_by_hand_is_read_again(store, path):
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    store.refresh()
    assert store.faults
    path.write_bytes(content)
    store.refresh()
    assert store.faults == []
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]


@pytest.mark.parametrize("lost", ["bak", "journal.bak", "history"])
def test_without_the_files_from_before_nothing_is_missing(store, path, lost):
    store.add(mark("money"))
    store.compact()
    marks = list(store)
    beside(path, lost).unlink()
    again = AnnotationStore(path, ME)
    assert list(again) == marks
    assert again.faults == []


def test_after_a_file_of_another_program_was_compacted_and_damaged_its_marks_are_there(
    tmp_path, path
):
    """Both files begin with a journal that reaches back to nothing."""
    theirs = AnnotationStore(tmp_path / "theirs" / "ana.json", ME)
    theirs.add(mark("money"))
    theirs.compact()
    AnnotationStore(path, ME).add(mark("locks"))
    both = written(path, theirs.path.read_bytes())
    assert both.compact()
    assert sorted(quotes(written(path, b""))) == ["locks", "money"]


# A damaged journal


def test_a_damaged_save_is_passed_over_named_and_kept(store, path):
    store.add(mark("money"))
    store.add(mark("claims"))
    journal = beside(path, "journal")
    damaged = journal.read_bytes().replace(b'"money"', b'"honey"')
    journal.write_bytes(damaged)
    store = AnnotationStore(path, ME)
    assert quotes(store) == [*QUOTES, "claims"]
    assert "of the journal cannot be read" in store.faults[0]
    assert store.compact()
    (aside,) = kept(path, "journal.damaged")
    assert aside.read_bytes().startswith(damaged)
    assert AnnotationStore(path, ME).faults == []
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "claims"]


def test_a_damaged_last_save_is_mended_too(store, path):
    store.add(mark("money"))
    journal = beside(path, "journal")
    journal.write_bytes(journal.read_bytes().replace(b'"money"', b'"honey"'))
    store = AnnotationStore(path, ME)
    assert store.faults
    assert store.compact()
    assert AnnotationStore(path, ME).faults == store.faults == []
    assert len(kept(path, "journal.damaged")) == 1


@pytest.mark.parametrize("content", [b"", b"\0" * 300])
def test_an_emptied_journal_is_named(store, path, content):
    store.add(mark("money"))
    beside(path, "journal").write_bytes(content)
    store = AnnotationStore(path, ME)
    assert quotes(store) == QUOTES
    assert store.faults == ["the journal is empty: saves may be missing"]
    store.add(mark("claims"))
    assert store.compact()
    assert AnnotationStore(path, ME).faults == []
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "claims"]


ENTRY = {"n": 99, "schema": 1, "at": "", "group": "g", "takes": "", "put": {}, "del": {}}
HOSTILE = [
    {"put": {"annotations": {"7": 5}}},
    {"put": {"annotations": {"7": []}}},
    {"put": {"annotations": {"7": {}}}},
    {"put": {"annotations": {"-7": {}}}},
    {"put": {"annotations": {"9" * 30: {}}}},
    {"put": {"annotations": {"x": {}}}},
    {"put": {"annotations": 7}},
    {"put": {"documents": {"1": {"id": [], "path": {}}}}},
    {"put": {"deleted": {"7": {"record": 5}}, "quarantine": {"7": {}}}},
    {"put": []},
    {"del": {"annotations": ["x"]}},
    {"del": {"annotations": 5}},
    {"before": {"annotations": {"7": 5}}},
    {"before": {"annotations": {"7": None}}, "group": ["g"], "takes": {}},
    {"n": 10**30},
    {"n": -5},
    {"n": "x"},
    {"n": None},
    {"schema": "x"},
    {"schema": []},
    {"snapshot": 7, "after": [], "file": None},
    {"snapshot": "x", "after": "", "file": "", "n": 10**25},
]


@pytest.mark.parametrize("hostile", [{"before": {}, **ENTRY, **each} for each in HOSTILE], ids=repr)
def test_a_line_that_no_program_of_ours_wrote_stops_nothing(store, path, hostile):
    marks = list(store)
    append(beside(path, "journal"), journal_line(hostile))
    store = AnnotationStore(path, ME)
    store.past()
    store.add(mark("money"))
    assert [each for each in store if each in marks] == marks
    assert store.compact()
    again = AnnotationStore(path, ME)
    assert again.faults == []
    assert quotes(again) == [*QUOTES, "money"]
    again.past()


@pytest.mark.parametrize(
    "body", [b"", b"null", b"7", b'"n"', b"[]", b"{}", b"\xff", b'{"n":1e999}', b"[" * 9999]
)
def test_a_line_that_is_no_save_is_named(store, path, body):
    append(beside(path, "journal"), journal_line(body))
    store = AnnotationStore(path, ME)
    assert "cannot be read" in store.faults[0]
    assert quotes(store) == QUOTES


# Files that cannot be read


def test_a_file_that_cannot_be_read_is_not_written(store, path, monkeypatch):
    def locked(_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(files, "contents", locked)
        store = AnnotationStore(path, ME)
        assert "cannot be read: permission denied" in store.read_only
        assert_nothing_can_be_saved(store)
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]


@pytest.mark.parametrize("suffix", ["", ".journal"])
def test_what_was_read_before_stays_when_a_file_cannot_be_read(store, path, monkeypatch, suffix):
    marks = list(store)
    other = AnnotationStore(path, ME)
    other.add(mark("money"))
    other.compact()
    contents = files.contents

    def busy(each):
        if each.name == f"{path.name}{suffix}":
            raise OSError(errno.EMFILE, "Too many open files")
        return contents(each)

    with monkeypatch.context() as patch:
        patch.setattr(files, "contents", busy)
        store.refresh()
        assert "too many open files" in store.read_only
        assert list(store) == marks
    store.refresh()
    assert store.read_only is None
    assert quotes(store) == [*QUOTES, "money"]


@pytest.mark.parametrize("suffix", ["", ".journal", ".lock"])
def test_a_folder_in_the_place_of_a_file_is_named_and_left_alone(store, path, suffix):
    marks = list(store)
    place = path.with_name(f"{path.name}{suffix}")
    place.unlink()
    place.mkdir()
    store = AnnotationStore(path, ME)
    before = tree_of_files(path.parent)
    with pytest.raises(NotSaved):
        store.add(mark("money"))
    assert tree_of_files(path.parent) == before
    place.rmdir()
    store.refresh()
    store.add(mark("money"))
    assert [each for each in AnnotationStore(path, ME) if each in marks] == marks


def tree_of_files(folder):
    return {
        each.name: each.read_bytes()
        for each in folder.iterdir()
        if each.is_file() and not each.name.endswith(".lock")
    }


def test_a_pipe_in_the_place_of_a_file_does_not_stop_the_program(store, path):
    path.unlink()
    os.mkfifo(path)
    store = AnnotationStore(path, ME)
    assert "not a file" in str(store.read_only)


def test_a_link_that_leads_nowhere_is_a_file_that_is_not_there(path):
    path.parent.mkdir()
    path.symlink_to("nowhere.json")
    store = AnnotationStore(path, ME)
    assert list(store) == []
    store.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == ["money"]


def test_a_journal_that_is_a_link_is_not_written_through(store, path, tmp_path):
    """A hostile folder could have it overwrite a file of the person."""
    journal, theirs = beside(path, "journal"), tmp_path / "precious"
    theirs.write_bytes(journal.read_bytes())
    journal.unlink()
    journal.symlink_to(theirs)
    before = theirs.read_bytes()
    with pytest.raises(NotSaved):
        AnnotationStore(path, ME).add(mark("money"))
    assert theirs.read_bytes() == before


def test_looking_at_a_damaged_store_changes_nothing(store, path):
    path.write_bytes(b"")
    before = tree(path.parent)
    again = AnnotationStore(path)
    assert quotes(again) == QUOTES
    assert not again.compact()
    assert tree(path.parent) == before


def test_the_same_damage_a_second_time_is_damage_again(store, path):
    """The journal that was begun over a damaged file does not take that file for a sound one."""
    whole = path.read_bytes()
    for each in path.parent.glob("ana.json.*"):
        each.unlink()
    half = whole[: whole.index(b'"harbour open"')]
    for _ in range(2):
        path.write_bytes(half)
        again = AnnotationStore(path, ME)
        assert again.faults
        assert "locks would close" in quotes(again)
        again.compact()
        assert AnnotationStore(path, ME).faults == []
        path.write_bytes(whole)


def test_what_is_damaged_without_a_backup_may_be_incomplete(store, path):
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert not AnnotationStore(path, ME).is_incomplete
    for each in path.parent.glob("ana.json.*"):
        each.unlink()
    assert AnnotationStore(path, ME).is_incomplete
