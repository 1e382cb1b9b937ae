"""The minute of practice as a newcomer has it: `postil demo`, and the offer of it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from annotations.store import AnnotationStore
from tests.terminal.pty_run import terminal

WAY = ("jjj", "t", "www", "BBBB", "jc", "u", "[", "y", "i\r", ">")
OFFER = "60 seconds of practice? Enter; any other key goes on"


@pytest.fixture(autouse=True)
def spare(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    spare = home / "spare"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    return spare


@pytest.fixture
def newcomer(acquainted: Path, folder: Path) -> Path:
    """The text of somebody who never had the program open."""
    acquainted.unlink()
    file = folder / "a.txt"
    file.write_text("We will pay. She promised bread.")
    return file


def test_the_demo_leads_through_all_steps(folder: Path, spare: Path) -> None:
    with terminal("demo", cwd=folder) as running:
        for number, keys in enumerate(WAY, 1):
            running.wait_for(f"practice {number}/{len(WAY)}  ", "✓ saved")
            running.press(keys)
        running.wait_for("practice done", "`postil FOLDER` opens your own texts", "briefing.txt")
        running.press("q")
        assert running.end() == 0
    (kept,) = spare.iterdir()
    assert f"your practice is in {kept}".encode() in running.sent
    marks = AnnotationStore(kept / ".postil" / "annotations" / "reader.json")
    made = [mark for mark in marks if mark.exact == "no crate will move after Easter"]
    assert [mark.tag for mark in made] == ["threat"]


def test_practice_is_offered_to_a_newcomer_once(newcomer: Path) -> None:
    with terminal(newcomer, cwd=newcomer.parent) as running:
        running.wait_for(OFFER, "We will pay", "✓ saved")
        running.press("j")
        running.wait_until(lambda: OFFER not in running.screen)
        running.press("q")
        assert running.end() == 0
    with terminal(newcomer, cwd=newcomer.parent) as running:
        running.wait_for("We will pay", "✓ saved")
        assert OFFER not in running.screen
        running.press("q")
        assert running.end() == 0


def test_the_demo_offers_nothing_and_neither_does_what_comes_after_it(newcomer: Path) -> None:
    for words in (["demo"], [newcomer]):
        with terminal(*words, cwd=newcomer.parent) as running:
            running.wait_for("✓ saved")
            assert OFFER not in running.screen
            running.press("q")
            assert running.end() == 0


def test_newcomers_practise_and_come_back_to_their_own_text(newcomer: Path, spare: Path) -> None:
    with terminal("--as", "ana", newcomer, cwd=newcomer.parent) as running:
        running.wait_for(OFFER, "✓ saved")
        running.press("\r")
        running.wait_for("practice 1/10", "One Minute on the Quay", "✓ saved")
        running.press("jjjtq")
        running.wait_for("We will pay", "✓ saved")
        running.press("c")
        running.wait_for("MARKED C")
        running.press("q")
        assert running.end() == 0
    assert list(spare.iterdir()) == []
    marks = AnnotationStore(newcomer.parent / ".postil" / "annotations" / "ana.json")
    assert [(mark.tag, mark.exact) for mark in marks] == [("commitment", "We will pay")]


def test_a_signal_in_practice_saves_what_was_read_before_and_leaves_no_copy(
    newcomer: Path, spare: Path
) -> None:
    with terminal("--as", "ana", newcomer, cwd=newcomer.parent) as running:
        running.wait_for("✓ saved")
        running.press("cw" + "\x10practise\r")
        running.wait_for("practice 1/10", "✓ saved")
        running.press("t")
        running.wait_for("MARKED T")
        assert len(list(spare.iterdir())) == 1
        running.send(signal.SIGTERM)
        assert running.end() == 128 + signal.SIGTERM
        assert running.attributes == running.before
    assert list(spare.iterdir()) == []
    marks = AnnotationStore(newcomer.parent / ".postil" / "annotations" / "ana.json")
    assert [(mark.tag, mark.exact) for mark in marks] == [("commitment", "will pay")]
