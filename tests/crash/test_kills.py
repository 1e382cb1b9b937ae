"""`kill -9` loses nothing that was acknowledged, whenever it comes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.crash.calls import Call, Calls, Handler, recorded
from tests.crash.child import Child
from tests.crash.extent import EVERYTHING, LINUX, extent, sample
from tests.crash.life import Life, random_life
from tests.crash.survival import (
    allowed_after,
    assert_goes_on,
    assert_holds,
    assert_stock_tinydb_reads,
)

pytestmark = [LINUX, pytest.mark.usefixtures("no_waiting")]


def assert_survived(path: Path, life: Life, acknowledged: int) -> None:
    """After a plain kill nothing is lost, and nothing looks damaged."""
    assert_stock_tinydb_reads(path)
    store = assert_holds(path, allowed_after(life.states, acknowledged))
    assert store.faults == []
    assert store.read_only is None
    assert list(store.set_aside) == []
    assert_goes_on(store)
    assert_stock_tinydb_reads(path)


def kill_at_random(folder: Path, rounds: int) -> int:
    """Kill a busy process at a random moment, many times; how many steps it acknowledged in all."""
    chance, total = random.Random(9), 0
    for number in range(rounds):
        path = folder / str(number) / "annotations" / "ana.json"
        life = random_life(number, 300, compact_every=11)
        child = Child(lambda say, path=path, life=life: life.live(path, say))
        time.sleep(chance.uniform(0.005, 0.12))
        child.kill()
        heard, _ = child.wait()
        assert heard == list(range(1, len(heard) + 1))
        assert_survived(path, life, len(heard))
        shutil.rmtree(folder / str(number), ignore_errors=True)
        total += len(heard)
    return total


def kill_at_each_call(folder: Path, life: Life, parts: list[float], at_most: int) -> int:
    """Kill before each call of a life, and in the middle of each write; at how many points."""
    whole = folder / "whole"
    made = recorded(whole, lambda: life.live(whole / "annotations" / "ana.json"))
    points = [(number, 0.0) for number in range(len(made))]
    for number, call in enumerate(made):
        if call.name == "write":
            points += [(number, part) for part in parts]
    points = sample(sorted(points), at_most)
    for number, part in points:
        place = folder / f"{number} {part}"
        child = Child(living(place, life, killing(number, part)))
        heard, killed = child.wait()
        assert killed, f"there was no call {number}"
        try:
            assert_survived(place / "annotations" / "ana.json", life, len(heard))
        except AssertionError as error:
            error.add_note(f"killed at {made[number]} ({number}), {part:.0%} of it done")
            raise
        shutil.rmtree(place, ignore_errors=True)
    return len(points)


def living(place: Path, life: Life, handler: Handler) -> Callable[[Callable[[int], None]], None]:
    """The work of a child whose calls go through `handler`."""

    def work(say: Callable[[int], None]) -> None:
        with Calls(place, handler):
            life.live(place / "annotations" / "ana.json", say)

    return work


def killing(number: int, part: float) -> Handler:
    """Kill this process at one of its calls, when part of it is done."""
    calls = iter(range(number + 1))

    def handle(call: Call) -> Any:
        if next(calls) < number:
            return call.go()
        if part:
            descriptor, data = call.arguments
            call.real(descriptor, bytes(data)[: max(1, int(len(data) * part))])
        return os.kill(os.getpid(), signal.SIGKILL)

    return handle


def check_kills_at_random(folder: Path) -> None:
    kill_at_random(folder, 5)


def check_kills_at_each_call(folder: Path) -> None:
    kill_at_each_call(folder, random_life(5, 12, compact_every=4), [0.5], 80)


def test_a_kill_at_a_random_moment_loses_nothing(tmp_path, record_property):
    steps = kill_at_random(tmp_path, rounds=extent(50, 400))
    record_property("steps acknowledged", steps)
    assert steps > 50


def test_a_kill_before_each_call_and_in_each_write_loses_nothing(tmp_path, record_property):
    life = random_life(5, extent(12, 40), compact_every=5)
    parts = extent([0.5], [0.001, 0.25, 0.5, 0.75, 0.999, 1.0])
    record_property("points", kill_at_each_call(tmp_path, life, parts, EVERYTHING))
