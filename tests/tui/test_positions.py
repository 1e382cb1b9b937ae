"""Where documents were left: kept beside the projects, and never in the way."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.tui.sitting import full_disk
from tui import positions
from tui.positions import MOST, Positions

ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "positions.json"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The time of day: each look at it is a second later."""
    seconds = [0]

    def tick() -> str:
        seconds[0] += 1
        minutes, rest = divmod(seconds[0], 60)
        return f"2024-05-01T{minutes // 60:02}:{minutes % 60:02}:{rest:02}.000Z"

    monkeypatch.setattr(positions, "now", tick)
    return seconds


def test_they_lie_outside_the_project(home: Path, folder: Path) -> None:
    kept = Positions.of(folder)
    kept.leave("a.txt", ONE, 7, 0.5)
    assert kept.save() == ""
    (file,) = (home / ".state" / "postil" / "positions").iterdir()
    assert len(file.stem) == 16
    assert list(folder.iterdir()) == []
    assert Positions.of(folder).place("a.txt", ONE) == 7
    assert Positions.of(home).place("a.txt", ONE) is None


def test_nothing_is_read_or_written_before_it_is_needed(path: Path) -> None:
    assert not Positions(path).unsaved
    assert Positions(path).save() == ""
    assert not path.parent.exists()


def test_a_document_is_begun_when_the_focus_was_moved_in_it(path: Path) -> None:
    kept = Positions(path)
    assert not kept.begun("a.txt")
    kept.visit("a.txt")
    assert (kept.begun("a.txt"), kept.place("a.txt", ONE)) == (False, None)
    kept.leave("a.txt", ONE, 0, 0.0)
    assert (kept.begun("a.txt"), kept.place("a.txt", ONE)) == (True, 0)


def test_the_place_of_another_text_is_still_offered(path: Path) -> None:
    kept = Positions(path)
    kept.leave("a.txt", ONE, 7, 0.5)
    assert kept.place("a.txt", TWO) == 7


@pytest.mark.usefixtures("clock")
def test_the_latest_is_the_one_that_was_on_screen_last(path: Path) -> None:
    kept = Positions(path)
    assert kept.latest is None
    kept.leave("a.txt", ONE, 7, 0.5)
    kept.visit("b.txt")
    assert kept.latest == "b.txt"
    kept.visit("a.txt")
    kept.save()
    assert Positions(path).latest == "a.txt"
    assert Positions(path).place("a.txt", ONE) == 7


def test_the_furthest_share_of_a_text_is_kept(path: Path) -> None:
    kept = Positions(path)
    for sha256, offset, share in [(ONE, 90, 0.9), (ONE, 10, 0.1), ("", 20, 0.0)]:
        kept.leave("a.txt", sha256, offset, share)
    kept.save()
    (place,) = json.loads(path.read_text())["documents"].values()
    assert (place["share"], place["sha256"], place["offset"]) == (0.9, ONE, 20)
    kept.leave("a.txt", TWO, 10, 0.1)
    kept.save()
    (place,) = json.loads(path.read_text())["documents"].values()
    assert (place["share"], place["sha256"]) == (0.1, TWO)


def test_a_name_that_is_no_utf8_is_kept(path: Path) -> None:
    name = os.fsdecode(b"\xff.txt")
    kept = Positions(path)
    kept.leave(name, ONE, 7, 0.5)
    kept.save()
    assert Positions(path).place(name, ONE) == 7


# Other windows


@pytest.mark.usefixtures("clock")
def test_what_another_window_wrote_meanwhile_stays(path: Path) -> None:
    mine, other = Positions(path), Positions(path)
    mine.leave("a.txt", ONE, 1, 0.1)
    mine.leave("b.txt", ONE, 2, 0.2)
    other.leave("b.txt", ONE, 3, 0.3)
    other.leave("c.txt", ONE, 4, 0.4)
    other.save()
    mine.save()
    found = Positions(path)
    assert [found.place(f"{name}.txt", ONE) for name in "abc"] == [1, 3, 4]


@pytest.mark.usefixtures("clock")
def test_of_two_places_the_newer_one_counts_whoever_saves_last(path: Path) -> None:
    mine, other = Positions(path), Positions(path)
    other.leave("a.txt", ONE, 3, 0.3)
    mine.leave("a.txt", ONE, 1, 0.1)
    mine.save()
    other.save()
    assert Positions(path).place("a.txt", ONE) == 1


def test_only_so_many_are_kept_and_the_oldest_go(
    path: Path, monkeypatch: pytest.MonkeyPatch, clock: list[int]
) -> None:
    assert MOST == 20_000
    monkeypatch.setattr(positions, "MOST", 3)
    kept = Positions(path)
    for name in "abcde":
        kept.leave(name, ONE, 1, 0.1)
    kept.save()
    assert list(json.loads(path.read_text())["documents"]) == ["c", "d", "e"]


# Files that cannot be used


def test_where_nothing_can_be_written_there_is_a_reason_and_it_is_tried_again(path: Path) -> None:
    kept = Positions(path)
    kept.leave("a.txt", ONE, 7, 0.5)
    with full_disk():
        assert kept.save() == "no space left on device"
    assert kept.place("a.txt", ONE) == 7
    assert kept.unsaved
    assert kept.save() == ""
    assert Positions(path).place("a.txt", ONE) == 7


def test_a_file_in_the_place_of_the_folder_is_a_reason(path: Path) -> None:
    path.parent.write_text("in the way")
    kept = Positions(path)
    kept.leave("a.txt", ONE, 7, 0.5)
    assert kept.save() in ("file exists", "not a directory")


def put(path: Path, data: bytes) -> Positions:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return Positions(path)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b"[]", b"3", b'{"documents": 3}', b"[" * 100_000, b'{"documents": {"a":'],
)
def test_a_broken_file_is_as_good_as_none_and_is_replaced(path: Path, data: bytes) -> None:
    kept = put(path, data)
    assert (kept.latest, kept.place("a.txt", ONE)) == (None, None)
    kept.leave("a.txt", ONE, 7, 0.5)
    assert kept.save() == ""
    assert Positions(path).place("a.txt", ONE) == 7


def test_a_huge_file_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Positions(path)
    kept.leave("a.txt", ONE, 7, 0.5)
    kept.save()
    monkeypatch.setattr(positions, "LARGEST", path.stat().st_size - 1)
    assert Positions(path).latest is None


GOOD: dict[str, Any] = {
    "when": "2024-05-01T00:00:00.000Z",
    "offset": 7,
    "sha256": ONE,
    "share": 0.5,
}


@pytest.mark.parametrize(
    "change",
    [
        {"when": "9999-01-01T00:00:00.000Z"},
        {"when": "yesterday"},
        {"when": 3},
        {"offset": -1},
        {"offset": 7.5},
        {"offset": True},
        {"offset": 1 << 60},
        {"offset": "7"},
        {"sha256": "x"},
        {"sha256": None},
        {"share": 2},
        {"share": True},
        {"share": "all"},
    ],
)
def test_an_entry_that_makes_no_sense_is_passed_over(path: Path, change: dict[str, Any]) -> None:
    documents = {"bad.txt": GOOD | change, "good.txt": GOOD, "worse.txt": 3}
    kept = put(path, json.dumps({"documents": documents}).encode())
    assert [kept.begun(name) for name in documents] == [False, True, False]
    assert kept.latest == "good.txt"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
entry = st.fixed_dictionaries(
    {}, optional={name: st.just(value) | values for name, value in GOOD.items()}
)
documents = st.dictionaries(st.text(max_size=3), values | entry, max_size=4)


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values | st.fixed_dictionaries({"documents": documents}))
def test_any_json_is_borne(path: Path, value: Any) -> None:
    kept = put(path, json.dumps(value).encode())
    latest = kept.latest
    if latest is not None:
        place = kept.place(latest, "")
        assert place is None or place >= 0
    kept.leave("new.txt", "", 1, 0.5)
    assert kept.save() == ""
    assert Positions(path).place("new.txt", "") == 1


def test_of_two_documents_in_the_same_millisecond_the_later_one_is_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(positions, "now", lambda: "2026-11-22T10:00:00.000Z")
    kept = Positions(tmp_path / "kept.json")
    for path in ("b.txt", "a.txt", "b.txt"):
        kept.visit(path)
    assert kept.latest == "b.txt"
    kept.save()
    assert Positions(tmp_path / "kept.json").latest == "b.txt"


def test_how_the_lines_of_a_document_are_read_is_kept(path: Path) -> None:
    positions = Positions(path)
    assert positions.hard_wrapped("a.txt") is None
    positions.wrap("a.txt", True)
    positions.leave("a.txt", "", 7, 0.5)
    positions.wrap("b.txt", False)
    positions.visit("b.txt")
    assert positions.save() == ""
    again = Positions(path)
    assert [again.hard_wrapped(name) for name in ("a.txt", "b.txt", "c.txt")] == [True, False, None]
    assert again.place("a.txt", "") == 7
    assert not again.begun("b.txt")
    path.write_bytes(path.read_bytes().replace(b"true", b"3"))
    assert Positions(path).hard_wrapped("a.txt") is None
    assert Positions(path).place("a.txt", "") == 7
