"""What a desk asks of the screen around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from tui.opening import OpenDocument
from tui.wording import Message

Made = TypeVar("Made")


class Surroundings(Protocol):
    """What a desk asks of the screen around it."""

    def copy(self, text: str, amount: str, more: str = "") -> Message:
        """Have the desk copy a text that one of its readers made; what to say about it."""

    def to_terminal(self, text: str) -> None:
        """Put text on the clipboard of the terminal."""

    def settle(self, opened: OpenDocument) -> None:
        """Read the rest of a long document beside the keys."""

    def beside(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        """Do work beside the keys, then hand over what came out."""

    def apart(self, work: Callable[[], Made], done: Callable[[Made], object]) -> None:
        """The same with work that the end of the program does not wait for."""

    def themes(self) -> list[str]:
        """Names of the themes."""

    def show_theme(self, name: str) -> None:
        """Show everything in a theme; "" is the one that it began with."""

    def remember(self, name: str, value: str | int) -> str:
        """Keep a setting for later sittings; why that was not possible, empty when it was."""

    def practise(self) -> None:
        """Let the person practise on the samples, then come back.

        Raises OSError or UnreadableDocument.
        """

    def leave(self) -> None:
        """Go back to what was before, or end the program."""

    def end(self) -> None:
        """End the program."""
