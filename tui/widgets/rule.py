"""The line between two columns."""

from __future__ import annotations

from textual.strip import Strip

from tui.widgets.painted import Painted


class Rule(Painted):
    """One cell wide."""

    def draw(self) -> list[Strip]:
        rule = self.strip([("│", self.palette.rule)], self.palette.blank)
        beside_headings = self.strip([(" ", self.palette.panel_plain)], self.palette.blank)
        return [beside_headings, *[rule] * (self.size.height - 1)]
