"""The one table of what can be done: keys, footer, help and `docs/keys.md` all come from it.

`python -m tui.commands` prints the page for the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass

MOVE = "Move"
MARK = "Mark"
EDGES = "Edges"
MARKS = "Marks"
DOCUMENTS = "Documents"
PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key does while reading."""

    id: str
    """Name of the command, and of the method of `Reader` that does it."""
    keys: tuple[str, ...]
    """Keys as Textual names them, printable ones as themselves; the first is shown."""
    label: str
    """One or two words, for the footer."""
    help: str
    """A sentence, for the help."""
    where: str
    """The group it is listed in."""
    waits: bool = False
    """Whether it needs the marks and the whole text; keys wait for those, none is dropped."""


COMMANDS = (
    Command("next_sentence", ("j", "down"), "next", "Next sentence", MOVE),
    Command("previous_sentence", ("k", "up"), "back", "Previous sentence", MOVE),
    Command("next_paragraph", ("}", "ctrl+down"), "next ¶", "Next paragraph", MOVE),
    Command("previous_paragraph", ("{", "ctrl+up"), "back ¶", "Previous paragraph", MOVE),
    Command("page_down", ("space", "pagedown"), "page", "One page on", MOVE, waits=True),
    Command("page_up", ("pageup",), "page back", "One page back", MOVE),
    Command("first", ("g", "home"), "top", "Top of the text", MOVE),
    Command("last", ("G", "end"), "end", "End of the text", MOVE, waits=True),
    Command(
        "tag",
        (),
        "mark",
        "Mark the sentence or the selection; pressed again at once, take the mark off",
        MARK,
        waits=True,
    ),
    Command(
        "tag_rest",
        (),
        "mark rest",
        "Mark what is left of the sentence after its last mark",
        MARK,
        waits=True,
    ),
    Command(
        "retag",
        ("r",),
        "retag",
        "Give the mark another tag: then the tag's key",
        MARK,
        waits=True,
    ),
    Command(
        "start_out_word",
        ("b", "ctrl+left"),
        "start ←",
        "Start edge out by a word",
        EDGES,
        waits=True,
    ),
    Command(
        "start_in_word",
        ("w", "ctrl+right"),
        "start →",
        "Start edge in by a word",
        EDGES,
        waits=True,
    ),
    Command(
        "end_in_word",
        ("B", "ctrl+shift+left"),
        "end ←",
        "End edge in by a word",
        EDGES,
        waits=True,
    ),
    Command(
        "end_out_word",
        ("W", "ctrl+shift+right"),
        "end →",
        "End edge out by a word",
        EDGES,
        waits=True,
    ),
    Command(
        "end_out_sentence",
        ("J", "shift+down"),
        "end ↓",
        "End edge out by a sentence",
        EDGES,
        waits=True,
    ),
    Command(
        "end_in_sentence",
        ("K", "shift+up"),
        "end ↑",
        "End edge in by a sentence",
        EDGES,
        waits=True,
    ),
    Command("pick_next", ("]", "alt+down"), "next mark", "Pick the next mark", MARKS, waits=True),
    Command(
        "pick_previous",
        ("[", "alt+up"),
        "mark back",
        "Pick the previous mark",
        MARKS,
        waits=True,
    ),
    Command(
        "pick_overlapping",
        ("o",),
        "overlap",
        "Pick the next of the marks that lie here",
        MARKS,
        waits=True,
    ),
    Command("remove", ("x", "delete"), "take off", "Take the mark off", MARKS, waits=True),
    Command("undo", ("u", "ctrl+z"), "undo", "Take back what was done last", MARKS, waits=True),
    Command(
        "redo",
        ("ctrl+r", "ctrl+y"),
        "redo",
        "Do again what was taken back",
        MARKS,
        waits=True,
    ),
    Command(
        "copy_quote",
        ("y", "ctrl+c"),
        "copy",
        "Copy the marked words with their source",
        MARKS,
        waits=True,
    ),
    Command(
        "next_document", (">", "ctrl+pagedown"), "next text", "Next document", DOCUMENTS, waits=True
    ),
    Command(
        "previous_document",
        ("<", "ctrl+pageup"),
        "text back",
        "Previous document",
        DOCUMENTS,
        waits=True,
    ),
    Command(
        "finish",
        ("D",),
        "done",
        "Call this document done and go to the next unfinished one",
        DOCUMENTS,
        waits=True,
    ),
    Command("let_go", ("escape",), "let go", "Let go: back to the whole sentence", PROGRAM),
    Command("help", ("?",), "keys", "These keys", PROGRAM),
    Command(
        "copy_marks",
        ("E",),
        "copy elsewhere",
        "While marks cannot be saved: write a copy of all of them elsewhere",
        PROGRAM,
        waits=True,
    ),
    Command("quit", ("q",), "quit", "Close what is open; in the text, quit", PROGRAM, waits=True),
    Command("quit_at_once", ("ctrl+q",), "quit", "Quit at once, from anywhere", PROGRAM),
)

BY_ID = {command.id: command for command in COMMANDS}

FOOTERS = {
    "READING": ("next_sentence", "tag", "start_in_word", "pick_next", "undo", "quit", "help"),
    "SELECTED": ("tag", "start_in_word", "end_in_word", "end_out_sentence", "let_go", "help"),
    "MARKED": ("next_sentence", "start_in_word", "end_in_word", "retag", "copy_quote", "undo"),
    "PICKED": ("pick_next", "start_in_word", "end_in_word", "retag", "copy_quote", "remove"),
    "RETAG": ("tag", "let_go"),
    "CHOOSE": ("let_go",),
    "COPY": ("let_go",),
    "MERGE": ("let_go",),
    "HELP": ("next_sentence", "page_down", "quit"),
}
"""Commands that matter most in each state, in the order of the footer."""

_SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "space": "Space",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "ctrl": "Ctrl",
    "shift": "Shift",
    "alt": "Alt",
}


def shown(key: str) -> str:
    """A key as people read it: `ctrl+shift+left` is `Ctrl+Shift+←`."""
    if len(key) == 1:
        return key
    parts = (_SHOWN.get(part, part.upper() if len(part) == 1 else part) for part in key.split("+"))
    return "+".join(parts)


def listing(tag_keys: str, rest_keys: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of commands, each with its keys and its help; tags have the keys of the codebook."""
    by_codebook = {"tag": tag_keys, "tag_rest": rest_keys}
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in COMMANDS:
        keys = by_codebook.get(command.id) or "  ".join(map(shown, command.keys))
        groups.setdefault(command.where, []).append((keys, command.help))
    return list(groups.items())


def page() -> str:
    """`docs/keys.md`."""
    parts = [
        "# Keys\n\nMade from the command table by `make docs`.\n\n"
        "Lower case moves the start of a mark, upper case its end.\n"
    ]
    for group, rows in listing("t  c  a  1–9", "T  C  A"):
        parts.append(f"\n## {group}\n\n| keys | what they do |\n|---|---|\n")
        for keys, help in rows:
            parts.append(f"| {' '.join(f'`{key}`' for key in keys.split())} | {help} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
