"""The one table of what can be done: keys, footer, help and `docs/keys.md` all come from it.

`python -m tui.commands` prints the page for the documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOVE = "Move"
MARK = "Mark"
EDGES = "Edges"
MARKS = "Marks"
DOCUMENTS = "Documents"
PANES = "Panes"
CARETS = "With the caret"
LIST = "In a list"
FORMS = "In a form"
PROGRAM = "Program"

TEXT, CARET, DOCUMENTS_LIST, INDEX = "text", "caret", "documents", "index"
FORM = "form"
"""The rooms in which keys are pressed: the text, a caret in it, the documents, the marks, a form
over any of them."""
LISTS = (DOCUMENTS_LIST, INDEX)
ANYWHERE = (TEXT, CARET, *LISTS)


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key does."""

    id: str
    """Name of the command, and of the method that does it."""
    keys: tuple[str, ...]
    """Keys as Textual names them, printable ones as themselves; the first is shown."""
    label: str
    """One or two words, for the footer."""
    help: str
    """A sentence, for the help."""
    where: str
    """The group it is listed in."""
    rooms: tuple[str, ...] = (TEXT,)
    """Where its keys mean it; in another room the same keys may mean something else."""
    waits: bool = False
    """Whether it needs the marks and the whole text; keys wait for those, none is dropped."""
    selects: str = ""
    """The method of `Selection` or `Caret` that says what it selects, if one does."""


_AT_ONCE = (
    *("next_sentence", "previous_sentence", "next_paragraph", "previous_paragraph", "first"),
    *("page_up", "let_go", "go_documents", "go_index", "only_text", "next_pane", "help"),
    *("palette", "quit_at_once", "row_next", "row_previous", "row_page_down", "row_page_up"),
    *("row_first", "row_last", "row_leave", "form_go", "form_leave", "form_next"),
    *("form_previous", "form_left", "form_right", "form_start", "form_end", "form_back"),
    *("form_delete", "form_word_back", "form_empty"),
)
"""Commands that need neither the marks nor the whole text."""

_SELECTS: Mapping[str, str] = {
    id: f"Selection.{method}"
    for id, method in {
        "tag_rest": "rest_of_sentence",
        "let_go": "whole_sentence",
        "label_start": "start_at",
        "label_end": "end_at",
        **{
            id: id
            for id in (
                *("next_sentence", "previous_sentence", "next_paragraph", "previous_paragraph"),
                *("first", "last", "start_out_clause", "start_in_clause", "end_in_clause"),
                *("end_out_clause", "start_out_word", "start_in_word", "end_in_word"),
                *("end_out_word", "end_out_sentence", "end_in_sentence", "grow", "shrink"),
                *("next_smart", "previous_smart"),
            )
        },
    }.items()
} | {
    "put_caret": "Caret.at_start",
    "caret_left": "Caret.left",
    "caret_right": "Caret.right",
    "caret_word": "Caret.next_word",
    "caret_word_back": "Caret.previous_word",
    "caret_word_end": "Caret.word_end",
    "caret_down": "Caret.to",
    "caret_up": "Caret.to",
    "caret_row_start": "Caret.to",
    "caret_row_end": "Caret.to",
    "caret_anchor": "Caret.anchored",
}
"""The methods behind commands, by id."""


def _group(
    where: str, *rows: tuple[str, str, str, str], rooms: tuple[str, ...] = (TEXT,)
) -> tuple[Command, ...]:
    """Commands from rows of id, keys, label and help."""
    return tuple(
        Command(
            id,
            tuple(keys.split()),
            label,
            help,
            where,
            rooms,
            waits=id not in _AT_ONCE,
            selects=_SELECTS.get(id, ""),
        )
        for id, keys, label, help in rows
    )


COMMANDS = (
    *_group(
        MOVE,
        ("next_sentence", "j down", "next", "Next sentence"),
        ("previous_sentence", "k up", "back", "Previous sentence"),
        ("next_paragraph", "} ctrl+down", "next ¶", "Next paragraph"),
        ("previous_paragraph", "{ ctrl+up", "back ¶", "Previous paragraph"),
        ("page_down", "space pagedown", "page", "One page on"),
        ("page_up", "pageup", "page back", "One page back"),
        ("first", "g home", "top", "Top of the text"),
        ("last", "G end", "end", "End of the text"),
        ("label_sentence", "f", "go to", "To a sentence of this page: then the letters on it"),
        ("jump_back", "backspace", "jump back", "Back to before the last jump"),
    ),
    *_group(
        MARK,
        (
            "tag",
            "",
            "mark",
            "Mark the sentence or the selection; pressed again at once, take the mark off",
        ),
        rooms=(TEXT, CARET),
    ),
    *_group(
        MARK,
        ("tag_rest", "", "mark rest", "Mark what is left of the sentence after its last mark"),
    ),
    *_group(
        MARK,
        (
            "tag_any",
            "#",
            "any tag",
            "Mark with any tag: then its letter or digit, or / and its name",
        ),
        ("repeat", ".", "again", "Mark the selection with the tag that was used last"),
        ("join", "&", "join", "Join the selection to the last mark: one mark with a gap"),
        rooms=(TEXT, CARET),
    ),
    *_group(
        MARK,
        ("retag", "r", "retag", "Give the mark another tag: then the tag's key"),
        rooms=(TEXT, INDEX),
    ),
    *_group(
        EDGES,
        ("start_out_clause", "h left", "start ←", "Start edge out by a clause"),
        ("start_in_clause", "l right", "start →", "Start edge in by a clause"),
        ("end_in_clause", "H shift+left", "end ←", "End edge in by a clause"),
        ("end_out_clause", "L shift+right", "end →", "End edge out by a clause"),
        ("start_out_word", "b ctrl+left", "start ←", "Start edge out by a word"),
        ("start_in_word", "w ctrl+right", "start →", "Start edge in by a word"),
        ("end_in_word", "B ctrl+shift+left", "end ←", "End edge in by a word"),
        ("end_out_word", "W ctrl+shift+right", "end →", "End edge out by a word"),
        ("end_out_sentence", "J shift+down", "end ↓", "End edge out by a sentence"),
        ("end_in_sentence", "K shift+up", "end ↑", "End edge in by a sentence"),
        ("grow", "+ =", "grow", "Grow: word, clause, sentence, quotation, paragraph"),
        ("shrink", "-", "shrink", "Shrink to a quotation, sentence, clause or word inside"),
        ("next_smart", "tab", "likely", "Next of the spans that one would most likely mark here"),
        ("previous_smart", "shift+tab", "likely back", "The likely span before it"),
        ("label_start", "s", "start at", "Start edge to any word: then the letters on it"),
        ("label_end", "S", "end at", "End edge to any word: then the letters on it"),
        ("put_caret", "v", "caret", "A caret, for names and parts of words"),
    ),
    *_group(
        CARETS,
        ("caret_left", "h left", "left", "One character back"),
        ("caret_right", "l right", "right", "One character on"),
        ("caret_down", "j down", "down", "One row down"),
        ("caret_up", "k up", "up", "One row up"),
        ("caret_word_back", "b ctrl+left", "word back", "To the start of the word before"),
        ("caret_word", "w ctrl+right", "word", "To the start of the next word"),
        ("caret_word_end", "e", "word end", "To the end of the word"),
        ("caret_row_start", "0 home", "row start", "To the start of the row"),
        ("caret_row_end", "$ end", "row end", "To the end of the row"),
        ("caret_anchor", "v", "begin", "Begin a span here that ends at the caret, or let it go"),
        ("caret_leave", "escape", "leave", "Leave the caret; what was selected stays"),
        rooms=(CARET,),
    ),
    *_group(
        MARKS,
        ("pick_next", "] alt+down", "next mark", "Pick the next mark"),
        ("pick_previous", "[ alt+up", "mark back", "Pick the previous mark"),
        ("pick_overlapping", "o", "overlap", "Pick the next of the marks that lie here"),
    ),
    *_group(
        MARKS,
        ("remove", "x delete", "take off", "Take the mark off"),
        ("copy_quote", "y ctrl+c", "copy", "Copy the marked words with their source"),
        ("copy_as", "Y", "copy as", "Copy in another form, or all marks: then its letter"),
        rooms=(TEXT, INDEX),
    ),
    *_group(
        MARKS,
        ("undo", "u ctrl+z", "undo", "Take back what was done last"),
        ("redo", "ctrl+r ctrl+y", "redo", "Do again what was taken back"),
        rooms=ANYWHERE,
    ),
    *_group(
        DOCUMENTS,
        ("next_document", "> ctrl+pagedown", "next text", "Next document"),
        ("previous_document", "< ctrl+pageup", "text back", "Previous document"),
        ("finish", "D", "done", "Call this document done and go to the next unfinished one"),
    ),
    *_group(
        DOCUMENTS,
        ("describe", "M", "data", "Say what this document is: title, author, date, address"),
        rooms=ANYWHERE,
    ),
    *_group(
        PANES,
        ("go_documents", "d", "documents", "To the documents; again, back to the text"),
        ("go_index", "i", "marks", "To the list of marks; again, back to the text"),
        ("split", "|", "split", "A second text beside this one; again, only this one"),
        ("next_pane", "f6", "next pane", "To the other text, or to the next list"),
        ("only_text", "z", "only text", "Only the text, or everything again"),
        rooms=ANYWHERE,
    ),
    *_group(
        LIST,
        ("row_next", "j down", "next", "Next row"),
        ("row_previous", "k up", "back", "Row before"),
        ("row_page_down", "pagedown", "page", "One page on"),
        ("row_page_up", "pageup", "page back", "One page back"),
        ("row_first", "g home", "top", "First row"),
        ("row_last", "G end", "end", "Last row"),
        ("row_go", "enter", "open", "Go there"),
        ("row_filter", "/", "filter", "Show only the rows with what is typed; Esc shows all"),
        ("row_view", "tab", "view", "Documents: another order. Marks: this document, or all"),
        ("row_leave", "escape", "to the text", "Back to the text"),
        rooms=LISTS,
    ),
    *_group(
        LIST,
        ("row_pick", "space", "pick", "Pick the row, or let go of it: x r y Y act on all picked"),
        rooms=(INDEX,),
    ),
    *_group(
        FORMS,
        ("form_go", "enter ctrl+s", "done", "Take it as it is"),
        ("form_leave", "escape", "leave", "Leave it; nothing is changed"),
        ("form_next", "down tab", "next", "Next entry"),
        ("form_previous", "up shift+tab", "back", "Entry before"),
        ("form_left", "left", "left", "One character back, or the option before"),
        ("form_right", "right", "right", "One character on, or the next option"),
        ("form_start", "home", "start", "To the start of the entry"),
        ("form_end", "end", "end", "To the end of the entry"),
        ("form_back", "backspace", "take off", "Take off the character before the caret"),
        ("form_delete", "delete", "take off", "Take off the character at the caret"),
        ("form_word_back", "ctrl+w", "word off", "Take off the word before the caret"),
        ("form_empty", "ctrl+u", "empty", "Take off all of the entry"),
        rooms=(FORM,),
    ),
    *_group(PROGRAM, ("let_go", "escape", "let go", "Let go: back to the whole sentence")),
    *_group(
        PROGRAM,
        ("help", "?", "keys", "What can be done here; typing finds, Enter does it"),
        ("palette", "ctrl+p", "palette", "Find a document, a tag, a theme, anything to do"),
        (
            "export",
            "E",
            "export",
            "Export marks: a spreadsheet, a page for a browser, data",
        ),
        ("quit", "q", "quit", "Close what is open; in the text, quit"),
        rooms=ANYWHERE,
    ),
    *_group(
        PROGRAM,
        ("quit_at_once", "ctrl+q", "quit", "Quit at once, from anywhere"),
        rooms=(*ANYWHERE, FORM),
    ),
)


def own_rooms(command: Command) -> tuple[str, ...]:
    """The rooms in which its keys are its own: with the caret, those of the caret go first."""
    is_of_text = TEXT in command.rooms
    return tuple(room for room in command.rooms if not (is_of_text and room == CARET))


BY_ID = {command.id: command for command in COMMANDS}

START = ("start_in_clause", "start_out_clause")
END = ("end_out_clause", "end_in_clause")
SIZE = ("grow", "shrink")
SIDE = ("caret_left", "caret_right")
WORD = ("caret_word_back", "caret_word")
ENTRY = ("form_next", "form_previous")
OPTION = ("form_left", "form_right")
"""Commands that share a hint of the footer."""

FOOTERS: Mapping[str, tuple[str | tuple[str, ...], ...]] = {
    "READING": ("next_sentence", "tag", "next_smart", START, END, "undo", "help"),
    "SELECTED": ("tag", START, END, "next_smart", SIZE, "let_go", "help"),
    "MARKED": ("next_sentence", START, END, "next_smart", "copy_quote", "undo", "help"),
    "PICKED": ("pick_next", START, END, "retag", "copy_quote", "remove", "help"),
    "CARET": ("caret_anchor", "tag", SIDE, WORD, "caret_word_end", "caret_leave", "help"),
    "RETAG": ("tag", "let_go"),
    "LABEL start": ("let_go",),
    "LABEL end": ("let_go",),
    "LABEL sentence": ("let_go",),
    "CHOOSE": ("let_go",),
    "COPY": ("let_go",),
    "COPY AS": ("let_go",),
    "MERGE": ("let_go",),
    "DOCUMENTS": ("row_go", "row_leave", "row_filter", "row_view", "help"),
    "INDEX": (
        *("row_go", "row_leave", "row_pick", "remove", "retag", "copy_quote", "row_filter"),
        *("copy_as", "row_view", "help"),
    ),
    "FILTER": ("row_go", "row_leave"),
    "TAG": ("row_go", "row_filter", "row_leave"),
    "HELP": ("row_go", "row_leave"),
    "FIND": ("row_go", "row_leave"),
    "FORM": ("form_go", "form_leave", ENTRY, "form_word_back", "form_empty"),
    "FORM choose": ("form_go", "form_leave", ENTRY, OPTION),
}
"""Commands that matter most in each state, in the order of the footer."""

LABELS: Mapping[tuple[str, str], str] = {
    ("INDEX", "row_view"): "all documents",
    ("INDEX", "row_leave"): "text",
    ("DOCUMENTS", "row_leave"): "text",
    ("DOCUMENTS", "row_view"): "order",
    ("FILTER", "row_go"): "keep",
    ("FILTER", "row_leave"): "show all",
    ("TAG", "row_go"): "choose",
    ("TAG", "row_leave"): "leave",
    ("HELP", "row_go"): "do it",
    ("HELP", "row_leave"): "leave",
    ("FIND", "row_go"): "do it",
    ("FIND", "row_leave"): "leave",
}
"""Labels that say in a state what is meant there."""

SHARED = {START: "start", END: "end", SIZE: "size", SIDE: "move", WORD: "word"} | {
    ENTRY: "entry",
    OPTION: "choose",
}
"""Labels of hints that commands share."""

ALSO = {
    "remove": "delete unmark erase",
    "join": "discontinuous fragment gap connect",
    "repeat": "same last tag",
    "tag_any": "codebook category code list",
    "label_start": "hint easymotion hop",
    "label_end": "hint easymotion hop",
    "label_sentence": "hint easymotion hop jump",
    "jump_back": "return where i was",
    "put_caret": "cursor characters visual exact",
    "next_smart": "smart suggest guess candidate",
    "undo": "revert",
    "retag": "change tag",
    "copy_quote": "yank clipboard quotation",
    "copy_as": "yank clipboard quotation citation template markdown footnote chicago apa json",
    "go_index": "list index",
    "go_documents": "list files",
    "row_filter": "search find",
    "split": "two compare",
    "finish": "complete finished",
    "export": "save as excel xlsx csv html json markdown report table file copy elsewhere",
    "describe": "metadata source publisher citation reference language form",
    "quit": "exit close",
    "help": "keys shortcuts",
}
"""Words by which people look for a command, besides those in its name and its help."""

_SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "delete": "Del",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
}


def shown(key: str) -> str:
    """A key as people read it: `ctrl+shift+left` is `Ctrl+Shift+←`."""
    if len(key) == 1:
        return key
    return "+".join(_SHOWN.get(part, part.capitalize()) for part in key.split("+"))


def page() -> str:
    """`docs/keys.md`."""
    parts = [
        "# Keys\n\nMade from the command table by `make docs`.\n\n"
        "Lower case moves the start of a mark, upper case its end. The name is what "
        "[settings](settings.md) call\na command by, to give it other keys. A method is the one "
        "in `annotations` that says what is\nselected then.\n"
    ]
    by_codebook = {"tag": "t c a 1–9", "tag_rest": "T C A"}
    for group in dict.fromkeys(command.where for command in COMMANDS):
        commands = [each for each in COMMANDS if each.where == group]
        selects = any(command.selects for command in commands)
        head = ["keys", "what they do", "name", *["method"] * selects]
        parts.append(f"\n## {group}\n\n{_row(head)}{'|---' * len(head)}|\n")
        for command in commands:
            keys = by_codebook.get(command.id) or " ".join(map(shown, command.keys))
            name = "" if command.id in by_codebook else f"`{command.id}`"
            cells = [" ".join(f"`{key}`" for key in keys.split()), command.help, name]
            if selects:
                cells.append(f"`{command.selects}`" if command.selects else "")
            parts.append(_row(cells))
    return "".join(parts)


def _row(cells: list[str]) -> str:
    """A row of a table; a bar would end its cell, even in a code span."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    print(page(), end="")
