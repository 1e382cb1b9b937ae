"""A minute of practice: what there is to do, one step at a time, and how it is seen to be done.

No key is taken away for it and nothing moves by itself. A step goes on when it was done, by
whatever keys; where something is missing for it, the guide says that instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.annotation import Annotation
from tui.commands import TEXT, shown
from tui.keymap import Keymap

if TYPE_CHECKING:
    from tui.desk import Desk

DOCUMENT = "address.txt"
"""The sample that the steps are about."""
THREAT = "She warned that no crate will move after Easter, and she meant it"
BEGIN, END = "no crate", "after Easter"
PROMISE = "She promised that the hospital will have its coal"
"""Words of that sample: a threat, where a mark of it best begins and ends, a commitment."""

SKIPS = ("enter", "f2")
"""Keys that skip a step: the first of them that does nothing in the text."""

FROM_SHELL = "`postil FOLDER` opens your own texts; {quit} leaves, Esc hides this"
FROM_WITHIN = "{quit} goes back to your own text; {help} lists all keys"
"""What there is to do after the last step."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What the line above the others says."""

    head: str
    """How far the practice is; empty where it is not about that."""
    words: str
    """What to do."""
    hint: str = ""
    """How to get past it."""


OFFER = Guide("", "60 seconds of practice? Enter; any other key goes on")

Seen = Callable[["Desk"], bool]
"""Whether something is true on a desk."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do. In its words `{name}` is the key of a command or of a tag of that name."""

    words: str
    is_done: Seen
    needs: tuple[Step, ...] = ()
    """What has to be true before it can be done, each with what brings it about."""


# What is seen on a desk


def _is_here(desk: Desk) -> bool:
    return desk.reader.opened.entry.path == DOCUMENT


def _is_elsewhere(desk: Desk) -> bool:
    return not _is_here(desk)


def _marks_on(desk: Desk, words: str, tag: str) -> list[Annotation]:
    """The marks of a tag that lie on some of these words."""
    opened = desk.reader.opened
    start = opened.text[0 : len(opened.text)].find(words) if _is_here(desk) else -1
    if start < 0:
        return []
    return [mark for mark in opened.spans.between(start, start + len(words)) if mark.tag == tag]


def _is_on_threat(desk: Desk) -> bool:
    selection = desk.reader.selection
    return selection.text[selection.focus_start : selection.focus_end].startswith(THREAT)


def _is_marked(desk: Desk) -> bool:
    return bool(_marks_on(desk, THREAT, "threat"))


def _is_current(desk: Desk) -> bool:
    return desk.reader.mark in _marks_on(desk, THREAT, "threat")


def _begins_well(desk: Desk) -> bool:
    return any(mark.exact.startswith(BEGIN) for mark in _marks_on(desk, THREAT, "threat"))


def _is_exact(desk: Desk) -> bool:
    marks = [mark.exact for mark in _marks_on(desk, THREAT, "threat")]
    return any(exact.startswith(BEGIN) and exact.endswith(END) for exact in marks)


def _has_promise(desk: Desk) -> bool:
    return bool(_marks_on(desk, PROMISE, "commitment"))


def _was_undone(desk: Desk) -> bool:
    return desk.reader.latest == "undo" and desk.session.history.next_redo() is not None


def _was_picked(desk: Desk) -> bool:
    return desk.reader.state == "PICKED" and desk.reader.latest.startswith("pick_")


def _was_copied(desk: Desk) -> bool:
    said = desk.reader.message
    return desk.reader.latest == "copy_quote" and bool(said and said.before.startswith("copied"))


def _was_gone_to(desk: Desk) -> bool:
    is_picked = desk.room == TEXT and desk.reader.state == "PICKED"
    return is_picked and desk.reader.latest == "row_go"


_BACK = Step("{go_documents} lists the texts: go back to address.txt", _is_here)
_THERE = Step(
    "{next_sentence} and {previous_sentence} move: go to “She warned”", _is_on_threat, (_BACK,)
)
_MARK = Step("{threat} marks this sentence as a threat", _is_marked, (_THERE,))
_AGAIN = Step("{pick_previous} or {pick_next} picks the threat again", _is_current)

_START = Step(
    "{start_in_clause} moves its start in, {start_out_clause} out; or {next_smart}: “no crate”",
    _begins_well,
    (_MARK, _AGAIN),
)

STEPS = (
    _THERE,
    _MARK,
    _START,
    Step(
        "{end_in_clause} moves its end in, {end_out_clause} out: to “Easter”",
        _is_exact,
        (_START, _AGAIN),
    ),
    Step(
        "{next_sentence} to “She promised”; {commitment} marks a commitment",
        _has_promise,
        (_BACK,),
    ),
    Step("{undo} takes that back; {redo} does it again", _was_undone),
    Step("{pick_previous} picks the mark before, {pick_next} the next one", _was_picked, (_MARK,)),
    Step("{copy_quote} copies its words with their source", _was_copied, (_MARK,)),
    Step("{go_index} lists the marks; {row_go} there goes to one", _was_gone_to, (_MARK,)),
    Step("{next_document} opens the next text; this one is saved", _is_elsewhere),
)
"""What there is to do, in this order."""


class Practice:
    """How far somebody is with the steps."""

    def __init__(self, closing: str = FROM_SHELL) -> None:
        """Begin with the first step; `closing` is said after the last one."""
        self._at = 0
        self._closing = closing

    @property
    def step(self) -> Step | None:
        """What is to be done now; None after the last step."""
        return STEPS[self._at] if self._at < len(STEPS) else None

    def look(self, desk: Desk) -> None:
        """Go on if what is to be done was done."""
        while (step := self.step) is not None and step.is_done(desk):
            self._at += 1

    def skip(self, desk: Desk, key: str) -> bool:
        """Go on to the next step if that is what this key is for; whether it is."""
        if self.step is None or key != _skip_key(desk):
            return False
        self._at += 1
        return True

    def guide(self, desk: Desk) -> Guide:
        """What the guide says now."""
        step = self.step
        if step is None:
            return Guide("practice done", _with_keys(self._closing, desk.keymap))
        words = _with_keys(_first_of(step, desk).words, desk.keymap)
        key = _skip_key(desk)
        hint = f"{shown(key)} skips" if key else ""
        return Guide(f"practice {self._at + 1}/{len(STEPS)}", words, hint)


def _first_of(step: Step, desk: Desk) -> Step:
    """What a step needs and is not so yet, or the step itself."""
    for need in step.needs:
        if not need.is_done(desk):
            return _first_of(need, desk)
    return step


def _skip_key(desk: Desk) -> str:
    """The key that skips a step; empty where keys mean something else."""
    if desk.room != TEXT or desk.finder is not None or desk.reader.pending is not None:
        return ""
    return next((key for key in SKIPS if desk.keymap.bound(key) is None), "")


def _with_keys(words: str, keymap: Keymap) -> str:
    return words.format_map(_Keys(keymap))


class _Keys(dict[str, str]):
    """Keys as people read them, by the id of a command or of a tag; looked up when asked for."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap

    def __missing__(self, name: str) -> str:
        keymap = self._keymap
        digits = (key for key, tag in keymap.tag_keys.items() if tag == name)
        if key := keymap.letters.get(name) or next(digits, ""):
            return key
        keys = keymap.keys_of(name)
        return shown(keys[0]) if keys else "(no key)"
