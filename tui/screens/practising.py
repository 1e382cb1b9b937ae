"""The screen on which one practises, in front of the one on which one reads."""

from __future__ import annotations

from collections.abc import Callable

from tui.opening import OpenDocument
from tui.practice import FROM_WITHIN, Practice
from tui.screens.reading import ReadingScreen
from tui.session import Session


class PractisingScreen(ReadingScreen):
    """Reading and marking in a project of its own, which goes when the screen is left."""

    def __init__(
        self,
        session: Session,
        opened: OpenDocument,
        practise: Callable[[], None],
        clear: Callable[[], None],
    ) -> None:
        """Practise on `opened`; `practise` begins anew, `clear` removes the project."""
        super().__init__(session, opened, practise, Practice(FROM_WITHIN))
        self._clear = clear

    def leave(self) -> None:
        """Go back to what was read before."""
        if self.is_active:
            self.dismiss()

    def on_unmount(self) -> None:
        self.workers.cancel_node(self)  # their threads find nothing any more, and nobody listens
        self._clear()
