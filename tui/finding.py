"""What can be found by typing: the keys that mean something here, everything, the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from annotations.codebook import Tag
from tui.commands import ALSO, CARETS, COMMANDS, FORMS, LIST, TEXT, Command, shown
from tui.keymap import Bound
from tui.lists.finder import Choice, Finder
from tui.opening import Entry

if TYPE_CHECKING:
    from tui.desk import Desk

_INSIDE = (CARETS, FORMS)
"""Groups of commands that mean nothing but where one is already."""
WIDTHS = (50, 58, 66, 74, 82, 90, 100, 120)
"""Cells of the text column that can be chosen; the settings take any."""


def keys(desk: Desk) -> Finder:
    """What can be done in the room where the keys are; typing finds what is done elsewhere, too."""
    here = [command for command in COMMANDS if desk.key_room in command.rooms]
    elsewhere = [each for each in COMMANDS if each not in here and each.where not in _INSIDE]
    shown = [choice for command in here for choice in _of_command(desk, command)]
    others = [choice for command in elsewhere for choice in _of_command(desk, command)]
    return Finder("keys", [*shown, *others], desk.sheet.stop, shown=shown)


def everything(desk: Desk) -> Finder:
    """The palette: what can be done, and once something is typed documents, tags and themes."""
    actions = [
        choice
        for command in COMMANDS
        if command.where not in (LIST, *_INSIDE) and command.id not in ("palette", "let_go")
        for choice in _of_command(desk, command, group="do")
    ]
    actions += [
        Choice("Choose a theme", desk.sheet.find_theme, group="do"),
        Choice("Choose the width of the text", desk.sheet.find_width, group="do"),
        _of_lines(desk),
        *_of_last_copy(desk),
        Choice("Practise for a minute", desk.practise, group="do"),
    ]
    documents = [
        Choice(entry.path, _chosen(desk, partial(_open, desk, entry)), group="document")
        for entry in desk.session.corpus.entries
    ]
    choices = [*actions, *documents, *_themes(desk)]
    return Finder("find", choices, desk.sheet.stop, shown=actions, plain=desk.choices.show)


def tags(desk: Desk, title: str, choose: Callable[[str], None]) -> Finder:
    """The tags, those given lately first; each is chosen by its letter or digit, or by its name."""
    codebook = desk.session.codebook
    lately = list(dict.fromkeys(desk.session.history.tags_given()))
    choices: list[tuple[int, Choice]] = []
    answers: dict[str, Choice] = {}
    for number, tag in enumerate(codebook, 1):
        keys = [*([tag.key] if tag.key else []), *([str(number)] if number <= 9 else [])]
        above = codebook.get(tag.parent).name if tag.parent else ""
        choice = Choice(
            f"{tag.name}{f' ({above})' if above else ''}{_meaning(tag)}",
            _chosen(desk, partial(choose, tag.id)),
            "  ".join(keys),
            "lately" if tag.id in lately else "tags",
        )
        choices.append((lately.index(tag.id) if tag.id in lately else len(lately), choice))
        answers |= dict.fromkeys(keys, choice)
    choices.sort(key=itemgetter(0))
    return Finder(title, [choice for _, choice in choices], desk.sheet.stop, answers=answers)


def themes(desk: Desk) -> Finder:
    """The themes, each shown while the cursor is on it."""
    return Finder("theme", list(_themes(desk)), desk.sheet.stop)


def widths(desk: Desk) -> Finder:
    """Widths of the text, each shown while the cursor is on it."""
    choices = [
        Choice(
            f"{cells} cells",
            partial(desk.choices.keep_width, cells),
            preview=partial(desk.choices.show_width, cells),
        )
        for cells in WIDTHS
    ]
    return Finder("width", choices, desk.sheet.stop)


def _themes(desk: Desk) -> Iterator[Choice]:
    for name in desk.around.themes():
        yield Choice(
            name,
            partial(desk.choices.keep_theme, name),
            group="theme",
            preview=partial(desk.around.show_theme, name),
        )


def _of_lines(desk: Desk) -> Choice:
    """How the lines of the document are not read, to be chosen."""
    is_wrapped = desk.reader.opened.text.hard_wrapped
    name = "a paragraph each" if is_wrapped else "line breaks: blank lines end a paragraph"
    return Choice(
        f"Read the lines of this text as {name}",
        partial(desk.choices.keep_lines, not is_wrapped),
        group="do",
        also="hard wrapped newlines reflow",
    )


def _of_last_copy(desk: Desk) -> Iterator[Choice]:
    """What can be done with what was copied last, if anything was."""
    copying = desk.copying
    if copying.last is not None:
        again, write = (_chosen(desk, act) for act in (copying.again, copying.write))
        name = f"Copy again: {copying.last.amount}"
        yield Choice(name, again, group="do", also="last copy clipboard")
        yield Choice(
            "Write the last copy to a file", write, group="do", also="clipboard quotes save"
        )


def _of_command(desk: Desk, command: Command, group: str = "") -> Iterator[Choice]:
    """One choice a command, or one a tag where the command takes one."""
    group = group or command.where
    if command.id not in ("tag", "tag_rest"):
        names = "  ".join(map(shown, desk.keymap.keys_of(command.id)))
        act = _running(desk, Bound(command))
        yield Choice(command.help, act, names, group, _other_words(command))
        return
    for number, tag in enumerate(desk.session.codebook, 1):
        letter = desk.keymap.letters.get(tag.id, "")
        if command.id == "tag":
            names = "  ".join(filter(None, (letter, str(number) if number <= 9 else "")))
            name = f"Mark as {tag.name}{_meaning(tag)}"
        else:
            names = letter.upper()
            name = f"Mark the rest of the sentence as {tag.name}"
        yield Choice(name, _running(desk, Bound(command, tag.id)), names, group)


def _other_words(command: Command) -> str:
    """What people call a command who do not know what it is called here."""
    return f"{command.id.replace('_', ' ')} {command.label} {ALSO.get(command.id, '')}"


def _meaning(tag: Tag) -> str:
    return f": {tag.definition}" if tag.definition else ""


def _running(desk: Desk, bound: Bound) -> Callable[[], None]:
    """Run a command where the keys were; one of the text from anywhere."""

    def run() -> None:
        desk.sheet.stop()
        rooms = bound.command.rooms
        if desk.key_room not in rooms:
            desk.enter(TEXT if TEXT in rooms else rooms[-1])
        desk.do(bound)

    return run


def _chosen(desk: Desk, act: Callable[[], None]) -> Callable[[], None]:
    def choose() -> None:
        desk.sheet.stop()
        act()
        desk.follow()

    return choose


def _open(desk: Desk, entry: Entry) -> None:
    desk.open(entry)
