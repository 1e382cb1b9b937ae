"""`postil config`: where the settings are, what counts of them, and a file to begin with."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from annotations.codebook import built_in
from tests.tui.command import ROOT, Run
from tui.binding import bind
from tui.cli.config import EXPLAINED
from tui.commands import BY_ID
from tui.settings import Settings, location, read


@pytest.fixture
def file() -> Path:
    location().parent.mkdir(parents=True)
    return location()


FAULTY = """\
width = 300
dim = false
theme = "nrod"

[keys]
redo = "x"
undo = "U"
"""


def test_path_says_where_they_are(run: Run) -> None:
    ended = run("config", "path")
    assert (ended.code, ended.text, ended.talk) == (0, f"{location()}\n", "")


def test_without_a_word_its_help_is_shown(run: Run) -> None:
    ended = run("config")
    assert ended.code == 2
    for word in ("path", "show", "check", "init"):
        assert word in ended.text + ended.talk


# Check


def test_check_of_no_file_is_fine(run: Run) -> None:
    ended = run("config", "check")
    assert (ended.code, ended.text) == (0, "")
    assert ended.talk == f"postil: {location()}: is not there, which is fine\n"


def test_check_names_each_fault_with_its_place(run: Run, file: Path) -> None:
    file.write_text(FAULTY)
    ended = run("config", "check")
    assert ended.code == 1
    assert ended.text.splitlines() == [
        f"{file}:1: width must be a whole number from 40 to 120",
        f"{file}:3: no theme is called 'nrod'; did you mean nord?",
        f"{file}:6: redo: x is a key of remove already",
    ]


def test_check_goes_by_the_tags_of_the_project_it_is_called_in(
    run: Run, file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('[keys]\nundo = "n"\n')
    assert run("config", "check").code == 0
    (folder / "codebook.toml").write_text('[[tags]]\nid = "nag"\nkey = "n"\n')
    monkeypatch.chdir(folder)
    ended = run("config", "check")
    assert (ended.code, ended.text) == (1, f"{file}:2: undo: n marks with the tag Nag\n")
    (folder / "codebook.toml").write_text("broken")
    assert run("config", "check").code == 0


# Show


def test_show_says_what_counts_and_where_it_comes_from(run: Run, file: Path) -> None:
    file.write_text(FAULTY)
    ended = run("config", "show")
    assert ended.code == 0
    shown = ended.text.splitlines()
    for line in [
        "width = 66  # default, for line 1 does not count",
        "dim = false  # settings.toml, line 2",
        'theme = ""  # default, for line 3 does not count',
        'preset = "default"  # default',
        'undo = ["U"]  # settings.toml, line 7',
        'redo = ["ctrl+r", "ctrl+y"]  # default, for line 6 does not count',
        'first = ["g", "home"]  # default',
    ]:
        assert line in shown
    assert ended.talk.count("\n") == 3


def test_show_names_the_preset(run: Run, file: Path) -> None:
    file.write_text('preset = "arrows"\n')
    shown = run("config", "show").text.splitlines()
    assert 'next_sentence = ["down"]  # preset arrows' in shown
    assert 'undo = ["u", "ctrl+z"]  # default' in shown


@pytest.mark.parametrize(
    "source",
    [
        "",
        'preset = "arrows"\n[keys]\nundo = "j"\nhelp = []\n',
        'coder = "A \\"B\\" C"\ntemplate = "m"\n[templates]\nm = "> {quote}\\n\\u2014 {title}"\n',
    ],
)
def test_what_show_prints_sets_the_same(run: Run, file: Path, source: str) -> None:
    file.write_text(source)
    before = read()
    file.write_bytes(run("config", "show").out)
    after = read()
    assert after.faults == ()
    names = {field.name for field in fields(Settings)} - {"keys", "lines"}
    assert all(getattr(after, name) == getattr(before, name) for name in names)
    assert bind(after, built_in()) == bind(before, built_in())


# The documentation


@pytest.mark.parametrize("number", range(3))
def test_the_examples_of_the_documentation_count(file: Path, number: int) -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.S)
    assert len(examples) == 3
    file.write_text(examples[number], "utf-8")
    assert read().faults == ()
    assert bind(read(), built_in())[1] == []


def test_the_documentation_names_every_setting_and_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+) = ([^`]+)` \| `([^`]*)` \|", page, re.M)
    defaults = {name: tomllib.loads(f"value = {default}")["value"] for name, _, default in rows}
    assert defaults == {name: getattr(Settings(), name) for name in EXPLAINED}


# Init


def test_init_writes_every_entry_and_none_of_them_counts(run: Run) -> None:
    ended = run("config", "init")
    assert (ended.code, ended.text) == (0, f"{location()}\n")
    assert read() == Settings(path=location())
    assert run("config", "check").code == 0


def test_with_the_comments_taken_away_nothing_is_different(run: Run) -> None:
    run("config", "init")
    lines = location().read_text("utf-8").split("\n")
    entries = [line.removeprefix("# ") for line in lines if " = " in line or line[:1] == "["]
    location().write_text("\n".join(entries), "utf-8")
    found = read()
    assert found.faults == ()
    assert found.templates.keys() == {"short"}
    assert bind(found, built_in()) == bind(Settings(), built_in())
    assert all(getattr(found, name) == getattr(Settings(), name) for name in EXPLAINED)
    assert set(found.keys) == set(BY_ID) - {"tag", "tag_rest"}


def test_every_setting_is_explained(run: Run) -> None:
    others = {"keys", "templates", "faults", "path", "lines"}
    assert set(EXPLAINED) == {field.name for field in fields(Settings)} - others
    run("config", "init")
    assert set(tomllib.loads(location().read_text("utf-8"))) == {"keys", "templates"}


def test_init_never_overwrites(run: Run, file: Path) -> None:
    file.write_text("# mine\n")
    ended = run("config", "init")
    assert (ended.code, ended.text) == (1, "")
    assert "is there already" in ended.talk
    assert file.read_text() == "# mine\n"


def test_init_does_not_write_through_a_link(run: Run, file: Path, tmp_path: Path) -> None:
    file.symlink_to(tmp_path / "elsewhere")
    assert run("config", "init").code == 1
    assert not (tmp_path / "elsewhere").exists()


def test_init_where_nothing_can_be_written_says_so(run: Run, home: Path) -> None:
    (home / ".config").write_text("in the way")
    ended = run("config", "init")
    assert ended.code == 1
    assert str(location()) in ended.talk
