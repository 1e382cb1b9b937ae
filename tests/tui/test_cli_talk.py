"""What every command has in common: quiet, progress, streams that are closed or full, filters."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from annotations.annotator import Annotator
from annotations.filtering import EVERYTHING, Filter
from tests.tui.command import ROOT, Run
from tests.tui.sitting import Sitting
from tui.cli import progress, talk
from tui.cli.exits import ended
from tui.cli.options import PROJECT, filters, person
from tui.cli.output import put
from tui.cli.progress import Progress


@pytest.fixture
def marked(folder: Path) -> Path:
    """A folder with one mark."""
    (folder / "a.txt").write_text("We will pay.")
    assert Sitting(folder, "a.txt").press("t").file.exists()
    return folder


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `bash` makes of a line in which `postil` is the program."""
    postil = f"{sys.executable} -m tui"
    return subprocess.run(
        ["bash", "-c", line.replace("postil", postil)],
        capture_output=True,
        text=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )


# Streams


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["list", "list --json", "status", "--help", "list --help"])
def test_a_full_disk_under_stdout_is_said_in_a_sentence(
    marked: Path, words: str, unbuffered: str
) -> None:
    ended = shell(f"PYTHONUNBUFFERED={unbuffered} postil {words} > /dev/full", marked)
    assert ended.returncode == 1
    said = [line for line in ended.stderr.splitlines() if "1 document" not in line]
    assert said[0] == "postil: stdout: no space left on device"
    assert "Traceback" not in ended.stderr
    assert "ignored" not in ended.stderr


def test_a_closed_stdout_is_said_in_a_sentence(marked: Path) -> None:
    ended = shell("postil list >&-", marked)
    assert (ended.returncode, ended.stderr) == (1, "postil: stdout: is closed\n")


def test_what_is_said_never_goes_into_the_data(marked: Path) -> None:
    """Python prints to stdout where there is no stderr."""
    ended = shell("postil list none 2>&-", marked)
    assert (ended.returncode, ended.stdout) == (1, "")


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_closed_streams_are_no_obstacle(marked: Path, closed: str) -> None:
    ended = shell(f"postil list {closed}", marked)
    assert (ended.returncode, ended.stdout.split("\t")[1]) == (0, "threat")


def test_a_file_of_marks_never_gets_the_number_of_a_closed_stream(marked: Path) -> None:
    """What a library writes to number 2 would go into it."""
    script = (
        "import os; from tui.cli.exits import ended; "
        "ended(lambda: print(os.open('new', os.O_CREAT | os.O_WRONLY)))"
    )
    ended = shell(f"{sys.executable} -c {shlex.quote(script)} 2>&- <&-", marked)
    assert int(ended.stdout) > 2


# Quiet


def test_quiet_leaves_out_what_is_good_to_know(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text("We will pay.")
    assert "no marks yet" in run("list", folder).talk
    assert run("list", folder, "--quiet").talk == ""
    assert run("status", "-q", folder).talk == ""
    assert run("config", "check", "-q").talk == ""
    assert "no marks yet" in run("list", folder).talk


def test_quiet_says_what_failed(folder: Path, run: Run) -> None:
    assert "no such file" in run("list", "--quiet", folder / "none").talk


def test_every_command_can_be_quiet(run: Run) -> None:
    from tui.cli import COMMANDS

    for name in COMMANDS:
        words = [name, "show"] if name == "config" else [name]
        assert "--quiet" in run(*words, "--help").text


# Progress


class Screen(io.StringIO):
    """A terminal that only takes."""

    def isatty(self) -> bool:
        return True


@contextmanager
def terminal() -> Iterator[Screen]:
    """A terminal in the place of stderr, on which progress is shown at once."""
    screen = Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        patch.setattr(progress, "PATIENCE", 0.0)
        patch.setattr(progress, "PAUSE", 0.001)
        yield screen


def wait_for(screen: Screen, words: str) -> None:
    end = time.monotonic() + 10
    while words not in screen.getvalue():
        assert time.monotonic() < end, screen.getvalue()
        time.sleep(0.001)


def test_a_long_work_shows_how_far_it_is_and_clears_its_line() -> None:
    with terminal() as screen, Progress("marks", 100_000) as counting:
        wait_for(screen, "postil: reading …")
        assert list(counting.over(range(40_000))) == list(range(40_000))
        wait_for(screen, "postil: 40,000 of 100,000 marks")
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_sentence_in_between_gets_a_line_of_its_own() -> None:
    with terminal() as screen, Progress("marks"):
        wait_for(screen, "reading")
        talk.say("something failed")
    assert "\r\x1b[Kpostil: something failed\n" in screen.getvalue()


def test_progress_stops_when_data_comes_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Both(Screen):
        buffer = io.BytesIO()

    monkeypatch.setattr(sys, "stdout", Both())
    with terminal() as screen, Progress("marks") as counting:
        wait_for(screen, "reading")
        put(f"{number}\n" for number in counting.over(range(3)))
        cleared = len(screen.getvalue())
        time.sleep(0.01)
    assert "\x1b[K" not in screen.getvalue()[cleared:]


@pytest.mark.parametrize("quiet", [True, False])
def test_progress_is_for_terminals_and_for_who_wants_it(quiet: bool) -> None:
    with terminal() as screen:
        if quiet:
            talk.be_quiet()
        else:
            screen.isatty = lambda: False  # type: ignore[method-assign]
        with talk.counting("marks"):
            time.sleep(0.02)
        talk.begin()
    assert screen.getvalue() == ""


# Filters, and who it is


def filtered(*words: object) -> Filter | str:
    """What a command that takes filters is given, or what is said instead."""
    found: list[Filter] = []

    @click.command()
    @PROJECT
    @filters
    def command(project: Path, wanted: Filter) -> int:
        found.append(wanted)
        return 0

    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", said)
        code = ended(command.main, [str(word) for word in words], standalone_mode=False)
    assert code == (0 if found else 2)
    return found[0] if found else said.getvalue()


def test_a_tag_is_meant_by_its_id_or_its_name(marked: Path) -> None:
    assert filtered(marked) == EVERYTHING
    assert filtered(marked, "--tag", "threat") == Filter(frozenset({"threat"}))
    assert filtered(marked, "--tag", "THREAT") == Filter(frozenset({"threat"}))


def test_an_unknown_tag_is_wrong_usage_and_not_silence(marked: Path) -> None:
    said = filtered(marked, "--tag", "threet")
    assert said == "postil: no tag is called 'threet'; did you mean threat?\n"
    assert "there are threat, commitment, allegation" in str(filtered(marked, "--tag", "zzz"))


def test_a_tag_that_only_marks_know_is_one(marked: Path) -> None:
    (marked / "codebook.toml").write_text('[[tags]]\nid = "demand"\n')
    assert filtered(marked, "--tag", "threat") == Filter(frozenset({"threat"}))
    assert "demand" in str(filtered(marked, "--tag", "commitment"))


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [([], [], "carla"), (["--as", "ben"], [], "ben"), (["--as", "ben"], ["--as", "ana"], "ana")],
)
def test_who_it_is_may_be_said_before_the_command_or_after_it(
    home: Path, before: list[str], after: list[str], name: str
) -> None:
    (home / ".config" / "postil").mkdir(parents=True)
    (home / ".config" / "postil" / "settings.toml").write_text('coder = "carla"\n')
    found: list[Annotator] = []

    @click.group()
    @click.option("--as", "annotator")
    def group(annotator: str | None) -> None: ...

    @group.command("act")
    @person
    def act(me: Annotator) -> int:
        found.append(me)
        return 0

    group.main([*before, "act", *after], standalone_mode=False)
    assert [each.name for each in found] == [name]
