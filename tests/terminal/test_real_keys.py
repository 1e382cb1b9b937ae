"""The keys that the keystroke benchmark counts, pressed in a real terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.codebook import built_in
from tests.benchmarks.gold import GoldDocument, gold_in
from tests.benchmarks.keystrokes import tag_keys
from tests.benchmarks.page import COLUMN, HEIGHT
from tests.benchmarks.planner import Plan, Planner
from tests.benchmarks.states import FINAL
from tests.terminal.pty_run import ROOT, terminal
from tui.arrange import Wishes, arrange

GOLD = ROOT / "tests" / "gold"
SITTINGS = {"mayor": 5, "mackerel": 4, "breakaway-league": 7, "telvarra-trial": 14}
"""How many of the first spans of a text are marked: with every kind of key among them."""
SIZE = (100, 42)
SENT = {
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b[27u",  # as kitty sends it: nothing has to be waited for
    "space": " ",
    "pageup": "\x1b[5~",
}
"""What a terminal sends for keys that are not their own character."""


@pytest.fixture
def documents() -> list[GoldDocument]:
    """The texts with the spans that are to be marked."""
    found = []
    for document in gold_in(GOLD, built_in()).documents:
        if count := SITTINGS.get(document.path.stem):
            found.append(GoldDocument(document.path, document.text, document.spans[:count]))
    assert sum(len(document.spans) for document in found) == 30
    return found


def test_planned_keys_mark_exactly_the_gold_spans(
    home: Path, folder: Path, documents: list[GoldDocument]
) -> None:
    assert arrange(*SIZE, Wishes())["text"].height == HEIGHT
    settings = home / ".config" / "postil" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"width = {COLUMN}\n")
    planned = {}
    for document in documents:
        name = document.path.name
        shutil.copyfile(document.path, folder / name)
        planned[name] = _plans(document)
        keys = "".join(SENT.get(key, key) for plan in planned[name] for key in plan.keys)
        with terminal("--as", "ana", name, cwd=folder, size=SIZE) as running:
            running.wait_for(name, "✓ saved")
            running.press(keys + "q")
            assert running.end() == 0

    saved = _saved(folder)
    for document in documents:
        name = document.path.name
        plans = planned[name]
        assert saved[name] == sorted((plan.gold.tag, plan.segments) for plan in plans)
        for plan in plans:
            assert _words(document, plan.segments) == _words(document, plan.gold.segments)


def _plans(document: GoldDocument) -> list[Plan]:
    planner = Planner(document.text, tag_keys(built_in()), limit=300.0)
    plans = [plan for gold in document.spans if (plan := planner.plan(gold))]
    assert len(plans) == len(document.spans)
    return plans


def _saved(folder: Path) -> dict[str, list[tuple[str, tuple[tuple[int, int], ...]]]]:
    """Tags and segments of what is on disk, by document, as stock TinyDB reads it."""
    with TinyDB(folder / ".postil" / "annotations" / "ana.json", access_mode="r") as database:
        paths = {each["id"]: each["path"] for each in map(dict, database.table("documents"))}
        marks = [dict(record) for record in database.table("annotations")]
    saved: dict[str, list[tuple[str, tuple[tuple[int, int], ...]]]] = {}
    for mark in marks:
        segments = tuple((part["start"], part["end"]) for part in mark["segments"])
        saved.setdefault(paths[mark["document"]], []).append((mark["tag"], segments))
    return {path: sorted(each) for path, each in saved.items()}


def _words(document: GoldDocument, segments: tuple[tuple[int, int], ...]) -> list[str]:
    """The marked words without final punctuation."""
    return [document.text[start:end].strip("".join(FINAL)) for start, end in segments]
