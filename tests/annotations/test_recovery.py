"""From the bytes of the files to the records, whatever happened to the files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pytest

from annotations.store.journal import NOTHING, Base, Entry
from annotations.store.lines import Tables, decode, dump
from annotations.store.merging import ASIDE
from annotations.store.recovery import State, recover

LOST = "backup and journal do not reach back to it: saves may be missing"


def row(rev: int, note: str = "") -> bytes:
    return b'{"note":"%s","rev":%d,"tag":"threat"}' % (note.encode(), rev)


def saved(number: int, key: int, rev: int = 1, note: str = "") -> Entry:
    """A mark was made or changed."""
    return Entry(number, "", {"annotations": {key: row(rev, note)}}, {}, {}, schema=1)


def removed(number: int, key: int, rev: int = 1) -> Entry:
    """A mark was taken off at that revision."""
    gone = b'{"at":"","record":%b}' % row(rev)
    return Entry(number, "", {"deleted": {key: gone}}, {"annotations": (key,)}, {})


def file(marks: dict[int, bytes], **more: dict[int, bytes]) -> bytes:
    tables: Tables = {"about": {1: b'{"schema":1}'}, "annotations": marks, **more}
    return b"".join(dump(tables))


def sha256(data: bytes | None) -> str:
    return NOTHING if data is None else hashlib.sha256(data).hexdigest()


def lines(*parts: Base | Entry | bytes) -> bytes:
    return b"".join(part if isinstance(part, bytes) else part.line() for part in parts)


@dataclass(frozen=True)
class Files:
    """What lies on the disk after an ordinary life: five saves, the first three compacted."""

    main: bytes | None
    journal: bytes | None
    backup: bytes | None
    backup_journal: bytes | None

    def recovered(self) -> State:
        return recover(self.main, self.journal, lambda: (self.backup, self.backup_journal))


OLD = file({1: row(1)})
NEW = file({1: row(2, "second"), 2: row(1)})
BASE_OLD, BASE_NEW = Base(sha256(OLD), 1), Base(sha256(NEW), 3, sha256(OLD))
EARLIER = (saved(2, 2), saved(3, 1, 2, "second"))
SINCE = (saved(4, 3), removed(5, 2))
FILES = Files(
    main=NEW,
    journal=lines(BASE_NEW, *SINCE),
    backup=OLD,
    backup_journal=lines(BASE_OLD, *EARLIER, BASE_NEW),
)
MARKS = {1: row(2, "second"), 3: row(1)}
HALF = NEW[: NEW.index(b'"2"') + 8]


def test_the_journal_goes_on_from_the_main_file():
    state = FILES.recovered()
    assert state.tables["annotations"] == MARKS
    assert (state.number, state.held, state.damage, state.faults) == (5, 3, "", [])
    assert not state.foreign


@pytest.mark.parametrize(
    ("files", "marks", "number", "faults"),
    [
        # the main file
        (replace(FILES, main=None), MARKS, 5, ["the file is gone"]),
        (replace(FILES, main=b""), MARKS, 5, ["the file is empty"]),
        (replace(FILES, main=b"\0" * 500), MARKS, 5, ["the file is empty"]),
        (replace(FILES, main=b"null"), MARKS, 5, ["it holds no tables"]),
        (replace(FILES, main=HALF), MARKS, 5, ["line 6 is not a record"]),
        # what was saved since
        (replace(FILES, journal=None), {1: row(2, "second"), 2: row(1)}, 3, []),
        (
            replace(FILES, journal=b""),
            {1: row(2, "second"), 2: row(1)},
            3,
            ["the journal is empty: saves may be missing"],
        ),
        (replace(FILES, journal=FILES.journal + b'0 {"n":6'), MARKS, 5, []),
        # what was before
        (replace(FILES, backup=None), MARKS, 5, []),
        (replace(FILES, backup_journal=None), MARKS, 5, []),
        # two things at once
        (replace(FILES, main=None, journal=None), {1: row(2, "second"), 2: row(1)}, 3, []),
        (replace(FILES, main=b"", backup=None), MARKS, 5, [LOST]),
        (replace(FILES, main=b"", backup=b""), MARKS, 5, [LOST]),
        (replace(FILES, main=b"", backup_journal=None), {1: row(1), 3: row(1)}, 5, [LOST]),
        (replace(FILES, main=HALF, backup=None, backup_journal=None), MARKS, 5, [LOST]),
    ],
)
def test_whatever_is_damaged_the_rest_gives_the_records(files, marks, number, faults):
    state = files.recovered()
    assert state.tables["annotations"] == marks
    assert state.number == number
    assert [fault for fault in faults if fault not in state.faults] == []
    assert (LOST in state.faults) == (LOST in faults)
    assert bool(state.damage) == (files.main != NEW)
    if state.damage:
        assert state.held != state.number


def test_nothing_at_all_is_a_new_store_and_no_damage():
    state = recover(None, None, lambda: (None, None))
    assert (state.tables, state.faults, state.damage) == ({}, [], "")
    assert state.held == state.number == 0


def test_a_store_that_is_only_a_journal_yet_is_whole():
    journal = lines(Base(NOTHING, 0), saved(1, 1), saved(2, 2))
    state = recover(journal_data=journal, main=None, earlier=lambda: (None, None))
    assert (list(state.tables["annotations"]), state.faults, state.held) == ([1, 2], [], 0)


def test_of_records_that_only_the_damaged_file_has_none_is_lost():
    foreign = file({7: row(1)})[:-3]
    state = replace(FILES, main=foreign).recovered()
    assert sorted(state.tables["annotations"]) == [1, 3, 7]


def test_a_damaged_line_of_the_journal_costs_one_save_and_is_named():
    whole = FILES.journal or b""
    damaged = whole.replace(b'"n":4', b'"n":9')
    state = replace(FILES, journal=damaged).recovered()
    assert state.tables["annotations"] == {1: row(2, "second")}
    assert "cannot be read" in state.faults[0]
    assert state.held == -1


def test_a_damaged_first_line_of_the_journal_costs_no_save():
    whole = FILES.journal or b""
    state = replace(FILES, journal=b"x" + whole).recovered()
    assert state.tables["annotations"] == MARKS
    assert len(state.faults) == 1


def test_a_file_that_was_begun_before_the_journal_of_the_last_one_is_gone_on_from():
    """Compaction was cut after the main file took its place, or before."""
    for main in (OLD, NEW):
        journal = lines(BASE_OLD, *EARLIER, BASE_NEW, *SINCE)
        state = replace(FILES, main=main, journal=journal).recovered()
        assert state.tables["annotations"] == MARKS
        assert (state.faults, state.foreign) == ([], False)


def test_to_replay_twice_is_to_replay_once():
    once = FILES.recovered().tables
    entries = [*SINCE, *SINCE]
    state = replace(FILES, journal=lines(BASE_NEW, *entries)).recovered()
    assert state.tables == once


# Main files that another program wrote


def aside(state: State) -> list[tuple[str, int]]:
    """The notes and revisions of what was set aside."""
    kept = [decode(each)["record"] for each in state.tables.get(ASIDE, {}).values()]
    return sorted((each["note"], each["rev"]) for each in kept)


def test_on_a_file_from_elsewhere_the_journal_puts_only_what_is_newer():
    foreign = file({1: row(5, "theirs"), 8: row(1)})
    journal = lines(BASE_NEW, saved(4, 1, 4, "ours"), saved(5, 3))
    state = replace(FILES, main=foreign, journal=journal).recovered()
    assert state.foreign
    assert state.tables["annotations"] == {1: row(5, "theirs"), 3: row(1), 8: row(1)}
    assert aside(state) == [("ours", 4)]
    assert state.held == -1
    assert state.faults == []


def test_what_was_saved_since_is_newer_than_an_older_file():
    journal = lines(BASE_NEW, saved(4, 1, 3, "third"), removed(5, 2))
    older = file({1: row(1), 2: row(1), 9: row(1)})
    state = replace(FILES, main=older, journal=journal).recovered()
    assert state.tables["annotations"] == {1: row(3, "third"), 9: row(1)}
    assert aside(state) == []


def test_an_older_journal_that_was_put_back_overwrites_nothing_newer():
    older = lines(BASE_OLD, saved(2, 1, 1, "another first"), saved(3, 4))
    state = replace(FILES, journal=older).recovered()
    assert state.tables["annotations"] == {1: row(2, "second"), 2: row(1), 4: row(1)}
    assert aside(state) == [("another first", 1)]


def test_a_journal_with_a_gap_before_it_puts_only_what_is_newer():
    journal = lines(BASE_NEW, saved(7, 1, 1, "older"), saved(8, 4))
    state = replace(FILES, journal=journal).recovered()
    assert state.tables["annotations"] == {1: row(2, "second"), 2: row(1), 4: row(1)}
    assert state.foreign
    assert state.number == 8


def test_the_same_state_elsewhere_and_here_is_nothing_to_set_aside():
    journal = lines(BASE_NEW, saved(4, 1, 2, "second"))
    state = replace(FILES, main=file({1: row(2, "second")}), journal=journal).recovered()
    assert ASIDE not in state.tables
    assert state.held == state.number


def test_a_removal_here_is_newer_than_the_same_state_elsewhere_and_older_than_a_later_one():
    journal = lines(BASE_NEW, removed(4, 1, rev=2))
    for rev, left in ((2, {}), (3, {1: row(3)})):
        state = replace(FILES, main=file({1: row(rev)}), journal=journal).recovered()
        assert state.tables.get("annotations", {}) == left


def test_of_a_backup_from_elsewhere_no_mark_is_lost():
    """Another program replaced the file, it was compacted, and then it was damaged."""
    first = lines(Base(NOTHING, 0), saved(1, 1))
    theirs = file({2: row(1)})
    both = file({1: row(1), 2: row(1)})
    base = Base(sha256(both), 1, sha256(theirs))
    state = Files(b"", lines(base), theirs, first + lines(base)).recovered()
    assert sorted(state.tables["annotations"]) == [1, 2]


def test_without_a_journal_numbers_go_on_from_those_of_the_journal_before():
    for journal in (None, b""):
        state = replace(FILES, journal=journal).recovered()
        assert state.number == 3


# What git put together


@pytest.mark.parametrize(
    ("rev", "left"), [(1, []), (2, [row(2, "second")]), (3, [row(3, "second")])]
)
def test_a_mark_that_is_there_and_taken_off_is_what_was_done_last(rev, left):
    gone = {1: b'{"at":"","record":%b}' % row(1)}
    note = "second" if left else ""
    state = replace(FILES, main=file({1: row(rev, note)}, deleted=gone), journal=None).recovered()
    assert list(state.tables["annotations"].values()) == left
    assert (1 in state.tables["deleted"]) == (left == [])
    assert state.held == -1


TWIN = NEW.replace(b'\n,"2"', b'\n,"1":{"note":"other","rev":2}\n,"2"')


def test_another_version_is_no_fault_and_has_to_be_merged():
    state = replace(FILES, main=TWIN).recovered()
    assert [twin.number for twin in state.twins] == [1]
    assert (state.faults, state.damage, state.held) == ([], "", -1)


def test_of_a_file_that_is_damaged_as_well_no_version_is_lost():
    state = replace(FILES, main=TWIN[:-3]).recovered()
    assert [twin.number for twin in state.twins] == [1]
    assert state.damage
