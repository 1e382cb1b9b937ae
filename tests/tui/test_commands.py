"""The one table of what can be done holds together."""

from __future__ import annotations

import inspect
from collections import Counter
from pathlib import Path

import pytest

from annotations.caret import Caret
from annotations.codebook import built_in
from annotations.selection import Selection
from tui import commands
from tui.commands import (
    BY_ID,
    CARET,
    COMMANDS,
    DOCUMENTS_LIST,
    FOOTERS,
    FORM,
    INDEX,
    SHARED,
    TEXT,
    Command,
    shown,
)
from tui.desk import Desk
from tui.keymap import Keymap, normalise
from tui.lists.documents import DocumentsList
from tui.lists.form import Form
from tui.lists.marks import MarksList
from tui.reader import Reader
from tui.screens.lines import footer
from tui.sheet import Sheet
from tui.themes import OURS, Palette

KEYS_PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
STATES = {"READING", "SELECTED", "MARKED", "PICKED", "RETAG", "CHOOSE", "COPY", "COPY AS", "MERGE"}
STATES |= {
    "LABEL start",
    "LABEL end",
    "LABEL sentence",
    "CARET",
    "DOCUMENTS",
    "INDEX",
    "FILTER",
    "HELP",
    "FIND",
    "TAG",
    "FORM",
    "FORM choose",
}
HANDLERS = {
    TEXT: (Reader,),
    CARET: (Reader,),
    DOCUMENTS_LIST: (DocumentsList, Reader),
    INDEX: (MarksList, Reader),
    FORM: (Form,),
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_a_method_in_each_of_its_rooms(command: Command) -> None:
    for room in command.rooms:
        handlers = [each for each in (*HANDLERS[room], Desk, Sheet) if hasattr(each, command.id)]
        parameters = list(inspect.signature(getattr(handlers[0], command.id)).parameters)
        assert parameters == (["self", "tag"] if command.id in ("tag", "tag_rest") else ["self"])


def test_no_two_commands_share_a_key_or_an_id() -> None:
    keys = Counter(
        (room, key) for command in COMMANDS for room in command.rooms for key in command.keys
    )
    assert [key for key, count in keys.items() if count > 1] == []
    assert len(BY_ID) == len(COMMANDS)


def test_every_command_but_the_tags_has_a_key() -> None:
    assert [command.id for command in COMMANDS if not command.keys] == ["tag", "tag_rest"]


def test_every_command_says_what_it_does() -> None:
    for command in COMMANDS:
        assert command.label
        assert command.help[0].isupper()
        assert not command.help.endswith(".")


def test_keys_have_the_names_that_keys_arrive_by() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert normalise(key, key if len(key) == 1 else None) == key


def test_the_built_in_tags_take_no_key_of_a_command() -> None:
    keymap = Keymap(built_in())
    for command in COMMANDS:
        for key in command.keys:
            for room in command.rooms:
                bound = keymap.bound(key, room)
                assert bound is not None
                assert bound.command is command


def test_every_state_has_a_footer_of_commands_that_exist() -> None:
    assert set(FOOTERS) == STATES
    for entries in FOOTERS.values():
        assert entries
        for entry in entries:
            assert entry in SHARED if isinstance(entry, tuple) else entry in BY_ID
    assert {id for ids in SHARED for id in ids} <= BY_ID.keys()


def test_what_changes_marks_waits_for_them() -> None:
    for command in COMMANDS:
        if command.where in (commands.MARK, commands.EDGES, commands.MARKS):
            assert command.waits, command.id


def test_keys_that_only_move_by_sentences_never_wait() -> None:
    ids = ["next_sentence", "previous_sentence", "next_paragraph", "previous_paragraph", "first"]
    assert [id for id in ids if BY_ID[id].waits] == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("j", "j"),
        ("ctrl+shift+left", "Ctrl+Shift+←"),
        ("alt+down", "Alt+↓"),
        ("ctrl+r", "Ctrl+R"),
        ("space", "Space"),
        ("pagedown", "PgDn"),
        ("f6", "F6"),
        ("shift+tab", "Shift+Tab"),
        ("ctrl+right_square_bracket", "Ctrl+]"),
        ("escape", "Esc"),
        ("+", "+"),
    ],
)
def test_keys_are_shown_as_people_read_them(key: str, name: str) -> None:
    assert shown(key) == name


def test_the_page_has_every_command_with_the_name_that_settings_call_it_by() -> None:
    rows = [line.split(" | ") for line in commands.page().splitlines() if line.startswith("| `")]
    assert Counter(row[1] for row in rows) == Counter(command.help for command in COMMANDS)
    names = [row[2].strip("`| \n") for row in rows]
    assert [name for name in names if name] == [
        command.id for command in COMMANDS if command.id not in ("tag", "tag_rest")
    ]


def test_a_bar_among_the_keys_of_the_page_does_not_end_its_cell() -> None:
    (row,) = [line for line in commands.page().splitlines() if "`split`" in line]
    assert row.startswith("| `\\|` | ")


def test_the_page_of_the_documentation_is_the_table() -> None:
    assert KEYS_PAGE.read_text("utf-8") == commands.page()


@pytest.mark.parametrize("width", [10, 20, 40, 60, 80, 120])
@pytest.mark.parametrize("state", sorted(STATES))
def test_a_footer_has_whole_hints_and_the_way_to_the_help(state: str, width: int) -> None:
    theme = OURS[0]
    palette = Palette(theme, theme.to_color_system().generate(), built_in())
    left, _, _ = footer(state, Keymap(built_in()), palette, width)
    words = "".join(text for text, _ in left)
    assert len(words) < width or len(left) == 2
    if "help" in FOOTERS[state]:
        assert words.endswith("? keys")


def test_commands_name_the_methods_that_say_what_they_select() -> None:
    values = {"Selection": Selection, "Caret": Caret}
    for command in COMMANDS:
        value, _, method = command.selects.partition(".")
        assert not value or callable(getattr(values[value], method)), command.id
        assert not hasattr(Selection, command.id) or command.selects == f"Selection.{command.id}"
    edges = [each for each in COMMANDS if each.where in (commands.EDGES, commands.CARETS)]
    assert [each.id for each in edges if not each.selects] == ["caret_leave"]
