"""What is copied goes wherever it can, what is said about it is true, and the last copy is kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from annotations import files
from annotations.folders import COPIED
from annotations.project import Project
from tests.tui.examples import TEXT
from tests.tui.sitting import Sitting, full_disk
from tui import copying, quoting
from tui.clipboard import Answer, Outcome
from tui.wording import Message

QUOTE = "“we will pay” (a.txt)"
TOOK, REFUSED = Answer(Outcome.TOOK, "xclip"), Answer(Outcome.REFUSED, "xclip")
HANGS, NONE = Answer(Outcome.HANGS, "wl-copy"), Answer(Outcome.NONE)
UNDATED = ". No date known: M adds it"
TERMINAL = f"copied 1 quote, 21 characters (terminal){UNDATED}"
CLIPBOARD = f"copied 1 quote, 21 characters (clipboard){UNDATED}"

Sit = Callable[..., Sitting]


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":97")


@pytest.fixture
def marked(sitting: Sitting) -> Sitting:
    return sitting.press("t", "w", "w", "w")


def hear(sitting: Sitting, answer: Answer, number: int = 0) -> str:
    """What is said when the clipboard of the system answers to one of the copies."""
    sitting.awaited[number](answer)
    return sitting.said


# What is said


def test_without_a_display_the_terminal_gets_it(marked: Sitting) -> None:
    assert marked.press("y").copied == [QUOTE]
    assert marked.said == TERMINAL
    assert not marked.awaited


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (TOOK, CLIPBOARD),
        (REFUSED, "copied 1 quote, 21 characters (terminal; xclip did not take it)"),
        (
            Answer(Outcome.REFUSED),
            "copied 1 quote, 21 characters (terminal; the clipboard did not take it)",
        ),
        (HANGS, "copied 1 quote, 21 characters (terminal; wl-copy hangs)"),
        (NONE, TERMINAL),
    ],
)
def test_at_a_display_what_its_clipboard_did_is_said_after_that(
    marked: Sitting, answer: Answer, said: str
) -> None:
    assert marked.press("y").copied == [QUOTE]
    assert marked.said == TERMINAL
    assert hear(marked, answer) == said


def test_tmux_is_called_by_its_name(marked: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux,1,0")
    assert marked.press("y").copied == [QUOTE]
    assert hear(marked, Answer(Outcome.TOOK, "tmux")) == TERMINAL.replace("terminal", "tmux")


def test_what_is_not_marked_says_so(sitting: Sitting) -> None:
    assert sitting.press("y").said == "copied 26 characters, not marked (terminal)"


def test_long_numbers_can_be_read(sit: Sit) -> None:
    said = sit("We will pay " + "all " * 1000).press("y").said
    assert said == "copied 4,011 characters, not marked (terminal)"


def test_what_is_said_at_the_end_stays_there(marked: Sitting, display: None) -> None:
    marked.reader.message = marked.desk.copying.copy(QUOTE, "1 quote", ". No date known")
    assert marked.said == "copied 1 quote (terminal). No date known"
    assert hear(marked, TOOK) == "copied 1 quote (clipboard). No date known"


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("answer", [TOOK, REFUSED, HANGS])
def test_a_late_answer_stands_over_nothing_else(marked: Sitting, answer: Answer) -> None:
    marked.press("y", "x")
    said = marked.said
    assert said.startswith("taken off")
    assert hear(marked, answer) == said


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (TOOK, ""),
        (NONE, ""),
        (HANGS, "copied 1 quote, 21 characters (terminal; wl-copy hangs)"),
    ],
)
def test_a_late_answer_is_said_where_nothing_is_and_it_is_no_good_one(
    marked: Sitting, answer: Answer, said: str
) -> None:
    marked.press("y", "j")
    assert marked.said == ""
    assert hear(marked, answer) == said


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("answer", [TOOK, HANGS])
def test_a_late_answer_says_nothing_once_something_else_was_copied(
    marked: Sitting, answer: Answer
) -> None:
    marked.press("y", "j", "y")
    said = marked.said
    assert said == "copied 18 characters, not marked (terminal)"
    assert hear(marked, answer, 0) == said
    assert hear(marked, TOOK, 1) == "copied 18 characters, not marked (clipboard)"
    marked.press("k")
    assert hear(marked, answer, 0) == ""


@pytest.mark.usefixtures("display")
def test_the_same_copied_again_is_another_copy(marked: Sitting) -> None:
    marked.press("y", "y")
    assert hear(marked, HANGS, 0) == TERMINAL
    assert hear(marked, TOOK, 1) == CLIPBOARD


@pytest.mark.usefixtures("display")
def test_an_answer_finds_its_message_in_the_other_text(marked: Sitting) -> None:
    first = marked.reader
    marked.press("y")
    said = first.message
    marked.desk.split()
    first.message = said
    assert marked.reader is not first
    marked.reader.message = Message("here")
    assert hear(marked, TOOK) == "here"
    assert first.message is not None
    assert first.message.fit(80) == CLIPBOARD


def test_a_file_name_that_is_not_utf_8_can_be_copied(folder: Path) -> None:
    (folder / os.fsdecode(b"a\xff.txt")).write_text(TEXT)
    sitting = Sitting(folder).press("t", "y")
    assert sitting.said.startswith("copied 1 quote")
    sitting.copied[0].encode()
    marked = sitting.desk.copying.copy("a\udcff", "1 quote")
    assert sitting.copied[1] == "a?"
    assert marked.fit(80) == "copied 1 quote (terminal)"


# Too long

AMOUNT = "300 quotes, 74,995 characters"


def copy_too_much(sitting: Sitting) -> Sitting:
    """Copy one byte more than the terminal takes."""
    sitting.reader.message = sitting.desk.copying.copy("a" * 74_995, AMOUNT)
    assert sitting.copied == []
    return sitting


def test_what_is_too_long_for_the_terminal_says_where_it_can_go(sitting: Sitting) -> None:
    copy_too_much(sitting)
    assert sitting.said == f"too long to copy: {AMOUNT}  Ctrl+P file saves it"


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (TOOK, f"copied {AMOUNT} (clipboard)"),
        (REFUSED, f"xclip did not take {AMOUNT}  Ctrl+P file saves it"),
        (HANGS, f"wl-copy hangs, not copied: {AMOUNT}  Ctrl+P file saves it"),
        (NONE, f"too long to copy: {AMOUNT}  Ctrl+P file saves it"),
    ],
)
@pytest.mark.parametrize("key", ["", "j"])
def test_at_a_display_nothing_is_promised_before_its_clipboard_has_answered(
    sitting: Sitting, answer: Answer, said: str, key: str
) -> None:
    copy_too_much(sitting)
    assert sitting.said == f"copying {AMOUNT}"
    sitting.press(*key)  # one that needs no word
    assert hear(sitting, answer) == said


def test_what_to_press_is_not_cut(sitting: Sitting) -> None:
    message = copy_too_much(sitting).reader.message
    assert message is not None
    assert message.fit(60).endswith("…  Ctrl+P file saves it")


# The last copy


def palette(sitting: Sitting, words: str) -> list[str]:
    """What the palette finds with these words."""
    sitting.press("ctrl+p", *words)
    assert sitting.desk.finder
    return [choice.name for choice in sitting.desk.finder.rows]


def test_before_anything_was_copied_the_palette_has_nothing_of_it(sitting: Sitting) -> None:
    assert palette(sitting, "last copy") == []


def test_the_last_copy_can_be_copied_again(marked: Sitting) -> None:
    marked.press("y", "j", "k")
    assert palette(marked, "copy again") == ["Copy again: 1 quote, 21 characters"]
    marked.press("enter")
    assert marked.copied == [QUOTE, QUOTE]
    assert marked.said == TERMINAL


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> str:
    """It is always the same second; the name of a file that is written in it."""

    class Noon(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Noon:
            return cls(2024, 3, 9, 12, 0, 5)

    monkeypatch.setattr(copying, "datetime", Noon)
    return "quotes-20240309-120005"


def write_last(sitting: Sitting) -> str:
    """Have the last copy written by what the palette offers; what is said then."""
    assert palette(sitting, "file")[0] == "Write the last copy to a file"
    return sitting.press("enter").said


def test_the_last_copy_is_written_to_the_working_folder(
    marked: Sitting, noon: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    assert write_last(marked.press("y")) == f"the last copy is in ~/work/{noon}.txt"
    file = home / "work" / f"{noon}.txt"
    assert file.read_text("utf-8") == QUOTE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_never_written_over(
    marked: Sitting, noon: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    (home / f"{noon}.txt").symlink_to(home / "elsewhere")
    assert write_last(marked.press("y")) == f"the last copy is in ~/{noon}-2.txt"
    assert write_last(marked) == f"the last copy is in ~/{noon}-3.txt"
    assert not (home / "elsewhere").exists()


@pytest.mark.parametrize("fault", ["locked", "gone"])
def test_where_the_working_folder_takes_nothing_it_is_written_to_the_home(
    marked: Sitting, noon: str, home: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    if fault == "gone":
        (home / "work").rmdir()
    else:
        refuse_in(home / "work", monkeypatch)
    assert write_last(marked.press("y")) == f"the last copy is in ~/{noon}.txt"
    assert (home / f"{noon}.txt").read_text("utf-8") == QUOTE


def refuse_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be written in a folder. By hand, for root may do everything."""
    write = files.write_new

    def write_new(path: Path, data: bytes) -> None:
        if path.parent == folder:
            raise PermissionError(13, "Permission denied")
        write(path, data)

    monkeypatch.setattr(copying, "write_new", write_new)


def test_a_full_disk_leaves_no_half_file(
    marked: Sitting, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    marked.press("y")
    with full_disk():
        assert write_last(marked) == "the last copy is not written: no space left on device"
    assert list(home.glob("quotes-*")) == []


def test_what_was_written_is_no_document(
    marked: Sitting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    write_last(marked.press("y"))
    write_last(marked)
    files = [path for path in folder.glob("*.txt") if COPIED.fullmatch(path.name)]
    assert len(files) == 2
    (folder / "quotes-from-hansard.txt").write_text(TEXT)
    found = set(Project.of(folder).documents())
    assert found == {"a.txt", "quotes-from-hansard.txt"}


@pytest.mark.usefixtures("display")
def test_what_no_clipboard_took_is_kept_all_the_same(
    sitting: Sitting, home: Path, noon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    copy_too_much(sitting)
    hear(sitting, HANGS)
    write_last(sitting)
    assert (home / f"{noon}.txt").read_text() == "a" * 74_995


def test_many_quotes_that_are_made_late_are_not_spoken_of_over_something_else(
    marked: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoting, "MANY", 0)
    made: list[Callable[[], object]] = []
    monkeypatch.setattr(marked, "beside", lambda work, done: made.append(lambda: done(work())))
    marked.press("y", "x")
    said = marked.said
    assert said.startswith("taken off")
    made.pop()()
    assert (marked.copied, marked.said) == ([QUOTE], said)
    marked.press("u", "y")
    assert marked.said == "copying 1 quote"
    made.pop()()
    assert marked.said == TERMINAL
