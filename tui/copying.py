"""What was copied last: the ways it goes, what is said of them, the file it can be written to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import reason_of
from annotations.files import write_new
from tui import clipboard, elsewhere
from tui.clipboard import Answer, Outcome
from tui.wording import Message

if TYPE_CHECKING:
    from tui.desk import Desk


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that was copied."""

    text: str
    amount: str
    """What it is and how long, for people: `5 quotes, 1,212 characters`."""
    more: str = ""
    """What is said behind that."""

    @property
    def fits(self) -> bool:
        """Whether the terminal can be given it."""
        return clipboard.fits_terminal(self.text)

    def said(self, way: str, trouble: str = "") -> Message:
        """A message that it was copied, and which way; trouble leaves no room for more."""
        if trouble:
            return Message(f"copied {self.amount} ({way}; {trouble})")
        return Message(f"copied {self.amount} ({way})", after=self.more)


class Copying:
    """Copies texts, and keeps the last one.

    The terminal gets every text that is not too long for it, and never says whether it took one.
    The system's clipboard is asked where it is the person's own, or else tmux, and what comes of
    that is said later: in place of the first message while that one stands, never over another one.
    """

    def __init__(self, desk: Desk) -> None:
        self.last: Copy | None = None
        """The last copy, whether any clipboard took it or not."""
        self._desk = desk

    def copy(self, text: str, amount: str, more: str = "") -> Message:
        """Put text on the clipboards; what to say about it now, with `more` at its end."""
        text = text.encode(errors="replace").decode()  # names of files may hold lone surrogates
        self.last = copy = Copy(text, amount, more)
        is_asked = bool(clipboard.who_tells())
        if copy.fits:
            self._desk.around.to_terminal(text)
            said = copy.said("terminal")
        elif is_asked:
            said = Message(f"copying {amount}")
        else:
            said = self._unheld(f"too long to copy: {amount}")
        if is_asked:
            hand_over = partial(clipboard.hand_over, text)
            self._desk.around.apart(hand_over, partial(self._hear, copy, said))
        return said

    def again(self) -> None:
        """Copy the last text once more."""
        if self.last is not None:
            last = self.last
            self._desk.reader.message = self.copy(last.text, last.amount, last.more)

    def write(self) -> None:
        """Write the last text to a new file in the working folder or else in the home."""
        if self.last is None:
            return
        try:
            path = _written(self.last.text.encode())
        except (OSError, RuntimeError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else str(error)
            self._desk.say(f"the last copy is not written: {reason}")
        else:
            where = f"{elsewhere.shown(path)}/{path.name}"
            self._desk.reader.message = Message("the last copy is in ", after=where)

    def _hear(self, copy: Copy, said: Message, answer: Answer) -> None:
        """Say what a clipboard did with a text, unless another was copied since.

        `said` was said about it first.
        """
        if copy is not self.last or (answer.outcome is Outcome.NONE and copy.fits):
            return
        news, now = self._news(copy, answer), self._desk.reader
        for reader in self._desk.readers:
            if reader.message is said:
                reader.message = news
                return
        is_expected = answer.outcome is Outcome.TOOK and copy.fits
        if now.message is None and not is_expected:
            now.message = news

    def _news(self, copy: Copy, answer: Answer) -> Message:
        """What a clipboard did with a text."""
        program = answer.program or "the clipboard"
        match answer.outcome:
            case Outcome.TOOK:
                return copy.said("tmux" if program == "tmux" else "clipboard")
            case Outcome.REFUSED if copy.fits:
                return copy.said("terminal", f"{program} did not take it")
            case Outcome.REFUSED:
                return self._unheld(f"{program} did not take {copy.amount}")
            case Outcome.HANGS if copy.fits:
                return copy.said("terminal", f"{program} hangs")
            case Outcome.HANGS:
                return self._unheld(f"{program} hangs, not copied: {copy.amount}")
            case Outcome.NONE:
                return self._unheld(f"too long to copy: {copy.amount}")

    def _unheld(self, what: str) -> Message:
        """A message that no clipboard has the last text, and what to press."""
        return Message(what, after=f"  {self._desk.keymap.shown('palette')} file saves it")


def _written(data: bytes) -> Path:
    """The new file that now holds the data. Raises OSError, RuntimeError where there is no home."""
    try:
        return _written_in(Path.cwd(), data)
    except OSError:
        return _written_in(Path.home(), data)


def _written_in(folder: Path, data: bytes) -> Path:
    """The new file in a folder, named by the time, that now holds the data. Raises OSError."""
    stem = f"quotes-{datetime.now():%Y%m%d-%H%M%S}"
    names = chain([f"{stem}.txt"], (f"{stem}-{number}.txt" for number in count(2)))
    while True:
        path = folder / next(names)
        with suppress(FileExistsError):
            write_new(path, data)
            return path
