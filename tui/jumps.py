"""From where one jumped, so that one can go back there."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from tui.opening import Entry
from tui.viewport import Place

KEPT = 100
"""Jumps that can be gone back from."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one reads."""

    entry: Entry
    """The document."""
    focus: int
    """Offset at which the sentence in focus starts."""
    top: Place
    """The first row of the page."""
    width: int
    """Cells at which the text is wrapped, on which the number of a row depends."""


class Jumps:
    """The spots that were left by a jump; the latest is gone back to first."""

    def __init__(self) -> None:
        self._spots: deque[Spot] = deque(maxlen=KEPT)

    def note(self, spot: Spot) -> None:
        """A jump was made from there."""
        if not self._spots or self._spots[-1] != spot:
            self._spots.append(spot)

    def back(self, here: Spot) -> Spot | None:
        """The spot that was left by the last jump and is another one than this; forget it."""
        while self._spots:
            spot = self._spots.pop()
            if (spot.entry.name, spot.focus) != (here.entry.name, here.focus):
                return spot
        return None
