"""Bytes that a disk lost or changed: the whole lines remain, and no change goes unnoticed."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotations.store import AnnotationStore
from tests.annotations.examples import ME
from tests.crash.extent import LONG, extent
from tests.crash.life import Life, Sitting, State, Step, random_life, state_of
from tests.crash.survival import assert_goes_on, assert_holds, assert_stock_tinydb_reads

pytestmark = pytest.mark.usefixtures("no_waiting")

TAILS = {
    "nothing": b"",
    "zeros": bytes(50),
    "half a line": b'0badc0de {"n":7,"at',
    "no line": b"\xff\n",
}


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal, and which of its bytes hold what."""

    path: Path
    """Of the main file."""
    data: bytes
    ends: list[int]
    """Size of the journal (bytes) before its first save, then after each."""
    states: list[State]
    """What a store holds that has so much of the journal."""
    steps: list[Step]
    """The saves."""

    @property
    def file(self) -> Path:
        """The file that holds it."""
        return self.path.with_name(f"{self.path.name}.journal")

    def state_at(self, size: int) -> State:
        """What so many bytes (at least the first line) of the journal hold."""
        return self.states[max(0, bisect_right(self.ends, size) - 1)]


def journal_of(folder: Path, life: Life) -> Journal:
    """The journal at the end of a life, from its last beginning on."""
    path = folder / "annotations" / "ana.json"
    file = path.with_name(f"{path.name}.journal")
    sitting = Sitting(path)
    ends: list[int] = [0]
    states: list[State] = [{}]
    steps: list[Step] = []
    for step, state in zip(life.steps, life.states[1:], strict=True):
        sitting.do(step)
        size = file.stat().st_size
        if size < ends[-1] or step.act == "compact":
            ends, states, steps = [size], [state], []
        else:
            ends.append(size)
            states.append(state)
            steps.append(step)
    return Journal(path, file.read_bytes(), ends, states, steps)


def cut_journal(journal: Journal, every: int) -> int:
    """Cut a journal at each so many-th byte and put something behind; in how many ways."""
    tried, header = 0, journal.data.index(b"\n") + 1
    for size in range(0, len(journal.data) + 1, every):
        for name, tail in TAILS.items():
            journal.file.write_bytes(journal.data[:size] + tail)
            try:
                store = assert_holds(journal.path, [journal.state_at(size)])
                # A journal comes with its first line, so that one cannot just be unfinished.
                assert bool(store.faults) == (size < header or tail.endswith(b"\n")), store.faults
                if tried % 7 == 0:
                    assert_goes_on(store)
            except AssertionError as error:
                error.add_note(f"cut at byte {size} of {journal.ends}, then {name}")
                raise
            tried += 1
    return tried


def flip_journal(journal: Journal, every: int) -> int:
    """Flip each so many-th bit of a journal; how many.

    The last line break is left alone: without it the last save looks like one under way.
    """
    whole, tried = journal.states[-1], 0
    for bit in range(0, 8 * (len(journal.data) - 1), every):
        data = bytearray(journal.data)
        data[bit // 8] ^= 1 << bit % 8
        journal.file.write_bytes(data)
        store = AnnotationStore(journal.path, ME)
        state = state_of(store)
        try:
            assert store.faults or state == whole, "a silent change"
            hit = numbers_in(journal, bit // 8)
            assert {
                each for each in {**state, **whole} if state.get(each) != whole.get(each)
            } <= hit
        except AssertionError as error:
            error.add_note(f"bit {bit} (byte {bit // 8}) of the journal: {store.faults}")
            raise
        tried += 1
    return tried


def numbers_in(journal: Journal, byte: int) -> set[int]:
    """The marks in the line of a byte; a line break belongs to the line behind it too."""
    first = bisect_right(journal.ends, byte)
    hit = {first, bisect_right(journal.ends, byte + 1)} if journal.data[byte] == 10 else {first}
    return {
        change.number
        for index in hit
        if 0 < index <= len(journal.steps)
        for change in journal.steps[index - 1].changes
    }


MAIN_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "null": lambda _: b"null",
    "an empty list": lambda _: b"[]\n",
    "zeros": lambda data: bytes(len(data)),
    "zeros at the end": lambda data: data[: len(data) // 2] + bytes(len(data) // 2),
    "zeros at the beginning": lambda data: bytes(len(data) // 2) + data[len(data) // 2 :],
    "garbage": lambda data: b"\xff\xfe\x00garbage\n" * (len(data) // 11),
    "garbage in front": lambda data: b"%PDF-1.7\n" + data,
    "garbage behind": lambda data: data + b"PK\x03\x04",
    "half of it": lambda data: data[len(data) // 2 :],
}


def damage_main(path: Path, state: State, damage: Callable[[bytes], bytes], and_save: bool) -> None:
    """The marks come from backup and journals, and what was found is kept aside."""
    sound = path.read_bytes()
    damaged = damage(sound)
    path.write_bytes(damaged)
    store = assert_holds(path, [state])
    if is_sound(damaged, sound):
        return
    assert store.faults, "nobody is told of the damage"
    assert store.read_only is None, store.read_only
    if and_save:
        assert_goes_on(store)
        store.compact()
        kept = [each.read_bytes() for each in path.parent.glob(f"{path.name}.damaged-*")]
        assert damaged in kept, "the damaged file was not kept"
        again = assert_holds(path, [state])
        assert again.faults == []
        assert_stock_tinydb_reads(path)
        assert_goes_on(again)


def is_sound(damaged: bytes, sound: bytes) -> bool:
    """Whether a file says the same, such as without its last line break."""
    try:
        return bool(json.loads(damaged) == json.loads(sound))
    except ValueError:
        return False


def lives() -> dict[str, Life]:
    """With one main file and no backup, with both, and just after a compaction."""
    long = random_life(11, 26, compact_every=8)
    return {
        "with a first main file": Life(long.steps[:12], long.states[:13]),
        "with a backup": Life(long.steps[:20], long.states[:21]),
        "just compacted": Life(long.steps[:16], long.states[:17]),
    }


def copied(folder: Path, number: int, path: Path) -> Path:
    """The files around a path in a folder of their own."""
    place = folder / str(number)
    place.mkdir()
    for each in path.parent.iterdir():
        (place / each.name).write_bytes(each.read_bytes())
    return place / path.name


def check_cuts(folder: Path) -> None:
    cut_journal(journal_of(folder, random_life(12, 6, compact_every=99)), every=97)


def check_flips(folder: Path) -> None:
    flip_journal(journal_of(folder, random_life(12, 6, compact_every=99)), every=149)


def check_damaged_main(folder: Path) -> None:
    for name, life in lives().items():
        path = folder / name / "annotations" / "ana.json"
        life.live(path)
        for number, damage in enumerate(MAIN_DAMAGES.values()):
            copy = copied(folder / name, number, path)
            damage_main(copy, life.states[-1], damage, and_save=True)


JOURNALS = {"first journal": (7, 99), "later journal": (13, 6)}


@pytest.mark.parametrize(("length", "compact_every"), JOURNALS.values(), ids=JOURNALS)
def test_of_a_cut_journal_exactly_the_whole_lines_remain(
    tmp_path, record_property, length, compact_every
):
    journal = journal_of(tmp_path, random_life(12, length, compact_every))
    record_property("cuts", cut_journal(journal, every=extent(61, 1)))


@pytest.mark.parametrize(("length", "compact_every"), JOURNALS.values(), ids=JOURNALS)
def test_no_flipped_bit_of_a_journal_goes_unnoticed(
    tmp_path, record_property, length, compact_every
):
    journal = journal_of(tmp_path, random_life(12, length, compact_every))
    record_property("flips", flip_journal(journal, every=extent(101, 1)))


@pytest.mark.parametrize("damage", MAIN_DAMAGES.values(), ids=MAIN_DAMAGES)
@pytest.mark.parametrize("life", lives().values(), ids=lives())
def test_a_damaged_main_file_is_rebuilt_and_kept_aside(tmp_path, life, damage):
    path = tmp_path / "annotations" / "ana.json"
    life.live(path)
    damage_main(path, life.states[-1], damage, and_save=True)


@pytest.mark.parametrize("life", lives().values(), ids=lives())
def test_a_main_file_cut_at_any_byte_is_rebuilt(tmp_path, record_property, life):
    path = tmp_path / "annotations" / "ana.json"
    life.live(path)
    data = path.read_bytes()
    sizes = range(0, len(data), extent(len(data) // 40, 1))
    for size in sizes:
        path.write_bytes(data)
        try:
            damage_main(path, life.states[-1], lambda data, size=size: data[:size], and_save=False)
        except AssertionError as error:
            error.add_note(f"cut at byte {size} of {len(data)}")
            raise
    record_property("cuts", len(sizes))


@pytest.mark.skipif(not LONG, reason="takes a minute: make crash")
@pytest.mark.parametrize("life", lives().values(), ids=lives())
def test_a_main_file_that_is_gone_is_rebuilt(tmp_path, life):
    path = tmp_path / "annotations" / "ana.json"
    life.live(path)
    path.unlink()
    assert_goes_on(assert_holds(path, [life.states[-1]]))
