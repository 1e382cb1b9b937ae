"""What our practice texts cost in keys may not rise, and the keys do in the app what is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from annotations.codebook import built_in
from tests.benchmarks.gold import GoldSpan, gold_in
from tests.benchmarks.keystrokes import Planned, planned, report
from tests.benchmarks.page import COLUMN, HEIGHT
from tests.benchmarks.planner import Plan
from tests.tui.sitting import Sitting
from tui.settings import Settings

GOLD = Path(__file__).parents[1] / "gold"
FLOOR = GOLD / "floor.json"
SLACK = 0.05
"""Keys in the mean by which the floor may lie too high before it has to be set anew."""
PATIENCE = 300.0
"""Seconds for a span: none may need as many on the slowest machine, or figures would differ."""


@pytest.fixture(scope="module", params=["tuning", "apart", "further"])
def half(request: pytest.FixtureRequest) -> str:
    """The texts on which rules are tuned, and those kept apart for measuring."""
    return str(request.param)


@pytest.fixture(scope="module")
def spans(half: str) -> list[Planned]:
    gold = gold_in(GOLD / half, built_in())
    assert not gold.troubles
    return planned(gold.documents, built_in(), PATIENCE)


def test_the_keys_of_the_practice_texts_are_as_few_as_they_were(
    half: str, spans: list[Planned]
) -> None:
    figures = report(spans)
    now = {
        "spans": figures["spans"],
        "total": figures["total"]["mean"],
        "edges": figures["edges"]["mean"],
        "three_or_fewer": figures["three_or_fewer"],
    }
    floor = json.loads(FLOOR.read_text("utf-8"))[half]
    told = f"{FLOOR.name} says {floor} of {half}, and now it is {now}"
    assert not figures["timed_out"]
    assert not figures["not_found"]
    assert now["spans"] == floor["spans"], told
    for of in ("total", "edges"):
        assert now[of] <= floor[of], f"more keys than before: {told}"
        assert now[of] >= floor[of] - SLACK, f"fewer keys: set the floor down: {told}"
    assert now["three_or_fewer"] >= floor["three_or_fewer"], f"fewer easy spans: {told}"


def test_the_keys_of_every_span_mark_it_in_the_app(spans: list[Planned], tmp_path: Path) -> None:
    for path, group in groupby(spans, key=lambda each: each.document.path):
        sitting = _sitting(path, tmp_path / path.stem)
        wanted = []
        for gold, plan in _plans(group):
            sitting.press(*plan.keys)
            mark = sitting.reader.mark
            assert mark is not None, (gold, plan.keys)
            assert (mark.tag, mark.spans) == (gold.tag, plan.segments), plan.keys
            wanted.append((mark.tag, mark.spans))
        there = [(mark.tag, mark.spans) for mark in sitting.reader.opened.spans]
        assert sorted(there) == sorted(wanted)


def _plans(spans: Iterator[Planned]) -> Iterator[tuple[GoldSpan, Plan]]:
    for each in spans:
        assert each.plan is not None
        yield each.gold, each.plan


def _sitting(text: Path, folder: Path) -> Sitting:
    folder.mkdir()
    shutil.copyfile(text, folder / "text.txt")
    sitting = Sitting(folder, "text.txt", settings=Settings(width=COLUMN))
    sitting.reader.viewport.resize(COLUMN, HEIGHT)
    return sitting
