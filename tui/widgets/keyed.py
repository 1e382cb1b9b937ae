"""A painted widget that hands keys to the screen."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from tui.keymap import normalise
from tui.widgets.painted import Painted


class Keyed(Painted, can_focus=True):
    """Takes every key by the shortest way: no bindings."""

    def __init__(self, id: str, press: Callable[[str], None]) -> None:
        """`press` is called with the name of each key."""
        super().__init__(id=id)
        self._press = press

    async def _on_key(self, event: events.Key) -> None:
        key = normalise(event.key, event.character)
        if key is not None:
            event.stop()
            event.prevent_default()
            self._press(key)
