"""Somebody who presses anything: keys, the mouse, other sizes of the window.

POSTIL_MONKEY is for how many seconds, POSTIL_MONKEY_SEED repeats what was done.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotations.formats import BUILT_IN
from annotations.project import Project
from tests.terminal import oracle
from tests.terminal.pty_run import ROOT, Terminal, terminal
from tui.commands import COMMANDS

SECONDS = float(os.environ.get("POSTIL_MONKEY", "30"))
SEED = int(os.environ.get("POSTIL_MONKEY_SEED", time.time_ns() % 1_000_000))
GROWTH = 1.15
"""How much more memory it may take at the end than when it had been used for a while: there are
more marks then, and more that can be taken back."""
SIZES = [(80, 24), (120, 40), (200, 60), (40, 10), (110, 30), (109, 24), (30, 5), (12, 3), (1, 1)]
NAMED = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "space": " ",
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "f6": "\x1b[17~",
    "backspace": "\x7f",
}
MODIFIED = {"shift": 2, "alt": 3, "ctrl": 5, "ctrl+shift": 6}


def sequence(key: str) -> str:
    """What a terminal sends for a key."""
    if len(key) == 1:
        return key
    modifiers, _, name = key.rpartition("+")
    if not modifiers:
        return NAMED[name]
    if len(name) == 1:
        return chr(ord(name) - 96)
    number = MODIFIED[modifiers]
    plain = NAMED[name]
    return f"\x1b[1;{number}{plain[-1]}" if plain[-1] != "~" else f"{plain[:-1]};{number}~"


LEAVING = {"quit", "quit_at_once"}
KEYS = [sequence(key) for each in COMMANDS if each.id not in LEAVING for key in each.keys]
KEYS += ["\x7f", "\x1bOP", "é", "漢", "👍", "\x00", "\x1b[200~q\x1b[201~", *"tcaTCA123tcatca"]


def mouse(chance: random.Random) -> str:
    """A click, a drag or a turn of the wheel somewhere."""
    x, y = chance.randint(1, 120), chance.randint(1, 40)
    if chance.random() < 0.4:
        return f"\x1b[<{chance.choice((64, 65))};{x};{y}M"
    to_x, to_y = chance.choice([(x, y), (chance.randint(1, 120), chance.randint(1, 40))])
    return f"\x1b[<0;{x};{y}M\x1b[<32;{to_x};{to_y}M\x1b[<0;{to_x};{to_y}m"


def use_what_is_loaded_late(running: Terminal) -> None:
    """Write a mark in every format, copy it, describe its document: what that needs then stays."""
    for step in ("t", "Yp", "M\x1b", "\x1b"):
        running.press(step)
        running.listen(0.3)
    for number in range(len(BUILT_IN)):
        running.press("E" + sequence("right") * number + "\r\r")
        running.listen(0.5)
    running.press("\x1b")
    running.listen(0.3)


def play(running: Terminal, chance: random.Random, seconds: float) -> None:
    """Do anything for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        what = chance.random()
        if what < 0.02:
            running.resize(*chance.choice(SIZES))
        elif what < 0.12:
            running.press(mouse(chance))
        else:
            running.press("".join(chance.choices(KEYS, k=chance.choice((1, 1, 1, 5)))))
        running.listen(chance.choice((0.005, 0.01, 0.03)))
        assert running.process.poll() is None, f"it ended, seed {SEED}"


def test_whatever_is_pressed_it_lives_and_the_store_is_sound(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else each thread that works beside the keys has a heap of its own, and keeps what is free.
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")
    for sample in (ROOT / "samples").glob("*.txt"):
        shutil.copyfile(sample, folder / sample.name)
    chance = random.Random(SEED)
    with terminal("--as", "ana", cwd=folder, size=(120, 40)) as running:
        running.wait_for("✓ saved")
        use_what_is_loaded_late(running)
        play(running, chance, SECONDS / 2)
        before = running.memory
        play(running, chance, SECONDS / 2)
        after = running.memory
        sent, running.sent = running.sent, b""
        running.resize(80, 24)
        running.press("\x1b")
        running.listen(0.3)
        running.press("\x1b\x1b\x1b")
        running.listen(0.3)
        for _ in range(5):  # whatever is open, and a second text
            running.press("q")
            running.listen(0.3)
            if running.process.poll() is not None:
                break
        assert running.end() == 0, f"seed {SEED}"
    assert [*folder.glob("*.xlsx"), *folder.glob("*.bib")], f"seed {SEED}"
    assert after <= before * GROWTH, f"from {before} to {after} bytes, seed {SEED}"
    assert set(oracle.foreign(sent, oracle.ANYTHING)) == set(), f"seed {SEED}"

    found = subprocess.run(
        [sys.executable, "-m", "tui", "doctor", "--json"],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert [each for each in json.loads(found.stdout) if not each["note"]] == [], f"seed {SEED}"
    project = Project.of(folder)
    marks, problems = project.marks()
    assert problems == [], f"seed {SEED}"
    assert marks, f"seed {SEED}"
