"""A store in several windows and processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import Conflict, NotSaved
from annotations.store import AnnotationStore
from annotations.store import storage as storage_module
from annotations.store.lock import Lock
from tests.annotations.examples import DOCUMENT, ME, mark
from tests.annotations.stored import append, beside, journal_line, quotes

QUOTES = ["locks would close", "harbour open"]


@pytest.fixture
def other(store: AnnotationStore) -> AnnotationStore:
    """The same store in another window."""
    return AnnotationStore(store.path, ME)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows whenever everything is read again."""
    loads: list[int] = []
    recover = storage_module.recover

    def counted(*args: Any) -> Any:
        loads.append(1)
        return recover(*args)

    monkeypatch.setattr(storage_module, "recover", counted)
    return loads


# What another window did


def test_a_window_counts_what_others_changed_and_not_what_it_did(store, other):
    store.add(mark("money"))
    assert (store.changes_elsewhere, other.changes_elsewhere) == (0, 0)
    other.refresh()
    assert (store.changes_elsewhere, other.changes_elsewhere) == (0, 1)
    other.add(mark("claims"))
    other.refresh()
    assert other.changes_elsewhere == 1


def test_what_another_window_saved_is_seen_without_reading_everything_again(store, other, loads):
    store.add(mark("money"))
    first = store.add(mark("claims"))
    store.remove(first.id, first.rev)
    store.keep_document(replace(DOCUMENT, title="renamed"))
    assert other.refresh()
    assert list(other) == list(store)
    assert other.documents() == store.documents()
    assert loads == []


def test_a_compaction_elsewhere_is_followed_without_reading_everything_again(store, other, loads):
    for word in ("money", "claims"):
        store.add(mark(word))
        other.refresh()
        assert store.compact()
        store.add(mark("she said"))
        assert other.refresh()
        assert list(other) == list(store)
    other.add(mark("Inspectors"))
    store.refresh()
    assert list(other) == list(store) == list(AnnotationStore(store.path, ME))
    assert len(loads) == 1  # for the store that was opened in the line before


def test_a_window_that_missed_a_whole_journal_reads_everything_again(store, other, loads):
    for word in ("money", "claims"):
        store.add(mark(word))
        store.compact()
    assert other.refresh()
    assert loads == [1]
    assert list(other) == list(store)
    other.add(mark("she said"))
    assert quotes(AnnotationStore(store.path, ME)) == [*QUOTES, "money", "claims", "she said"]


def test_a_window_that_looks_after_a_compaction_with_nothing_new_sees_nothing_new(store, other):
    store.add(mark("money"))
    other.refresh()
    assert store.compact()
    assert not other.refresh()
    assert other.changes_elsewhere == 1


def test_a_half_written_line_of_another_window_is_not_seen_and_later_is(store, other, path):
    journal = beside(path, "journal")
    before = journal.read_bytes()
    store.add(mark("money"))
    after = journal.read_bytes()
    journal.write_bytes(after[: len(before) + 50])
    assert not other.refresh()
    assert quotes(other) == QUOTES
    append(journal, after[len(before) + 50 :])
    assert other.refresh()
    assert quotes(other) == [*QUOTES, "money"]


def test_a_damaged_line_of_another_window_is_named(store, other, path):
    append(beside(path, "journal"), journal_line({"n": 1})[:-3] + b"!}\n")
    other.refresh()
    assert "cannot be read" in other.faults[0]
    other.add(mark("money"))
    assert quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]


def test_a_window_sees_that_the_main_file_was_replaced(store, other, path):
    old = path.read_bytes()
    store.add(mark("money"))
    store.compact()
    path.write_bytes(old)
    for window in (store, other):
        window.refresh()
        assert quotes(window) == QUOTES
        assert window.read_only is None


# Turns


def while_waiting(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen between a key and its turn to write the file, once."""
    waited: list[bool] = []
    acquire = Lock._acquire

    def wait(self: Lock, patience: float, flags: int) -> int | None:
        if not waited:
            waited.append(True)
            happens()
        return acquire(self, patience, flags)

    monkeypatch.setattr(Lock, "_acquire", wait)


def test_what_another_window_saves_while_we_wait_is_kept(store, path, monkeypatch):
    other = AnnotationStore(path, ME)
    while_waiting(monkeypatch, lambda: other.add(mark("she said")))
    store.add(mark("money"))
    everything = ["locks would close", "harbour open", "she said", "money"]
    assert sorted(quotes(store)) == sorted(quotes(AnnotationStore(path, ME))) == sorted(everything)


def test_what_another_window_changes_while_we_wait_is_a_conflict(store, path, monkeypatch):
    first, other = next(iter(store)), AnnotationStore(path, ME)
    while_waiting(monkeypatch, lambda: other.remove(first.id, first.rev))
    with pytest.raises(Conflict):
        store.change(replace(first, note="ours"), first.rev)
    assert quotes(AnnotationStore(path, ME)) == ["harbour open"]


@pytest.mark.parametrize("content", [b"", b'{"annotations":{\n"1":{'])
def test_a_file_that_is_damaged_while_we_wait_costs_nothing(store, path, monkeypatch, content):
    while_waiting(monkeypatch, lambda: path.write_bytes(content))
    store.add(mark("money"))
    assert path.read_bytes() == content
    assert quotes(store) == quotes(AnnotationStore(path, ME)) == [*QUOTES, "money"]
    assert store.faults


def test_a_file_of_a_newer_schema_that_comes_while_we_wait_is_not_written(store, path, monkeypatch):
    newer = path.read_bytes().replace(b'"schema":1', b'"schema":2')
    while_waiting(monkeypatch, lambda: path.write_bytes(newer))
    with pytest.raises(NotSaved, match="newer"):
        store.add(mark("money"))
    assert path.read_bytes() == newer


def test_two_processes_that_save_at_the_same_time_lose_nothing(store, path):
    writer = (
        "import sys\n"
        "from pathlib import Path\n"
        "from annotations.store import AnnotationStore\n"
        "from tests.annotations.examples import ME, mark\n"
        "store = AnnotationStore(Path(sys.argv[1]), ME)\n"
        "sys.stdin.readline()\n"
        "for _ in range(50):\n"
        "    print(store.add(mark('money')).id)\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", writer, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    with ThreadPoolExecutor() as threads:
        printed = threads.map(lambda each: each.communicate("go\n")[0], processes)
    saved = {id for ids in printed for id in ids.split()}
    assert len(saved) == 100
    assert saved <= {each.id for each in AnnotationStore(path, ME)}


def test_what_a_window_shows_is_saved_again_when_all_files_were_taken_away(store, path):
    marks = list(store)
    store.compact()
    for each in path.parent.iterdir():
        each.unlink()
    store.refresh()
    assert list(store) == marks
    added = store.add(mark("money"))
    assert list(AnnotationStore(path, ME)) == [*marks, added]
