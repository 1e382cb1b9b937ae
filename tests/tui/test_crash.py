"""What is kept and said of an error that nobody expected: where it was, never what it was about."""

from __future__ import annotations

import stat
from importlib.metadata import version
from pathlib import Path

import pytest

from tui import crash
from tui.__main__ import main
from tui.cli import listing

SECRET = "The witness lives in Harbour Street"


def stumble(depth: int = 0) -> None:
    """Fail over words of a document, in a message, a variable and a line of source."""
    witness = SECRET
    if depth:
        stumble(depth - 1)
    try:
        raise KeyError(witness)
    except KeyError as error:
        raise RuntimeError(f"The witness lives: {witness}") from error


def crashed(depth: int = 0) -> crash.Crash:
    try:
        stumble(depth)
    except RuntimeError as error:
        return crash.record(error)
    raise AssertionError


def test_a_log_says_where_it_was_and_nothing_of_what_it_was_about(home: Path) -> None:
    found = crashed()
    assert found.log is not None
    assert found.log.parent == home / ".state" / "postil"
    assert stat.S_IMODE(found.log.stat().st_mode) == 0o600
    log = found.log.read_text()
    assert "witness" not in log
    assert version("postil") in log
    assert version("textual") in log
    first, second = log.index("\nbuiltins.RuntimeError\n"), log.index("\nbecause of builtins.KeyE")
    assert first < second
    assert log.count(f"  {__file__}:") == 3
    assert log.count(" stumble\n") == 2
    assert found.place.startswith("test_crash.py, line ")


def test_of_a_deep_error_the_middle_is_left_out() -> None:
    found = crashed(500)
    assert found.log is not None
    assert len(found.log.read_text().splitlines()) < 3 * crash.FRAMES


def test_a_group_names_all_its_parts_and_a_circle_ends() -> None:
    first, second = ValueError(SECRET), TypeError(SECRET)
    first.__context__, second.__cause__ = second, first
    found = crash.record(ExceptionGroup(SECRET, [first, second]))
    assert found.log is not None
    log = found.log.read_text()
    assert log.count("ValueError") == log.count("TypeError") == 1
    assert SECRET not in log


def test_ten_logs_are_kept(home: Path) -> None:
    logs = [crashed().log for _ in range(13)]
    kept = list((home / ".state" / "postil").glob("crash-*.log"))
    assert len(kept) == crash.KEPT
    assert logs[-1] in kept


def test_without_a_place_for_a_log_the_sentence_goes_without_it(home: Path) -> None:
    (home / ".state").write_text("no folder")
    found = crashed()
    assert found.log is None
    assert found.sentence() == f"postil stopped: RuntimeError ({found.place})."


@pytest.mark.parametrize(
    ("unsaved", "while_saving", "said"),
    [
        (0, False, "What was marked is saved."),
        (1, False, "1 change is not saved: no space left on device."),
        (2, True, "2 changes are not saved: no space left on device."),
        (0, True, "What was marked before is saved; whether the last change is, is not certain."),
    ],
)
def test_what_is_not_saved_is_not_called_saved(unsaved: int, while_saving: bool, said: str) -> None:
    found = crash.Crash("RuntimeError", "store.py, line 1", Path("/x.log"), while_saving)
    reason = "no space left on device" if unsaved else ""
    assert found.sentence(found.about_marks(unsaved, reason)) == (
        f"postil stopped: RuntimeError (store.py, line 1). {said} "
        "Details, without any text of yours: /x.log"
    )


def test_a_command_that_stumbles_says_so_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(listing, "_rows", lambda _: stumble())
    assert main(["list", str(folder)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("postil stopped: RuntimeError (test_crash.py, line ")
    assert "marked" not in told.err
    assert "witness" not in told.err
    assert len(told.err.splitlines()) == 1
