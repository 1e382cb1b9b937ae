"""A power cut loses nothing that was acknowledged, and nothing appears that nobody saved."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import NotSaved
from annotations.store import AnnotationStore
from tests.annotations.examples import ME
from tests.crash.calls import Call, recorded
from tests.crash.disk import Files, Recorder, crash_states, put
from tests.crash.extent import EVERYTHING, LINUX, extent, sample
from tests.crash.life import Life, State, life_after, random_life, state_of
from tests.crash.survival import (
    allowed_after,
    assert_goes_on,
    assert_holds,
    assert_stock_tinydb_reads,
)

pytestmark = [LINUX, pytest.mark.usefixtures("no_waiting")]

NAME = Path("new project") / "annotations" / "ana.json"


def survive_power_cuts(
    folder: Path, before: Files, life: Life, at_most: int
) -> list[tuple[Files, int]]:
    """Live on a disk, cut the power everywhere, and look; the states that were looked at."""
    put(before, folder / "work")
    with Recorder(folder / "work") as recorder:
        life.live(folder / "work" / NAME, recorder.said)
    found = sample(crash_states(recorder), at_most)
    for files, said in found:
        if files.get(str(NAME)) != before.get(str(NAME)):  # which may be damaged
            put(files, folder / "stock")
            assert_stock_tinydb_reads(folder / "stock" / NAME)
            shutil.rmtree(folder / "stock")
        survive(folder, files, allowed_after(life.states, said))
    shutil.rmtree(folder / "work")
    return found


def survive(folder: Path, files: Files, allowed: list[State]) -> None:
    """What was left of the files holds one of these states, and can be gone on with."""
    put(files, folder / "left")
    try:
        assert_goes_on(assert_holds(folder / "left" / NAME, allowed))
    except AssertionError as error:
        held = {path: len(data) for path, data in files.items() if data is not None}
        error.add_note(f"of the files was left: {held}")
        raise
    shutil.rmtree(folder / "left")


class Stopped(BaseException):
    """A process was killed: it makes no further call."""


def stop_then_cut(folder: Path, life: Life, error: BaseException, points: int, each: int) -> int:
    """Another window goes on after one was stopped, then the power is cut.

    What the first one had not yet synced is there for the second one to see, but may not last.
    `points` is how many calls are the last one, or the failing one, in turn; at each of them that
    many states are looked at. Returns how many states there were.
    """
    put({}, folder / "whole")
    calls = recorded(folder / "whole", lambda: life.live(folder / "whole" / NAME))
    numbers = [
        number
        for number, call in enumerate(calls)
        if call.is_sync or (isinstance(error, Stopped) and call.changes)
    ]
    total = 0
    for number in sample(numbers, points):
        place = folder / str(number)
        disk = StoppingDisk(number, error)
        put({}, place / "work")
        with Recorder(place / "work", disk) as recorder:
            with suppress(Stopped, NotSaved):
                life.live(place / "work" / NAME)
            disk.is_over = True
            begin = len(recorder.effects)
            state = state_of(AnnotationStore(place / "work" / NAME, ME))
            longer = life_after(state)
            longer.live(place / "work" / NAME, recorder.said)
        after = [state for state in crash_states(recorder, begin + 1) if state[1]]
        # That with the fewest files is always among them.
        found = sample(sorted(after, key=lambda state: len(state[0])), each)
        for files, said in found:
            try:
                survive(place, files, allowed_after(longer.states, said))
            except AssertionError as failed:
                failed.add_note(f"{error!r} at {calls[number]} ({number})")
                raise
        total += len(found)
        shutil.rmtree(place)
    return total


class StoppingDisk:
    """Makes calls until one of them, which raises an error; after `Stopped`, none any more."""

    def __init__(self, number: int, error: BaseException) -> None:
        self._left = number
        self._error = error
        self.is_over = False
        """Whether another process is at it, whose calls are made."""

    def __call__(self, call: Call) -> Any:
        """Make a call, or not."""
        self._left -= 1
        stops = self._left == -1 or (self._left < 0 and isinstance(self._error, Stopped))
        if stops and not self.is_over:
            raise self._error
        return call.go()


def a_whole_life(folder: Path, length: int, at_most: int, seed: int = 3) -> list[tuple[Files, int]]:
    """The first save, which makes the folder, and all that follows, with compactions."""
    life = random_life(seed, length, compact_every=5)
    return survive_power_cuts(folder, {}, life, at_most)


def opened_over_damage(folder: Path, damage: Callable[[bytes], bytes], at_most: int) -> int:
    """Open a store whose main file is damaged, and save; the power is cut while it is mended."""
    before = random_life(8, 14, compact_every=5)
    path = folder / "before" / NAME
    before.live(path)
    path.write_bytes(damage(path.read_bytes()))
    files, life = files_in(folder / "before"), life_after(before.states[-1])
    return len(survive_power_cuts(folder / "mended", files, life, at_most))


def cut_twice(
    folder: Path, first: list[tuple[Files, int]], states: list[State], at_most: int
) -> int:
    """Cut the power again while the files of an earlier cut are opened and written."""
    total = 0
    for number, (files, said) in enumerate(first):
        place = folder / str(number)
        put(files, place / "looked at")
        store = assert_holds(place / "looked at" / NAME, allowed_after(states, said))
        life = life_after(state_of(store))
        total += len(survive_power_cuts(place / "again", files, life, at_most))
        shutil.rmtree(place)
    return total


def files_in(folder: Path) -> Files:
    """What a folder holds, as a disk holds it after a sync."""
    found: Files = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".lock":
            found[str(path.relative_to(folder))] = None if path.is_dir() else path.read_bytes()
    return found


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "zeroed": lambda data: bytes(len(data)),
}


def check_power_cuts(folder: Path) -> None:
    a_whole_life(folder, 12, 250)


def check_power_cuts_after_a_kill(folder: Path) -> None:
    stop_then_cut(folder, random_life(4, 6, compact_every=3), Stopped(), points=24, each=6)


def check_power_cuts_after_a_killed_first_save(folder: Path) -> None:
    stop_then_cut(folder, random_life(4, 1, compact_every=9), Stopped(), points=40, each=10)


def test_a_power_cut_loses_nothing(tmp_path, record_property):
    states = 0
    for seed in range(extent(1, 6)):
        found = a_whole_life(tmp_path / str(seed), extent(16, 60), extent(250, EVERYTHING), seed)
        states += len(found)
    record_property("states", states)
    assert states >= extent(200, 5000)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_power_cut_while_a_damaged_file_is_mended_loses_nothing(
    tmp_path, record_property, damage
):
    record_property("states", opened_over_damage(tmp_path, DAMAGES[damage], extent(40, EVERYTHING)))


def test_a_second_power_cut_after_a_first_loses_nothing(tmp_path, record_property):
    first = a_whole_life(tmp_path / "first", 16, EVERYTHING)
    chosen = random.Random(1).sample(first, extent(6, 150))
    states = random_life(3, 16, compact_every=5).states
    total = cut_twice(tmp_path / "second", chosen, states, extent(12, EVERYTHING))
    record_property("states", total)


STOPS = {"a kill": Stopped(), "a failed sync": OSError(errno.EIO, "Input/output error")}


@pytest.mark.parametrize("error", STOPS.values(), ids=STOPS)
def test_what_is_saved_after_a_kill_or_a_failed_sync_survives_a_power_cut(
    tmp_path, record_property, error
):
    life = random_life(4, extent(8, 16), compact_every=4)
    points, each = extent(24, EVERYTHING), extent(6, EVERYTHING)
    record_property("states", stop_then_cut(tmp_path, life, error, points, each))
