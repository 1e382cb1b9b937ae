"""Writing the main file anew: in steps of which any may be the last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from annotations import files
from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from annotations.store import journal as journal_module
from annotations.store import storage as storage_module
from tests.annotations.examples import ME, mark
from tests.annotations.stored import Killed, append, beside, killed_at, quotes, tree, written

QUOTES = ["locks would close", "harbour open"]


def test_where_there_is_nothing_to_do_nothing_is_written(store, path):
    before = {each: each.stat().st_mtime_ns for each in path.parent.iterdir()}
    assert store.is_compact
    assert not store.compact()
    assert not AnnotationStore(path, ME).compact()
    assert {each: each.stat().st_mtime_ns for each in path.parent.iterdir()} == before


def test_a_store_that_was_never_begun_is_compact(path):
    store = AnnotationStore(path, ME)
    assert store.is_compact
    assert not store.compact()
    assert not path.parent.exists()


def test_after_it_the_main_file_holds_everything_by_itself(store, path, tmp_path):
    store.add(mark("money"))
    assert not store.is_compact
    assert store.compact()
    assert store.is_compact
    alone = tmp_path / "elsewhere" / "ana.json"
    alone.parent.mkdir()
    alone.write_bytes(path.read_bytes())
    assert list(AnnotationStore(alone, ME)) == list(store)
    assert list(AnnotationStore(path, ME)) == list(store)


def test_the_file_before_and_the_journal_that_led_here_are_kept(store, path):
    main = path.read_bytes()
    store.add(mark("money"))
    journal = beside(path, "journal").read_bytes()
    store.compact()
    assert beside(path, "bak").read_bytes() == main
    assert beside(path, "journal.bak").read_bytes().startswith(journal)


def test_every_backup_opens_and_holds_the_marks_of_its_time(store, path, tmp_path):
    for number, word in enumerate(["money", "claims", "she said"]):
        marks = list(store)
        store.add(mark(word))
        store.compact()
        opened = tmp_path / str(number) / "ana.json"
        opened.parent.mkdir()
        opened.write_bytes(beside(path, "bak").read_bytes())
        assert list(AnnotationStore(opened, ME)) == marks


def test_the_journal_begins_anew(store, path):
    for word in ("money", "claims"):
        store.add(mark(word))
    store.compact()
    lines = journal_module.read(beside(path, "journal").read_bytes())
    assert lines.entries == []
    assert len(lines.bases) == 1
    assert lines.number == 8


def during(monkeypatch: pytest.MonkeyPatch, happens) -> None:
    """Let something happen between the first and the last step of a compaction, once."""
    write_aside, done = files.write_aside, []

    def writing(path: Path, pieces) -> Path:
        if path.suffix == ".history" and not done:
            done.append(1)
            happens()
        return write_aside(path, pieces)

    monkeypatch.setattr(files, "write_aside", writing)


def test_what_is_saved_meanwhile_goes_on_in_the_new_journal(store, path, monkeypatch):
    other = AnnotationStore(path, ME)
    store.add(mark("money"))
    during(monkeypatch, lambda: (store.add(mark("claims")), other.add(mark("she said"))))
    assert store.compact()
    assert not store.is_compact
    everything = [*QUOTES, "money", "claims", "she said"]
    assert quotes(store) == quotes(AnnotationStore(path, ME)) == everything
    assert b'"exact":"claims"' not in path.read_bytes()
    assert len(journal_module.read(beside(path, "journal").read_bytes()).entries) == 2
    assert store.compact()
    assert quotes(AnnotationStore(path, ME)) == everything


def test_a_file_that_another_program_put_there_meanwhile_is_left_alone(
    store, path, monkeypatch, tmp_path
):
    theirs = AnnotationStore(tmp_path / "theirs.json", ME)
    theirs.add(mark("she said"))
    theirs.compact()
    content = theirs.path.read_bytes()
    store.add(mark("money"))
    during(monkeypatch, lambda: path.write_bytes(content))
    assert not store.compact()
    assert path.read_bytes() == content
    assert [each for each in path.parent.iterdir() if each.name.endswith(".tmp")] == []
    assert sorted(quotes(AnnotationStore(path, ME))) == ["money", "she said"]


def test_two_windows_do_not_write_it_at_the_same_time(store, path, monkeypatch):
    other = AnnotationStore(path, ME)
    store.add(mark("money"))
    done: list[bool] = []
    during(monkeypatch, lambda: done.append(other.compact()))
    assert store.compact()
    assert done == [False]


def test_a_window_that_is_open_saves_after_a_compaction_elsewhere(store, path):
    other = AnnotationStore(path, ME)
    store.add(mark("money"))
    store.compact()
    other.add(mark("claims"))
    store.add(mark("she said"))
    other.compact()
    store.add(mark("Inspectors"))
    for each in (store, other, AnnotationStore(path, ME)):
        each.refresh()
        assert quotes(each) == [*QUOTES, "money", "claims", "she said", "Inspectors"]


def test_with_a_failed_journal_it_is_not_written(store, path):
    store.add(mark("money"))
    store._file.journal.failed = "failed"
    before = tree(path.parent)
    assert not store.compact()
    assert tree(path.parent) == before


# Cut anywhere


def begin(path: Path, kind: str) -> AnnotationStore:
    """A store that has something to write into the main file."""
    store = AnnotationStore(path, ME)
    first = store.add(mark("locks would close"))
    if kind == "first":
        return store
    store.compact()
    store.change(replace(first, tag="commitment"), first.rev)
    store.add(mark("harbour open"))
    if kind in ("damaged", "again"):
        store.compact()
        gone = store.add(mark("money"))
        store.remove(gone.id, gone.rev)
    if kind == "damaged":
        return written(path, path.read_bytes()[:-20])
    if kind == "foreign":
        content = path.read_bytes().replace(b'"note":""', b'"note":"by a script"')
        return written(path, content)
    return store


@pytest.mark.parametrize("kind", ["first", "second", "again", "damaged", "foreign"])
def test_it_can_be_cut_at_any_point(tmp_path, kind):
    path = tmp_path / "begun" / "ana.json"
    store = begin(path, kind)
    marks, past = list(store), store.past()
    copytree(path.parent, tmp_path / "whole")
    with killed_at(999) as calls:
        assert AnnotationStore(tmp_path / "whole" / "ana.json", ME).compact()
    assert len(calls) > 10
    for number in range(len(calls)):
        cut = tmp_path / str(number) / "ana.json"
        copytree(path.parent, cut.parent)
        window = AnnotationStore(cut, ME)
        window.refresh()
        with killed_at(number), pytest.raises(Killed):
            AnnotationStore(cut, ME).compact()
        again = AnnotationStore(cut, ME)
        assert list(again) == marks, calls[number]
        assert again.past() == past, calls[number]
        window.refresh()
        assert list(window) == marks, calls[number]
        added = window.add(mark("claims"))
        again.compact()
        third = AnnotationStore(cut, ME)
        assert list(third) == [*marks, added], calls[number]
        assert third.faults == [], calls[number]
        cut.write_bytes(b"")
        assert list(AnnotationStore(cut, ME)) == [*marks, added], calls[number]


@pytest.mark.parametrize("kind", ["new", "first", "again", "damaged", "foreign"])
def test_a_save_can_be_cut_at_any_point(tmp_path, kind):
    path = tmp_path / "begun" / "ana.json"
    (tmp_path / ".gitignore").touch()  # written by the first save, and by no other
    marks = [] if kind == "new" else list(begin(path, kind))
    path.parent.mkdir(exist_ok=True)
    copytree(path.parent, tmp_path / "whole")
    with killed_at(999) as calls:
        AnnotationStore(tmp_path / "whole" / "ana.json", ME).add(mark("claims"))
    for number in range(len(calls)):
        cut = tmp_path / str(number) / "ana.json"
        copytree(path.parent, cut.parent)
        with killed_at(number), pytest.raises(Killed):
            AnnotationStore(cut, ME).add(mark("claims"))
        again = AnnotationStore(cut, ME)
        # What was not acknowledged is there or not, but nothing between, and nothing else.
        assert [each for each in again if each in marks] == marks
        assert quotes(again)[len(marks) :] in ([], ["claims"])
        added = again.add(mark("she said"))
        assert list(AnnotationStore(cut, ME)) == [*again]
        assert added in list(again)
        assert AnnotationStore(cut, ME).faults == [] or kind == "damaged"


def test_a_torn_line_is_cut_off_by_the_next_save(store, path):
    append(beside(path, "journal"), b'00000000 {"n":7,"put":{"annota')
    again = AnnotationStore(path, ME)
    assert quotes(again) == QUOTES
    assert again.faults == []
    again.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]
    assert AnnotationStore(path, ME).faults == []


def test_it_may_run_while_the_disk_has_no_room_for_a_second_file(store, path, monkeypatch):
    def no_room(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    store.add(mark("money"))
    with monkeypatch.context() as patch:
        patch.setattr(storage_module.files, "write_aside", no_room)
        with pytest.raises(NotSaved):
            store.compact()
        store.add(mark("claims"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money", "claims"]
