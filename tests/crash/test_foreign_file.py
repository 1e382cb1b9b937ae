"""Another program, such as git or stock TinyDB, writes the main file while a journal is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document as TinyRecord

from annotations import ids
from annotations.store import AnnotationStore, records
from tests.annotations.examples import ME
from tests.crash.calls import Call, Calls
from tests.crash.extent import LINUX
from tests.crash.life import Change, Sitting, Step, new_mark, state_of
from tests.crash.survival import assert_goes_on, assert_holds

pytestmark = [LINUX, pytest.mark.usefixtures("no_waiting")]

THEIRS = 700
"""Number of a mark that only the other program knows."""


def pull(path: Path) -> None:
    """Let stock TinyDB write the main file: mark 0 is newer there, mark 700 is new."""
    with TinyDB(path) as stock:
        table = stock.table("annotations")
        first = next(each for each in table if each["extra"]["number"] == 0)
        table.update({"rev": 9, "note": "theirs"}, doc_ids=[first.doc_id])
        theirs = records.from_annotation(new_mark(THEIRS, "theirs"))
        table.insert(TinyRecord({**theirs, "rev": 1}, ids.number(ids.new_id())))


def work(path: Path) -> Sitting:
    """Three marks in the main file; then two are changed and one is new."""
    sitting = Sitting(path)
    for number in range(3):
        sitting.do(Step((Change(number, "first"),)))
    sitting.do(Step(act="compact"))
    for number in (0, 1, 3):
        sitting.do(Step((Change(number, "ours"),)))
    return sitting


def assert_newest(store: AnnotationStore) -> None:
    """Of each mark the newest state is there, and what lost is kept."""
    notes = {number: (note, rev) for number, (_, note, rev) in state_of(store).items()}
    assert notes == {
        0: ("theirs", 9),
        1: ("ours", 2),
        2: ("first", 1),
        3: ("ours", 1),
        THEIRS: ("theirs", 1),
    }
    kept: list[Any] = [each["record"]["note"] for each in store.set_aside]
    assert kept == ["ours"]


def check_pull(folder: Path) -> None:
    """The main file is written anew by another program."""
    path = folder / "annotations" / "ana.json"
    sitting = work(path)
    pull(path)
    assert_newest(AnnotationStore(path, ME))
    sitting.store.refresh()
    assert_newest(sitting.store)
    assert_goes_on(sitting.store)
    sitting.do(Step(act="compact"))
    assert_newest(sitting.store)
    assert_newest(assert_holds(path, [state_of(sitting.store)]))


def check_pull_while_compacting(folder: Path) -> None:
    """The same in the middle of a compaction, when the new file is written but not in place."""
    path = folder / "annotations" / "ana.json"
    sitting, pulled = work(path), []

    def pull_once(call: Call) -> Any:
        if call.is_sync and call.path.suffix == ".tmp" and not pulled:
            pulled.append(call)
            pull(path)
        return call.go()

    with Calls(folder, pull_once):
        sitting.do(Step(act="compact"))
    assert pulled
    sitting.store.refresh()
    assert_newest(sitting.store)
    assert_newest(AnnotationStore(path, ME))
    assert_goes_on(sitting.store)


@pytest.mark.parametrize("check", [check_pull, check_pull_while_compacting])
def test_of_each_mark_the_newest_state_is_there(tmp_path, check: Callable[[Path], None]):
    check(tmp_path)
