"""What a person set: read whatever the file holds, and written without losing a comment."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from annotations.errors import NotSaved
from annotations.template import BUILT_IN, Template
from tui import settings
from tui.settings import Fault, Settings, location, read, remember, summary


@pytest.fixture
def file() -> Path:
    """Where the settings of the person are; nothing is there yet."""
    location().parent.mkdir(parents=True)
    return location()


def faults(file: Path, source: str | bytes) -> list[tuple[int | None, str]]:
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    found = read()
    assert all(fault.path == file for fault in found.faults)
    return [(fault.line, fault.reason) for fault in found.faults]


# Reading


def test_without_a_file_there_are_defaults(home: Path) -> None:
    assert read() == Settings(path=location())
    assert location() == home / ".config" / "postil" / "settings.toml"
    assert not location().parent.exists()


def test_every_entry_can_be_set(file: Path) -> None:
    file.write_text(
        'width = 72\ntheme = "nord"\ndim = false\ncoder = " Ana "\ntemplate = "mine"\n'
        'preset = "arrows"\nkeyboard = "greek"\n'
        '[keys]\nundo = "U"\nredo = ["R", "ctrl+r"]\nsplit = []\n'
        '[templates]\nmine = "{quote}!"\n'
    )
    assert read() == Settings(
        width=72,
        theme="nord",
        dim=False,
        coder="Ana",
        template="mine",
        preset="arrows",
        keyboard="greek",
        keys={"undo": ("U",), "redo": ("R", "ctrl+r"), "split": ()},
        templates={"mine": "{quote}!"},
        path=file,
    )
    assert read().quote == Template("{quote}!")
    assert list(read().all_templates) == [*BUILT_IN, "mine"]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("width = 39", "width must be a whole number from 40 to 120"),
        ("width = 121", "width must be a whole number from 40 to 120"),
        ("width = 66.0", "width must be a whole number from 40 to 120"),
        ("width = true", "width must be a whole number from 40 to 120"),
        ("theme = 3", "theme must be a string"),
        ('theme = "a\\nb"', "theme must be on one line, 100 characters at most"),
        ('coder = "\\u001b[2J"', "coder must be on one line, 100 characters at most"),
        ('dim = "yes"', "dim must be true or false"),
        ('preset = "vim"', "preset must be one of default, arrows"),
        ("preset = []", "preset must be one of default, arrows"),
        (
            'keyboard = "french"',
            'keyboard must be one of "", russian, ukrainian, greek, hebrew, arabic',
        ),
        ('template = "sauce"', "no template is called 'sauce'; did you mean source?"),
        ("keys = 3", "keys must be a table: [keys]"),
        ('templates = ["a"]', "templates must be a table: [templates]"),
        ("widht = 3", "there is no setting 'widht'; did you mean width?"),
        ("zzz = 3", "there is no setting 'zzz'"),
        ('"\\u001b" = 3', "there is no setting '\\x1b'"),
        ("keys.undo = 3", "undo must be a key or a list of keys"),
        ('keys.undo = ["u", 3]', "undo must be a key or a list of keys"),
        ("templates.a = 3", "a must be a string"),
        ('templates.a = "{quote"', "a has a { without its partner; {{ stands for one"),
        ('templates.a = "{qote}"', "a has an unknown field {qote}; did you mean quote?"),
        ('templates.plain = ""', "plain is built in: take another name"),
    ],
)
def test_an_entry_with_a_fault_keeps_its_default_and_others_count(
    file: Path, entry: str, reason: str
) -> None:
    other = "dim = false" if entry.startswith("width") else "width = 80"
    assert faults(file, f"# mine\n{other}\n\n{entry}\n") == [(4, reason)]
    found = read()
    assert (found.width, found.dim) == ((66, False) if other[0] == "d" else (80, True))
    assert (found.theme, found.coder, found.preset, found.template) == ("", "", "default", "source")
    assert not found.keys
    assert not found.templates


def test_faults_in_tables_have_their_own_lines(file: Path) -> None:
    source = '[templates]\nb = "{quote}"\na = "{x}"\n\n[keys]\nredo = "r"\nundo = 3\n'
    assert [line for line, _ in faults(file, source)] == [3, 7]
    assert (read().keys, read().templates) == ({"redo": ("r",)}, {"b": "{quote}"})


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("width = 70\nwidth = \n", (2, "invalid value")),
        ("width = 70\n[keys", (2, "expected ']' at the end of a table declaration")),
        ("a = " + "[" * 50_000, (None, "is nested too deeply")),
        ("width = " + "9" * 5_000, (None, "has a number that is too long")),
        (b"coder = '\xff'", (None, "is not UTF-8 at byte 9")),
        (b"#" * (settings.LARGEST + 1), (None, "cannot be read: larger than 1,048,576 bytes")),
    ],
)
def test_a_file_that_is_no_toml_is_one_fault_and_all_defaults(
    file: Path, source: str | bytes, fault: tuple[int | None, str]
) -> None:
    assert faults(file, source) == [fault]
    assert read() == Settings(path=file, faults=read().faults)


def test_a_folder_in_the_place_of_the_file_is_a_fault(file: Path) -> None:
    file.mkdir()
    assert [fault.reason for fault in read().faults] == ["cannot be read: not a file"]


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(file: Path) -> None:
    os.mkfifo(file)
    assert [fault.reason for fault in read().faults] == ["cannot be read: not a file"]


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    assert faults(file, b"\xef\xbb\xbfwidth = 70\r\n") == []
    assert read().width == 70


def test_names_like_unknown_ones_are_looked_for_a_few_times_only(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(settings, "near", lambda name, _: looked.append(name) or "")
    assert len(faults(file, "".join(f"entry{number} = 1\n" for number in range(500)))) == 500
    assert len(looked) == 10


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["width", "theme", "dim", "coder", "preset", "keyboard", "template", "x"]),
        st.one_of(st.integers(), st.booleans(), st.text(max_size=5), st.just("plain")),
    )
)
def test_any_values_give_settings_that_can_be_used(
    tmp_path: Path, values: dict[str, object]
) -> None:
    import tomlkit

    path = tmp_path / "any.toml"
    path.write_text(tomlkit.dumps(values), "utf-8")
    found = read(path)
    assert 40 <= found.width <= 120
    assert found.quote
    taken = {name for name in values if getattr(found, name, None) == values[name]}
    named = {fault.reason for fault in found.faults}
    assert len(taken) + len(named) >= len(values) - 2  # strings are stripped


# Saying what is wrong


def test_a_fault_says_where_it_is() -> None:
    path = Path("/somewhere/settings.toml")
    assert str(Fault(path, 3, "is odd")) == "/somewhere/settings.toml:3: is odd"
    assert str(Fault(path, None, "is odd")) == "/somewhere/settings.toml: is odd"
    assert Fault(path, 3, "is odd").short == "settings.toml, line 3: is odd"


def test_of_several_faults_the_first_is_said_and_the_others_are_counted() -> None:
    fault = Fault(Path("settings.toml"), 3, "is odd")
    assert summary([]) == ("", "")
    assert summary([fault]) == ("settings.toml, line 3: is odd", "")
    assert summary([fault] * 3) == (
        "settings.toml, line 3: is odd",
        " (and 2 more: postil config check)",
    )


def test_themes_are_checked_by_those_who_know_them(file: Path) -> None:
    assert faults(file, '\ntheme = "nrod"\n') == []
    found = read().among(["nord", "light"])
    assert found.theme == ""
    assert [(fault.line, fault.reason) for fault in found.faults] == [
        (2, "no theme is called 'nrod'; did you mean nord?")
    ]
    assert read().among(["nrod"]) == read()


# Changing


def test_remembering_writes_the_first_file() -> None:
    remember("width", 72)
    assert tomllib.loads(location().read_text())["width"] == 72
    assert "# theme = " in location().read_text()


COMMENTED = """\
# my settings

width = 66   # wide
# theme = "x"

[keys]  # mine
undo = "U"

[templates]
a = "{quote}"
"""


def test_remembering_keeps_comments_and_order(file: Path) -> None:
    file.write_text(COMMENTED)
    remember("width", 80)
    assert file.read_text() == COMMENTED.replace("66", "80")


def test_a_new_entry_goes_before_the_tables(file: Path) -> None:
    file.write_text(COMMENTED)
    remember("theme", "nord")
    assert read().theme == "nord"
    left = [line for line in file.read_text().split("\n") if line not in ('theme = "nord"', "")]
    assert left == [line for line in COMMENTED.split("\n") if line]


def test_an_entry_of_a_table_has_a_dot_in_its_name(file: Path) -> None:
    file.write_text(COMMENTED)
    remember("keys.redo", ["R", "ctrl+r"])
    assert read().keys == {"undo": ("U",), "redo": ("R", "ctrl+r")}
    remember("keys.undo", "z")
    assert read().keys["undo"] == ("z",)
    assert "[keys]  # mine" in file.read_text()


def test_a_table_that_is_not_there_yet_is_made(file: Path) -> None:
    file.write_text("width = 70\n")
    remember("keys.undo", "z")
    remember("dim", False)
    assert (read().width, read().dim, read().keys) == (70, False, {"undo": ("z",)})


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"width = \n", "line 1: invalid value; nothing was written"),
        (b"coder = '\xff'", "is not UTF-8 at byte 9"),
        (b"keys = 3\n", "keys is not a table"),
    ],
)
def test_a_file_with_a_fault_in_it_is_never_overwritten(
    file: Path, source: bytes, reason: str
) -> None:
    file.write_bytes(source)
    with pytest.raises(NotSaved, match=reason):
        remember("keys.undo", "z")
    assert file.read_bytes() == source


def test_an_entry_with_a_fault_elsewhere_is_no_obstacle(file: Path) -> None:
    file.write_text("width = 3\n")
    remember("dim", False)
    assert tomllib.loads(file.read_text()) == {"width": 3, "dim": False}


@pytest.mark.parametrize(("name", "value"), [("width", 3), ("widht", 70), ("templates.a", "{x}")])
def test_what_reading_would_not_take_is_not_written(
    file: Path, name: str, value: int | str
) -> None:
    with pytest.raises(NotSaved):
        remember(name, value)
    assert not file.exists()


def test_a_link_to_settings_elsewhere_stays_a_link(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text("# mine\n")
    file.symlink_to(elsewhere)
    remember("width", 72)
    assert file.is_symlink()
    assert elsewhere.read_text() == "# mine\nwidth = 72\n"


def test_a_folder_that_cannot_be_made_is_a_reason(home: Path) -> None:
    (home / ".config").write_text("in the way")
    with pytest.raises(NotSaved, match=r"not a directory|file exists"):
        remember("width", 72)


# Who they are


def test_the_coder_is_named_by_word_before_setting_before_login(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    assert settings.annotator().name == "login"
    assert settings.annotator("ana").name == "ana"
    assert settings.annotator("  ").name == "anonymous"
