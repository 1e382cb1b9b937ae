"""The line between two columns."""

from __future__ import annotations

from textual.strip import Strip

from tui.widgets.painted import Painted


class Rule(Painted):
    """One cell wide."""

    def draw(self) -> list[Strip]:
        return [self.strip([("│", self.palette.rule)], self.palette.blank)] * self.size.height
