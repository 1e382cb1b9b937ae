"""Other versions of one's marks, from git or a sync program: offered, and both are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.annotator import Annotator
from tests.tui.examples import TEXT
from tests.tui.screen import status_row
from tests.tui.sitting import ME, Sitting, full_disk, marks_file

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")
SECOND = ("commitment", "She promised bread")
RETAGGED = ("allegation", "He warned that we will pay")
COPY = "ana.sync-conflict-20260101-101010-ABC.json"

RECORD = re.compile(rb'\n,?("\d+":\{[^\n]*"tag":"threat"[^\n]*\})')
"""The line of a mark that is a threat."""


def offered(folder: Path) -> Sitting:
    """A sitting to which the person was asked whether to merge, if there is anything."""
    sitting = Sitting(folder, "a.txt")
    sitting.reader.offer_to_merge()
    return sitting


def conflict(data: bytes) -> bytes:
    """What git leaves where two people gave the mark another tag."""
    (line,) = RECORD.findall(data)
    other = line.replace(b'"threat"', b'"allegation"').replace(b'"rev":1', b'"rev":2')
    both = b"<<<<<<< HEAD\n" + line + b"\n=======\n" + other + b"\n>>>>>>> theirs"
    return data.replace(line, both)


def union(data: bytes) -> bytes:
    """What `merge=union` makes of the same."""
    (line,) = RECORD.findall(data)
    return data.replace(line, line + b"\n," + line.replace(b'"threat"', b'"allegation"'))


@pytest.fixture
def marked(sitting: Sitting) -> Path:
    """A folder with one mark, in the main file."""
    sitting.press("t").session.finish()
    return sitting.folder


@pytest.fixture(params=[conflict, union])
def split(marked: Path, request: pytest.FixtureRequest) -> Path:
    """The same after git put two versions of the mark together."""
    file = marks_file(marked)
    file.write_bytes(request.param(file.read_bytes()))
    return marked


@pytest.fixture
def copied(marked: Path) -> Path:
    """The same with a copy beside it that says something else, and has a mark more."""
    other = Sitting(marked, "a.txt").press("]", "r", "a", "j", "c")
    other.session.finish()
    file = marks_file(marked)
    file.rename(file.with_name(COPY))
    for path in file.parent.glob("ana.json*"):
        path.unlink()
    backup = Sitting(marked, "a.txt").press("g", "t")
    backup.session.finish()
    return marked


# What git put together


def test_what_git_put_together_is_offered(split: Path) -> None:
    sitting = offered(split)
    assert sitting.reader.state == "MERGE"
    assert "two versions" in sitting.asked
    assert "m merges" in sitting.asked


def test_m_keeps_both_versions_as_marks_of_their_own(split: Path) -> None:
    before = marks_file(split).read_bytes()
    sitting = offered(split).press("m")
    assert sitting.said == "merged: 1 mark more"
    assert sorted(sitting.marks) == sorted(sitting.kept) == [RETAGGED, WHOLE]
    assert sorted(sitting.saved) == [RETAGGED, WHOLE]
    (kept,) = marks_file(split).parent.glob("ana.json.merged-*")
    assert kept.read_bytes() == before
    assert offered(split).reader.pending is None
    assert sitting.press("j", "c").kept[-1] == SECOND


def test_a_merge_can_be_taken_back(copied: Path) -> None:
    before = offered(copied)
    merged = before.press("m").marks
    assert len(merged) > 1
    assert "again" in before.press("u").said
    assert before.press("u").marks == [WHOLE]
    assert offered(copied).marks == [WHOLE]


def test_until_then_nothing_is_saved_and_the_offer_comes_back(split: Path) -> None:
    before = marks_file(split).read_bytes()
    sitting = offered(split).press("j")
    assert (sitting.words, sitting.reader.state) == ("She promised bread", "READING")
    sitting.press("c")
    assert sitting.reader.state == "MERGE"
    assert len(sitting.marks) == 1
    sitting.session.finish()
    assert marks_file(split).read_bytes() == before
    sitting.press("m", "c")
    assert sorted(sitting.marks) == sorted(sitting.kept) == [RETAGGED, SECOND, WHOLE]


def test_of_two_versions_the_one_that_is_wrong_can_be_taken_off(split: Path) -> None:
    sitting = offered(split).press("m", "o")
    assert sitting.reader.mark is not None
    left = {RETAGGED, WHOLE} - {(sitting.reader.mark.tag, sitting.reader.mark.exact)}
    sitting.press("x")
    assert set(sitting.kept) == left
    sitting.session.finish()
    assert set(offered(split).marks) == left


# Copies beside the file


def test_a_copy_beside_the_marks_is_offered(copied: Path) -> None:
    sitting = offered(copied)
    assert COPY in sitting.asked
    assert "a copy of your marks" in sitting.asked
    assert "m merges" in sitting.asked
    assert sitting.marks == [WHOLE]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_key_that_merges_is_never_cut_off(copied: Path, width: int) -> None:
    assert " m merges" in status_row(offered(copied).reader, width)


def test_m_takes_in_what_only_the_copy_has(copied: Path) -> None:
    copy = marks_file(copied).with_name(COPY)
    before = copy.read_bytes()
    sitting = offered(copied).press("m")
    assert sitting.said == "merged: 2 marks more"
    assert sorted(sitting.marks) == sorted(sitting.kept) == [RETAGGED, SECOND, WHOLE]
    assert not copy.exists()
    (kept,) = copy.parent.glob(f"{COPY}.merged-*")
    assert kept.read_bytes() == before
    assert offered(copied).reader.pending is None


def test_other_keys_leave_the_copy_where_it_is_and_do_what_they_do(copied: Path) -> None:
    sitting = offered(copied).press("j")
    assert sitting.words == "She promised bread"
    assert sitting.press("a").kept == [WHOLE, ("allegation", "She promised bread")]
    assert marks_file(copied).with_name(COPY).exists()
    assert "a copy of your marks" in offered(copied).asked


def test_several_copies_are_one_offer(copied: Path) -> None:
    file = marks_file(copied)
    for name in ("ana (conflicted copy 2026-11-22 101500).json", "ana-LAPTOP.json"):
        file.with_name(name).write_bytes(file.with_name(COPY).read_bytes())
    sitting = offered(copied)
    assert "ana (conflicted copy 2026-11-22 101500).json" in sitting.asked
    assert " and 2 more" in sitting.asked
    sitting.press("m")
    assert sitting.said == "merged: 2 marks more"
    assert len(list(file.parent.glob("*.merged-*"))) == 3


def test_a_copy_that_says_the_same_adds_nothing(marked: Path) -> None:
    file = marks_file(marked)
    file.with_name("ana (1).json").write_bytes(file.read_bytes())
    sitting = offered(marked).press("m")
    assert sitting.said == "merged: 0 marks more"
    assert sitting.marks == sitting.kept == [WHOLE]


def test_a_copy_with_a_broken_line_gives_what_can_be_read(copied: Path) -> None:
    copy = marks_file(copied).with_name(COPY)
    copy.write_bytes(copy.read_bytes().replace(b'"tag":"allegation"', b'"tag":"alle', 1))
    sitting = offered(copied).press("m")
    assert sitting.marks == sitting.kept == [WHOLE, SECOND]
    assert len(list(copy.parent.glob(f"{COPY}.merged-*"))) == 1


def test_a_copy_that_cannot_be_merged_now_stays_to_be_merged_later(copied: Path) -> None:
    sitting = offered(copied)
    with full_disk():
        sitting.press("m")
    assert sitting.said.endswith("ana.json: no space left on device")
    assert sitting.marks == [WHOLE]
    assert marks_file(copied).with_name(COPY).exists()
    sitting = offered(copied).press("m")
    assert sorted(sitting.kept) == [RETAGGED, SECOND, WHOLE]


def test_what_is_only_on_screen_is_still_there_after_merging(copied: Path) -> None:
    sitting = Sitting(copied, "a.txt").press("G")
    with full_disk():
        sitting.press("t")
    sitting.reader.offer_to_merge()
    sitting.press("m")
    assert ("threat", "The end came") in sitting.marks
    sitting.session.flush()
    assert sorted(sitting.marks) == sorted(sitting.kept)
    assert len(sitting.kept) == 4


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("ana", Annotator("ana", "person-2")),
        ("anabel", Annotator("anabel", "person-2")),
        ("anabel", Annotator("anabel", ME.person)),
        ("ana-maria", Annotator("ana-maria", ME.person)),
        ("ana.sync", Annotator("ben", "person-2")),
    ],
)
def test_marks_of_others_are_not_taken_for_a_copy(sit: Sit, name: str, person: Annotator) -> None:
    """Their files begin like this one, but they say whose they are."""
    folder = sit(TEXT).press("t").folder
    other = Sitting(folder, "a.txt", annotator=person).press("j", "c")
    other.session.finish()
    file = other.session.store.path
    if not file.name.startswith("ana"):
        file.rename(file.with_name(f"{name}.json"))
    assert offered(folder).reader.pending is None
    assert Sitting(folder, "a.txt", annotator=person).session.store.copies() == []


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\0\0", b'{"about":{"1":{"name":"ana"}}}'])
def test_what_is_no_file_of_marks_is_not_taken_for_a_copy(marked: Path, data: bytes) -> None:
    marks_file(marked).with_name("ana.old.json").write_bytes(data)
    assert offered(marked).reader.pending is None


def test_nothing_is_offered_where_there_is_nothing(sitting: Sitting) -> None:
    sitting.reader.offer_to_merge()
    sitting.press("t").reader.offer_to_merge()
    assert sitting.asked == ""
